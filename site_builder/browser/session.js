/**
 * The one place that asks Python and writes the record.
 *
 * Each request carries the record, as if Python kept nothing (`told.js` sends what is new to it). Requests that add to the record
 * take turns, because each one counts what the one before has added. Until Python is there, an answer is kept as a draft that says
 * `pending`, and is judged then.
 */
import { newId } from "./dom.js";
import { isUnreadable, Judge } from "./judge.js";
import { Ledger } from "./ledger.js";
import { draftRow, hasEvent, judgedRows, keptAnswer, keptRuns, now, pendingDrafts } from "./rows.js";
import { Shown } from "./shown.js";

/**
 * @import { Answer, EventRow, Launch, LearnerRecord, Python, Reply, Rows, RowKind, RunProgress, Session, SessionEvent, Site } from "./types"
 */

/** @implements {Session} */
class RecordedSession {
  /** @type {Site} */ #site;
  /** @type {LearnerRecord} */ #record;
  /** @type {Judge} */ #judge;
  /** @type {Ledger} */ #ledger;
  /** @type {Shown} */ #shown;
  /** @type {Set<(event: SessionEvent) => void>} */ #listeners = new Set();
  /** @type {Promise<void> | null} */ #starting = null;
  ready = false;
  waiting = false;
  /** @type {{reason: string, id: string}[]} */ dropped = [];
  stateProblem = "";
  /** Exercises whose texts an LMS had no room for: they are on the device where they were written. @type {Set<string>} */ elsewhere = new Set();
  holder;
  /** What Python is just being told of. @type {Map<string, Promise<any>>} */ #visits = new Map();
  /** What an LMS has kept and the record has not taken up yet. */ #state;

  /** @param {Site} site @param {LearnerRecord} record @param {Python} python @param {Launch} launch */
  constructor(site, record, python, { holder = "", state = "" }) {
    this.#site = site;
    this.#record = record;
    this.holder = holder;
    this.#state = state;
    this.#judge = new Judge(python);
    this.#ledger = new Ledger(record, () => this.#emit({ kind: "changed" }));
    this.#shown = new Shown(record, site.course.fingerprint);
    record.onchange = () => this.#recordChanged();
  }

  /** Starts Python and shows it the record; a second call waits for the first, a call after a failure tries again. */
  async start() {
    if (this.ready) await this.#judge.start();
    this.#starting ??= this.#open().finally(() => {
      this.waiting = false;
      if (!this.ready) this.#starting = null;
    });
    await this.#starting;
  }

  /** Starts Python because the learner waits for it. */
  need() {
    const waits = !this.ready;
    if (waits !== this.waiting) {
      this.waiting = waits;
      this.#emit({ kind: "changed" });
    }
    return this.start();
  }

  get saved() {
    return this.#ledger.saved;
  }

  get progress() {
    return this.#shown.progress;
  }

  /** @param {string} exercise */
  view(exercise) {
    return this.#shown.view(exercise);
  }

  /** @param {string} exercise */
  kept(exercise) {
    return keptAnswer(this.#ledger.rows, exercise);
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
    this.elsewhere.delete(exercise);
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
    return reply.answer === null ? null : { answer: reply.answer, reply: reply.reply };
  }

  /**
   * @param {string} exercise
   * @param {any} state
   * @param {any} message
   */
  async ask(exercise, state, message) {
    await this.need();
    return this.#judge.call({ do: "respond", exercise, state, message, record: judgedRows(this.#ledger.rows) });
  }

  /**
   * @param {string} exercise
   * @param {number} seed
   */
  async arrange(exercise, seed) {
    await this.need();
    return (await this.#judge.call({ do: "arrange", exercise, seed })).order;
  }

  /**
   * @param {string} exercise
   * @param {any} params
   * @param {(progress: RunProgress) => void} onprogress
   */
  run(exercise, params, onprogress) {
    const prepare = async () => {
      await this.need();
      // What was just judged may be an input.
      await this.#judge.turn;
      const seed = this.view(exercise)?.seed ?? 0;
      return { exercise, params, seed, id: newId(), now: now(), record: judgedRows(this.#ledger.rows) };
    };
    return this.#judge.run(prepare, onprogress, (event) => this.#add("events", event));
  }

  /** @param {string} exercise */
  runs(exercise) {
    return keptRuns(this.#ledger.rows, exercise);
  }

  /**
   * Notes that a page was shown. Before Python is there the event is written as it is, so that a reload does not lose it.
   *
   * @param {string} page
   */
  async visit(page) {
    if (hasEvent(this.#ledger.rows, "visit", page)) return;
    if (!this.ready) {
      this.#add("events", { id: newId(), kind: "visit", target: page, time: now(), data: {} });
      return;
    }
    const told = this.#visits.get(page) ?? this.#ask({ do: "visit", page, id: newId(), now: now() });
    this.#visits.set(page, told);
    await told.finally(() => this.#visits.delete(page));
  }

  /** Notes that the learner has begun, with the seed from which all orders and draws follow. */
  begin() {
    if (this.hasBegun()) return;
    const seed = Math.floor(Math.random() * 2 ** 31);
    this.#add("events", { id: newId(), kind: "begin", target: this.#site.course.id, time: now(), data: { seed } });
  }

  hasBegun() {
    // The seed of who comes back is in the state.
    return this.#state !== "" || hasEvent(this.#ledger.rows, "begin", this.#site.course.id);
  }

  /**
   * Adds the rows of a file that are not here yet, as far as Python accepts them; says how many there were.
   *
   * @param {Rows} rows
   */
  merge(rows) {
    // In turn, or what is being judged now would be looked at without its attempt.
    return this.#judge.inTurn(async () => {
      await this.need();
      const accepted = await this.#judge.call({ do: "open", record: rows });
      const added = this.#ledger.merge(accepted.record);
      await this.#look();
      this.#emit({ kind: "replaced" });
      return added;
    });
  }

  /**
   * What Python says of the record when all that came before is done. Nothing is added.
   *
   * @param {Record<string, any>} request
   */
  consult(request) {
    return this.#judge.inTurn(() => this.#judge.call({ ...request, record: judgedRows(this.#ledger.rows) }));
  }

  /** @param {(event: SessionEvent) => void} listener */
  listen(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #open() {
    this.begin();
    await this.#judge.start();
    let restored = false;
    try {
      restored = await this.#takeUp();
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      // A record that Python cannot take at all stays as it is; the learner goes on without it.
      console.error(error);
      this.#record.detach("record_unreadable");
      this.#ledger.reload();
      await this.#takeUp();
    }
    this.ready = true;
    this.waiting = false;
    // The page was there before what the LMS has kept; it is drawn anew before anything begins in it.
    if (restored) this.#emit({ kind: "replaced" });
    this.#emit({ kind: "ready" });
    this.#judgePending();
  }

  async #takeUp() {
    const restored = await this.#restore();
    this.begin();
    // A page that is read while Python looks counts as read too.
    for (let all = false; !all; ) all = await this.#look();
    return restored;
  }

  /** Adds to the record what an LMS knows more; says whether there was something. */
  async #restore() {
    if (!this.#state) return false;
    const request = { do: "restore", text: this.#state, record: judgedRows(this.#ledger.rows) };
    const { record, problem, missing } = await this.#judge.call(request).catch((error) => {
      if (isUnreadable(error)) throw error;
      // On a slow device it may have taken too long; that says nothing about the state.
      console.error(error);
      return { record: { attempts: [], events: [] }, problem: "unread" };
    });
    this.#state = "";
    this.stateProblem = problem ?? "";
    this.elsewhere = new Set(missing ?? []);
    return this.#ledger.merge(record) > 0;
  }

  /** Lets Python look at the whole record anew; says whether nothing that counts was added meanwhile. */
  async #look() {
    const asked = this.#ledger.look();
    const reply = await this.#judge.call({ do: "open", record: judgedRows(asked) });
    const all = this.#ledger.accept(asked, reply.record);
    this.dropped = reply.dropped ?? [];
    this.#shown.take(reply);
    this.#shown.remember();
    return all;
  }

  #judgePending() {
    for (const draft of pendingDrafts(this.#ledger.rows)) {
      this.#judgeKept(draft)
        .then((reply) => this.#emit({ kind: "judged", exercise: draft.target, reply }))
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
      if (!this.#ledger.rows.attempts.some((row) => row?.id === id)) this.#add("events", { ...draft, data: { answer } });
    }
  }

  /**
   * A request that carries the record and may add to it.
   *
   * @param {Record<string, any>} request
   */
  #ask(request) {
    return this.#judge.inTurn(async () => {
      await this.need();
      const reply = await this.#judge.call({ ...request, record: judgedRows(this.#ledger.rows) });
      if (reply.attempt) this.#ledger.add("attempts", reply.attempt);
      if (reply.event) this.#ledger.add("events", reply.event);
      this.#shown.take({ progress: reply.progress, views: reply.view && { [request.exercise]: reply.view } });
      this.#emit({ kind: "changed" });
      this.#shown.remember();
      return reply;
    });
  }

  /** @param {RowKind} kind @param {any} row */
  #add(kind, row) {
    this.#ledger.add(kind, row);
    this.#emit({ kind: "changed" });
  }

  /** Another tab has added rows, or the device has stopped to keep them. */
  #recordChanged() {
    if (!this.ready) {
      this.#ledger.reload();
      this.#emit({ kind: "changed" });
      return;
    }
    this.#judge
      .inTurn(() => this.#look())
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
 * @param {Launch} launch what an LMS says of the learner
 * @returns {Session}
 */
export function createSession(site, record, python, launch = {}) {
  return new RecordedSession(site, record, python, launch);
}
