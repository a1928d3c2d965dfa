// A limit to how long the page waits for the worker; it can be suspended, and then begins anew.

/** When it was the page that was held up, what the worker has said meanwhile is heard first. (milliseconds) */
const GRACE = 100;

export class Deadline {
  #milliseconds = 0;
  #act = () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** In place of the one before. @param {number} milliseconds @param {() => void} act */
  set(milliseconds, act) {
    this.#milliseconds = milliseconds;
    this.#act = act;
    this.resume();
  }

  clear() {
    this.set(0, () => {});
    this.suspend();
  }

  suspend() {
    clearTimeout(this.#timer);
  }

  resume() {
    this.suspend();
    this.#timer = setTimeout(() => (this.#timer = setTimeout(this.#act, GRACE)), this.#milliseconds);
  }
}
