// Python in a thread of its own, so that the page answers while it starts.

import { start } from "./pqr.mjs";

const started = start();
started.then(() => postMessage({ ready: true }), (error) => postMessage({ failed: error.message }));

onmessage = async ({ data: { id, question } }) => {
  try {
    postMessage({ id, answer: (await started)(question) });
  } catch (error) {
    postMessage({ id, error: error.message, details: error.details });
  }
};
