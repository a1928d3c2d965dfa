/**
 * The numbered lists of SCORM: interactions and objectives. A row is found again by its id, so that one question has one row.
 */

/** @import { Fault } from "./scorm_calls.js" */

/**
 * @typedef {{id: string, values: [string, string][]}} Row
 * @typedef {object} List
 * @property {Map<string, number>} places where each id stands
 * @property {number} count
 * @property {Map<string, string>} told what was said of each
 */

export class Rows {
  #get;
  #set;
  #readable;
  /** @type {Map<string, List>} */ #lists = new Map();

  /**
   * @param {(element: string) => string} get
   * @param {(element: string, value: string) => Fault} set
   * @param {string[]} readable the lists whose ids can be read back
   */
  constructor(get, set, readable) {
    this.#get = get;
    this.#set = set;
    this.#readable = readable;
  }

  /** The LMS has lost what it was told. */
  forget() {
    this.#lists.clear();
  }

  /**
   * Writes the rows that are new or have changed; says whether the LMS could be reached.
   *
   * @param {string} name
   * @param {Row[]} rows
   */
  tell(name, rows) {
    const list = this.#lists.get(name) ?? this.#open(name, rows);
    this.#lists.set(name, list);
    return rows.every((row) => {
      const text = JSON.stringify(row.values);
      if (list.told.get(row.id) === text) return true;
      const reached = this.#write(name, list, row);
      if (reached) list.told.set(row.id, text);
      return reached;
    });
  }

  /**
   * What stands in the list already. An answer of an earlier visit was told then; where ids cannot be read, those that were
   * given first: the rows are in the order of their answers.
   *
   * @param {string} name
   * @param {Row[]} rows
   * @returns {List}
   */
  #open(name, rows) {
    const count = Number(this.#get(`cmi.${name}._count`)) || 0;
    const readable = this.#readable.includes(name);
    /** @type {Map<string, number>} */
    const places = new Map();
    for (let n = 0; readable && n < count; n += 1) places.set(this.#get(`cmi.${name}.${n}.id`), n);
    const isTold = (/** @type {Row} */ { id }, /** @type {number} */ place) => name === "interactions" && (readable ? places.has(id) : place < count);
    return { places, count, told: new Map(rows.filter(isTold).map(({ id, values }) => [id, JSON.stringify(values)])) };
  }

  /**
   * @param {string} name
   * @param {List} list
   * @param {Row} row
   */
  #write(name, list, { id, values }) {
    const known = list.places.get(id);
    const n = known ?? list.count;
    if (known === undefined) {
      const fault = this.#set(`cmi.${name}.${n}.id`, id);
      // Lists are optional in SCORM 1.2.
      if (fault) return fault !== "lost";
      list.places.set(id, n);
      list.count += 1;
    }
    return values.every(([element, value]) => this.#set(`cmi.${name}.${n}.${element}`, value) !== "lost");
  }
}
