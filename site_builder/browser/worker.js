// Python in the learner's browser: starts Pyodide from the bytes it is given and answers calls with the bridge.
//
// The last part of the runtime's worker.js (see runtime.py); before it stand Pyodide's own scripts, which define `loadPyodide`
// and `_createPyodideModule`. It judges nothing: requests and replies are texts that Python reads and writes.
//
// page -> worker  {type: "start", wasm, core, bundle, restUrl}, {type: "call", id, text}
// worker -> page  {type: "ready"} | {type: "failed", error}, {type: "reply", id, text} | {type: "fatal", id, error},
//                 {type: "fetching", now: true | false} around a download in the middle of a call
(() => {
  /**
   * @typedef {{wasm: ArrayBuffer, core: ArrayBuffer, bundle: ArrayBuffer, restUrl: string}} Start
   * @typedef {{call(text: string): string}} Bridge
   */
  const scope = /** @type {any} */ (self);
  const ADDRESS = "https://runtime.invalid/";
  const BUNDLE = "/lib/course.zip";
  /** @type {Bridge} */
  let bridge;

  /** Pyodide, loaded from memory. @param {ArrayBuffer} wasm @param {ArrayBuffer} core */
  async function loadFromMemory(wasm, core) {
    const { fetch: network } = scope;
    const { instantiateStreaming } = WebAssembly;
    const failed = new Promise((_, reject) => {
      // Some promises of Pyodide's start are awaited by nobody.
      scope.onunhandledrejection = (/** @type {PromiseRejectionEvent} */ { reason }) => reject(reason);
      // Pyodide only warns and then waits for ever when the browser refuses the module.
      WebAssembly.instantiateStreaming = async (source, imports) => {
        try {
          return await instantiateStreaming.call(WebAssembly, source, imports);
        } catch (error) {
          reject(error);
          throw error;
        }
      };
    });
    scope.fetch = async (/** @type {unknown} */ url) => serve(String(url), wasm, core);
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

  /** @param {string} url @param {ArrayBuffer} wasm @param {ArrayBuffer} core */
  function serve(url, wasm, core) {
    if (url.endsWith("/pyodide.asm.wasm")) {
      // The type that streaming compilation insists on; hosts often send another one.
      return new Response(wasm, { headers: { "content-type": "application/wasm" } });
    }
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
  async function start({ wasm, core, bundle, restUrl }) {
    if (typeof WebAssembly === "undefined") {
      throw new Error("This browser does not run WebAssembly.");
    }
    const python = await loadFromMemory(wasm, core);
    python.FS.writeFile(BUNDLE, new Uint8Array(bundle));
    python.pyimport("sys").path.append(BUNDLE);
    python.pyimport("late_stdlib").install((/** @type {string} */ path) => python.FS.writeFile(path, fetchNow(restUrl)));
    const course = python.pyimport("zipimport").zipimporter(BUNDLE).get_data("course.json").decode();
    const { TYPES } = python.pyimport("site_builder.exercises.table");
    bridge = python.pyimport("site_builder.grading.bridge").Bridge(course, TYPES);
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
    try {
      scope.postMessage({ type: "reply", id: data.id, text: bridge.call(data.text) });
    } catch (error) {
      // The bridge answers every fault of a request in words, so this interpreter is beyond use.
      scope.postMessage({ type: "fatal", id: data.id, error: String(error) });
    }
  };
})();
