// The library in WebAssembly: the same Python that a server runs, in a browser (page or worker) or in Node.
// `start` and the first question take some seconds; each one after it some milliseconds. Nothing leaves the machine.

import { loadPyodide } from "./pyodide/pyodide.mjs";

/** The bytes of a file beside this module: fetched where the module was, read from the disk in Node. */
async function bytesOf(name) {
  const place = new URL(name, import.meta.url);
  if (place.protocol === "file:") {
    const { readFile } = await import("node:fs/promises");
    return new Uint8Array(await readFile(place));
  }
  const reply = await fetch(place);
  if (!reply.ok) throw new Error(`${place}: ${reply.status}`);
  return new Uint8Array(await reply.arrayBuffer());
}

/**
 * Start Python with the library, once. The promise is of a function that answers questions; answers.py says which.
 *
 *   const ask = await start();
 *   ask({ op: "due", tipo: "reclamo", filed: "2026-03-16" }).due_on   // "2026-04-09"
 *
 * A question that is refused throws an Error with the message in its language, and the details of `PQRError.as_dict`.
 */
export async function start() {
  const wheels = JSON.parse(new TextDecoder().decode(await bytesOf("wheels.json")));
  const [python, module, ...archives] = await Promise.all([
    loadPyodide(),
    bytesOf("answers.py"),
    ...wheels.map((name) => bytesOf(`wheels/${name}`)),
  ]);
  for (const archive of archives) python.unpackArchive(archive, "wheel");
  python.FS.writeFile("answers.py", module);
  const { answer } = python.pyimport("answers");
  return (question) => {
    const { error, answer: found } = JSON.parse(answer(JSON.stringify(question)));
    if (error) throw Object.assign(new Error(error.message), { details: error });
    return found;
  };
}
