/**
 * The rows that the page works with: those that Python accepts, and those that were added since. What is added is written
 * to the device at once.
 */
import { acceptedRows, draftsIn, unknownRows, withRow } from "./rows.js";

/** @import { LearnerRecord, Rows, RowKind, Session } from "./types" */

export class Ledger {
  /** @type {LearnerRecord} */ #record;
  /** @type {() => void} */ #onsaved;
  /** What was added while Python looks at the rest. @type {{kind: RowKind, row: any}[] | null} */ #unseen = null;
  #writing = 0;
  /** @type {Rows} */ rows;
  /** @type {Session["saved"]} */ saved = "none";

  /**
   * @param {LearnerRecord} record
   * @param {() => void} onsaved
   */
  constructor(record, onsaved) {
    this.#record = record;
    this.#onsaved = onsaved;
    this.rows = record.rows();
  }

  /** Takes the rows as they are on the device, before Python has looked at them. */
  reload() {
    this.rows = this.#record.rows();
  }

  /** The rows on the device, for Python to look at; what is added meanwhile is not lost. */
  look() {
    this.#unseen = [];
    return this.#record.rows();
  }

  /**
   * Leaves out what Python does not accept of the rows that it has looked at; says whether it has seen all that count.
   *
   * @param {Rows} asked
   * @param {Rows} accepted
   */
  accept(asked, accepted) {
    const attempts = acceptedRows(asked.attempts, accepted.attempts);
    const events = acceptedRows(asked.events, accepted.events);
    this.rows = { attempts, events: [...events, ...draftsIn(asked.events)] };
    const unseen = this.#unseen ?? [];
    for (const { kind, row } of unseen) this.#place(kind, row);
    this.#unseen = null;
    return unseen.every(({ row }) => row.kind === "draft");
  }

  /**
   * @param {RowKind} kind
   * @param {any} row
   */
  add(kind, row) {
    this.#place(kind, row);
    this.#unseen?.push({ kind, row });
    this.#writing += 1;
    this.saved = "saving";
    this.#record.add(kind, row).then((stored) => {
      this.#writing -= 1;
      if (this.#writing === 0) this.saved = stored ? "saved" : "not_saved";
      this.#onsaved();
    });
  }

  /**
   * Adds the rows that are not here yet; says how many there were.
   *
   * @param {Rows} rows
   */
  merge({ attempts, events }) {
    const here = this.#record.rows();
    const unknown = [unknownRows(attempts, here.attempts), unknownRows(events, here.events)];
    for (const row of unknown[0]) this.add("attempts", row);
    for (const row of unknown[1]) this.add("events", row);
    return unknown.flat().length;
  }

  /**
   * @param {RowKind} kind
   * @param {any} row
   */
  #place(kind, row) {
    this.rows = { ...this.rows, [kind]: withRow(/** @type {any[]} */ (this.rows[kind]), row) };
  }
}
