/**
 * The learner record: attempts and events of one course, in IndexedDB.
 *
 * Rows are only added. One exception keeps it small: a visit has one draft per exercise, which its next draft replaces.
 * Where the device refuses, everything goes on in memory, and `problem` says why; what could not be written is tried again
 * with the next row.
 */

import { oldestFirst, withRow } from "./rows.js";

/** @import { AttemptRow, EventRow, LearnerRecord, RowKind, Rows } from "./types" */

/** The format of rows; the database has a version of its own for its stores. */
const FORMAT = 1;
const DATABASE_VERSION = 1;
/**
 * A browser that says neither yes nor no to a request for the database is taken to have said no. WebKit opens a database that a
 * page was making when it was left, and never reads it.
 */
const OPEN_LIMIT = 5000;
/** @type {RowKind[]} */
const KINDS = ["attempts", "events"];

/** A reason in the words of `problem_<name>`. */
class RecordProblem extends Error {
  /** @param {string} name */
  constructor(name) {
    super(name);
    this.name = name;
  }
}

/** @param {unknown} error */
function problemOf(error) {
  if (error instanceof RecordProblem) return error.name;
  const name = error instanceof DOMException ? error.name : "";
  if (name === "VersionError") return "record_newer";
  if (name === "QuotaExceededError") return "storage_full";
  if (name === "UnknownError" || name === "DataError" || name === "NotFoundError") return "record_unreadable";
  return "storage_blocked";
}

/** @param {IDBDatabase} database */
function createStores(database) {
  for (const kind of KINDS) {
    const store = database.createObjectStore(kind, { autoIncrement: true });
    store.createIndex("id", "id");
  }
  database.createObjectStore("meta").put(FORMAT, "format");
}

/**
 * @param {string} name
 * @returns {Promise<IDBDatabase>}
 */
function openDatabase(name) {
  return new Promise((resolve, reject) => {
    let late = false;
    const giveUp = (/** @type {string} */ problem) => {
      late = true;
      reject(new RecordProblem(problem));
    };
    const request = indexedDB.open(name, DATABASE_VERSION);
    const timer = setTimeout(() => giveUp("storage_blocked"), OPEN_LIMIT);
    request.onupgradeneeded = () => createStores(request.result);
    request.onblocked = () => giveUp("record_blocked");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      clearTimeout(timer);
      if (late) request.result.close();
      else resolve(request.result);
    };
  });
}

/**
 * @param {Promise<void>} work
 * @returns {Promise<void>}
 */
function inTime(work) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new RecordProblem("storage_blocked")), OPEN_LIMIT);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
function completed(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
  });
}

/**
 * Adds a row, in place of one with the same id.
 *
 * @param {IDBObjectStore} store
 * @param {AttemptRow | EventRow} row
 */
function put(store, row) {
  const known = store.index("id").getKey(row.id);
  known.onsuccess = () => {
    if (known.result !== undefined) store.delete(known.result);
    store.add(row);
  };
}

/**
 * A row as plain data, whatever stands in the store; Python says what it thinks of it.
 *
 * @param {any} row
 */
function plain(row) {
  try {
    return JSON.parse(JSON.stringify(row) ?? "null");
  } catch {
    return null;
  }
}

/** @implements {LearnerRecord} */
class StoredRecord {
  /** @type {IDBDatabase | null} */
  #database = null;
  /** @type {Rows} */
  #rows = { attempts: [], events: [] };
  /** @type {{kind: RowKind, row: AttemptRow | EventRow}[]} */
  #unsaved = [];
  /** @type {Map<string, any>} */
  #meta = new Map();
  /** @type {BroadcastChannel | null} */
  #channel = null;
  /** @type {(() => void) | null} */
  onchange = null;
  persistent = false;
  problem = "";

  /** @param {string} name */
  async open(name) {
    try {
      this.#database = await openDatabase(name);
      await inTime(this.#read());
      this.persistent = true;
    } catch (error) {
      this.detach(problemOf(error));
      return;
    }
    this.#database.onversionchange = () => this.detach("record_newer");
    this.#database.onclose = () => this.detach("storage_lost");
    this.#hearOtherTabs(name);
  }

  rows() {
    return { attempts: oldestFirst(this.#rows.attempts), events: oldestFirst(this.#rows.events) };
  }

  /**
   * @param {RowKind} kind
   * @param {AttemptRow | EventRow} row
   */
  add(kind, row) {
    this.#unsaved = this.#unsaved.filter((other) => other.row.id !== row.id);
    this.#unsaved.push({ kind, row });
    this.#place(kind, row);
    return this.#write();
  }

  /** @param {string} key */
  recall(key) {
    return this.#meta.get(key);
  }

  /**
   * Keeps something that can be computed again, so that nothing is said when the device refuses it.
   *
   * @param {string} key
   * @param {any} value
   */
  remember(key, value) {
    this.#meta.set(key, value);
    try {
      this.#database?.transaction("meta", "readwrite").objectStore("meta").put(value, key);
    } catch (error) {
      console.warn(error);
    }
  }

  /** @param {string} problem */
  detach(problem) {
    this.#database?.close();
    this.#database = null;
    this.#channel?.close();
    this.persistent = false;
    this.problem = problem;
    if (problem === "record_unreadable") this.#rows = { attempts: [], events: [] };
    this.onchange?.();
  }

  /**
   * @param {RowKind} kind
   * @param {any} row
   */
  #place(kind, row) {
    /** @type {any} */
    const rows = this.#rows;
    rows[kind] = withRow(rows[kind], row);
  }

  async #read() {
    if (!this.#database) return;
    const transaction = this.#database.transaction([...KINDS, "meta"], "readonly");
    const [attempts, events] = KINDS.map((kind) => transaction.objectStore(kind).getAll());
    const keys = transaction.objectStore("meta").getAllKeys();
    const values = transaction.objectStore("meta").getAll();
    await completed(transaction);
    // Too late: the learner already works without it.
    if (!this.#database) return;
    this.#meta = new Map(keys.result.map((key, index) => [String(key), values.result[index]]));
    const format = this.#meta.get("format");
    if (format !== FORMAT) throw new RecordProblem(format > FORMAT ? "record_newer" : "record_unreadable");
    this.#rows = { attempts: attempts?.result.map(plain) ?? [], events: events?.result.map(plain) ?? [] };
    for (const { kind, row } of this.#unsaved) this.#place(kind, row);
  }

  async #write() {
    if (!this.#database) return false;
    const batch = [...this.#unsaved];
    try {
      const transaction = this.#database.transaction(KINDS, "readwrite", { durability: "strict" });
      const done = completed(transaction);
      for (const { kind, row } of batch) put(transaction.objectStore(kind), row);
      await done;
    } catch (error) {
      this.persistent = false;
      this.problem = problemOf(error);
      this.onchange?.();
      return false;
    }
    this.#unsaved = this.#unsaved.filter((entry) => !batch.includes(entry));
    this.persistent = true;
    this.problem = "";
    this.#channel?.postMessage("rows");
    return true;
  }

  /** @param {string} name */
  #hearOtherTabs(name) {
    const reload = async () => {
      try {
        await this.#read();
        this.onchange?.();
      } catch (error) {
        this.detach(problemOf(error));
      }
    };
    if (typeof BroadcastChannel === "function") {
      this.#channel = new BroadcastChannel(name);
      this.#channel.onmessage = reload;
    }
    // A page that comes back out of the browser's cache has heard nothing meanwhile.
    window.addEventListener("pageshow", (event) => event.persisted && reload());
  }
}

/**
 * @param {string} courseId
 * @param {string} holder tells the records of one course apart where many learners share a browser and an origin; else empty
 * @returns {Promise<LearnerRecord>}
 */
export async function openRecord(courseId, holder = "") {
  const record = new StoredRecord();
  await record.open(`course:${courseId}${holder}`);
  return record;
}
