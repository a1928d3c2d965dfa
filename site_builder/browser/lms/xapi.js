/**
 * A course that tells a learning record store what happens, as statements. Cmi5 and a plain xAPI launch differ in how they begin
 * and in the context of statements.
 */
import { newId } from "../dom.js";
import { Lrs } from "./lrs.js";

/** @import { Access } from "./lrs.js" */
/** @import { Answered, Lms, Mode, Told, Written, XapiReport } from "./lms" */

/**
 * @typedef {object} Start how the course was launched
 * @property {Access} access
 * @property {boolean} begun whether the store knows that this session has begun, from a window that was closed without a word
 * @property {() => void} began hears that the store knows it now
 * @property {() => void} ended hears that the session is over
 * @property {Mode} mode
 * @property {string} returnTo
 * @property {Record<string, string>} results what the LMS asks of the results, for Python
 * @property {(verb: string) => object} context of a statement with that verb
 *
 * @typedef {object} Kept our document in the store
 * @property {1} format
 * @property {string} state
 * @property {string} location
 * @property {string[]} told what is said once: completed, passed, failed
 * @property {Record<string, string>} answers what was told of each exercise, as short digests
 */

const VERBS = "http://adlnet.gov/expapi/verbs/";
const INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction";
/** Statements that one learner makes once in one registration. */
const ONCE = ["completed", "passed", "failed"];
const KEPT = "site-builder-state";
/** It leaves room for statements in what a closing page can send. */
const LIMIT = 30_000;

/** @param {Pick<Access, "actor" | "registration">} access */
const learnerOf = ({ actor, registration }) => JSON.stringify([actor, registration]);

/**
 * Opens a session. Where the store does not answer, the error names the learner all the same: what they do now is kept
 * for their next launch.
 *
 * @param {Pick<Access, "actor" | "registration">} access
 * @param {() => Promise<Xapi>} open
 */
export async function reach(access, open) {
  try {
    return await open();
  } catch (cause) {
    throw Object.assign(new Error("The learning record store could not be reached.", { cause }), { learner: learnerOf(access) });
  }
}

/** @implements {Lms} */
export class Xapi {
  profile = /** @type {const} */ ("xapi");
  limit = LIMIT;
  /** @type {Start} */ #start;
  #lrs;
  #since = performance.now();
  /** What the store has, as far as it has said so. @type {Kept} */ #kept = { format: 1, state: "", location: "", told: [], answers: {} };
  #stored = "";
  /** What statements were made of, sent or not. @type {Pick<Kept, "told" | "answers">} */ #said = { told: [], answers: {} };
  #over = false;

  /**
   * Says that the session has begun, when all is read that it goes on from.
   *
   * @param {Start} start
   * @param {Lrs} lrs
   */
  static async open(start, lrs) {
    const xapi = new Xapi(start, lrs);
    const kept = await lrs.state(KEPT);
    if (kept?.format === 1) xapi.#kept = kept;
    xapi.#stored = JSON.stringify(xapi.#kept);
    xapi.#said = { told: [...xapi.#kept.told], answers: { ...xapi.#kept.answers } };
    if (!start.begun) void lrs.send([xapi.#statement("initialized")]).then((stored) => stored && start.began());
    return xapi;
  }

  /**
   * @param {Start} start
   * @param {Lrs} lrs
   */
  constructor(start, lrs) {
    this.#start = start;
    this.#lrs = lrs;
  }

  get mode() {
    return this.#start.mode;
  }

  get results() {
    return this.#start.results;
  }

  get returnTo() {
    return this.#start.returnTo;
  }

  get learner() {
    return learnerOf(this.#start.access);
  }

  get state() {
    return this.#kept.state;
  }

  get location() {
    return this.#kept.location;
  }

  /** @param {Told} told @returns {Promise<Written>} */
  async write(told) {
    if (this.mode !== "normal") return { kept: true, smaller: false, problem: "" };
    if (this.#over) return { kept: false, smaller: false, problem: "over" };
    const said = this.#news(told);
    const kept = (await this.#lrs.send(said)) && (await this.#keep(told, true));
    const fault = this.#lrs.refused ? "over" : "lost";
    return { kept, smaller: false, problem: kept ? (this.#lrs.gaveUp ? "refused" : "") : fault };
  }

  keepAlive() {
    // A store has no sessions that would end.
  }

  /** @param {Told} told */
  end(told) {
    if (this.#over) return false;
    this.#over = true;
    this.#start.ended();
    const normal = this.mode === "normal";
    const news = normal ? this.#news(told) : [];
    // Whether these statements arrive is not known while the page closes: the next visit makes them again, under the same ids.
    const kept = normal ? this.#keep(told, false) : Promise.resolve(true);
    const sent = this.#lrs.sendLast([...news, this.#statement("terminated", { duration: this.#duration() })]);
    return Promise.all([kept, sent]).then((done) => done.every(Boolean));
  }

  /**
   * The statements that were not made yet.
   *
   * @param {Told} told
   */
  #news({ report }) {
    if (!report) return [];
    const { completion, success, score, answered } = /** @type {XapiReport} */ (report);
    /** @type {Record<string, any>[]} */
    const statements = answered.flatMap((answer) => this.#answer(answer));
    if (completion === "completed" && this.#first("completed")) {
      statements.push(this.#statement("completed", { completion: true, duration: this.#duration() }));
    }
    const verdict = success === "passed" || success === "failed" ? success : "";
    if (verdict && !this.#said.told.includes("passed") && this.#first(verdict)) {
      const result = { success: verdict === "passed", duration: this.#duration(), ...(score && { score }) };
      statements.push(this.#statement(verdict, result));
    }
    return statements;
  }

  /** Whether it is said for the first time, which it is now. @param {string} verb */
  #first(verb) {
    if (this.#said.told.includes(verb)) return false;
    this.#said.told.push(verb);
    return true;
  }

  /** @param {Answered} answer */
  #answer(answer) {
    const { id, type, name, response, success, score, duration } = answer;
    // Another device knows neither when it was given nor how long it took.
    const said = digest(JSON.stringify([response, success, score]));
    if (this.#said.answers[id] === said) return [];
    this.#said.answers[id] = said;
    const result = { response, ...(success !== null && { success }), ...(score !== null && { score: { scaled: score } }), duration };
    const statement = this.#statement("answered", result, `${id} ${said}`);
    const { activity } = this.#start.access;
    const definition = { type: INTERACTION, interactionType: type, name: { und: name } };
    return [{ ...statement, object: { objectType: "Activity", id: `${activity}${activity.includes("#") ? "/" : "#"}${id}`, definition } }];
  }

  /**
   * @param {string} verb
   * @param {object} [result]
   * @param {string} about what tells it from others with that verb
   * @returns {Record<string, any>}
   */
  #statement(verb, result, about = "") {
    const { actor, activity, registration } = this.#start.access;
    const once = about || ONCE.includes(verb);
    return {
      id: once ? idOf([JSON.stringify(actor), activity, registration, verb, about].join("\n")) : newId(),
      actor,
      verb: { id: VERBS + verb, display: { en: verb } },
      object: { objectType: "Activity", id: activity },
      ...(result && { result }),
      context: this.#start.context(verb),
      timestamp: new Date().toISOString(),
    };
  }

  /**
   * Keeps what the next visit goes on from, unless it is there already.
   *
   * @param {Told} told
   * @param {boolean} sent whether all statements have arrived
   */
  async #keep({ state, location }, sent) {
    const { told, answers } = sent ? this.#said : this.#kept;
    this.#kept = { ...this.#kept, location, told: [...told], answers: { ...answers }, ...(state !== null && { state }) };
    const text = JSON.stringify(this.#kept);
    if (text === this.#stored) return true;
    try {
      if (!(await this.#lrs.keepState(KEPT, this.#kept))) return false;
    } catch (error) {
      console.warn(error);
      return false;
    }
    this.#stored = text;
    return true;
  }

  #duration() {
    return `PT${((performance.now() - this.#since) / 1000).toFixed(2)}S`;
  }
}

/**
 * @param {string} text
 * @param {number} seed
 */
function hash(text, seed) {
  let value = seed;
  for (let place = 0; place < text.length; place += 1) value = (Math.imul(value, 33) ^ text.charCodeAt(place)) >>> 0;
  return value;
}

/** A few characters that change with a text. @param {string} text */
const digest = (text) => hash(text, 5381).toString(36);

/** The id of a statement that is the same whenever it is made again. @param {string} text */
function idOf(text) {
  const digits = [5381, 52_711, 648_391, 7_919].map((seed) => hash(text, seed).toString(16).padStart(8, "0")).join("");
  return [digits.slice(0, 8), digits.slice(8, 12), `5${digits.slice(13, 16)}`, `8${digits.slice(17, 20)}`, digits.slice(20)].join("-");
}
