// The open cases of a register in PostgreSQL with their last day, most urgent first. No Python here: the law stands in
// the table pqr_due_days, which `pqr tables due` has put beside the register.
//
//     PGHOST=... PGDATABASE=... node overdue.mjs aguas 2026-04-10

import { readFile } from "node:fs/promises";
import pg from "pg";

const [utility, day] = process.argv.slice(2);
if (!utility || !/^\d{4}-\d{2}-\d{2}$/.test(day ?? "")) {
  console.error("usage: node overdue.mjs UTILITY YYYY-MM-DD");
  process.exit(2);
}

const client = new pg.Client(); // told by PGHOST, PGDATABASE, PGUSER and their like
await client.connect();
try {
  const query = await readFile(new URL("overdue.sql", import.meta.url), "utf8");
  const { rows } = await client.query(query, [utility, day]);
  for (const { numero, clase, vence, estado, norma } of rows) {
    console.log([numero, clase, vence, estado, norma.split(":")[0]].join("\t"));
  }
} finally {
  await client.end();
}
