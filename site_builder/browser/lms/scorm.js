/**
 * A SCORM LMS of either version: opens the session, writes what is new, reads it back, ends the session.
 *
 * What the LMS did not keep, for whatever reason, is written again later; none of it stops the course.
 */
import { awaitApi } from "./find_api.js";
import { Calls } from "./scorm_calls.js";
import { Rows } from "./scorm_rows.js";
import { recall, remember } from "./window_memory.js";

/** @import { Lms, Mode, Told, Written } from "./lms" */

/**
 * @typedef {object} Dialect what differs between the versions
 * @property {Lms["profile"]} profile
 * @property {string} api
 * @property {Record<"initialize" | "get" | "set" | "commit" | "terminate" | "error", string>} calls
 * @property {string} learner
 * @property {string} mode
 * @property {string} location
 * @property {string} exit
 * @property {string} time
 * @property {string} status
 * @property {string[]} results the elements that are never lowered
 * @property {string[]} blank what they hold for who has not begun
 * @property {string[]} readableRows the lists whose ids can be read back
 * @property {string[]} running errors that say that the session is open already
 * @property {string[]} unknown errors that say that the LMS does not know an element
 * @property {string[]} refused errors that say that it does not take a value
 * @property {number[]} limits sizes of the state, from the largest
 * @property {string} navigation the element that asks the LMS to leave the course; empty: there is none
 * @property {(milliseconds: number) => string} duration
 */

const STATE = "cmi.suspend_data";
const KEPT = Object.freeze({ kept: true, smaller: false, problem: "" });

/** @implements {Lms} */
export class Scorm {
  /** @type {Dialect} */ #dialect;
  #calls;
  #rows;
  #start = performance.now();
  /** What the LMS has taken. @type {Map<string, string>} */ #kept = new Map();
  /** What it will not take: a value, or null for whatever value. @type {Map<string, string | null>} */ #refused = new Map();
  /** The results as they were at the beginning. @type {Record<string, string>} */ #before = {};
  #size = 0;
  #over = false;
  /** Why something is not kept. */ #problem = "";
  learner = "";
  state = "";
  location = "";
  returnTo = "";
  /** @type {Mode} */ mode = "normal";

  /**
   * The LMS around this window; null where there is none.
   *
   * @param {Dialect} dialect
   */
  static async open(dialect) {
    const api = await awaitApi(dialect.api);
    if (!api) return null;
    const scorm = new Scorm(dialect, api);
    const key = `${dialect.profile} ${location.pathname}`;
    if (!scorm.#calls.initialize()) {
      // A reload of the window has ended the session: what is done now is kept for the same learner's next launch.
      throw Object.assign(new Error("The LMS opens no session."), { learner: recall(key) });
    }
    scorm.#begin();
    remember(key, scorm.learner);
    return scorm;
  }

  /**
   * @param {Dialect} dialect
   * @param {any} api
   */
  constructor(dialect, api) {
    this.#dialect = dialect;
    this.#calls = new Calls(dialect, api, () => this.#forget());
    const get = (/** @type {string} */ element) => this.#calls.get(element);
    this.#rows = new Rows(get, (element, value) => this.#put(element, value), dialect.readableRows);
  }

  get profile() {
    return this.#dialect.profile;
  }

  get limit() {
    return this.#dialect.limits[this.#size] ?? 0;
  }

  get results() {
    const { results } = this.#dialect;
    return Object.fromEntries(results.map((element) => [element, this.#kept.get(element) ?? this.#before[element] ?? ""]));
  }

  /** @param {Told} told @returns {Written} */
  write(told) {
    if (this.mode !== "normal") return KEPT;
    if (this.#over) return { kept: false, smaller: false, problem: "over" };
    const smaller = this.#tell(told);
    if (smaller) return { kept: false, smaller, problem: "" };
    if (!this.#calls.commit()) this.#problem = "lost";
    if (!this.#problem && this.#isDropped()) {
      this.#forget();
      this.#problem = "dropped";
    }
    // What was refused is not tried again.
    if (this.#problem) return { kept: this.#problem === "refused", smaller, problem: this.#problem };
    return this.#hasRoom ? KEPT : { ...KEPT, problem: "no_room" };
  }

  keepAlive() {
    if (!this.#over && this.mode === "normal") this.#calls.commit();
  }

  /**
   * Without a commit before it: while a page is being closed, an LMS can send only so much.
   *
   * @param {Told} told
   */
  end(told) {
    if (this.#over) return false;
    if (this.mode === "normal") {
      this.#tell(told);
      this.#calls.set(this.#dialect.time, this.#dialect.duration(performance.now() - this.#start));
    }
    this.#calls.set(this.#dialect.exit, "suspend");
    if (told.leaving && this.#dialect.navigation) this.#calls.set(this.#dialect.navigation, "suspendAll");
    this.#over = true;
    return this.#calls.terminate() && !this.#problem;
  }

  #begin() {
    const { learner, mode, location, results, status, blank, exit } = this.#dialect;
    this.learner = this.#calls.get(learner);
    this.state = this.#calls.get(STATE);
    this.location = this.#calls.get(location);
    const said = this.#calls.get(mode);
    if (said === "review" || said === "browse") this.mode = said;
    this.#before = Object.fromEntries(results.map((element) => [element, this.#calls.get(element)]));
    if (this.mode !== "normal") return;
    // At once: some take a session without a status for a completed one, and one without this exit as not to be resumed.
    if (blank.includes(this.#before[status] ?? "")) this.#put(status, "incomplete");
    this.#calls.set(exit, "suspend");
    this.#calls.commit();
  }

  /** Writes what is new; says whether a smaller state is needed. @param {Told} told */
  #tell({ report, location, state }) {
    this.#problem = "";
    for (const [element, value] of report?.values ?? []) this.#put(element, value);
    this.#put(this.#dialect.location, location);
    const smaller = this.#tellState(state);
    // The first report says what earlier visits have told.
    const reached = !report || ["objectives", "interactions"].every((name) => this.#rows.tell(name, report[name]));
    if (!reached) this.#problem = "lost";
    return smaller;
  }

  /**
   * What the LMS refuses is not tried again. The faults of an element that only adds something are passed over.
   *
   * @param {string} element
   * @param {string} value
   */
  #put(element, value) {
    const refused = this.#refused.get(element);
    if (this.#kept.get(element) === value) return "";
    if (refused === value || refused === null) {
      if (element === this.#dialect.status) this.#problem ||= "refused";
      return "refused";
    }
    const fault = this.#calls.set(element, value);
    if (!fault) this.#kept.set(element, value);
    else if (fault === "lost") this.#problem = fault;
    else this.#refused.set(element, fault === "unknown" ? null : value);
    if (fault && element === this.#dialect.status) this.#problem ||= "refused";
    return fault;
  }

  get #hasRoom() {
    return this.#size < this.#dialect.limits.length;
  }

  /** @param {string | null} text */
  #tellState(text) {
    if (text === null || this.#kept.get(STATE) === text || !this.#hasRoom) return false;
    const fault = this.#calls.set(STATE, text);
    const held = this.#calls.get(STATE);
    if (!fault && held === text) {
      this.#kept.set(STATE, text);
    } else if (fault === "lost") {
      this.#problem = fault;
    } else if (!fault && (held === "" || !text.startsWith(held))) {
      this.#problem = "dropped";
    } else {
      return this.#shrink();
    }
    return false;
  }

  /** The state was refused or cut for its size: is there a smaller one? */
  #shrink() {
    this.#size += 1;
    if (this.#hasRoom) return true;
    // Half a state is worse than none. An earlier one goes with it, and is not missed afterwards.
    this.#calls.set(STATE, "");
    this.#kept.delete(STATE);
    return false;
  }

  /** Whether the LMS has said that it keeps what it does not. */
  #isDropped() {
    const { results, blank } = this.#dialect;
    const lost = (/** @type {string} */ element) =>
      !blank.includes(this.#kept.get(element) ?? "") && blank.includes(this.#calls.get(element));
    return results.some(lost) || (this.#kept.has(STATE) && this.#calls.get(STATE) !== this.#kept.get(STATE));
  }

  #forget() {
    this.#kept.clear();
    this.#rows.forget();
  }
}
