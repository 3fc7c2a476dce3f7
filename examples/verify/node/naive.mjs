// Fifteen days from Monday to Friday, as they are often counted. `pqr verify` tells which dates that gets wrong:
//
//     pqr verify --only-due --command 'node examples/verify/node/naive.mjs'
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  const { case: filing } = JSON.parse(line);
  const day = new Date(filing.filed_on ?? filing.filed_at.slice(0, 10));
  for (let left = 15; left > 0;) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() !== 0 && day.getUTCDay() !== 6) left -= 1;
  }
  console.log(JSON.stringify(day.toISOString().slice(0, 10)));
}
