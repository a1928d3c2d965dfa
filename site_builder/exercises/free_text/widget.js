/**
 * A text, and the step after it: the learner compares it with the model answer, concept by concept.
 */

import { refill } from "../dom.js";

/** @import { Client, FeedbackItem, Reply } from "../../browser/types" */

/**
 * The rows of the comparison: one per concept, each a question with yes and no. Which concepts there are comes with the
 * reply, because their names would tell what to write.
 */
class Comparison {
  /** @type {HTMLElement | null} */ #section;
  /** @type {HTMLTemplateElement | null} */ #template;
  /** @type {Client} */ #client;
  /** What was said, also of concepts that are not shown. @type {Record<string, string>} */ #compared = {};

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   */
  constructor(root, client) {
    this.#section = root.querySelector("[data-compare]");
    this.#template = root.querySelector("template[data-compare-item]");
    this.#client = client;
  }

  read() {
    for (const input of this.#inputs()) {
      if (input.checked) this.#compared[input.dataset.concept ?? ""] = input.value;
    }
    return { ...this.#compared };
  }

  /** @param {Record<string, string>} compared */
  write(compared) {
    this.#compared = { ...compared };
    for (const input of this.#inputs()) input.checked = compared[input.dataset.concept ?? ""] === input.value;
  }

  /** @param {Reply} reply */
  show(reply) {
    if (!this.#section) return;
    const compared = this.read();
    const model = reply.feedback.filter((item) => item.code === "model_answer");
    const concepts = reply.feedback.filter((item) => item.code === "compare");
    this.#modelPlace()?.replaceChildren(...model.map((item) => this.#client.fragment(item.html)));
    refill(this.#section.querySelector("[data-compare-list]"), concepts.map((item) => this.#row(item)));
    this.#section.hidden = concepts.length === 0;
    this.write(compared);
  }

  /** @param {boolean} locked */
  lock(locked) {
    for (const input of this.#inputs()) input.disabled = locked;
  }

  /** @returns {HTMLInputElement[]} */
  #inputs() {
    return Array.from(this.#section?.querySelectorAll("[data-compare-list] input") ?? []);
  }

  /** The place of the model answer, above the questions. */
  #modelPlace() {
    const known = this.#section?.querySelector("[data-model]");
    if (known) return known;
    const place = document.createElement("div");
    place.className = "compare-model";
    place.dataset.model = "";
    this.#section?.querySelector("[data-compare-list]")?.before(place);
    return place;
  }

  /** @param {FeedbackItem} item */
  #row(item) {
    if (!this.#template) throw new Error("The template of a concept is missing.");
    const row = /** @type {HTMLElement} */ (document.importNode(this.#template.content, true).firstElementChild);
    row.querySelector('[data-slot="concept"]')?.append(this.#client.fragment(item.html));
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("input"))) {
      input.name = `${this.#client.id}-${item.part}`;
      input.dataset.concept = item.part;
    }
    return row;
  }
}

/**
 * The number of characters beside the longest that is allowed; whether a text is long enough is Python's to say.
 *
 * @param {HTMLElement} root
 * @param {HTMLTextAreaElement} area
 */
function showCount(root, area) {
  /** @type {HTMLElement | null} */
  const place = root.querySelector("[data-count]");
  const words = place?.dataset.countText;
  if (!place || !words || area.maxLength < 0) return;
  place.textContent = words.replace("{n}", String(area.value.length)).replace("{max}", String(area.maxLength));
  place.hidden = false;
}

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const area = /** @type {HTMLTextAreaElement | null} */ (root.querySelector("textarea[data-text]"));
  if (!area) throw new Error("The field for the text is missing.");
  const comparison = new Comparison(root, client);
  client.connect({
    own: ["compare", "model_answer"],
    read: () => ({ text: area.value, compared: comparison.read() }),
    write: (answer) => {
      area.value = answer.text;
      comparison.write(answer.compared ?? {});
      showCount(root, area);
    },
    show: (reply) => comparison.show(reply),
    lock: (locked) => {
      area.readOnly = locked;
      comparison.lock(locked);
    },
  });
  showCount(root, area);
  root.addEventListener("input", () => client.changed(), { signal: life.signal });
  area.addEventListener("input", () => showCount(root, area), { signal: life.signal });
  return () => life.abort();
}
