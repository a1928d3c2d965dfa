/**
 * Queries of the learner's own: a simulation asks all models, and what they say stands side by side. Nothing of it is judged.
 */

/** @import { Client, RunEnd, RunProgress, Running } from "./types" */
/** @import { Mark, MarkView, Words } from "./scorer_marks" */

/** How many are shown, the latest ones. */
const SHOWN = 5;

export class OwnQueries {
  #root;
  #client;
  #view;
  #words;
  /** @type {Running | null} */ #running = null;

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   * @param {MarkView} view
   * @param {Words} words
   * @param {AbortSignal} signal
   */
  constructor(root, client, view, words, signal) {
    this.#root = root;
    this.#client = client;
    this.#view = view;
    this.#words = words;
    this.#field.addEventListener("keydown", (event) => this.#key(event), { signal });
  }

  /** @param {string} selector */
  #find(selector) {
    const found = /** @type {HTMLElement | null} */ (this.#root.querySelector(selector));
    if (!found) throw new Error(`${selector} is missing.`);
    return found;
  }

  get #field() {
    return /** @type {HTMLInputElement} */ (this.#find("[data-own-text]"));
  }

  /** Enter asks; it does not check. @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    void this.#ask();
  }

  /** @param {string} act */
  press(act) {
    if (act === "ask") void this.#ask();
    if (act === "cancel") this.#running?.cancel();
  }

  async #ask() {
    if (this.#running) {
      this.#client.say(this.#words("own_busy"));
      return;
    }
    const text = this.#field.value;
    this.#running = this.#client.run({ text }, (progress) => this.#follow(progress));
    this.#showRunning(true);
    this.#status(this.#words(this.#client.ready() ? "own_starting" : "own_loading"), !this.#client.ready());
    const end = await this.#running.done;
    this.#running = null;
    this.#showRunning(false);
    await this.#finish(text, end);
  }

  /** @param {RunProgress} progress */
  #follow({ fraction }) {
    const percent = Math.floor(fraction * 100);
    /** @type {HTMLProgressElement} */ (this.#find("[data-progress]")).value = percent;
    this.#status(this.#words("own_running", { percent }), false);
  }

  /** @param {boolean} on */
  #showRunning(on) {
    const [ask, cancel, bar] = [this.#find("[data-act=ask]"), this.#find("[data-act=cancel]"), this.#find("[data-progress]")];
    if (document.activeElement === cancel) ask.focus();
    ask.setAttribute("aria-disabled", String(on));
    cancel.hidden = !on;
    bar.hidden = !on;
    bar.removeAttribute("value");
    this.#find(".sides-own").toggleAttribute("data-running", on);
  }

  /**
   * @param {string} text
   * @param {RunEnd} end
   */
  async #finish(text, { error, result }) {
    if (!result) {
      this.#explain(error);
      return;
    }
    const outputs = result.outputs ?? {};
    const { reply } = await this.#client.ask({ own: outputs }, null).catch(() => ({ reply: null }));
    const shown = this.#shown(text, outputs, reply?.marks ?? {});
    const list = this.#find("[data-own-answers]");
    list.prepend(shown);
    for (const old of [...list.children].slice(SHOWN)) old.remove();
    this.#status("", false);
    this.#field.value = "";
    this.#client.say(this.#words("own_done"));
    shown.focus();
  }

  /** @param {RunEnd["error"]} error */
  #explain(error) {
    const own = error?.html ? this.#client.fragment(error.html).textContent : "";
    const key = `own_${error?.code}`;
    this.#status(own || this.#words(this.#root.hasAttribute(`data-text-${key}`) ? key : "own_failed"), true);
    if (own) this.#field.focus();
  }

  /**
   * @param {string} text
   * @param {Record<string, string>} outputs
   * @param {Record<string, Record<string, Mark>>} marks
   */
  #shown(text, outputs, marks) {
    const template = /** @type {HTMLTemplateElement} */ (this.#find("template[data-own-answer]"));
    const section = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
    section.setAttribute("aria-label", text);
    section.querySelector("[data-own-query]")?.replaceChildren(text);
    for (const side of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("[data-model]"))) {
      const model = side.dataset.model ?? "";
      side.querySelector("[data-said]")?.append(outputs[model] || this.#words(model in outputs ? "silent" : "own_absent"));
      side.querySelector("[data-own-marks]")?.toggleAttribute("hidden", !(model in marks));
      for (const row of /** @type {NodeListOf<HTMLElement>} */ (side.querySelectorAll("[data-scale]"))) {
        const scale = row.dataset.scale ?? "";
        this.#view.show(/** @type {HTMLElement} */ (row.querySelector("[data-mark]")), scale, marks[model]?.[scale]);
      }
    }
    return section;
  }

  /**
   * @param {string} text
   * @param {boolean} aloud
   */
  #status(text, aloud) {
    const place = this.#find("[data-own-status]");
    place.textContent = text;
    place.hidden = text === "";
    if (aloud) this.#client.say(text);
  }
}
