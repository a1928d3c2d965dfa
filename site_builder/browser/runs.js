// Runs of simulations that wait for the worker or are with it: one after the other, so that it is known which one hangs.

import { copied } from "./told.js";

/**
 * @typedef {import("./told.js").Request} Message
 * @typedef {{request: Message, resolve: (end: Message) => void, onprogress: (progress: any) => void, id: number, cancelled: boolean}} Run
 *   `id`: 0 until the worker has it; a cancelled run is kept until the worker has let go of it
 */

export class Runs {
  /** @type {Run[]} the first one may be with the worker */
  #runs = [];

  /** @param {Message} request @param {(progress: any) => void} onprogress */
  add(request, onprogress) {
    /** @type {(end: Message) => void} */
    let resolve = () => {};
    /** @type {Promise<Message>} */
    const done = new Promise((end) => (resolve = end));
    const run = { request: copied(request), resolve, onprogress, id: 0, cancelled: false };
    this.#runs.push(run);
    return { done, run };
  }

  /** The run that the worker has. */
  get active() {
    return this.#runs[0]?.id ? this.#runs[0] : undefined;
  }

  /** The run to give to the worker now. */
  get next() {
    return this.active ? undefined : this.#runs[0];
  }

  /** Tells the caller at once; true where the worker has to be told as well. @param {Run} run */
  cancel(run) {
    run.cancelled = true;
    run.resolve({ error: { code: "cancelled" } });
    if (run.id) {
      return this.active === run;
    }
    this.#runs = this.#runs.filter((other) => other !== run);
    return false;
  }

  /** Passes progress on; a fault in what shows it is no fault of the run. @param {unknown} progress */
  tell(progress) {
    const run = this.active;
    if (!run || run.cancelled) {
      return;
    }
    try {
      run.onprogress(progress);
    } catch (error) {
      console.error(error);
    }
  }

  /** Settles the first run. @param {Message} end */
  end(end) {
    this.#runs.shift()?.resolve(end);
  }

  /** The worker is gone: what it had begins again with the next one. */
  restart() {
    this.#runs = this.#runs.filter((run) => !run.cancelled);
    for (const run of this.#runs) {
      run.id = 0;
    }
  }
}
