/**
 * Calls a SCORM LMS safely. A call may throw, say false and name no error, or come to a session that is over; where the LMS has put
 * a new object in place of the old one, the call is made once more there.
 */
import { findApi } from "./find_api.js";

/** @import { Dialect } from "./scorm.js" */

/** @typedef {"" | "unknown" | "refused" | "lost"} Fault why a value is not taken; empty: it is */

const NO_ERROR = ["", "0"];

export class Calls {
  /** @type {Dialect} */ #dialect;
  /** @type {any} */ #api;
  #onreconnect;

  /**
   * @param {Dialect} dialect
   * @param {any} api
   * @param {() => void} onreconnect the session is another one, which knows nothing
   */
  constructor(dialect, api, onreconnect) {
    this.#dialect = dialect;
    this.#api = api;
    this.#onreconnect = onreconnect;
  }

  /** Opens the session; one that is open already will do. */
  initialize() {
    const { ok, error } = this.#call("initialize", "");
    return ok || this.#dialect.running.includes(error);
  }

  /** @param {string} element */
  get(element) {
    const { said, thrown } = this.#call("get", element);
    return thrown || said === null || said === undefined ? "" : String(said);
  }

  /** @param {string} element @param {string} value @returns {Fault} */
  set(element, value) {
    const fault = this.#set(element, value);
    return fault === "lost" && this.#reconnect() ? this.#set(element, value) : fault;
  }

  commit() {
    return this.#call("commit", "").ok || (this.#reconnect() && this.#call("commit", "").ok);
  }

  terminate() {
    return this.#call("terminate", "").ok;
  }

  /** @param {string} element @param {string} value @returns {Fault} */
  #set(element, value) {
    const { ok, error } = this.#call("set", element, value);
    if (ok) return "";
    if (this.#dialect.unknown.includes(error)) return "unknown";
    return this.#dialect.refused.includes(error) ? "refused" : "lost";
  }

  /** Takes what the LMS has put in place of what is lost; says whether there is a session now that was not there before. */
  #reconnect() {
    const api = findApi(this.#dialect.api);
    if (!api) return false;
    const another = api !== this.#api;
    this.#api = api;
    const { ok } = this.#call("initialize", "");
    if (ok || another) this.#onreconnect();
    return ok || another;
  }

  /**
   * @param {keyof Dialect["calls"]} name
   * @param {string[]} args
   */
  #call(name, ...args) {
    const { calls } = this.#dialect;
    try {
      const said = this.#api[calls[name]](...args);
      const ok = String(said) === "true";
      const error = ok || name === "get" ? "" : String(this.#api[calls.error]() ?? "");
      // Some say false and mean nothing by it.
      return { said, ok: ok || NO_ERROR.includes(error), error, thrown: false };
    } catch (error) {
      console.warn(error);
      return { said: "", ok: false, error: "thrown", thrown: true };
    }
  }
}
