<?php
// Fifteen days from Monday to Friday, as they are often counted. `pqr verify` tells which dates that gets wrong:
//
//     pqr verify --only-due --command 'php examples/verify/php/naive.php'
declare(strict_types=1);

while (($line = fgets(STDIN)) !== false) {
    $filing = json_decode($line, true)['case'];
    $day = new DateTimeImmutable(substr($filing['filed_on'] ?? $filing['filed_at'], 0, 10));
    echo json_encode($day->modify('+15 weekdays')->format('Y-m-d')), "\n";
}
