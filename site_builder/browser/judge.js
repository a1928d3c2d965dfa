/**
 * Asks Python for the session: what it refuses is an error, what adds to the record takes turns, and a run can be given up.
 */

/** @import { EventRow, Python, RunEnd, Running, RunProgress } from "./types" */

const CANCELLED = { error: { code: "cancelled" } };

/** What Python says of a record that it cannot take, whatever is tried again. */
const UNREADABLE = ["too_large", "too_deep", "not_json"];

/** A request that Python did not answer. */
class Refusal extends Error {
  /** @param {{code: string, message: string}} error */
  constructor({ code, message }) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** @param {unknown} error */
export const isUnreadable = (error) => error instanceof Refusal && UNREADABLE.includes(error.code);

export class Judge {
  /** @type {Python} */ #python;
  /** @type {Promise<unknown>} */ #turn = Promise.resolve();

  /** @param {Python} python */
  constructor(python) {
    this.#python = python;
  }

  start() {
    return this.#python.start();
  }

  /** @param {object} request */
  async call(request) {
    const reply = await this.#python.call(request);
    if (reply.error) throw new Refusal(reply.error);
    return reply;
  }

  /**
   * Acts when all that came before has come to its end, because each counts what the one before has added.
   *
   * @template T
   * @param {() => Promise<T>} act
   */
  inTurn(act) {
    const step = this.#turn.then(act);
    this.#turn = step.catch(() => {});
    return step;
  }

  /** All that has its turn now. */
  get turn() {
    return this.#turn;
  }

  /**
   * Runs a simulation beside the calls, so it takes no turn.
   *
   * @param {() => Promise<object>} prepare gives the request
   * @param {(progress: RunProgress) => void} onprogress
   * @param {(event: EventRow) => void} keep gets the run for the record, whoever has left meanwhile
   * @returns {Running}
   */
  run(prepare, onprogress, keep) {
    const life = new AbortController();
    const run = this.#run(prepare, onprogress, keep, life.signal).catch((error) => {
      console.error(error);
      return { error: { code: "failed" } };
    });
    const cancelled = new Promise((resolve) => life.signal.addEventListener("abort", () => resolve(CANCELLED)));
    return { done: Promise.race([run, cancelled]), cancel: () => life.abort() };
  }

  /**
   * @param {() => Promise<object>} prepare
   * @param {(progress: RunProgress) => void} onprogress
   * @param {(event: EventRow) => void} keep
   * @param {AbortSignal} life
   * @returns {Promise<RunEnd>}
   */
  async #run(prepare, onprogress, keep, life) {
    const request = await prepare();
    if (life.aborted) return CANCELLED;
    const running = this.#python.run(request, onprogress);
    life.addEventListener("abort", running.cancel);
    const end = await running.done;
    if (end.event) keep(end.event);
    return end;
  }
}
