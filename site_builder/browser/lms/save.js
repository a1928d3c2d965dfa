/**
 * Decides when the LMS is told: soon after something has happened, when the window is hidden, in a long silence, and at the end.
 */

/** @import { Session } from "../types" */
/** @import { Lms, Told, Written } from "./lms" */

/** In milliseconds. LMSs answer while the page stands still, so the verdict is shown first, and where they are slow there is more room. */
const SOON = 100;
const GAP = 1000;
const SHARE = 5;
const RETRY = 15_000;
const SILENCE = 5 * 60_000;
/** How long Python may take to say what there is to tell, and how long who leaves waits for the last save. */
const PATIENCE = 20_000;
/** Why a state could not be taken up that is sound all the same. */
const LEFT_ALONE = ["newer", "unread"];
/** At most: the LMS may ask for a smaller state again and again. */
const TRIES = 4;

/**
 * @typedef {object} Hooks
 * @property {() => void} onsaving hears that there is something to tell
 * @property {(problem: string) => void} onsaved hears how it went: nothing, or the end of a text's key
 * @property {() => string} place where the learner is, to go on from
 * @property {Record<string, unknown>} settings what the author has chosen of what is told
 */

export class Saver {
  /** @type {Session} */ #session;
  /** @type {Lms} */ #lms;
  /** @type {Hooks} */ #hooks;
  /** @type {Told} */ #told = { location: "", state: null, report: null, leaving: false };
  #timer = 0;
  #due = Infinity;
  #gap = GAP;
  #last = -Infinity;
  #seen = "";
  /** @type {Promise<void> | null} */ #saving = null;
  #over = false;
  /** Whether Python could say all that there was to tell, the last time that it was asked. */
  #complete = true;

  /**
   * @param {Session} session
   * @param {Lms} lms
   * @param {Hooks} hooks
   */
  constructor(session, lms, hooks) {
    this.#session = session;
    this.#lms = lms;
    this.#hooks = hooks;
    session.listen(() => this.touch());
    document.addEventListener("visibilitychange", () => document.hidden && this.#isDirty() && void this.save());
    window.addEventListener("pagehide", () => this.close());
    setInterval(() => lms.keepAlive(), SILENCE);
  }

  /** Something may have happened. */
  touch() {
    if (!this.#isDirty()) return;
    this.#hooks.onsaving();
    this.#plan(Math.max(SOON, this.#last + this.#gap - performance.now()));
  }

  /** Tells the LMS now. */
  save() {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    this.#saving ??= this.#save().finally(() => {
      this.#saving = null;
      this.touch();
    });
    return this.#saving;
  }

  /** The window goes: what is known is told, for nothing can be asked any more. */
  close() {
    if (this.#over) return false;
    this.#over = true;
    clearTimeout(this.#timer);
    return this.#lms.end({ ...this.#told, location: this.#hooks.place() });
  }

  /** The learner leaves; says whether the LMS has all. */
  async leave() {
    await inTime(Promise.resolve(this.#saving).then(() => this.save()), PATIENCE).catch((error) => console.warn(error));
    this.#told.leaving = true;
    const ended = await this.close();
    return ended && this.#complete;
  }

  /** What has happened, as far as it matters to an LMS: drafts do not. */
  #now() {
    const { attempts, events } = this.#session.rows();
    const counted = events.filter((row) => row?.kind !== "draft").length;
    return [this.#session.ready, attempts.length, counted, this.#hooks.place()].join(" ");
  }

  #isDirty() {
    return !this.#over && this.#now() !== this.#seen;
  }

  /** @param {number} wait */
  #plan(wait) {
    const due = performance.now() + wait;
    if (this.#saving || due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = window.setTimeout(() => void this.save(), wait);
  }

  async #save() {
    const now = this.#now();
    const { kept, problem } = await this.#write();
    if (this.#over) return;
    this.#seen = kept ? now : "";
    this.#hooks.onsaved(problem);
    if (!kept) this.#gap = RETRY;
  }

  /** @returns {Promise<Written>} */
  async #write() {
    /** @type {Written} */
    let written = { kept: false, smaller: true, problem: "" };
    for (let tries = 0; tries < TRIES && written.smaller && !this.#over; tries += 1) {
      this.#complete = await this.#ask();
      if (this.#over) break;
      const start = performance.now();
      written = await this.#lms.write(this.#told);
      this.#last = performance.now();
      this.#gap = Math.max(GAP, SHARE * (this.#last - start));
    }
    return this.#complete ? written : { ...written, kept: false, problem: written.problem || "unsaid" };
  }

  /** Asks Python what there is to tell, and says whether it could. Before it is there, or without it, the place alone is told. */
  async #ask() {
    this.#told = { ...this.#told, location: this.#hooks.place() };
    if (!this.#session.ready || this.#lms.mode !== "normal") return true;
    const { profile, limit, mode, results } = this.#lms;
    const ask = (/** @type {Record<string, any>} */ request) => inTime(this.#session.consult(request), PATIENCE);
    try {
      const report = await ask({ do: "report", profile, mode, lms: results, options: this.#hooks.settings, offset: -new Date().getTimezoneOffset() });
      this.#told = { ...this.#told, report };
      const { text } = await ask({ do: "state", limit });
      // What was not taken up, but may be at another visit, must not be written over.
      const state = LEFT_ALONE.includes(this.#session.stateProblem) ? null : text;
      this.#told = { ...this.#told, state };
      return true;
    } catch (error) {
      console.warn(error);
      return false;
    }
  }
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} limit
 * @returns {Promise<T>}
 */
function inTime(promise, limit) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("That took too long.")), limit);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
