/**
 * Shows the steps one at a time, when the learner says so or, once started, by itself; or all of them, as a list.
 *
 * The steps stand in the page, and marks appear by style sheet: here it is only decided which step is shown.
 */
import { wordsOf } from "../text.js";

/** @import { Client } from "../../browser/types" */

const STEP = "[data-step]";

/** @param {Element | null | undefined} element */
const textOf = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

/**
 * @param {HTMLElement} root
 * @param {string} name
 */
function copy(root, name) {
  const template = /** @type {HTMLTemplateElement | null} */ (root.querySelector(`template[data-${name}]`));
  const element = template?.content.firstElementChild;
  if (!element) throw new Error(`The template ${name} is missing.`);
  return /** @type {HTMLElement} */ (document.importNode(element, true));
}

class Demonstration {
  /** @type {Client} */ #client;
  /** @type {HTMLElement} */ #frame;
  #words;
  /** @type {HTMLElement} */ #bar;
  /** First what there is at the start, then the steps. @type {HTMLElement[]} */ #steps;
  /** The step that is shown; 0: the start. */
  #place = 0;
  #seen = 0;
  /** Until the next step, while it plays. */
  #timer = 0;
  /** What the learner chose, once that is done. @type {"list" | "one" | undefined} */ #chosen;
  #locked = false;
  #still = matchMedia("(prefers-reduced-motion: reduce)");

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   * @param {AbortSignal} signal
   */
  constructor(root, client, signal) {
    const frame = /** @type {HTMLElement | null} */ (root.querySelector("[data-demo]"));
    const list = frame?.querySelector("ol");
    if (!frame || !list) throw new Error("The steps are missing.");
    this.#client = client;
    this.#frame = frame;
    this.#words = wordsOf(frame);
    this.#bar = copy(root, "bar");
    list.before(this.#bar);
    list.prepend(copy(root, "start"));
    this.#steps = Array.from(list.querySelectorAll(STEP));
    this.#still.addEventListener("change", () => this.#showMode(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.#pause(), { signal });
    signal.addEventListener("abort", () => this.#pause());
    this.#showMode();
    this.#show();
  }

  get #last() {
    return this.#steps.length - 1;
  }

  get #listed() {
    return (this.#chosen ?? (this.#still.matches ? "list" : "one")) === "list";
  }

  /** In the list there is nothing that is not shown. */
  read() {
    return { seen: this.#listed ? this.#last : this.#seen };
  }

  /** @param {{seen: number}} answer */
  write(answer) {
    this.#pause();
    // A kept answer may be that of another edition, or of another type.
    this.#seen = this.#place = Math.max(0, Math.min(this.#last, answer.seen)) || 0;
    this.#show();
  }

  /**
   * What is closed can still be looked at.
   *
   * @param {boolean} locked
   */
  lock(locked) {
    this.#locked = locked;
  }

  /** @param {HTMLElement} button */
  press(button) {
    const { act } = button.dataset;
    if (act === "play" && this.#timer) this.#pause();
    else if (act === "play") this.#play();
    else if (act === "list") this.#switch();
    else if (button.getAttribute("aria-disabled") === "true") this.#tell();
    else {
      this.#pause();
      this.#go(this.#place + (act === "back" ? -1 : 1));
    }
  }

  #switch() {
    this.#pause();
    this.#chosen = this.#listed ? "one" : "list";
    this.#showMode();
    if (this.#listed) this.#client.say(this.#words("listed"));
    else this.#tell();
  }

  /** From the next step on; after the last, from the first. */
  #play() {
    this.#go(this.#place === this.#last ? 1 : this.#place + 1);
    if (this.#place < this.#last) this.#wait();
    this.#show();
  }

  #wait() {
    const seconds = Number(this.#steps[this.#place]?.dataset.seconds);
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#play();
    }, seconds * 1000);
  }

  #pause() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#show();
  }

  /** @param {number} place */
  #go(place) {
    this.#place = place;
    this.#show();
    this.#tell();
    if (place <= this.#seen) return;
    this.#seen = place;
    this.#client.changed();
    if (place === this.#last && !this.#locked) this.#client.submit();
  }

  /** Says the step that is shown. */
  #tell() {
    this.#client.say(textOf(this.#steps[this.#place]?.querySelector(".demo-say")));
  }

  #showMode() {
    this.#frame.dataset.mode = this.#listed ? "list" : "one";
    if (this.#listed) this.#pause();
    const button = this.#button("list");
    if (button) button.textContent = this.#words(this.#listed ? "one" : "list");
  }

  #show() {
    this.#steps.forEach((step, place) => step.toggleAttribute("data-now", place === this.#place));
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.#frame.querySelectorAll("[data-about]"))) {
      part.toggleAttribute("data-now", part.dataset.about?.split(" ").includes(String(this.#place)));
    }
    this.#bar.querySelectorAll(".demo-track > span").forEach((part, place) => part.toggleAttribute("data-passed", place < this.#place));
    this.#button("back")?.setAttribute("aria-disabled", String(this.#place === 0));
    this.#button("next")?.setAttribute("aria-disabled", String(this.#place === this.#last));
    this.#showPlay();
  }

  #showPlay() {
    const button = this.#button("play");
    const word = button?.querySelector("[data-word]");
    const state = this.#timer ? "pause" : this.#place === this.#last ? "replay" : "play";
    if (button) button.dataset.state = state;
    if (word) word.textContent = this.#words(state);
  }

  /** @param {string} act */
  #button(act) {
    return /** @type {HTMLElement | null} */ (this.#bar.querySelector(`[data-act="${act}"]`));
  }
}

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const { signal } = life;
  const demonstration = new Demonstration(root, client, signal);
  client.connect({
    read: () => demonstration.read(),
    write: (answer) => demonstration.write(answer),
    lock: (locked) => demonstration.lock(locked),
  });
  root.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button?.dataset.act) demonstration.press(button);
    },
    { signal },
  );
  return () => life.abort();
}
