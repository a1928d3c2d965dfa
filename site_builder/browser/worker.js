// Python in the learner's browser: starts Pyodide from the bytes it is given and answers calls with the bridge.
//
// The last part of the runtime's worker.js (see runtime.py); before it stand Pyodide's own scripts, which define `loadPyodide`
// and `_createPyodideModule`. It judges nothing: requests and replies are texts that Python reads and writes.
//
// page -> worker  {type: "start", wasm (compiled), core, bundle, late}, {type: "call", id, text},
//                 {type: "run", id, text}, {type: "cancel", id}
// worker -> page  {type: "ready"} | {type: "failed", error},
//                 {type: "calling", id} and {type: "reply", id, text} | {type: "fatal", id, error} for a call,
//                 {type: "progress", id, text} again and again and {type: "done", id, text} | {type: "fatal", ...} for a run,
//                 {type: "fetching", now: true | false} around a download in the middle of something
//
// A run is a Python generator. It is stepped for a moment, then other messages have their turn: answers are judged meanwhile.
(() => {
  /**
   * @typedef {{wasm: WebAssembly.Module, core: ArrayBuffer, bundle: ArrayBuffer, late: string | ArrayBuffer}} Start
   * @typedef {{step(): string, progress(): string, destroy(): void}} Run
   * @typedef {{call(text: string): string, start_run(text: string): string | Run}} Bridge
   */
  const scope = /** @type {any} */ (self);
  const ADDRESS = "https://runtime.invalid/";
  const BUNDLE = "/lib/course.zip";
  /** What of a run is done at a stretch, and how often its progress is told at most. (milliseconds) */
  const SLICE = 30;
  const TELL = 60;
  /** @type {Map<number, Run>} */
  const runs = new Map();
  /** @type {Bridge} */
  let bridge;

  /** Pyodide, loaded from memory. @param {WebAssembly.Module} module @param {ArrayBuffer} core */
  async function loadFromMemory(module, core) {
    const { fetch: network } = scope;
    const { instantiateStreaming } = WebAssembly;
    const failed = new Promise((_, reject) => {
      // Some promises of Pyodide's start are awaited by nobody.
      scope.onunhandledrejection = (/** @type {PromiseRejectionEvent} */ { reason }) => reject(reason);
      // Pyodide would fetch and compile, and where the browser refuses the module only warn and then wait for ever.
      WebAssembly.instantiateStreaming = async (_source, imports) => {
        try {
          return { module, instance: await WebAssembly.instantiate(module, imports) };
        } catch (error) {
          reject(error);
          throw error;
        }
      };
    });
    scope.fetch = async (/** @type {unknown} */ url) => serve(String(url), core);
    try {
      const options = {
        indexURL: ADDRESS,
        packageBaseUrl: ADDRESS,
        lockFileContents: scope.pyodideLock,
        createPyodideModule: scope._createPyodideModule,
        // The order of a set is the same for every learner.
        env: { PYTHONHASHSEED: "0" },
        stdout: (/** @type {string} */ line) => console.debug(line),
        stderr: (/** @type {string} */ line) => console.debug(line),
      };
      return await Promise.race([scope.loadPyodide(options), failed]);
    } finally {
      scope.fetch = network;
      scope.onunhandledrejection = null;
      WebAssembly.instantiateStreaming = instantiateStreaming;
    }
  }

  /** The module is here already, so that nothing looks at the answer for it. @param {string} url @param {ArrayBuffer} core */
  function serve(url, core) {
    return url.endsWith("/python_stdlib.zip") ? new Response(core) : new Response(null, { status: 404 });
  }

  /** The rest of the standard library. An import cannot wait, so the request is synchronous. @param {string} url */
  function fetchNow(url) {
    const request = new XMLHttpRequest();
    request.open("GET", url, false);
    request.responseType = "arraybuffer";
    scope.postMessage({ type: "fetching", now: true });
    try {
      request.send();
    } finally {
      scope.postMessage({ type: "fetching", now: false });
    }
    if (request.status !== 200) {
      throw new Error(`status ${request.status} for ${url}`);
    }
    return new Uint8Array(request.response);
  }

  /** @param {Start} data */
  async function start({ wasm, core, bundle, late }) {
    const python = await loadFromMemory(wasm, core);
    python.FS.writeFile(BUNDLE, new Uint8Array(bundle));
    python.pyimport("sys").path.append(BUNDLE);
    const rest = () => (typeof late === "string" ? fetchNow(late) : new Uint8Array(late));
    python.pyimport("late_stdlib").install((/** @type {string} */ path) => python.FS.writeFile(path, rest()));
    const course = python.pyimport("zipimport").zipimporter(BUNDLE).get_data("course.json").decode();
    const { TYPES } = python.pyimport("site_builder.exercises.table");
    const modules = python.pyimport("importlib");
    const load = (/** @type {string} */ name) => modules.import_module(`course_code.${name}`);
    bridge = python.pyimport("site_builder.grading.bridge").Bridge(course, TYPES, load);
  }

  /** @param {number} id @param {string} text */
  function startRun(id, text) {
    const run = bridge.start_run(text);
    if (typeof run === "string") {
      scope.postMessage({ type: "done", id, text: run });
    } else {
      runs.set(id, run);
      advance(id, performance.now());
    }
  }

  /** Steps a run for a moment. @param {number} id @param {number} told when its progress was told last */
  function advance(id, told) {
    const run = runs.get(id);
    if (!run) {
      return;
    }
    const began = performance.now();
    let end = run.step();
    while (!end && performance.now() - began < SLICE) {
      end = run.step();
    }
    if (end) {
      endRun(id, end);
      return;
    }
    const due = performance.now() - told >= TELL;
    if (due) {
      scope.postMessage({ type: "progress", id, text: run.progress() });
    }
    setTimeout(() => guarded(id, () => advance(id, due ? performance.now() : told)));
  }

  /** @param {number} id @param {string} text */
  function endRun(id, text) {
    runs.get(id)?.destroy();
    if (runs.delete(id)) {
      scope.postMessage({ type: "done", id, text });
    }
  }

  /** The bridge answers every fault in words; when something is raised, this interpreter is beyond use. @param {number} id @param {() => void} act */
  function guarded(id, act) {
    try {
      act();
    } catch (error) {
      scope.postMessage({ type: "fatal", id, error: String(error) });
    }
  }

  scope.onmessage = async (/** @type {MessageEvent} */ { data }) => {
    if (data.type === "start") {
      try {
        await start(data);
        scope.postMessage({ type: "ready" });
      } catch (error) {
        scope.postMessage({ type: "failed", error: String(error) });
      }
      return;
    }
    const { type, id, text } = data;
    if (type === "run") {
      guarded(id, () => startRun(id, text));
    } else if (type === "cancel") {
      guarded(id, () => endRun(id, '{"error":{"code":"cancelled"}}'));
    } else {
      scope.postMessage({ type: "calling", id });
      guarded(id, () => scope.postMessage({ type: "reply", id, text: bridge.call(text) }));
    }
  };
})();
