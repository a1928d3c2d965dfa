/**
 * What Python said last of the course and its exercises. It is kept, to be shown at the next visit until Python is there.
 */

/** @import { LearnerRecord, Progress, View } from "./types" */

const KEY = "shown";

export class Shown {
  /** @type {LearnerRecord} */ #record;
  /** @type {string} */ #fingerprint;
  /** @type {Record<string, View>} */ #views = {};
  /** @type {Progress | null} */ progress = null;

  /**
   * @param {LearnerRecord} record
   * @param {string} fingerprint of the course: what was said of an earlier edition is not shown
   */
  constructor(record, fingerprint) {
    this.#record = record;
    this.#fingerprint = fingerprint;
    const kept = record.recall(KEY);
    if (kept?.fingerprint === fingerprint) this.take(kept);
  }

  /** @param {string} exercise */
  view(exercise) {
    return Object.hasOwn(this.#views, exercise) ? (this.#views[exercise] ?? null) : null;
  }

  /** @param {{progress?: Progress, views?: Record<string, View>}} reply */
  take({ progress, views }) {
    if (progress) this.progress = progress;
    if (views) this.#views = { ...this.#views, ...views };
  }

  /** Later, because the learner waits for what is shown. */
  remember() {
    setTimeout(() =>
      this.#record.remember(KEY, { fingerprint: this.#fingerprint, progress: this.progress, views: this.#views }),
    );
  }
}
