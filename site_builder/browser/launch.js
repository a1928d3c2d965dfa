// Makes workers with Python in them. All parts are fetched at once; WebAssembly is compiled and the script runs while the
// rest arrives.

/**
 * @typedef {{script: Promise<ArrayBuffer>, wasm: Promise<WebAssembly.Module>, core: Promise<ArrayBuffer>, bundle: Promise<ArrayBuffer>,
 *   late: Promise<string | ArrayBuffer>}} Parts `late`: the rest of the standard library, or its address
 * @typedef {{adopt(worker: Worker): void, heard(worker: Worker, data: any): void, died(worker: Worker, reason: string): void}} Owner
 *   gets the worker before it can have said anything, then what it says once it is ready, and why it died
 */

export class Launcher {
  #source;
  #onprogress;
  /** @type {Parts | undefined} kept, because a restart needs them again; it does not even compile a second time */
  #parts;

  /** @param {import("./source.js").Source} source @param {(done: number, total: number) => void} onprogress */
  constructor(source, onprogress) {
    this.#source = source;
    this.#onprogress = onprogress;
  }

  /**
   * Makes a worker and waits until it is ready.
   *
   * @param {Owner} owner @param {number} limit milliseconds that the start may take; the download takes what it takes
   */
  async launch(owner, limit) {
    this.#parts ??= this.#load();
    const { script, ...parts } = this.#parts;
    const rest = Promise.all([parts.wasm, parts.late, parts.core, parts.bundle]);
    // It is awaited later; a fault in it comes to the script too, which is awaited first.
    rest.catch(() => {});
    const worker = makeWorker(await script);
    owner.adopt(worker);
    const ready = listen(worker, owner);
    await Promise.race([ready, rest]);
    const [wasm, late, ...archives] = await rest;
    const [core, bundle] = archives.map((archive) => archive.slice(0));
    worker.postMessage({ type: "start", wasm, core, bundle, late }, [core, bundle]);
    await inTime(ready, limit);
  }

  /** What arrived may be what is wrong: the next try asks for it anew. */
  forget() {
    this.#parts = undefined;
  }

  /** @returns {Parts} */
  #load() {
    if (typeof WebAssembly === "undefined") {
      throw new Error("This browser does not run WebAssembly.");
    }
    const { worker, wasm, core, bundle } = this.#source.load(["worker", "wasm", "core", "bundle"], this.#onprogress);
    // From memory, not from the stream: hosts send all kinds of types, and streaming insists on one.
    return { script: worker, wasm: wasm.then((bytes) => WebAssembly.compile(bytes)), core, bundle, late: this.#source.late("rest") };
  }
}

/** @param {ArrayBuffer} script */
function makeWorker(script) {
  const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  return worker;
}

/** Settles when the worker is ready or has failed to be. @param {Worker} worker @param {Owner} owner @returns {Promise<void>} */
function listen(worker, owner) {
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => {
      // Handled here, so the browser need not report it as well.
      event.preventDefault();
      const reason = event.message || "the browser refused it";
      reject(new Error(`The worker failed: ${reason}.`));
      owner.died(worker, reason);
    };
    worker.onmessage = ({ data }) => {
      if (data.type === "ready") {
        resolve();
      } else if (data.type === "failed") {
        reject(new Error(data.error));
      } else {
        owner.heard(worker, data);
      }
    };
  });
}

/** @param {Promise<void>} ready @param {number} limit */
async function inTime(ready, limit) {
  let timer = 0;
  const late = new Promise((_, reject) => {
    timer = window.setTimeout(() => reject(new Error("Python did not start in time.")), limit);
  });
  try {
    await Promise.race([ready, late]);
  } finally {
    clearTimeout(timer);
  }
}
