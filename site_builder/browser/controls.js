/**
 * Questions of any look: radio buttons, a menu, or a field to type in, read and set by the id of the question.
 */

export class Controls {
  /** @type {Map<string, HTMLElement>} */ #controls;

  /** @param {HTMLElement} root holds the elements with `data-control`, each with the inputs of one question */
  constructor(root) {
    const found = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-control]")]);
    this.#controls = new Map(found.map((control) => [control.dataset.control ?? "", control]));
  }

  /** @param {HTMLElement} control */
  #inputs(control) {
    return /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...control.querySelectorAll("input, select")]);
  }

  /** @param {HTMLElement} control */
  #value(control) {
    const inputs = this.#inputs(control);
    const chosen = inputs.find((input) => !(input instanceof HTMLInputElement) || input.type !== "radio" || input.checked);
    return chosen?.value ?? "";
  }

  read() {
    /** @type {Record<string, string>} */ const decisions = {};
    /** @type {Record<string, string>} */ const typed = {};
    for (const [id, control] of this.#controls) {
      const value = this.#value(control);
      if (value) (this.#isTyped(control) ? typed : decisions)[id] = value;
    }
    return { decisions, typed };
  }

  /** @param {{decisions: Record<string, string>, typed?: Record<string, string>}} answer */
  write({ decisions, typed = {} }) {
    for (const [id, control] of this.#controls) {
      const value = (this.#isTyped(control) ? typed : decisions)[id] ?? "";
      for (const input of this.#inputs(control)) {
        if (input instanceof HTMLInputElement && input.type === "radio") input.checked = input.value === value;
        else input.value = value;
      }
    }
  }

  /** @param {boolean} locked */
  lock(locked) {
    for (const control of this.#controls.values()) for (const input of this.#inputs(control)) input.disabled = locked;
  }

  /**
   * Ties words to a question, such as feedback.
   *
   * @param {string} id
   * @param {string} described id of the element that holds them; empty: none
   */
  describe(id, described) {
    const control = this.#controls.get(id);
    for (const input of control ? this.#inputs(control) : []) {
      if (described) input.setAttribute("aria-describedby", described);
      else input.removeAttribute("aria-describedby");
    }
  }

  /** @param {HTMLElement} control */
  #isTyped(control) {
    return ["number", "text"].includes(control.dataset.look ?? "");
  }
}
