/**
 * Runs of a simulation, listed to be compared: what was set, what came out, and which of them are drawn.
 *
 * Equal settings give equal runs, so a run is known by its settings, its seed and its data; what is run again is not listed twice.
 */
import { keyOf } from "./chart.js";
import { make } from "./dom.js";
import { spell } from "./fields.js";

/** @import { KeptRun } from "./types" */
/** @import { Field, Params } from "./fields" */

/** How many runs are listed, the latest ones. */
const LISTED = 30;

/**
 * @typedef {{name: string, label: string, decimals: number, unit: string, words: string[]}} Metric
 * @typedef {{form: Field[], metrics: Metric[]}} Setup
 * @typedef {{params: Params, seed: number, data: string, metrics: Record<string, number>, outputs?: Record<string, string>}} AnswerRun
 * @typedef {{n: number, key: string, run: AnswerRun & Partial<KeptRun>}} Listed a run, and its number
 * @typedef {(key: string, data?: Record<string, unknown>) => string} Words
 */

/** @param {AnswerRun} run */
export const keyOfRun = ({ params, seed, data }) => JSON.stringify([Object.entries(params).sort(), seed, data]);

/**
 * Whether a run of the record can be shown: the record may be damaged, or come from elsewhere.
 *
 * @param {any} run
 */
function isWhole({ params, metrics, series = {}, notes = [], samples = [] }) {
  const isPoint = (/** @type {unknown} */ point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
  const isLine = (/** @type {unknown} */ line) => Array.isArray(line) && line.every(isPoint);
  const objects = [params, metrics, series, ...[samples].flat()];
  return objects.every((part) => part instanceof Object) && Object.values(series).every(isLine) && Array.isArray(notes);
}

/**
 * All runs, oldest first: those of the record, and before them what only an answer knows, which was made on another device.
 *
 * @param {AnswerRun[]} kept
 * @param {KeptRun[]} recorded
 * @returns {Listed[]}
 */
export function listRuns(kept, recorded) {
  const known = recorded.filter(isWhole);
  const keys = new Set(known.map(keyOfRun));
  /** @type {Map<string, AnswerRun & Partial<KeptRun>>} */
  const unique = new Map();
  for (const run of [...kept.filter((other) => !keys.has(keyOfRun(other))), ...known]) {
    if (!unique.has(keyOfRun(run))) unique.set(keyOfRun(run), run);
  }
  return Array.from(unique, ([key, run], place) => ({ n: place + 1, key, run }));
}

/**
 * A figure with its digits, or the words that stand for it.
 *
 * @param {Metric} metric
 * @param {Record<string, number>} metrics
 */
export function figure(metric, metrics) {
  const value = metrics[metric.name];
  if (typeof value !== "number") return "–";
  if (metric.words.length) return metric.words[Math.round(value)] ?? "–";
  // What is rounded to nothing has no sign.
  return value.toFixed(metric.decimals).replace(/^-(?=[0.]+$)/, "");
}

/**
 * A part of the author's words for a note.
 *
 * @param {HTMLElement} root holds a template for each code
 * @param {string} code
 * @param {string} part
 */
export function noteWords(root, code, part) {
  const template = /** @type {HTMLTemplateElement | null} */ (root.querySelector(`template[data-note="${CSS.escape(code)}"]`));
  const found = template?.content.querySelector(part);
  return found ? [...document.importNode(found, true).childNodes] : [];
}

export class RunTable {
  #root;
  #setup;
  #words;
  #history;
  #rows;
  #more;

  /**
   * @param {HTMLElement} root
   * @param {Setup} setup
   * @param {Words} words
   */
  constructor(root, setup, words) {
    const [history, rows, more] = ["history", "runs", "more"].map((name) => /** @type {HTMLElement | null} */ (root.querySelector(`[data-${name}]`)));
    if (!history || !rows || !more) throw new Error("The table of runs is missing.");
    this.#root = root;
    this.#setup = setup;
    this.#words = words;
    this.#history = history;
    this.#rows = rows;
    this.#more = more;
  }

  /**
   * Lists the runs, the newest first.
   *
   * @param {Listed[]} runs
   * @param {Set<string>} drawn
   * @param {Set<string>} outdated
   */
  show(runs, drawn, outdated) {
    const shown = runs.filter((run) => drawn.has(run.key));
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.run : undefined;
    const rows = runs.slice(-LISTED).reverse();
    this.#history.hidden = runs.length === 0;
    this.#rows.replaceChildren(...rows.map((run) => this.#row(run, shown, outdated.has(run.key))));
    this.#more.hidden = runs.length <= LISTED;
    this.#more.textContent = this.#words("other_runs", { n: LISTED });
    if (focused) /** @type {HTMLElement | null} */ (this.#rows.querySelector(`[data-run="${CSS.escape(focused)}"]`))?.focus();
  }

  /**
   * @param {Listed} listed
   * @param {Listed[]} shown
   * @param {boolean} outdated
   */
  #row({ n, key, run }, shown, outdated) {
    const place = shown.findIndex((other) => other.key === key);
    const box = make("input");
    box.type = "checkbox";
    box.dataset.run = key;
    box.checked = place >= 0;
    const head = make("th", {}, make("label", { className: "lab-pick" }, box, make("span", { text: this.#words("run_n", { n }) })));
    head.scope = "row";
    if (place >= 0 && shown.length > 1) head.append(keyOf({ name: "", points: [], tone: place, dash: 0 }));
    const settings = this.#setup.form.map((field) => {
      const text = spell({ ...field, unit: "" }, run.params[field.id]);
      return make("td", { className: field.kind === "number" ? "lab-number" : "", text });
    });
    const figures = this.#setup.metrics.map((metric) => make("td", { className: metric.words.length ? "" : "lab-number", text: figure(metric, run.metrics) }));
    const row = make("tr", {}, head, ...settings, ...figures);
    row.toggleAttribute("data-drawn", place >= 0);
    if (this.#root.querySelector("template[data-note]") || outdated) row.append(this.#notes(run.notes ?? [], outdated));
    return row;
  }

  /**
   * @param {string[]} codes
   * @param {boolean} outdated
   */
  #notes(codes, outdated) {
    const tags = codes.map((code) => make("span", { className: "lab-tag" }, ...noteWords(this.#root, code, "[data-label]")));
    if (outdated) tags.unshift(make("span", { className: "lab-outdated", text: this.#words("old_run") }));
    return make("td", {}, ...tags.flatMap((tag) => [tag, " "]));
  }
}
