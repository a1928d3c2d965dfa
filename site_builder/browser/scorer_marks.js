/**
 * A scorer's mark of an answer, beside the learner's own, with the reasons for it, each in the author's words.
 */
import { make } from "./dom.js";
import { fillIn } from "./text.js";

/**
 * @typedef {{id: string, label: string}} Labelled
 * @typedef {{queries: {id: string, text: string}[], models: Labelled[], scales: (Labelled & {points: number})[]}} CompareSetup
 * @typedef {{code: string, points: number, words: string}} Reason
 * @typedef {{points: number, reasons: Reason[], own?: number, far?: boolean}} Mark
 * @typedef {(key: string, data?: Record<string, unknown>) => string} Words
 */

export class MarkView {
  #scales;
  #reasons;
  #words;

  /**
   * @param {CompareSetup} setup
   * @param {Record<string, string>} reasons words for each code
   * @param {Words} words
   */
  constructor({ scales }, reasons, words) {
    this.#scales = scales;
    this.#reasons = reasons;
    this.#words = words;
  }

  /**
   * @param {HTMLElement} place is empty and hidden where there is no mark
   * @param {string} scale
   * @param {Mark | undefined} mark
   */
  show(place, scale, mark) {
    place.hidden = mark === undefined;
    place.toggleAttribute("data-far", mark?.far ?? false);
    place.replaceChildren(...(mark ? this.#parts(scale, mark) : []));
  }

  /**
   * @param {string} scale
   * @param {Mark} mark
   */
  #parts(scale, { own, points, far = false, reasons }) {
    const most = this.#scales.find(({ id }) => id === scale)?.points;
    const key = own === undefined ? "scorer_only" : far ? "pair_far" : "pair";
    const pair = make("p", { className: "sides-pair", text: this.#words(key, { own, points, most }) });
    const list = make("ul", { className: "sides-reasons" }, ...reasons.map((reason) => this.#reason(reason)));
    if (!reasons.length) list.append(make("li", { text: this.#words("no_reasons") }));
    const fold = make("details", { className: "sides-fold" }, make("summary", { text: this.#words("why") }), list);
    fold.open = far || own === undefined;
    return [pair, fold];
  }

  /** @param {Reason} reason */
  #reason({ code, points, words }) {
    const sign = points > 0 ? `+${points}` : String(points).replace("-", "−");
    const text = fillIn(this.#reasons[code] ?? "{words}", { words });
    return make("li", {}, make("strong", { text: this.#words("reason_points", { points: sign }) }), ` ${text}`);
  }
}
