// A deadline explained, what else falls due, and the year, in Node: no Python on the machine, no network.
//
//   node deadline.mjs reclamo 2026-03-16 [en]

import { start } from "./pqr.mjs";

const [tipo = "reclamo", filed = "2026-03-16", lang = "es"] = process.argv.slice(2);
const ask = await start();
try {
  const due = ask({ op: "due", tipo, filed, lang });
  console.log(due.text);
  const agenda = ask({ op: "agenda", lang, as_of: due.due_on, case: { tipo, filed_on: filed } });
  console.log(`\n${agenda.headline}`);
  for (const each of agenda.deadlines) console.log(`  ${each.due_on ?? "          "}  ${each.label}: ${each.state_label}`);
  const year = ask({ op: "year", lang, year: Number(filed.slice(0, 4)) });
  console.log(`\n${year.title}`);
  for (const each of year.holidays) console.log(`  ${each.day}  ${each.name}`);
} catch (error) {
  if (!error.details) throw error;
  console.error(`${error.details.code}: ${error.message}`);
  process.exitCode = 2;
}
