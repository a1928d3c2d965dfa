// Starts Python once, stock or ours, and tells how long it took from nothing to the first judged answer.
import { createPython } from "./python.js";

const site = await (await fetch("site.json")).json();
const record = { attempts: [], events: [] };
const request = { do: "grade", exercise: "sum", answer: { chosen: ["i1"] }, seed: 1, id: "a1", duration: 1, record };
request.now = "2030-01-01T00:00:00Z";

async function ours() {
  const python = createPython(site, "");
  await python.start();
  return python.call(request);
}

function stock() {
  const worker = new Worker("stock_worker.js", { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = ({ data }) => resolve(JSON.parse(data));
    worker.postMessage(JSON.stringify(request));
  });
}

globalThis.measure = async (variant) => {
  const begin = performance.now();
  const reply = await { ours, stock }[variant]();
  const end = performance.now();
  return [end - begin, reply.reply.tone];
};
