/**
 * The controls of a form: numbers as a slider and a field that are kept in step, and choices. What is a good value is not known here;
 * what Python says of a value is shown beside it.
 */
import { fragment } from "./dom.js";

/** @import { FeedbackItem } from "./types" */

/**
 * @typedef {object} Field
 * @property {string} id
 * @property {string} kind `number` or `choice`
 * @property {string} label
 * @property {string | number} default
 * @property {string} unit
 * @property {number[]} [stops] where the slider stops, if not at every step
 * @property {{value: string | number, label: string}[]} options
 * @typedef {Record<string, string | number | null>} Params
 */

/**
 * A value in words.
 *
 * @param {Field} field
 * @param {unknown} value
 */
export function spell(field, value) {
  const option = field.options.find((other) => other.value === value);
  if (option) return option.label;
  return `${value ?? "–"}${field.unit ? ` ${field.unit}` : ""}`;
}

/** A number. Where the slider has stops, its own value is the number of a stop. */
class NumberField {
  /**
   * @param {HTMLElement} row
   * @param {Field} field
   */
  constructor(row, field) {
    const [slider, input] = ["range", "number"].map((kind) => /** @type {HTMLInputElement | null} */ (row.querySelector(`[type=${kind}]`)));
    if (!slider || !input) throw new Error(`The controls of ${field.id} are missing.`);
    this.field = field;
    this.control = input;
    this.slider = slider;
  }

  get value() {
    return this.control.value === "" ? null : Number(this.control.value);
  }

  set value(value) {
    this.control.value = String(value ?? "");
    this.follow();
  }

  /** The slider was moved. */
  lead() {
    const { stops } = this.field;
    this.control.value = String(stops ? stops[Number(this.slider.value)] : Number(this.slider.value));
    this.#say();
  }

  /** A number was typed. */
  follow() {
    const { stops } = this.field;
    const value = this.value ?? Number.NaN;
    if (Number.isNaN(value)) return;
    const near = (/** @type {number} */ stop) => Math.abs(Math.log(stop / value));
    const nearest = stops?.reduce((best, stop, place) => (near(stop) < near(stops[best] ?? stop) ? place : best), 0);
    this.slider.value = String(nearest ?? value);
    this.#say();
  }

  #say() {
    this.slider.setAttribute("aria-valuetext", spell(this.field, this.control.value));
  }
}

/** One of some options; in the controls they are counted. */
class ChoiceField {
  /**
   * @param {HTMLElement} row
   * @param {Field} field
   */
  constructor(row, field) {
    this.field = field;
    this.list = row.querySelector("select");
    this.radios = /** @type {HTMLInputElement[]} */ ([...row.querySelectorAll("input[type=radio]")]);
    const control = this.list ?? row.querySelector("fieldset");
    if (!control) throw new Error(`The controls of ${field.id} are missing.`);
    this.control = control;
  }

  get value() {
    const chosen = this.list ? this.list.value : this.radios.find((radio) => radio.checked)?.value;
    return this.field.options[Number(chosen)]?.value ?? null;
  }

  set value(value) {
    const chosen = String(this.field.options.findIndex((option) => option.value === value));
    if (this.list) this.list.value = chosen;
    for (const radio of this.radios) radio.checked = radio.value === chosen;
  }
}

export class Fields {
  /** @type {Map<HTMLElement, NumberField | ChoiceField>} */ #rows = new Map();

  /**
   * @param {HTMLElement} root holds a `[data-field]` for each field
   * @param {Field[]} fields
   * @param {AbortSignal} signal
   */
  constructor(root, fields, signal) {
    for (const row of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-field]"))) {
      const field = fields.find((other) => other.id === row.dataset.field);
      if (field) this.#rows.set(row, field.kind === "number" ? new NumberField(row, field) : new ChoiceField(row, field));
    }
    this.params = Object.fromEntries(fields.map((field) => [field.id, field.default]));
    root.addEventListener("input", (event) => this.#heard(event.target), { signal });
  }

  /** @returns {Params} */
  get params() {
    return Object.fromEntries(Array.from(this.#rows.values(), (row) => [row.field.id, row.value]));
  }

  /** @param {Params} params */
  set params(params) {
    for (const row of this.#rows.values()) row.value = params[row.field.id] ?? null;
    this.show([]);
  }

  /** @param {EventTarget | null} target */
  #heard(target) {
    for (const row of this.#rows.values()) {
      if (!(row instanceof NumberField)) continue;
      if (target === row.slider) row.lead();
      if (target === row.control) row.follow();
    }
  }

  /**
   * Shows what is wrong, beside each field; an empty list takes it away.
   *
   * @param {FeedbackItem[]} faults
   */
  show(faults) {
    for (const [row, { field, control }] of this.#rows) {
      const fault = faults.find((item) => item.part === field.id);
      const place = row.querySelector("[data-fault]");
      place?.replaceChildren(fault ? fragment(fault.html) : "");
      control.toggleAttribute("aria-invalid", fault !== undefined);
      if (fault) control.setAttribute("aria-invalid", "true");
    }
  }

  /** Goes to the first field that something is wrong with, if there is one. */
  focusFault() {
    const rows = [...this.#rows.values()];
    const faulty = rows.find(({ control }) => control.getAttribute("aria-invalid") === "true");
    faulty?.control.focus();
    return faulty !== undefined;
  }
}
