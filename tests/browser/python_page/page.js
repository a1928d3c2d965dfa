// A page with Python and nothing else, for test_python_worker.py.
import { createPython } from "./python.js";

const site = await (await fetch("../site.json")).json();
const seen = { states: [], progress: [] };
const listeners = {
  onstate: (state, error) => seen.states.push(error ? `${state}: ${error}` : state),
  onprogress: (done, total) => seen.progress.push([done, total]),
};
globalThis.python = createPython(site, "../", listeners);
globalThis.seen = seen;
// The driver has no time limit of its own for a promise that never settles.
globalThis.inTime = (promise) =>
  Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), 60_000))]);
