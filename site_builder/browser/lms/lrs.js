/**
 * A learning record store: documents and statements. Statements leave in order; those that it could not take wait, and go with
 * the next ones.
 */

/** @typedef {{endpoint: string, auth: string, activity: string, actor: object, registration: string}} Access */

const VERSION = "1.0.3";
/** A page that closes can send this much; so many bytes are left for what else it sends. */
const LAST_WORDS = 60_000;
const PATIENCE = 10_000;
/** Statuses: a statement with that id is there; it is not as the store wants it; the request is too large. */
const [TAKEN, UNFIT, TOO_LARGE] = [409, 400, 413];

export class Lrs {
  /** @type {Access} */ #access;
  /** @type {object[]} */ #queue = [];
  /** @type {Promise<boolean>} */ #sending = Promise.resolve(true);
  /** Whether the store has said that it does not know us any more. */
  refused = false;
  /** Whether it would not take a statement, which was given up: it would hold up all that come after it. */
  gaveUp = false;

  /** @param {Access} access */
  constructor(access) {
    this.#access = access;
  }

  /**
   * A document of this learner in this course; null where there is none.
   *
   * @param {string} id
   */
  async state(id) {
    const answer = await this.#fetch("activities/state", this.#place(id));
    return answer.status === 404 ? null : (await taken(answer)).json();
  }

  /**
   * @param {string} id
   * @param {object} document
   */
  async keepState(id, document) {
    const body = JSON.stringify(document);
    return (await this.#fetch("activities/state", this.#place(id), { method: "PUT", body, keepalive: fitsLastWords(body) })).ok;
  }

  /** @param {string} id */
  async profile(id) {
    const answer = await this.#fetch("agents/profile", { agent: JSON.stringify(this.#access.actor), profileId: id });
    return answer.status === 404 ? null : (await taken(answer)).json();
  }

  /**
   * Sends the statements and those that wait; says whether the store has them all.
   *
   * @param {object[]} statements
   */
  send(statements) {
    this.#queue.push(...statements);
    this.#sending = this.#sending.then(() => this.#flush());
    return this.#sending;
  }

  /**
   * Sends what waits, and these last ones, while the page may be closing: there is no time for one after the other.
   *
   * @param {object[]} statements
   */
  sendLast(statements) {
    const all = [...this.#queue, ...statements];
    while (all.length > statements.length && !fitsLastWords(JSON.stringify(all))) all.shift();
    this.#queue = [];
    return this.#post(all).catch(() => false);
  }

  async #flush() {
    const batch = [...this.#queue];
    if (!batch.length) return true;
    try {
      if (!(await this.#post(batch))) return false;
    } catch (error) {
      console.warn(error);
      return false;
    }
    this.#queue = this.#queue.filter((statement) => !batch.includes(statement));
    return true;
  }

  /** @param {object[]} statements @returns {Promise<boolean>} */
  async #post(statements) {
    const body = JSON.stringify(statements);
    const answer = await this.#fetch("statements", {}, { method: "POST", body, keepalive: fitsLastWords(body) });
    if (![TAKEN, UNFIT, TOO_LARGE].includes(answer.status)) return answer.ok;
    // One of them is there already, because only the answer to it was lost; or it is not taken, and neither are the others.
    if (statements.length === 1) {
      if (answer.status !== TAKEN) this.#giveUp(statements[0]);
      return true;
    }
    for (const statement of statements) if (!(await this.#post([statement]))) return false;
    return true;
  }

  /** @param {object | undefined} statement */
  #giveUp(statement) {
    console.error("The learning record store does not take a statement.", statement);
    this.gaveUp = true;
  }

  /** @param {string} id */
  #place(id) {
    const { activity, actor, registration } = this.#access;
    return { stateId: id, activityId: activity, agent: JSON.stringify(actor), ...(registration && { registration }) };
  }

  /**
   * @param {string} resource
   * @param {Record<string, string>} query
   * @param {RequestInit} [init]
   */
  async #fetch(resource, query, init = {}) {
    const address = new URL(resource, this.#access.endpoint.replace(/\/?$/, "/"));
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
    const headers = { Authorization: this.#access.auth, "X-Experience-API-Version": VERSION, "Content-Type": "application/json" };
    const answer = await fetch(address, { ...init, headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    this.refused ||= answer.status === 401 || answer.status === 403;
    return answer;
  }
}

/** @param {string} text */
const fitsLastWords = (text) => new Blob([text]).size < LAST_WORDS;

/** @param {Response} answer */
async function taken(answer) {
  if (!answer.ok) throw new Error(`${answer.url}: status ${answer.status}`);
  return answer;
}
