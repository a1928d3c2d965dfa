/**
 * Line charts: an SVG with axes, a legend, and a table with the same numbers for whoever would rather read them.
 *
 * Lines are told apart by color, by the shape of their marks and by their dashes, so that color alone never matters. A chart that
 * changes often is drawn at most once a frame.
 */
import { make } from "./dom.js";

/**
 * @typedef {[number, number][]} Points
 * @typedef {object} Line
 * @property {string} name
 * @property {Points} points
 * @property {number} tone which color and shape of marks
 * @property {number} dash which dashes
 * @typedef {{title: string, x: string, y: string}} Names
 * @typedef {(key: string, data?: Record<string, unknown>) => string} Words `table`: {name}; `line_said`: what a screen reader says of a
 *   line, with {name}, {count}, {start}, {first}, {end}, {last}, {low}, {high}
 * @typedef {{low: number, high: number, ticks: number[], at: (value: number) => number}} Scale
 */

/** How many colors and dashes there are; the style sheet has one for each. */
const STYLES = 5;
/** The marks, around 0 0. */
const MARKS = ["M-3.5,0a3.5,3.5 0 1,0 7,0a3.5,3.5 0 1,0 -7,0z", "M-3,-3h6v6h-6z", "M0,-4.2l4,7h-8z", "M0,-4.6l4.6,4.6l-4.6,4.6l-4.6,-4.6z", "M-3.5,-3.5l7,7M3.5,-3.5l-7,7"];
const MARKS_A_LINE = 6;
/** More points than this are not drawn of one line: that is finer than a screen, and drawing has to stay quick. */
const DRAWN_POINTS = 400;
/** Room around the plot, for half a line above and two lines below (pixels). */
const EDGE = { top: 8, right: 14, bottom: 40 };
/** The width of a digit (pixels), more or less. */
const DIGIT = 7;
const SVG = "http://www.w3.org/2000/svg";

let charts = 0;

/**
 * Round numbers from `low` to `high`, about so many.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} count
 */
export function ticksBetween(low, high, count) {
  const wanted = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= wanted * 0.999) ?? 10);
  const first = Math.ceil(low / step - 1e-6);
  const last = Math.floor(high / step + 1e-6);
  return Array.from({ length: last - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(12)));
}

/**
 * @param {number[]} values
 * @param {number} count of ticks
 * @param {boolean} rounded whether the scale ends at ticks
 * @returns {{low: number, high: number, ticks: number[]}}
 */
export function scaleOf(values, count, rounded) {
  let low = values.reduce((least, value) => Math.min(least, value), Infinity);
  let high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  if (low > high) [low, high] = [0, 1];
  // A distance from 0 that is small beside the rest is better seen than cut off.
  if (rounded && low > 0 && low < high * 0.6) low = 0;
  if (low === high) [low, high] = [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  const ticks = ticksBetween(low, high, count);
  const step = (ticks[1] ?? high) - (ticks[0] ?? low);
  if (!rounded || !(step > 0)) return { low, high, ticks };
  low = Math.floor(low / step + 1e-6) * step;
  high = Math.ceil(high / step - 1e-6) * step;
  return { low, high, ticks: ticksBetween(low, high, Math.round((high - low) / step)) };
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/** @param {Line} line */
const classOf = (line) => `chart-tone-${line.tone % STYLES} chart-dash-${line.dash % STYLES}`;

/**
 * The sign of a line beside its name.
 *
 * @param {Line} line
 */
export function keyOf(line) {
  const stroke = svg("path", { class: "chart-line", d: "M1,7H31" });
  const mark = svg("path", { class: "chart-mark", d: MARKS[line.tone % STYLES] ?? "", transform: "translate(16,7)" });
  return svg("svg", { class: `chart-key ${classOf(line)}`, width: 32, height: 14, viewBox: "0 0 32 14", "aria-hidden": "true" }, stroke, mark);
}

/** Draws with the next frame: when asked to, and whenever the element gets another size. */
export class Redrawing {
  #draw;
  #frame = 0;
  #observer = new ResizeObserver(() => this.soon());

  /**
   * @param {Element} element
   * @param {() => void} draw
   */
  constructor(element, draw) {
    this.#draw = draw;
    this.#observer.observe(element);
  }

  soon() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  end() {
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
  }
}

export class Chart {
  /** @type {Line[]} */ #lines = [];
  #names;
  #words;
  #until = 0;
  #title = svg("title", {});
  #about = svg("desc", {});
  #plot;
  #drawing = svg("g", {});
  #legend = make("ul", { className: "chart-legend" });
  #table;
  #redrawing;

  /**
   * @param {Names} names
   * @param {Words} words
   */
  constructor(names, words) {
    this.#names = names;
    this.#words = words;
    charts += 1;
    this.#title.id = `chart-${charts}-title`;
    this.#about.id = `chart-${charts}-about`;
    this.#title.textContent = names.title;
    const labels = { "aria-labelledby": this.#title.id, "aria-describedby": this.#about.id };
    this.#plot = svg("svg", { class: "chart-plot", role: "img", ...labels }, this.#title, this.#about, this.#drawing);
    const heading = make("figcaption", { className: "chart-title", text: names.title });
    const upward = make("p", { className: "chart-y", text: names.y });
    this.#table = new FoldedTable(words("table", { name: names.title }));
    this.element = make("figure", { className: "chart" }, heading, this.#legend, upward, this.#plot, this.#table.element);
    this.#redrawing = new Redrawing(this.element, () => this.#draw());
  }

  /**
   * Draws these lines with the next frame.
   *
   * @param {Line[]} lines
   * @param {number} until how far to the right the lines are going to reach, if that is known
   */
  show(lines, until = 0) {
    this.#lines = lines;
    this.#until = until;
    this.#redrawing.soon();
  }

  /** Says in words, and lists in the table, what is shown: nothing changes any more. */
  settle() {
    this.#about.textContent = this.#lines.map((line) => this.#said(line)).join(" ");
    this.#fillTable();
  }

  remove() {
    this.#redrawing.end();
    this.element.remove();
  }

  #draw() {
    const width = this.#plot.clientWidth;
    if (!width) return;
    const height = Math.round(Math.min(Math.max(width * 0.5, 170), 260));
    const lines = this.#lines.filter((line) => line.points.length).map((line) => ({ ...line, points: thinned(line.points) }));
    const xs = lines.length ? lines.flatMap((line) => line.points.map(([x]) => x)) : [0, this.#until || 1];
    const ys = lines.flatMap((line) => line.points.map(([, y]) => y));
    const y = scaleOf(ys, 4, true);
    const left = 12 + DIGIT * Math.max(...y.ticks.map((tick) => String(tick).length));
    const across = width - left - EDGE.right;
    const x = scaleOf(this.#until ? [...xs, this.#until] : xs, Math.max(2, Math.floor(across / 60)), false);
    const down = height - EDGE.top - EDGE.bottom;
    /** @type {Scale} */ const toRight = { ...x, at: (value) => round(left + ((value - x.low) / (x.high - x.low)) * across) };
    /** @type {Scale} */ const toTop = { ...y, at: (value) => round(EDGE.top + down - ((value - y.low) / (y.high - y.low)) * down) };
    this.#plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#plot.setAttribute("height", String(height));
    this.#drawing.replaceChildren(...this.#axes(toRight, toTop, left, width, height), ...lines.map((line) => drawn(line, toRight, toTop)));
    this.#legend.replaceChildren(...this.#lines.map((line) => make("li", {}, keyOf(line), ` ${line.name}`)));
  }

  /**
   * @param {Scale} x
   * @param {Scale} y
   * @param {number} left
   * @param {number} width
   * @param {number} height
   */
  #axes(x, y, left, width, height) {
    const bottom = height - EDGE.bottom;
    const right = width - EDGE.right;
    const rows = y.ticks.flatMap((tick) => [
      svg("path", { class: "chart-grid", d: `M${left},${y.at(tick)}H${right}` }),
      svg("text", { class: "chart-text chart-end", x: left - 6, y: y.at(tick) + 4 }, String(tick)),
    ]);
    const columns = x.ticks.map((tick) => svg("text", { class: "chart-text chart-middle", x: x.at(tick), y: bottom + 17 }, String(tick)));
    return [
      ...rows,
      ...columns,
      svg("path", { class: "chart-axis", d: `M${left},${bottom}H${right}` }),
      svg("text", { class: "chart-text chart-end", x: right, y: height - 5 }, this.#names.x),
    ];
  }

  /** @param {Line} line */
  #said({ name, points }) {
    const ys = points.map(([, y]) => y);
    const [start, first] = points[0] ?? ["–", "–"];
    const [end, last] = points.at(-1) ?? ["–", "–"];
    const [low, high] = ys.length ? [Math.min(...ys), Math.max(...ys)] : ["–", "–"];
    return this.#words("line_said", { name, count: points.length, start, first, end, last, low, high });
  }

  #fillTable() {
    const xs = [...new Set(this.#lines.flatMap((line) => line.points.map(([x]) => x)))].sort((a, b) => a - b);
    const values = this.#lines.map((line) => new Map(line.points));
    const rows = xs.map((x) => [String(x), ...values.map((points) => String(points.get(x) ?? ""))]);
    this.#table.show([this.#names.x, ...this.#lines.map((line) => line.name)], rows);
  }
}

/** The numbers of a chart, to unfold; the first column names the rows. */
export class FoldedTable {
  #rows = make("table", {});

  /** @param {string} name */
  constructor(name) {
    const scroller = make("div", { className: "table-scroll chart-rows" }, this.#rows);
    scroller.tabIndex = -1;
    scroller.setAttribute("role", "group");
    scroller.setAttribute("aria-label", name);
    this.element = make("details", { className: "chart-table" }, make("summary", { text: name }), scroller);
    // What is folded up cannot have the focus.
    this.element.addEventListener("toggle", () => (scroller.tabIndex = this.element.open ? 0 : -1));
  }

  /**
   * @param {string[]} columns
   * @param {string[][]} rows
   * @param {boolean[]} numeric which of the columns hold numbers; left out: all
   */
  show(columns, rows, numeric = columns.map(() => true)) {
    const cells = (/** @type {string[]} */ row) => row.map((text, place) => cell(place ? "td" : "row", text, numeric[place]));
    const head = columns.map((text, place) => cell("col", text, numeric[place]));
    const body = rows.map((row) => make("tr", {}, ...cells(row)));
    this.#rows.replaceChildren(make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
  }
}

/**
 * At most so many points, evenly spaced, the first and the last among them.
 *
 * @param {Points} points
 */
function thinned(points) {
  const last = points.length - 1;
  if (last < DRAWN_POINTS) return points;
  return Array.from({ length: DRAWN_POINTS }, (_, place) => /** @type {[number, number]} */ (points[Math.floor((place * last) / (DRAWN_POINTS - 1))]));
}

/**
 * @param {"row" | "col" | "td"} kind
 * @param {string} text
 * @param {boolean} [numeric]
 */
function cell(kind, text, numeric = true) {
  const made = make(kind === "td" ? "td" : "th", { className: numeric ? "" : "chart-words", text });
  if (kind !== "td") made.setAttribute("scope", kind);
  return made;
}

/**
 * A line with some marks on it; those of different colors stand at different places.
 *
 * @param {Line} line
 * @param {Scale} x
 * @param {Scale} y
 */
function drawn(line, x, y) {
  const places = line.points.map(([across, up]) => `${x.at(across)},${y.at(up)}`);
  const between = Math.max(1, Math.floor(places.length / MARKS_A_LINE));
  const shift = Math.floor((between * line.tone) / STYLES);
  const marked = places.filter((_, place) => place === places.length - 1 || (place - shift) % between === 0);
  const marks = marked.map((place) => svg("path", { class: "chart-mark", d: MARKS[line.tone % STYLES] ?? "", transform: `translate(${place})` }));
  return svg("g", { class: classOf(line) }, svg("path", { class: "chart-line", d: `M${places.join("L")}` }), ...marks);
}
