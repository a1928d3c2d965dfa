// What a worker has been told of the learner's record, so that a request brings only the rows that are new to it.
// See `grading/bridge.py`: a record has a name, and the next one says which one it goes on from.

/**
 * @typedef {{attempts: object[], events: object[]}} Rows no row is ever changed: another edition of it is another object
 * @typedef {Record<string, unknown> & {record?: Rows}} Request
 */

export class Told {
  /** @type {Rows | undefined} */
  #rows;
  #number = 0;

  /** The request as the worker needs it. @param {Request} request */
  pack(request) {
    return request.record ? { ...request, record: this.#tell(request.record) } : request;
  }

  /** From now on it is another worker, or one that may have heard nothing. */
  forget() {
    this.#rows = undefined;
  }

  /** @param {Rows} rows */
  #tell(rows) {
    const [before, known] = [String(this.#number), this.#rows];
    this.#number += 1;
    this.#rows = rows;
    const name = String(this.#number);
    if (!known || !goesOn(rows.attempts, known.attempts) || !goesOn(rows.events, known.events)) {
      return { ...rows, name };
    }
    const attempts = rows.attempts.slice(known.attempts.length);
    return { attempts, events: rows.events.slice(known.events.length), name, since: before };
  }
}

/** @param {object[]} rows @param {object[]} known */
const goesOn = (rows, known) => known.every((row, place) => rows[place] === row);

/** A copy: what the page changes later was not asked. Rows stay the same ones. @param {Request} request @returns {Request} */
export function copied({ record, ...request }) {
  return { ...structuredClone(request), ...(record && { record }) };
}
