/**
 * Python's loading as the learner sees it: true bytes, what failed and why, and when it starts.
 */
import { failureKind, noteError } from "./diagnostics.js";
import { find, findAll, say, showText } from "./dom.js";
import { t } from "./text.js";

/** @import { Session } from "./types" */

const MEGABYTE = 1_000_000;
/** How long "Begin" waits for Python before it goes on while the rest arrives. */
const LONGEST_WAIT = 8000;

export class Loading {
  #done = 0;
  #total = 0;
  #shown = false;
  /** @type {unknown} */
  #error = null;

  get failed() {
    return this.#error !== null;
  }

  /**
   * @param {number} done
   * @param {number} total
   */
  bytes(done, total) {
    this.#done = done;
    this.#total = total;
    this.show();
  }

  /**
   * @param {string} state
   * @param {unknown} [error]
   */
  state(state, error) {
    this.#error = state === "failed" ? (error ?? new Error("unknown")) : null;
    document.documentElement.dataset.python = state;
    if (this.#error) noteError(this.#error);
    if (state === "ready" || state === "failed") this.#shown = false;
    this.show();
  }

  /** From now on the learner sees the loading: something waits for it. */
  reveal() {
    if (this.#shown) return;
    this.#shown = true;
    this.show();
    say(t("loading_said"));
  }

  /** Nothing waits any more. */
  conceal() {
    if (!this.#shown) return;
    this.#shown = false;
    this.show();
  }

  /** Puts the state into the shown page. */
  show() {
    const panel = find(document, "[data-failure]");
    if (panel) {
      if (this.failed) showText(find(panel, "[data-failure-text]"), t(`failure_${failureKind(this.#error)}`));
      panel.hidden = !this.failed;
    }
    const arrived = this.#total > 0 && this.#done >= this.#total;
    const megabytes = (/** @type {number} */ bytes) => (bytes / MEGABYTE).toFixed(1);
    const data = { done: megabytes(this.#done), total: megabytes(this.#total) };
    for (const place of findAll(document, "[data-loading]")) {
      place.hidden = !this.#shown;
      const text = arrived || !this.#total ? t("loading_start") : t("loading_bytes", data);
      showText(find(place, "[data-loading-text]"), text);
      const bar = place.querySelector("progress");
      if (!bar) continue;
      if (this.#total) bar.value = (this.#done / this.#total) * bar.max;
    }
  }

  /**
   * Waits until Python is there, has failed, or has taken its time.
   *
   * @param {Session} session
   */
  async wait(session) {
    const patience = new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT));
    await Promise.race([session.need(), patience]);
  }
}
