// Python for the page: starts the worker, hands requests to it one at a time, and replaces it when it hangs or dies.
//
// No request is ever lost: what is asked before Python is ready, or while it cannot be started, waits until it is.
// A run (of a simulation) goes on beside the calls. When the worker is replaced for another's fault, it begins again, with
// the same seed.

import { Runs } from "./runs.js";
import { httpSource } from "./source.js";

/**
 * @typedef {"off" | "loading" | "ready" | "failed"} State
 * @typedef {{onprogress?: (done: number, total: number) => void, onstate?: (state: State, error?: string) => void}} Listeners
 * @typedef {Record<string, unknown>} Message a request to the bridge or its reply
 * @typedef {{request: Message, resolve: (reply: Message) => void, late: boolean}} Task `late`: ran out of time once already
 */

const FILES = ["worker", "wasm", "core", "bundle"];

/** In milliseconds. The start is limited because some failures of a browser are silent. */
const LIMITS = { call: 5_000, step: 5_000, start: 120_000 };

/** When it was the page that was held up, what the worker has said meanwhile is heard first. (milliseconds) */
const GRACE = 100;

/**
 * @param {{files: Record<string, import("./source.js").SiteFile>}} site
 * @param {string} root the way from the page to the root of the site
 * @param {Listeners} listeners
 * @param {Partial<typeof LIMITS>} limits
 */
export function createPython(site, root, listeners = {}, limits = {}) {
  return new Python(httpSource(site, root), listeners, { ...LIMITS, ...limits });
}

class Python {
  /** @type {State} */
  state = "off";
  /** @type {Promise<void> | undefined} */
  #starting;
  /** @type {Record<string, ArrayBuffer> | undefined} kept, because a restart needs them again */
  #files;
  /** @type {Worker | undefined} */
  #worker;
  /** @type {Task[]} the first one may be with the worker */
  #tasks = [];
  #busy = false;
  /** The number of the latest call. */
  #call = 0;
  /** Whether the worker has begun with that call, and is not in the middle of a run's step. */
  #begun = false;
  #runs = new Runs();
  #numbers = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #limit = { milliseconds: 0, act: () => {} };
  #source;
  #listeners;
  #limits;

  /** @param {import("./source.js").Source} source @param {Listeners} listeners @param {typeof LIMITS} limits */
  constructor(source, listeners, limits) {
    this.#source = source;
    this.#listeners = listeners;
    this.#limits = limits;
  }

  /** Loads Python unless that is done or under way. After a failure it tries again. */
  start() {
    if (!this.#starting) {
      this.#starting = this.#start();
      // `onstate` tells of the failure too, so a caller need not listen here.
      this.#starting.catch(() => {});
    }
    return this.#starting;
  }

  /** The bridge's reply. Waits as long as it takes until Python is ready. @param {Message} request @returns {Promise<Message>} */
  call(request) {
    const { promise, task } = newTask(request);
    this.#tasks.push(task);
    this.#wake();
    return promise;
  }

  /**
   * Runs a simulation. `done` gives its result or `{error: {code}}`, and never fails.
   *
   * @param {Message} request @param {(progress: any) => void} onprogress
   * @returns {{done: Promise<Message>, cancel: () => void}}
   */
  run(request, onprogress = () => {}) {
    const { done, run } = this.#runs.add(request, onprogress);
    this.#wake();
    const cancel = () => {
      if (this.#runs.cancel(run)) {
        this.#worker?.postMessage({ type: "cancel", id: run.id });
      }
    };
    return { done, cancel };
  }

  #wake() {
    if (this.state === "ready") {
      this.#next();
    } else if (this.state === "failed") {
      void this.start();
    }
  }

  async #start() {
    this.#enter("loading");
    try {
      const { onprogress = () => {} } = this.#listeners;
      this.#files ??= await this.#source.load(FILES, onprogress);
      await this.#launch(this.#files);
    } catch (error) {
      this.#stop();
      // What arrived may be what is wrong: the next try asks for it anew.
      this.#files = undefined;
      this.#enter("failed", String(error));
      throw error;
    }
    this.#enter("ready");
    this.#next();
  }

  /** Starts a worker and waits until it is ready. @param {Record<string, ArrayBuffer>} files @returns {Promise<void>} */
  #launch(files) {
    return new Promise((resolve, reject) => {
      const script = URL.createObjectURL(new Blob([files.worker], { type: "text/javascript" }));
      const worker = new Worker(script);
      this.#worker = worker;
      URL.revokeObjectURL(script);
      this.#wait(this.#limits.start, () => reject(new Error("Python did not start in time.")));
      worker.onerror = (event) => {
        // Handled here, so the browser need not report it as well.
        event.preventDefault();
        const reason = event.message || "the browser refused it";
        reject(new Error(`The worker failed: ${reason}.`));
        this.#crashed(reason);
      };
      worker.onmessage = ({ data }) => {
        // A worker that was given up may still have said something.
        if (worker !== this.#worker) {
          return;
        }
        if (data.type === "ready") {
          clearTimeout(this.#timer);
          resolve();
        } else if (data.type === "failed") {
          reject(new Error(data.error));
        } else {
          this.#heard(data);
        }
      };
      const [wasm, core, bundle] = [files.wasm, files.core, files.bundle].map((buffer) => buffer.slice(0));
      const message = { type: "start", wasm, core, bundle, restUrl: this.#source.address("rest") };
      worker.postMessage(message, [wasm, core, bundle]);
    });
  }

  /** Gives the first task and the first run to the worker, unless it has one already. */
  #next() {
    if (this.state !== "ready") {
      return;
    }
    const idle = !this.#busy && !this.#runs.active;
    if (!this.#busy && this.#tasks.length) {
      this.#busy = true;
      this.#call = this.#send("call", this.#tasks[0].request);
    }
    const run = this.#runs.next;
    if (run) {
      run.id = this.#send("run", run.request);
    }
    if (idle) {
      this.#watch();
    }
  }

  /** @param {string} type @param {Message} request */
  #send(type, request) {
    this.#numbers += 1;
    this.#worker?.postMessage({ type, id: this.#numbers, text: JSON.stringify(request) });
    return this.#numbers;
  }

  /** Whether it is a run that keeps the worker from answering. */
  get #runIsToBlame() {
    return this.#runs.active !== undefined && !(this.#busy && this.#begun);
  }

  /** Begins to wait for the next sign of life, if there is one to come. */
  #watch() {
    clearTimeout(this.#timer);
    if (this.#busy || this.#runs.active) {
      const limit = this.#runIsToBlame ? this.#limits.step : this.#limits.call;
      this.#wait(limit, () => this.#wait(GRACE, () => this.#timedOut()));
    }
  }

  /** @param {{type: string, id?: number, text?: string, error?: string, now?: boolean}} data */
  #heard({ type, id, text = "", error = "", now = false }) {
    if (type === "fetching") {
      // A download takes as long as the learner's line needs; that is not the grader's time.
      if (now) {
        clearTimeout(this.#timer);
      } else {
        this.#wait(this.#limit.milliseconds, this.#limit.act);
      }
    } else if (this.#busy && id === this.#call) {
      this.#heardOfCall(type, text, error);
    } else if (id && id === this.#runs.active?.id) {
      this.#heardOfRun(type, text, error);
    }
  }

  /** @param {string} type @param {string} text @param {string} error */
  #heardOfCall(type, text, error) {
    if (type === "calling") {
      this.#begun = true;
      this.#watch();
    } else if (type === "reply") {
      this.#answer(JSON.parse(text));
      this.#watch();
      this.#next();
    } else if (type === "fatal") {
      this.#crashed(error);
    }
  }

  /** @param {string} type @param {string} text @param {string} error */
  #heardOfRun(type, text, error) {
    if (type === "progress") {
      this.#watch();
      this.#runs.tell(JSON.parse(text).progress);
    } else if (type === "done") {
      this.#runs.end(JSON.parse(text));
      this.#watch();
      this.#next();
    } else if (type === "fatal") {
      this.#crashed(error);
    }
  }

  /** Settles the first task. @param {Message} reply */
  #answer(reply) {
    this.#busy = false;
    this.#begun = false;
    this.#tasks.shift()?.resolve(reply);
  }


  /** A call or a step of a run took too long. It may be the machine's fault, so a call is made once more. */
  #timedOut() {
    if (this.#runIsToBlame) {
      this.#runs.end({ error: { code: "timeout" } });
    } else {
      const [task] = this.#tasks;
      if (task.late) {
        this.#giveUp("timeout", "The call took too long.");
      }
      task.late = true;
    }
    this.#restart();
  }

  /** The interpreter died of a call or of a run, so that is not tried again. @param {string} reason */
  #crashed(reason) {
    if (this.#runIsToBlame) {
      this.#runs.end({ error: { code: "crashed" } });
      this.#restart();
    } else if (this.#busy) {
      this.#giveUp("crashed", reason);
      this.#restart();
    }
  }

  /**
   * Replaces the first task by one that says why it cannot be done: an answer that cannot be judged is still kept and shown.
   * @param {string} code @param {string} message
   */
  #giveUp(code, message) {
    const [task] = this.#tasks;
    if (task.request.do === "grade") {
      task.request = { ...task.request, do: "failed", code };
    } else {
      this.#answer({ error: { code, message } });
    }
  }

  #restart() {
    this.#stop();
    void this.start();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#busy = false;
    this.#begun = false;
    this.#starting = undefined;
    this.#runs.restart();
  }

  /** @param {number} milliseconds @param {() => void} act */
  #wait(milliseconds, act) {
    clearTimeout(this.#timer);
    this.#limit = { milliseconds, act };
    this.#timer = setTimeout(act, milliseconds);
  }

  /** @param {State} state @param {string} [error] */
  #enter(state, error) {
    this.state = state;
    this.#listeners.onstate?.(state, error);
  }
}

/** @param {Message} request */
function newTask(request) {
  /** @type {(reply: Message) => void} */
  let resolve = () => {};
  /** @type {Promise<Message>} */
  const promise = new Promise((done) => (resolve = done));
  // A copy: what the page changes later was not asked.
  return { promise, task: { request: structuredClone(request), resolve, late: false } };
}
