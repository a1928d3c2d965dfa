/**
 * What runs of a simulation gave: charts, which grow while one is under way; figures, words and samples when it is over.
 */
import { Chart } from "./chart.js";
import { make } from "./dom.js";
import { figure, noteWords } from "./run_table.js";

/** @import { Line, Points } from "./chart" */
/** @import { Listed, Setup, Words } from "./run_table" */

/**
 * @typedef {{title: string, x: string, y: string, series: {name: string, label: string}[]}} ChartSetup
 */

/** Before this part of a run is done, it tells nothing about the whole. */
const EARLY = 0.02;

export class RunResults {
  #root;
  #setup;
  #words;
  #chartSetups;
  /** @type {Chart[]} */ #charts;
  /** The lines of the run that is under way. @type {Record<string, Points>} */ #points = {};
  #until = 0;

  /**
   * @param {HTMLElement} root
   * @param {Setup} setup
   * @param {ChartSetup[]} charts
   * @param {Words} words
   */
  constructor(root, setup, charts, words) {
    this.#root = root;
    this.#setup = setup;
    this.#words = words;
    this.#chartSetups = charts;
    this.#charts = charts.map((names) => new Chart(names, words));
  }

  remove() {
    for (const chart of this.#charts) chart.remove();
  }

  /** @param {string} name */
  #place(name) {
    const found = /** @type {HTMLElement | null} */ (this.#root.querySelector(`[data-${name}]`));
    if (!found) throw new Error(`The place for ${name} is missing.`);
    return found;
  }

  /** A run is under way: the results are its own from now on. @param {number} n */
  begin(n) {
    this.#points = {};
    this.#until = 0;
    this.#title([n]);
    this.#place("figures").hidden = true;
    this.#place("notes").replaceChildren();
    this.#place("samples").replaceChildren();
    for (const chart of this.#charts) chart.element.hidden = false;
    this.#showCharts(true);
  }

  /**
   * @param {number} fraction
   * @param {Record<string, Points>} points new ones
   */
  grow(fraction, points) {
    for (const [name, added] of Object.entries(points)) (this.#points[name] ??= []).push(...added);
    this.#charts.forEach((chart, place) => {
      const lines = this.#lines(place, this.#points, "", 0, true);
      const far = Math.max(0, ...lines.map((line) => line.points.at(-1)?.[0] ?? 0));
      // The fraction tells more or less how far to the right the lines will go; the axis only ever grows.
      this.#until = Math.max(this.#until, fraction > EARLY ? far / fraction : 0);
      chart.show(lines, this.#until);
    });
  }

  /**
   * Lines of some runs; figures and what is to say for a single one, for the table compares them.
   *
   * @param {Listed[]} runs
   */
  show(runs) {
    const alone = runs.length === 1;
    this.#title(runs.map(({ n }) => n));
    this.#showCharts(runs.length > 0);
    this.#charts.forEach((chart, place) => {
      const prefix = (/** @type {number} */ n) => (alone ? "" : `${this.#words("run_n", { n })}, `);
      const lines = runs.flatMap(({ n, run }, tone) => this.#lines(place, run.series ?? {}, prefix(n), tone, alone));
      chart.show(lines);
      chart.settle();
      // A run that ends early may never come to what a chart shows.
      chart.element.hidden = lines.every((line) => line.points.length === 0);
    });
    this.#showFigures(alone ? runs[0] : undefined);
    this.#place("samples").replaceChildren(...this.#samples(runs));
  }

  /** @param {number[]} numbers */
  #title(numbers) {
    const title = numbers.map((n) => this.#words("run_n", { n })).join(", ");
    this.#place("results").textContent = title || this.#words("results");
  }

  /** @param {boolean} shown */
  #showCharts(shown) {
    this.#place("empty").hidden = shown;
    this.#place("charts-here").replaceChildren(...(shown ? this.#charts.map((chart) => chart.element) : []));
  }

  /**
   * @param {number} place of the chart
   * @param {Record<string, any[]>} points
   * @param {string} prefix
   * @param {number} tone
   * @param {boolean} alone whether no other run is drawn, so that each line can have a color of its own
   * @returns {Line[]}
   */
  #lines(place, points, prefix, tone, alone) {
    const { series = [] } = this.#chartSetups[place] ?? {};
    return series.map(({ name, label }, dash) => ({ name: `${prefix}${label}`, points: points[name] ?? [], tone: alone ? dash : tone, dash }));
  }

  /** @param {Listed | undefined} listed */
  #showFigures(listed) {
    const figures = this.#place("figures");
    figures.hidden = !listed;
    for (const metric of this.#setup.metrics) {
      const place = figures.querySelector(`[data-metric="${metric.name}"]`);
      if (place) place.textContent = listed ? figure(metric, listed.run.metrics) : "";
    }
    const notes = (listed?.run.notes ?? []).map((code) => make("div", { className: "lab-note" }, ...noteWords(this.#root, code, "[data-words]")));
    this.#place("notes").replaceChildren(...notes);
  }

  /**
   * What went in, each text once, and what came out in each run.
   *
   * @param {Listed[]} runs
   */
  #samples(runs) {
    const inputs = new Set(runs.flatMap(({ run }) => (run.samples ?? []).map(({ input }) => input)));
    if (!inputs.size) return [];
    const rows = Array.from(inputs, (input) => make("div", { className: "lab-sample" }, this.#said("dt", "sample_input", input), ...this.#outputs(runs, input)));
    return [make("h3", { text: this.#words("samples") }), make("dl", { className: "lab-sample-list" }, ...rows)];
  }

  /**
   * @param {Listed[]} runs
   * @param {string} input
   */
  #outputs(runs, input) {
    return runs.flatMap(({ n, run }) => {
      const given = (run.samples ?? []).filter((sample) => sample.input === input);
      const name = runs.length > 1 ? `${this.#words("run_n", { n })}: ` : "";
      return given.map(({ output }) => this.#said("dd", "sample_output", output, name));
    });
  }

  /**
   * @param {"dt" | "dd"} tag
   * @param {string} key
   * @param {string} text
   * @param {string} name of the run, in place of a general word
   */
  #said(tag, key, text, name = "") {
    return make(tag, {}, make("span", { className: "lab-small", text: name || this.#words(key) }), ` ${text}`);
  }
}
