// Python for the page: starts the worker, hands requests to it one at a time, and replaces it when it hangs or dies.
//
// No request is ever lost: what is asked before Python is ready, or while it cannot be started, waits until it is.
// A run (of a simulation) goes on beside the calls. When the worker is replaced for another's fault, it begins again, with
// the same seed.

import { Deadline } from "./deadline.js";
import { Launcher } from "./launch.js";
import { Runs } from "./runs.js";
import { sourceOf } from "./source.js";
import { copied, Told } from "./told.js";

/**
 * @typedef {"off" | "loading" | "ready" | "failed"} State
 * @typedef {{onprogress?: (done: number, total: number) => void, onstate?: (state: State, error?: string) => void}} Listeners
 * @typedef {import("./told.js").Request} Message a request to the bridge
 * @typedef {Record<string, unknown>} Reply
 * @typedef {{request: Message, resolve: (reply: Reply) => void, late: boolean}} Task `late`: ran out of time once already
 */

/** In milliseconds. The start is limited because some failures of a browser are silent. */
const LIMITS = { call: 5_000, step: 5_000, start: 120_000 };

/**
 * @param {import("./source.js").SiteFiles} site
 * @param {string} root the way from the page to the root of the site
 * @param {Listeners} listeners
 * @param {Partial<typeof LIMITS>} limits
 */
export function createPython(site, root, listeners = {}, limits = {}) {
  return new Python(sourceOf(site, root), listeners, { ...LIMITS, ...limits });
}

class Python {
  /** @type {State} */
  state = "off";
  /** @type {Promise<void> | undefined} */
  #starting;
  #launcher;
  /** @type {import("./launch.js").Owner} */
  #owner = {
    adopt: (worker) => (this.#worker = worker),
    // A worker that was given up may still have said something.
    heard: (worker, data) => worker === this.#worker && this.#heard(data),
    died: (worker, reason) => worker === this.#worker && this.#crashed(reason),
  };
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
  #told = new Told();
  #numbers = 0;
  #deadline = new Deadline();
  /** @type {Set<Listeners>} */
  #listeners;
  #limits;
  #error = "";
  #bytes = { done: 0, total: 0 };

  /** @param {import("./source.js").Source} source @param {Listeners} listeners @param {typeof LIMITS} limits */
  constructor(source, listeners, limits) {
    this.#launcher = new Launcher(source, (done, total) => this.#arrived(done, total));
    this.#listeners = new Set([listeners]);
    this.#limits = limits;
  }

  /** Tells of everything from now on, and of how things stand. @param {Listeners} listeners @returns {() => void} ends it */
  listen(listeners) {
    this.#listeners.add(listeners);
    listeners.onprogress?.(this.#bytes.done, this.#bytes.total);
    if (this.state !== "off") listeners.onstate?.(this.state, this.#error);
    return () => void this.#listeners.delete(listeners);
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

  /** The bridge's reply. Waits as long as it takes until Python is ready. @param {Message} request @returns {Promise<Reply>} */
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
   * @returns {{done: Promise<Reply>, cancel: () => void}}
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
      await this.#launcher.launch(this.#owner, this.#limits.start);
    } catch (error) {
      this.#stop();
      this.#launcher.forget();
      this.#enter("failed", String(error));
      throw error;
    }
    this.#enter("ready");
    this.#next();
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
    this.#worker?.postMessage({ type, id: this.#numbers, text: JSON.stringify(this.#told.pack(request)) });
    return this.#numbers;
  }

  /** Whether it is a run that keeps the worker from answering. */
  get #runIsToBlame() {
    return this.#runs.active !== undefined && !(this.#busy && this.#begun);
  }

  /** Begins to wait for the next sign of life, if there is one to come. */
  #watch() {
    this.#deadline.clear();
    if (this.#busy || this.#runs.active) {
      this.#deadline.set(this.#runIsToBlame ? this.#limits.step : this.#limits.call, () => this.#timedOut());
    }
  }

  /** @param {{type: string, id?: number, text?: string, error?: string, now?: boolean}} data */
  #heard({ type, id, text = "", error = "", now = false }) {
    if (type === "fetching") {
      // A download takes as long as the learner's line needs; that is not the grader's time.
      if (now) {
        this.#deadline.suspend();
      } else {
        this.#deadline.resume();
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
      this.#answer(this.#read(text));
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
      this.#runs.end(this.#read(text));
      this.#watch();
      this.#next();
    } else if (type === "fatal") {
      this.#crashed(error);
    }
  }

  /** What the bridge says; an error may mean that it has not read the record. @param {string} text @returns {Reply} */
  #read(text) {
    const reply = JSON.parse(text);
    if (reply.error) {
      this.#told.forget();
    }
    return reply;
  }

  /** Settles the first task. @param {Reply} reply */
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
    this.#deadline.clear();
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#told.forget();
    this.#busy = false;
    this.#begun = false;
    this.#starting = undefined;
    this.#runs.restart();
  }

  /** @param {number} done @param {number} total */
  #arrived(done, total) {
    this.#bytes = { done, total };
    for (const { onprogress } of this.#listeners) onprogress?.(done, total);
  }

  /** @param {State} state */
  #enter(state, error = "") {
    this.state = state;
    this.#error = error;
    for (const { onstate } of this.#listeners) onstate?.(state, error);
  }
}

/** @param {Message} request */
function newTask(request) {
  /** @type {(reply: Reply) => void} */
  let resolve = () => {};
  /** @type {Promise<Reply>} */
  const promise = new Promise((done) => (resolve = done));
  return { promise, task: { request: copied(request), resolve, late: false } };
}
