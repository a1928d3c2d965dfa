/**
 * The one place that asks Python and writes the record.
 *
 * Python keeps nothing between calls: each request carries the record. Calls go one after the other, because each one counts what
 * the one before has added. Until Python is there, an answer is kept as a draft that says `pending`, and is judged then.
 */
import { newId } from "./dom.js";
import {
  draftRow,
  drafted,
  draftsIn,
  hasEvent,
  judgedRows,
  keptAnswer,
  keptRuns,
  now,
  pendingDraft,
  unknownRows,
  withRow,
  withoutDrafts,
} from "./rows.js";

/**
 * @import { Answer, EventRow, LearnerRecord, Progress, Python, Reply, Rows, RowKind, RunEnd, RunProgress, Session, SessionEvent, Site, View } from "./types"
 */

const CANCELLED = { error: { code: "cancelled" } };

/** What Python says of a record that it cannot take, whatever is tried again. */
const UNREADABLE = ["too_large", "too_deep", "not_json"];

/** A request that Python did not answer. */
class Refusal extends Error {
  /** @param {{code: string, message: string}} error */
  constructor({ code, message }) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** @implements {Session} */
class RecordedSession {
  /** @type {Site} */ #site;
  /** @type {LearnerRecord} */ #record;
  /** @type {Python} */ #python;
  /** The rows that Python accepts. @type {Rows} */ #rows;
  /** What was added while Python looks at the rest. @type {{kind: RowKind, row: any}[]} */ #unseen = [];
  /** @type {Record<string, View>} */ #views = {};
  /** @type {Set<(event: SessionEvent) => void>} */ #listeners = new Set();
  /** @type {Promise<unknown>} */ #queue = Promise.resolve();
  /** @type {Promise<void> | null} */ #starting = null;
  #writing = 0;
  ready = false;
  waiting = false;
  /** @type {Progress | null} */ progress = null;
  /** @type {{reason: string, id: string}[]} */ dropped = [];
  /** @type {Session["saved"]} */ saved = "none";

  /** @param {Site} site @param {LearnerRecord} record @param {Python} python */
  constructor(site, record, python) {
    this.#site = site;
    this.#record = record;
    this.#python = python;
    this.#rows = record.rows();
    const shown = record.recall("shown");
    if (shown?.fingerprint === site.course.fingerprint) {
      this.progress = shown.progress;
      this.#views = shown.views;
    }
    record.onchange = () => this.#recordChanged();
  }

  /** Starts Python and shows it the record; a second call waits for the first, a call after a failure tries again. */
  async start() {
    if (this.ready) await this.#python.start();
    this.#starting ??= this.#open().finally(() => {
      this.waiting = false;
      if (!this.ready) this.#starting = null;
    });
    await this.#starting;
  }

  /** Starts Python because the learner waits for it. */
  need() {
    this.waiting = !this.ready;
    this.#emit({ kind: "changed" });
    return this.start();
  }

  /** @param {string} exercise */
  view(exercise) {
    return Object.hasOwn(this.#views, exercise) ? (this.#views[exercise] ?? null) : null;
  }

  /** @param {string} exercise */
  kept(exercise) {
    return keptAnswer(this.#rows, exercise);
  }

  rows() {
    return this.#record.rows();
  }

  /**
   * @param {string} exercise
   * @param {Answer} answer
   */
  draft(exercise, answer) {
    this.#add("events", draftRow(exercise, { answer }));
  }

  /**
   * Keeps an answer that is to be judged as soon as Python is there, under the id that its attempt will have: two tabs that
   * both judge it write one attempt.
   *
   * @param {string} exercise
   * @param {Answer} answer
   * @param {number} duration
   */
  keep(exercise, answer, duration) {
    this.#add("events", draftRow(exercise, { answer, pending: newId(), duration }));
    this.need().catch(() => {});
  }

  /**
   * @param {string} exercise
   * @param {Answer} answer
   * @param {number} duration
   * @returns {Promise<Reply>}
   */
  submit(exercise, answer, duration) {
    const draft = draftRow(exercise, { answer, pending: newId(), duration });
    this.#add("events", draft);
    return this.#judgeKept(draft);
  }

  /** @param {string} exercise */
  async hint(exercise) {
    await this.#ask({ do: "hint", exercise, id: newId(), now: now() });
  }

  /** @param {string} exercise */
  async reveal(exercise) {
    const reply = await this.#ask({ do: "reveal", exercise, id: newId(), now: now() });
    return reply.answer ?? null;
  }

  /**
   * @param {string} exercise
   * @param {any} state
   * @param {any} message
   */
  async ask(exercise, state, message) {
    await this.need();
    return this.#call({ do: "respond", exercise, state, message });
  }

  /**
   * @param {string} exercise
   * @param {any} params
   * @param {(progress: RunProgress) => void} onprogress
   */
  run(exercise, params, onprogress) {
    const life = new AbortController();
    const run = this.#run(exercise, params, onprogress, life.signal).catch((error) => {
      console.error(error);
      return { error: { code: "failed" } };
    });
    const cancelled = new Promise((resolve) => life.signal.addEventListener("abort", () => resolve(CANCELLED)));
    return { done: Promise.race([run, cancelled]), cancel: () => life.abort() };
  }

  /** @param {string} exercise */
  runs(exercise) {
    return keptRuns(this.#rows, exercise);
  }

  /**
   * Notes that a page was shown. Before Python is there the event is written as it is, so that a reload does not lose it.
   *
   * @param {string} page
   */
  async visit(page) {
    if (hasEvent(this.#rows, "visit", page)) return;
    if (this.ready) await this.#ask({ do: "visit", page, id: newId(), now: now() });
    else this.#add("events", { id: newId(), kind: "visit", target: page, time: now(), data: {} });
  }

  /** Notes that the learner has begun, with the seed from which all orders and draws follow. */
  begin() {
    if (this.hasBegun()) return;
    const seed = Math.floor(Math.random() * 2 ** 31);
    this.#add("events", { id: newId(), kind: "begin", target: this.#site.course.id, time: now(), data: { seed } });
  }

  hasBegun() {
    return hasEvent(this.#rows, "begin", this.#site.course.id);
  }

  /**
   * Adds the rows of a file that are not here yet, as far as Python accepts them; says how many there were.
   *
   * @param {Rows} rows
   */
  async merge(rows) {
    await this.need();
    const accepted = await this.#call({ do: "open", record: rows });
    const here = this.#record.rows();
    const attempts = unknownRows(accepted.record.attempts, here.attempts);
    const events = unknownRows(accepted.record.events, here.events);
    for (const row of attempts) this.#add("attempts", row);
    for (const row of events) this.#add("events", row);
    await this.#look();
    this.#emit({ kind: "replaced" });
    return attempts.length + events.length;
  }

  /** @param {(event: SessionEvent) => void} listener */
  listen(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #open() {
    this.begin();
    await this.#python.start();
    try {
      await this.#look();
    } catch (error) {
      if (!(error instanceof Refusal) || !UNREADABLE.includes(error.code)) throw error;
      // A record that Python cannot take at all stays as it is; the learner goes on without it.
      console.error(error);
      this.#record.detach("record_unreadable");
      await this.#look();
    }
    this.ready = true;
    this.waiting = false;
    this.#emit({ kind: "changed" });
    this.#judgePending();
  }

  /** Lets Python look at the whole record anew, but for the drafts: one that is too long must not close the record. */
  async #look() {
    this.#unseen = [];
    const { attempts, events } = this.#record.rows();
    const reply = await this.#call({ do: "open", record: { attempts, events: withoutDrafts(events) } });
    this.#rows = { attempts: reply.record.attempts, events: [...reply.record.events, ...draftsIn(events)] };
    for (const { kind, row } of this.#unseen) this.#place(kind, row);
    this.dropped = reply.dropped ?? [];
    this.progress = reply.progress;
    this.#views = reply.views;
    this.#rememberShown();
  }

  #judgePending() {
    for (const exercise of drafted(this.#rows)) {
      const draft = pendingDraft(this.#rows, exercise);
      if (!draft) continue;
      this.#judgeKept(draft)
        .then((reply) => this.#emit({ kind: "judged", exercise, reply }))
        .catch((error) => console.error(error));
    }
  }

  /**
   * Judges an answer that is kept until its attempt is: whoever leaves in between finds it judged at the next visit.
   *
   * @param {EventRow} draft
   * @returns {Promise<Reply>}
   */
  async #judgeKept(draft) {
    const { target: exercise, data } = draft;
    const { answer, duration = 0, pending: id } = data;
    const seed = this.view(exercise)?.seed ?? 0;
    try {
      return (await this.#ask({ do: "grade", exercise, answer, seed, id, now: now(), duration })).reply;
    } finally {
      // An answer that could not be judged has no attempt, and waits no longer either.
      if (!this.#rows.attempts.some((row) => row?.id === id)) this.#add("events", { ...draft, data: { answer } });
    }
  }

  /**
   * Calls go on beside a run, so it does not wait in their queue.
   *
   * @param {string} exercise
   * @param {any} params
   * @param {(progress: RunProgress) => void} onprogress
   * @param {AbortSignal} life
   * @returns {Promise<RunEnd>}
   */
  async #run(exercise, params, onprogress, life) {
    await this.need();
    // What was just judged may be an input.
    await this.#queue;
    if (life.aborted) return CANCELLED;
    const seed = this.view(exercise)?.seed ?? 0;
    const request = { exercise, params, seed, id: newId(), now: now(), record: judgedRows(this.#rows) };
    const running = this.#python.run(request, onprogress);
    life.addEventListener("abort", running.cancel);
    const end = await running.done;
    if (end.event) this.#add("events", end.event);
    return end;
  }

  /**
   * A request that carries the record and may add to it.
   *
   * @param {Record<string, any>} request
   */
  #ask(request) {
    const step = this.#queue.then(async () => {
      await this.need();
      const reply = await this.#call({ ...request, record: judgedRows(this.#rows) });
      if (reply.attempt) this.#add("attempts", reply.attempt);
      if (reply.event) this.#add("events", reply.event);
      if (reply.view) this.#views = { ...this.#views, [request.exercise]: reply.view };
      if (reply.progress) this.progress = reply.progress;
      this.#rememberShown();
      this.#emit({ kind: "changed" });
      return reply;
    });
    this.#queue = step.catch(() => {});
    return step;
  }

  /** @param {object} request */
  async #call(request) {
    const reply = await this.#python.call(request);
    if (reply.error) throw new Refusal(reply.error);
    return reply;
  }

  /** @param {RowKind} kind @param {any} row */
  #place(kind, row) {
    this.#rows = { ...this.#rows, [kind]: withRow(/** @type {any[]} */ (this.#rows[kind]), row) };
  }

  /** @param {RowKind} kind @param {any} row */
  async #add(kind, row) {
    this.#place(kind, row);
    this.#unseen.push({ kind, row });
    this.#writing += 1;
    this.saved = "saving";
    this.#emit({ kind: "changed" });
    const stored = await this.#record.add(kind, row);
    this.#writing -= 1;
    if (this.#writing === 0) this.saved = stored ? "saved" : "not_saved";
    this.#emit({ kind: "changed" });
  }

  /** What to show at the next visit until Python is there. */
  #rememberShown() {
    const fingerprint = this.#site.course.fingerprint;
    this.#record.remember("shown", { fingerprint, progress: this.progress, views: this.#views });
  }

  /** Another tab has added rows, or the device has stopped to keep them. */
  #recordChanged() {
    if (!this.ready) {
      this.#rows = this.#record.rows();
      this.#emit({ kind: "changed" });
      return;
    }
    this.#queue = this.#queue
      .then(() => this.#look())
      .catch((error) => console.error(error))
      .then(() => this.#emit({ kind: "elsewhere" }));
  }

  /** @param {SessionEvent} event */
  #emit(event) {
    // One listener may end another: a set leaves out what was taken from it meanwhile.
    for (const listener of this.#listeners) listener(event);
  }
}

/**
 * @param {Site} site
 * @param {LearnerRecord} record
 * @param {Python} python
 * @returns {Session}
 */
export function createSession(site, record, python) {
  return new RecordedSession(site, record, python);
}
