<?php
// Business days of Colombia, and the last day to answer what the contract of public services gives rise to.
// What it was not made for (acts within the case, readings, office hours) it says it does not answer.
//
//     pqr verify --command 'php examples/verify/php/answer.php'
declare(strict_types=1);

date_default_timezone_set('UTC');

const FIRST = '1984-01-01';
const LAST = '2100-12-31';
const CONTRACT = ['peticion', 'queja', 'reclamo', 'recurso_reposicion', 'recurso_reposicion_apelacion'];
const KEPT = ['01-01', '05-01', '07-20', '08-07', '12-08', '12-25']; // Ley 51 de 1983
const MOVED = ['01-06', '03-19', '06-29', '08-15', '10-12', '11-01', '11-11']; // to the Monday after
const CHIQUINQUIRA = '07-09'; // Ley 2578 de 2026, moved too
const KEYS = [
    'is_business_day' => ['on'], 'add_business_days' => ['from', 'n'], 'business_days_between' => ['from', 'to'],
    'due' => ['case', 'as_of', 'as_of_on'],
];

final class Refused extends Exception {}
final class Unsupported extends Exception {}

function day(mixed $value): string
{
    $made = is_string($value) ? DateTimeImmutable::createFromFormat('!Y-m-d', $value) : false;
    if (!$made || $made->format('Y-m-d') !== $value) {
        throw new Refused('vector_invalido');
    }
    return $value;
}

function shifted(string $day, int $days): string
{
    return (new DateTimeImmutable($day))->modify("$days days")->format('Y-m-d');
}

function weekday(string $day): int // Monday is 1
{
    return (int) (new DateTimeImmutable($day))->format('N');
}

function easter(int $year): string // Meeus, Jones and Butcher: every year of the Gregorian calendar
{
    [$a, $b, $c] = [$year % 19, intdiv($year, 100), $year % 100];
    [$d, $e, $g] = [intdiv($b, 4), $b % 4, intdiv($b - intdiv($b + 8, 25) + 1, 3)];
    $h = (19 * $a + $b - $d - $g + 15) % 30;
    $l = (32 + 2 * $e + 2 * intdiv($c, 4) - $h - $c % 4) % 7;
    $n = $h + $l - 7 * intdiv($a + 11 * $h + 22 * $l, 451) + 114;
    return sprintf('%04d-%02d-%02d', $year, intdiv($n, 31), $n % 31 + 1);
}

function holidays(int $year): array
{
    static $known = [];
    if (!isset($known[$year])) {
        $moved = $year >= 2026 ? [...MOVED, CHIQUINQUIRA] : MOVED;
        $monday = fn (string $day): string => shifted($day, (8 - weekday($day)) % 7);
        $known[$year] = array_flip([
            ...array_map(fn (string $date): string => "$year-$date", KEPT),
            ...array_map(fn (string $date): string => $monday("$year-$date"), $moved),
            ...array_map(fn (int $after): string => shifted(easter($year), $after), [-3, -2, 43, 64, 71]),
        ]);
    }
    return $known[$year];
}

final class Calendar
{
    private bool $saturdays;
    private array $closures;

    public function __construct(array $utility)
    {
        if (array_diff(array_keys($utility), ['saturday_is_business_day', 'closures'])) {
            throw new Unsupported();
        }
        $this->saturdays = $utility['saturday_is_business_day'] ?? false;
        $this->closures = array_map(
            fn (array $each): array => [day($each['from']), day($each['to'])],
            $utility['closures'] ?? [],
        );
        foreach ($this->closures as [$from, $to]) {
            if ($to < $from) {
                throw new Refused('vector_invalido');
            }
        }
    }

    public function isBusinessDay(string $day): bool
    {
        if ($day < FIRST || $day > LAST) {
            throw new Refused('fuera_de_rango');
        }
        $weekday = weekday($day);
        if ($weekday === 7 || ($weekday === 6 && !$this->saturdays)) {
            return false;
        }
        foreach ($this->closures as [$from, $to]) {
            if ($from <= $day && $day <= $to) {
                return false;
            }
        }
        return !isset(holidays((int) substr($day, 0, 4))[$day]);
    }

    public function add(string $day, mixed $n): string
    {
        if (!is_int($n)) {
            throw new Refused('vector_invalido');
        }
        if ($n === 0 && !$this->isBusinessDay($day)) {
            throw new Refused('dia_no_habil');
        }
        for ($left = abs($n); $left > 0;) {
            $day = shifted($day, $n <=> 0);
            $left -= (int) $this->isBusinessDay($day);
        }
        return $day;
    }

    public function between(string $start, string $end): int
    {
        if ($end < $start) {
            return -$this->between($end, $start);
        }
        $this->isBusinessDay($start);
        $count = 0;
        for ($day = $start; $day < $end;) {
            $day = shifted($day, 1);
            $count += (int) $this->isBusinessDay($day);
        }
        return $count;
    }
}

function due(array $filing, Calendar $calendar): string
{
    $others = array_diff(array_keys($filing), ['tipo', 'filed_on', 'filed_at', 'events', 'radicado']);
    if (!in_array($filing['tipo'], CONTRACT, true) || $filing['events'] || $others) {
        throw new Unsupported();
    }
    $bogota = new DateTimeZone('America/Bogota');
    $filed = $filing['filed_on']
        ?? (new DateTimeImmutable($filing['filed_at']))->setTimezone($bogota)->format('Y-m-d');
    return $calendar->add(day($filed), 15); // Ley 142 de 1994, art. 158
}

function answer(array $asked): mixed
{
    $op = $asked['op'];
    if (!isset(KEYS[$op]) || isset($asked['policies'])) {
        throw new Unsupported();
    }
    if (array_diff(array_keys($asked), ['id', 'op', 'source', 'utility'], KEYS[$op])) {
        throw new Refused('vector_invalido');
    }
    $calendar = new Calendar($asked['utility'] ?? []);
    return match ($op) {
        'is_business_day' => $calendar->isBusinessDay(day($asked['on'])),
        'add_business_days' => $calendar->add(day($asked['from']), $asked['n']),
        'business_days_between' => $calendar->between(day($asked['from']), day($asked['to'])),
        'due' => due($asked['case'], $calendar),
    };
}

while (($line = fgets(STDIN)) !== false) {
    try {
        $said = answer(json_decode($line, true));
    } catch (Refused $refused) {
        $said = ['refused' => $refused->getMessage()];
    } catch (Unsupported) {
        $said = 'unsupported';
    }
    echo json_encode($said), "\n";
}
