/**
 * Reads rows of the record that matter to the page before Python is there. Rows may be damaged, so nothing is taken for granted.
 */
import { newId } from "./dom.js";

/** @import { Answer, EventRow, Kept, KeptRun, Rows } from "./types" */

/** Names the drafts of this visit, so that two tabs do not overwrite each other's. */
const VISIT = newId();

export const now = () => new Date().toISOString();

/**
 * The row that was written last; of two at one time the later in the list.
 *
 * @param {any[]} rows
 */
const latest = (rows) => rows.reduce((found, row) => (found && found.time > row.time ? found : row), null);

/**
 * @param {Rows} rows
 * @param {string} exercise
 * @returns {EventRow[]}
 */
const drafts = (rows, exercise) => draftsIn(rows.events).filter((row) => row.target === exercise);

/**
 * A draft of this visit. One that waits for its verdict has a row of its own, so that what is written afterwards does not
 * take its place; `pending` is the id that its attempt will have.
 *
 * @param {string} exercise
 * @param {{answer: Answer, pending?: string, duration?: number}} data
 * @returns {EventRow}
 */
export function draftRow(exercise, data) {
  return { id: `${data.pending ? "kept" : "draft"}-${VISIT}-${exercise}`, kind: "draft", target: exercise, time: now(), data };
}

/**
 * The answer that was submitted last and still waits for its verdict.
 *
 * @param {Rows} rows
 * @param {string} exercise
 * @returns {EventRow | null}
 */
function pendingDraft(rows, exercise) {
  const judged = new Set(rows.attempts.map((row) => row?.id));
  return latest(drafts(rows, exercise).filter((row) => row.data.pending && !judged.has(row.data.pending)));
}

/**
 * The answer to put back into an exercise: the draft, or the answer of the last attempt when that came later. A draft that says
 * again what was judged last is judged.
 *
 * @param {Rows} rows
 * @param {string} exercise
 * @returns {Kept | null}
 */
export function keptAnswer(rows, exercise) {
  const attempt = latest(rows.attempts.filter((row) => row?.exercise === exercise));
  const draft = latest(drafts(rows, exercise));
  const pending = pendingDraft(rows, exercise) !== null;
  if (draft && !(attempt?.time >= draft.time)) {
    const { answer } = draft.data;
    return { answer, pending, judged: JSON.stringify(answer) === JSON.stringify(attempt?.answer) };
  }
  return attempt && { answer: attempt.answer, pending, judged: true };
}

/**
 * For each exercise the answer that waits for its verdict.
 *
 * @param {Rows} rows
 */
export function pendingDrafts(rows) {
  const drafted = new Set(draftsIn(rows.events).map((row) => row.target));
  return [...drafted].flatMap((exercise) => pendingDraft(rows, exercise) ?? []);
}

/**
 * Whether an event of this kind is there.
 *
 * @param {Rows} rows
 * @param {string} kind
 * @param {string} target
 */
export function hasEvent(rows, kind, target) {
  return rows.events.some((row) => row?.kind === kind && row.target === target);
}

/**
 * The earlier runs of an exercise's simulation, oldest first.
 *
 * @param {Rows} rows
 * @param {string} exercise
 * @returns {KeptRun[]}
 */
export function keptRuns(rows, exercise) {
  const found = rows.events.filter((row) => row?.kind === "run" && row.target === exercise && row.data instanceof Object);
  return oldestFirst(found).map(({ id, time, data }) => ({ ...data, id, time }));
}

/**
 * The rows that Python is asked about: drafts are judged by nobody, and one that is too long must not close the record.
 *
 * @param {Rows} rows
 */
export const judgedRows = ({ attempts, events }) => ({ attempts, events: events.filter((row) => row?.kind !== "draft") });

/**
 * Those of the rows that Python has accepted. What it gives back are copies; that the rows stay the same ones shows what is new
 * to it later.
 *
 * @template {{id: string}} T
 * @param {T[]} rows
 * @param {T[]} accepted
 */
export function acceptedRows(rows, accepted) {
  // The first of those with one id counts.
  const here = new Map([...rows].reverse().map((row) => [row?.id, row]));
  return accepted.map((row) => here.get(row.id) ?? row);
}

/** @param {any} row */
const isDraft = (row) =>
  row?.kind === "draft" && typeof row.time === "string" && row.data instanceof Object && typeof (row.data.pending ?? "") === "string";

/**
 * The drafts of any exercise, as far as they can be put back.
 *
 * @param {EventRow[]} events
 */
export const draftsIn = (events) => events.filter(isDraft);

/**
 * The rows with one more, in place of one with the same id.
 *
 * @template {{id: string}} T
 * @param {T[]} rows
 * @param {T} row
 */
export function withRow(rows, row) {
  return [...rows.filter((other) => other?.id !== row.id), row];
}

/**
 * Rows in the order of their times, because those of a loaded file are older than their place in the store says.
 *
 * @template {{time: string}} T
 * @param {T[]} rows
 */
export function oldestFirst(rows) {
  const time = (/** @type {T} */ row) => String(row?.time ?? "");
  return [...rows].sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
}

/**
 * The rows whose ids are not among those that are here.
 *
 * @template {{id: string}} T
 * @param {T[]} rows
 * @param {T[]} here
 */
export function unknownRows(rows, here) {
  const known = new Set(here.map((row) => row?.id));
  return rows.filter((row) => !known.has(row.id));
}
