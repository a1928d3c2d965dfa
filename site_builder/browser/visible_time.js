/**
 * How long the page was visible, in milliseconds, since the last time it was asked.
 */
export class VisibleTime {
  #sum = 0;
  #since = document.hidden ? null : performance.now();
  #life = new AbortController();

  constructor() {
    document.addEventListener("visibilitychange", () => this.#turn(), { signal: this.#life.signal });
  }

  take() {
    this.#turn();
    const time = Math.round(this.#sum);
    this.#sum = 0;
    return time;
  }

  stop() {
    this.#life.abort();
  }

  #turn() {
    if (this.#since !== null) this.#sum += performance.now() - this.#since;
    this.#since = document.hidden ? null : performance.now();
  }
}
