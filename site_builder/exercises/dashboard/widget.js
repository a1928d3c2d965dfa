/**
 * Metrics to switch between, filters, and what Python computes for them: figures, words, a bar chart and its table.
 *
 * The answer is which metrics were looked at; whether that is all of them is Python's to say.
 */
import { BarChart } from "../bars.js";
import { FoldedTable } from "../chart.js";
import { make } from "../dom.js";
import { wordsOf } from "../text.js";

/** @import { Client } from "../../browser/types" */
/** @import { Bars } from "../../browser/bars" */

/**
 * @typedef {{label: string, value: string, unit: string}} Tile
 * @typedef {{columns: string[], numeric: boolean[], rows: string[][]}} Table
 * @typedef {{metric: string, tiles: Tile[], chart: Bars | null, table: Table | null, notes: string[]}} View
 */

class Dashboard {
  /** @type {HTMLElement} */ #root;
  /** @type {Client} */ #client;
  #words;
  #chart;
  /** The metrics that were looked at. @type {Set<string>} */ #looked = new Set();
  /** The number of the last question: answers to earlier ones come too late. */
  #asked = 0;
  /** Whether there is something to see, or it is being asked for. */
  #begun = false;
  /** Whether something may have been answered since it was asked for. */
  #stale = false;
  #locked = false;

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   * @param {AbortSignal} signal
   */
  constructor(root, client, signal) {
    const dash = /** @type {HTMLElement | null} */ (root.querySelector("[data-dash]"));
    const controls = /** @type {HTMLTemplateElement | null} */ (dash?.querySelector("template[data-controls]"));
    if (!dash || !controls) throw new Error("The dashboard is missing.");
    dash.querySelector("[data-static]")?.replaceWith(document.importNode(controls.content, true));
    this.#root = dash;
    this.#client = client;
    this.#words = wordsOf(dash);
    this.#chart = new BarChart(this.#words);
    dash.addEventListener("change", () => void this.#ask(true), { signal });
    dash.addEventListener("keydown", (event) => this.#key(event), { signal });
    signal.addEventListener("abort", () => this.#chart.remove());
    this.#begin();
  }

  read() {
    return { looked: [...this.#looked] };
  }

  /** @param {{looked: string[]}} answer */
  write(answer) {
    // A kept answer may be that of another edition, which had other metrics, or of another type.
    const looked = Array.isArray(answer.looked) ? answer.looked : [];
    this.#looked = new Set(looked.filter((name) => this.#metrics.includes(name)));
    this.#showLooked();
  }

  /**
   * What is closed can still be looked at. This is also called when Python is there, and when something was answered.
   *
   * @param {boolean} locked
   */
  lock(locked) {
    this.#locked = locked;
    this.#begin();
  }

  /** The first figures come by themselves, as soon as Python is there, and as what they are computed from is. */
  #begin() {
    this.#stale = true;
    if (!this.#begun && this.#client.ready()) void this.#ask(false);
  }

  /** Enter in a control checks nothing. @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
  }

  get #metrics() {
    return Array.from(this.#root.querySelectorAll("input[type=radio]"), (radio) => /** @type {HTMLInputElement} */ (radio).value);
  }

  get #metric() {
    return /** @type {HTMLInputElement | null} */ (this.#root.querySelector("input[type=radio]:checked"))?.value ?? "";
  }

  get #filters() {
    const lists = /** @type {NodeListOf<HTMLSelectElement>} */ (this.#root.querySelectorAll("select[data-filter]"));
    return Object.fromEntries(Array.from(lists, (list) => [list.dataset.filter, list.value]));
  }

  /** @param {boolean} aloud whether the learner has asked */
  async #ask(aloud) {
    this.#asked += 1;
    this.#begun = true;
    this.#stale = false;
    const asked = this.#asked;
    const metric = this.#metric;
    for (const about of /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll("[data-about]"))) about.hidden = about.dataset.about !== metric;
    // What is shown still belongs to the metric before.
    this.#find("[data-shown]").setAttribute("aria-busy", "true");
    const message = { metric, filters: this.#filters, looked: [...this.#looked] };
    const { reply } = await this.#client.ask(message, null).catch(() => ({ reply: null }));
    if (asked !== this.#asked) return;
    this.#find("[data-shown]").removeAttribute("aria-busy");
    this.#begun = (reply?.view?.tiles.length ?? 0) > 0;
    if (!reply?.view) {
      this.#showEmpty(this.#words("failed"), aloud);
      return;
    }
    this.#show(reply.view, aloud);
    if (!this.#begun && this.#stale) this.#begin();
    if (this.#looked.has(metric) || !reply.view.tiles.length) return;
    this.#looked.add(metric);
    this.#showLooked();
    this.#client.changed();
    if (reply.complete && !this.#locked) this.#client.submit();
  }

  /**
   * @param {View} view
   * @param {boolean} aloud
   */
  #show(view, aloud) {
    const said = this.#showNotes(view.notes);
    this.#find("[data-tiles]").replaceChildren(...view.tiles.map((tile) => this.#tile(tile)));
    this.#find("[data-shown]").hidden = false;
    this.#showChart(view);
    const empty = !view.tiles.length && !view.notes.length;
    this.#find("[data-empty]").hidden = !empty;
    if (empty) this.#showEmpty(this.#words("nothing"), aloud);
    const tiles = view.tiles.map(({ label, value, unit }) => this.#words("tile_said", { label, value: unit ? `${value} ${unit}` : value }));
    if (aloud) this.#client.say([...tiles, said].join(" "));
  }

  /** @param {View} view */
  #showChart({ chart, table }) {
    const place = this.#find("[data-chart]");
    const open = place.querySelector("details")?.open ?? false;
    if (chart) this.#chart.show(chart);
    const parts = chart ? [this.#chart.element] : [];
    const name = chart?.title ?? "";
    const folded = table && new FoldedTable(this.#words("table", { name }));
    folded?.show(table?.columns ?? [], table?.rows ?? [], table?.numeric);
    if (folded) folded.element.open = open;
    place.replaceChildren(...parts, ...(folded ? [folded.element] : []));
  }

  /** @param {Tile} tile */
  #tile({ label, value, unit }) {
    const figure = make("dd", {}, value, ...(unit ? [make("span", { className: "dash-unit", text: ` ${unit}` })] : []));
    return make("div", { className: "dash-tile" }, make("dt", { text: label }), figure);
  }

  /** Shows the words of these codes, and gives them as a text. @param {string[]} codes */
  #showNotes(codes) {
    const notes = codes.map((code) => {
      const template = /** @type {HTMLTemplateElement | null} */ (this.#root.querySelector(`template[data-note="${CSS.escape(code)}"]`));
      return make("div", { className: "dash-note" }, ...(template ? [document.importNode(template.content, true)] : []));
    });
    this.#find("[data-notes]").replaceChildren(...notes);
    return notes.map((note) => (note.textContent ?? "").trim()).join(" ");
  }

  /**
   * @param {string} text
   * @param {boolean} aloud
   */
  #showEmpty(text, aloud) {
    const place = this.#find("[data-empty]");
    place.textContent = text;
    place.hidden = false;
    this.#find("[data-shown]").hidden = true;
    if (aloud) this.#client.say(text);
  }

  #showLooked() {
    for (const mark of /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll("[data-seen]"))) {
      mark.hidden = !this.#looked.has(mark.dataset.seen ?? "");
    }
  }

  /** @param {string} selector */
  #find(selector) {
    const found = /** @type {HTMLElement | null} */ (this.#root.querySelector(selector));
    if (!found) throw new Error(`${selector} is missing.`);
    return found;
  }
}

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const dashboard = new Dashboard(root, client, life.signal);
  client.connect({
    read: () => dashboard.read(),
    write: (answer) => dashboard.write(answer),
    lock: (locked) => dashboard.lock(locked),
  });
  return () => life.abort();
}
