/**
 * Bar charts: for each category a bar of each kind, lying, so that long names have room; an axis, and a legend.
 *
 * Kinds are told apart by color and by how their bars are filled (hollow, solid, striped), and each bar says its number, so that
 * color alone never matters. What the numbers are, and how they are spelled, comes from Python.
 */
import { Redrawing, round, scaleOf, svg } from "./chart.js";
import { make } from "./dom.js";

/** @import { Words } from "./chart" */

/**
 * @typedef {{label: string, values: number[], said: string[]}} Kind bars of one kind, a number for each category
 * @typedef {object} Bars
 * @property {string} title
 * @property {string} unit
 * @property {number[]} ends the axis reaches to these at least
 * @property {string[]} categories
 * @property {Kind[]} series
 * @typedef {{width: number, left: number, beside: boolean, lines: string[][], ticks: number[], at: (value: number) => number}} Plan
 */

/** The height of a bar, and what is left between the bars of a category, between categories, and between lines (pixels). */
const BAR = 14;
const GAP = 3;
const APART = 14;
const LINE = 16;
/** Room above the bars, and below them for the numbers of the axis and the unit. */
const TOP = 4;
const BOTTOM = 40;
/** The width of a letter, more or less. */
const LETTER = 6.6;
/** From this width on names stand beside their bars, if none is longer than so many letters. */
const WIDE = 480;
const SHORT = 24;

let charts = 0;

/**
 * A text in lines of at most so many letters.
 *
 * @param {string} text
 * @param {number} most
 */
function lined(text, most) {
  /** @type {string[]} */ const lines = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length && longer.length <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

export class BarChart {
  /** @type {Bars} */ #bars = { title: "", unit: "", ends: [], categories: [], series: [] };
  #words;
  #stripes;
  #heading = make("figcaption", { className: "chart-title" });
  #legend = make("ul", { className: "chart-legend" });
  #title = svg("title", {});
  #about = svg("desc", {});
  #drawing = svg("g", {});
  #plot;
  #redrawing;

  /** @param {Words} words `bars_said`: {name}, {low} of {lowest}, {high} of {highest} */
  constructor(words) {
    this.#words = words;
    charts += 1;
    this.#title.id = `bars-${charts}-title`;
    this.#about.id = `bars-${charts}-about`;
    this.#stripes = `bars-${charts}-stripes`;
    const labels = { "aria-labelledby": this.#title.id, "aria-describedby": this.#about.id };
    const stripe = svg("path", { class: "chart-stripe", d: "M0,6L6,0" });
    const stripes = svg("pattern", { id: this.#stripes, width: 6, height: 6, patternUnits: "userSpaceOnUse" }, stripe);
    this.#plot = svg("svg", { class: "chart-plot", role: "img", ...labels }, this.#title, this.#about, svg("defs", {}, stripes), this.#drawing);
    this.element = make("figure", { className: "chart" }, this.#heading, this.#legend, this.#plot);
    this.#redrawing = new Redrawing(this.element, () => this.#draw());
  }

  /**
   * Draws these bars with the next frame.
   *
   * @param {Bars} bars
   */
  show(bars) {
    this.#bars = bars;
    this.#heading.textContent = this.#title.textContent = bars.title;
    this.#legend.replaceChildren(...bars.series.map(({ label }, kind) => make("li", {}, this.#key(kind), ` ${label}`)));
    this.#about.textContent = bars.series.map((series) => this.#said(series)).join(" ");
    this.#redrawing.soon();
  }

  remove() {
    this.#redrawing.end();
    this.element.remove();
  }

  #draw() {
    const width = this.#plot.clientWidth;
    if (!width) return;
    const { categories, series } = this.#bars;
    const plan = this.#plan(width);
    const { beside, lines } = plan;
    const bars = series.length * (BAR + GAP) - GAP;
    /** @type {Element[]} */ const rows = [];
    let top = TOP;
    categories.forEach((_, row) => {
      const names = lines[row] ?? [];
      const above = beside ? 0 : names.length * LINE;
      const height = Math.max(above + bars, beside ? names.length * LINE : 0);
      const first = beside ? top + height / 2 - ((names.length - 1) * LINE) / 2 + 4 : top + LINE - 5;
      rows.push(...names.map((name, line) => label(name, beside ? plan.left - 10 : 0, first + line * LINE, beside)));
      series.forEach((kind, place) => rows.push(this.#bar(kind, place, row, top + above + place * (BAR + GAP), plan)));
      top += height + APART;
    });
    this.#plot.setAttribute("viewBox", `0 0 ${width} ${top + BOTTOM}`);
    this.#plot.setAttribute("height", String(top + BOTTOM));
    this.#drawing.replaceChildren(...this.#axis(plan, top), ...rows);
  }

  /**
   * Where everything stands across.
   *
   * @param {number} width
   * @returns {Plan}
   */
  #plan(width) {
    const { categories, series, ends } = this.#bars;
    const longest = categories.reduce((most, name) => Math.max(most, name.length), 0);
    const beside = width >= WIDE && longest <= SHORT;
    const lines = categories.map((name) => (beside ? [name] : lined(name, Math.floor(width / LETTER))));
    const said = series.flatMap((kind) => kind.said).reduce((most, text) => Math.max(most, text.length), 0);
    const numbers = 8 + said * LETTER * 1.1;
    const values = [0, ...ends, ...series.flatMap((kind) => kind.values)];
    const left = beside ? Math.round(longest * LETTER + 18) : 1;
    // The number of a bar stands at its end: on the left of those below 0.
    const room = { left: left + (Math.min(...values) < 0 ? numbers : 0), right: width - numbers };
    const scale = scaleOf(values, Math.max(2, Math.floor((room.right - room.left) / 70)), true);
    const at = (/** @type {number} */ value) => round(room.left + ((value - scale.low) / (scale.high - scale.low)) * (room.right - room.left));
    return { width, left, beside, lines, ticks: scale.ticks, at };
  }

  /**
   * @param {Plan} plan
   * @param {number} bottom
   */
  #axis({ width, ticks, at }, bottom) {
    const grid = ticks.flatMap((tick) => [
      svg("path", { class: tick === 0 ? "chart-axis" : "chart-grid", d: `M${at(tick)},0V${bottom - 4}` }),
      svg("text", { class: "chart-text chart-middle", x: at(tick), y: bottom + 12 }, String(tick).replace("-", "\u2212")),
    ]);
    return [...grid, svg("text", { class: "chart-text chart-end", x: width, y: bottom + BOTTOM - 6 }, this.#bars.unit)];
  }

  /**
   * @param {Kind} kind
   * @param {number} place of the kind
   * @param {number} row
   * @param {number} top
   * @param {Plan} plan
   */
  #bar({ values, said }, place, row, top, { at }) {
    const value = values[row] ?? 0;
    const [start, end] = [Math.min(at(0), at(value)), Math.max(at(0), at(value))];
    const number = value < 0 ? { class: "chart-text chart-said chart-end", x: start - 5 } : { class: "chart-text chart-said", x: end + 5 };
    return svg(
      "g",
      { class: `chart-tone-${place}` },
      this.#box(place, start, top, end - start, BAR),
      svg("text", { ...number, y: top + BAR - 3 }, said[row] ?? ""),
    );
  }

  /**
   * @param {number} kind
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  #box(kind, x, y, width, height) {
    // Where there is only one kind, nothing is to be told apart.
    const filled = this.#bars.series.length > 1 ? kind : 1;
    const box = svg("rect", { class: `chart-bar chart-bar-${filled}`, x, y, width: round(Math.max(width, 1)), height, rx: 2 });
    if (kind === 2) box.setAttribute("fill", `url(#${this.#stripes})`);
    return box;
  }

  /** The sign of a kind beside its name. @param {number} kind */
  #key(kind) {
    const box = this.#box(kind, 1, 1, 22, 12);
    return svg("svg", { class: `chart-key chart-tone-${kind}`, width: 24, height: 14, viewBox: "0 0 24 14", "aria-hidden": "true" }, box);
  }

  /** @param {Kind} kind */
  #said({ label: name, values, said }) {
    const { categories } = this.#bars;
    if (!values.length) return `${name}: –`;
    const [low, high] = [values.indexOf(Math.min(...values)), values.indexOf(Math.max(...values))];
    return this.#words("bars_said", { name, low: said[low], lowest: categories[low], high: said[high], highest: categories[high] });
  }
}

/**
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {boolean} atEnd whether it ends there
 */
function label(text, x, y, atEnd) {
  return svg("text", { class: `chart-text chart-name${atEnd ? " chart-end" : ""}`, x, y: round(y) }, text);
}
