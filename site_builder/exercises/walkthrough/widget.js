/**
 * A guided tour: one screen and one explanation at a time, Back and Next, and decisions that Python judges.
 *
 * The page holds everything; this shows the part that is due. Which decisions are settled, and where an option leads, is what Python
 * said with the last verdict. A decision that was changed since is open again.
 */
import { Controls } from "../controls.js";
import { wordsOf } from "../text.js";

/** @import { Client, FeedbackItem, Reply } from "../../browser/types" */

/**
 * @typedef {{decisions: Record<string, string>, typed?: Record<string, string>, seen: number}} Given
 * @typedef {{good: boolean, next: string}} Settled
 * @typedef {{element: HTMLElement, id: string, place: number, next: string, steps: HTMLElement[]}} Screen
 */

/**
 * @param {HTMLElement} root
 * @param {string} selector
 */
function copy(root, selector) {
  const template = /** @type {HTMLTemplateElement | null} */ (root.querySelector(selector));
  const element = template?.content.firstElementChild;
  if (!element) throw new Error(`The template ${selector} is missing.`);
  return /** @type {HTMLElement} */ (document.importNode(element, true));
}

class Tour {
  /** @type {HTMLElement} */ #walk;
  /** @type {Client} */ #client;
  /** @type {Screen[]} */ #screens;
  /** @type {Controls} */ #decisions;
  /** @type {HTMLElement} */ #bar;
  /** @type {HTMLElement} */ #tools;
  /** What Python said of each decision. @type {Map<string, Settled>} */ #settled = new Map();
  /** The screens that led here, for the way back. @type {Screen[]} */ #trail = [];
  /** @type {Screen} */ #screen;
  #step = 0;
  /** How many screens of the way were passed. */
  #seen = 0;
  #locked = false;
  /** The decision that was just submitted. */
  #asked = "";
  /** @type {(key: string, data?: Record<string, unknown>) => string} */ #words;

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   */
  constructor(root, client) {
    const walk = /** @type {HTMLElement | null} */ (root.querySelector("[data-walk]"));
    if (!walk) throw new Error("The screens are missing.");
    this.#walk = walk;
    this.#client = client;
    this.#decisions = new Controls(walk);
    this.#screens = /** @type {HTMLElement[]} */ ([...walk.querySelectorAll("[data-screen]")]).map((element) => ({
      element,
      id: element.dataset.screen ?? "",
      place: Number(element.dataset.place),
      next: element.dataset.next ?? "",
      // In the order of their numbers, which need not be the order of the elements that they explain.
      steps: /** @type {HTMLElement[]} */ ([...element.querySelectorAll("[data-step]")]).sort((one, other) => this.#number(one) - this.#number(other)),
    }));
    this.#screen = this.#screens[0];
    this.#bar = copy(root, "template[data-walk-bar]");
    this.#tools = copy(root, "template[data-walk-tools]");
    this.#words = wordsOf(walk);
    walk.dataset.guided = "";
    walk.prepend(this.#bar);
    for (const details of walk.querySelectorAll("details")) details.open = false;
    this.#show();
  }

  /** @param {HTMLElement} step */
  #number(step) {
    return Number(step.dataset.step);
  }

  /** The screens of the way, without detours. */
  get #way() {
    return this.#screens.filter((screen) => screen.place).sort((one, other) => one.place - other.place);
  }

  get #current() {
    return this.#screen.steps[this.#step];
  }

  read() {
    return { ...this.#decisions.read(), seen: this.#seen };
  }

  /** @param {Given} answer */
  write(answer) {
    this.#decisions.write(answer);
    this.#forget();
    // A kept answer may be that of another edition, with more screens, or of another type.
    this.#seen = Math.max(0, Math.min(this.#way.length, answer.seen)) || 0;
    this.#trail = [];
    this.#screen = this.#way[this.#seen] ?? this.#way[0];
    this.#step = 0;
    this.#show();
  }

  /** @param {boolean} locked */
  lock(locked) {
    this.#locked = locked;
    this.#decisions.lock(locked);
    this.#recall();
    this.#show();
  }

  /** @param {Reply} reply */
  show(reply) {
    const asked = this.#asked;
    this.#asked = "";
    this.#forget();
    for (const item of reply.feedback) if (item.data.decision) this.#settle(item);
    this.#note("");
    this.#show();
    if (!asked) return;
    const said = this.#place(asked);
    // The verdict pushes the buttons down; if not both fit into the window, the verdict is what counts.
    for (const part of [this.#tools, said]) part?.scrollIntoView({ block: "nearest" });
    if (said && !this.#settled.has(asked)) this.#note(this.#words("blocked"));
    return said?.textContent?.replace(/\s+/g, " ").trim();
  }

  #forget() {
    this.#settled.clear();
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (this.#walk.querySelectorAll("[data-said]"))) this.#clear(place);
  }

  /** What was said of a decision still holds where the decision is the same, though the learner has moved on since. */
  #recall() {
    const last = this.#client.judged();
    if (!last) return;
    const then = { ...last.answer.decisions, ...last.answer.typed };
    const { decisions, typed } = this.#decisions.read();
    for (const item of last.reply.feedback) {
      const id = item.data.decision;
      if (id && !this.#settled.has(id) && then[id] === { ...decisions, ...typed }[id]) this.#settle(item);
    }
  }

  /** @param {FeedbackItem} item */
  #settle(item) {
    const { decision, next = "" } = item.data;
    this.#settled.set(decision, { good: item.tone === "good", next });
    const place = this.#place(decision);
    if (!place) return;
    const entry = document.createElement("div");
    entry.className = `feedback feedback-${item.tone}`;
    const tone = document.createElement("span");
    tone.className = "visually-hidden";
    tone.textContent = `${this.#client.text(`tone_${item.tone}`)} `;
    entry.append(tone, this.#client.fragment(item.html));
    place.append(entry);
    place.id ||= `x-${this.#client.id}__said-${decision}`;
    this.#decisions.describe(decision, place.id);
  }

  /** @param {HTMLElement} place */
  #clear(place) {
    place.replaceChildren();
    this.#decisions.describe(place.dataset.said ?? "", "");
  }

  /** @param {string} decision */
  #place(decision) {
    return /** @type {HTMLElement | null} */ (this.#walk.querySelector(`[data-said="${CSS.escape(decision)}"]`));
  }

  /** A decision was changed: what was said of it is about another choice. @param {string} decision */
  changed(decision) {
    this.#settled.delete(decision);
    const place = this.#place(decision);
    if (place) this.#clear(place);
    this.#note("");
    this.#client.changed();
    this.#show();
  }

  submitted() {
    this.#asked = this.#current.dataset.decision ?? "";
  }

  /** Whether a step can be passed: it explains, or its decision is settled. @param {HTMLElement} step */
  #isOpen(step) {
    return this.#locked || !step.dataset.decision || this.#settled.get(step.dataset.decision)?.good === true;
  }

  /** The next step, or the next screen. */
  next() {
    if (!this.#isOpen(this.#current)) this.#refuse();
    else if (this.#step < this.#screen.steps.length - 1) this.#go(this.#screen, this.#step + 1);
    else this.leave();
  }

  /** To the next screen, if nothing is left to be decided here. */
  leave() {
    const left = this.#screen.steps.findIndex((step) => !this.#isOpen(step));
    if (left >= 0) {
      if (left !== this.#step) this.#go(this.#screen, left);
      this.#refuse();
      return;
    }
    this.#pass(this.#screen);
    const next = this.#after(this.#screen);
    if (next) this.#enter(next);
    else this.#end();
  }

  /** @param {Screen} screen of which nothing is left to be decided */
  #pass(screen) {
    if (screen.place <= this.#seen) return;
    this.#seen = screen.place;
    this.#client.changed();
  }

  /** The screen after one: where a right option leads, or else the usual one; none after the last. @param {Screen} screen */
  #after(screen) {
    const leads = screen.steps.map((step) => this.#settled.get(step.dataset.decision ?? "")?.next).find(Boolean);
    return this.#screens.find((other) => other.id === (leads ?? screen.next));
  }

  /** @param {Screen} screen */
  #enter(screen) {
    // Back from a detour, the learner goes on at what is still to be decided.
    const open = this.#trail.at(-1) === screen ? screen.steps.findIndex((step) => !this.#isOpen(step)) : 0;
    if (this.#trail.at(-1) === screen) this.#trail.pop();
    else this.#trail.push(this.#screen);
    this.#go(screen, Math.max(open, 0));
  }

  back() {
    if (this.#step > 0) this.#go(this.#screen, this.#step - 1);
    else {
      const screen = this.#trail.pop() ?? this.#way[this.#screen.place - 2];
      if (screen) this.#go(screen, screen.steps.length - 1);
    }
  }

  /** What comes of a wrong option. */
  follow() {
    const settled = this.#settled.get(this.#current.dataset.decision ?? "");
    const screen = this.#screens.find((other) => other.id === settled?.next);
    if (screen) this.#enter(screen);
  }

  /** Over explanations to the next decision, or to the end; or, from there, to the beginning. */
  skip() {
    if (this.#skipsTo() === "restart") {
      this.#trail = [];
      this.#go(this.#way[0], 0);
      return;
    }
    const ahead = this.#screen.steps.findIndex((step, place) => place > this.#step && !this.#isOpen(step));
    if (ahead >= 0) this.#go(this.#screen, ahead);
    else this.#skipScreens();
  }

  /** The screens lead in no circle, as `check` makes sure. */
  #skipScreens() {
    for (let screen = this.#screen; ; ) {
      const open = screen.steps.findIndex((step) => !this.#isOpen(step));
      if (open >= 0) {
        const stays = screen === this.#screen;
        this.#go(screen, open, true);
        if (stays) this.#refuse();
        return;
      }
      this.#pass(screen);
      const next = this.#after(screen);
      if (!next) return this.#end();
      this.#trail.push(screen);
      screen = next;
    }
  }

  #skipsTo() {
    const last = this.#way.at(-1);
    if (this.#seen === last?.place) return "restart";
    return this.#screens.some((screen) => screen.place && screen.steps.some((step) => !this.#isOpen(step))) ? "skip" : "skip_end";
  }

  #end() {
    this.#show();
    this.#client.submit();
  }

  /** @param {number} number of a step of the shown screen */
  explain(number) {
    this.#go(this.#screen, this.#screen.steps.findIndex((step) => this.#number(step) === number));
  }

  /** A control that belongs to no step. @param {string} name */
  inert(name) {
    this.#note(this.#words("inert", { name }));
  }

  #refuse() {
    this.#note(this.#words("blocked"));
  }

  /** @param {string} text none: what was noted is past */
  #note(text) {
    const note = this.#tools.querySelector("[data-note]");
    if (note) note.textContent = text;
    this.#client.say(text);
  }

  /**
   * Shows a step, with the focus on its heading, or on that of the screen if it is another one.
   *
   * @param {Screen} screen
   * @param {number} step
   * @param {boolean} [toStep] whether the focus goes to the step in any case
   */
  #go(screen, step, toStep = false) {
    const other = screen !== this.#screen;
    this.#screen = screen;
    this.#step = step;
    this.#note("");
    this.#show();
    const title = /** @type {HTMLElement | null} */ (screen.element.querySelector("[data-heading]"));
    const heading = /** @type {HTMLElement | null} */ (this.#current.querySelector(".walk-title"));
    const target = other && !toStep ? title : heading;
    // The focus reads its heading out; what else is new is said.
    if (other) this.#client.say(target === title ? `${this.#counted()}.` : this.#words("screen_said", { title: title?.textContent?.trim() }));
    target?.focus({ preventScroll: true });
    (target === title ? this.#walk : this.#current).scrollIntoView({ block: target === title ? "start" : "nearest" });
  }

  /** "Step 3 of 14". */
  #counted() {
    const beside = this.#screen.place === 0;
    const before = beside ? [] : this.#way.filter((screen) => screen.place < this.#screen.place);
    const all = beside ? [this.#screen] : this.#way;
    const count = (/** @type {Screen[]} */ screens) => screens.flatMap((screen) => screen.steps).length;
    return this.#words(beside ? "aside_step" : "step", { n: count(before) + this.#step + 1, total: count(all) });
  }

  #show() {
    for (const screen of this.#screens) screen.element.hidden = screen !== this.#screen;
    for (const step of this.#screens.flatMap((screen) => screen.steps)) {
      const current = step === this.#current;
      step.toggleAttribute("data-current", current);
      for (const guide of /** @type {NodeListOf<HTMLElement>} */ (step.querySelectorAll("[data-guide]"))) guide.hidden = !current;
    }
    for (const marker of /** @type {NodeListOf<HTMLElement>} */ (this.#screen.element.querySelectorAll("[data-marker], [data-spot]"))) {
      const number = Number(marker.dataset.marker ?? marker.dataset.spot);
      const current = number === this.#number(this.#current);
      marker.toggleAttribute("data-current", current);
      if (current) marker.setAttribute("aria-current", "step");
      else marker.removeAttribute("aria-current");
      marker.closest(".ui-part")?.toggleAttribute("data-current", marker.parentElement?.querySelector("[data-current]") !== null);
    }
    this.#showTools();
    this.#showBar();
  }

  /** @param {string} act */
  #button(act) {
    return /** @type {HTMLElement} */ (this.#tools.querySelector(`[data-act="${act}"]`));
  }

  #showTools() {
    const holder = this.#current.querySelector("[data-tools]");
    if (this.#tools.parentElement !== holder) holder?.append(this.#tools);
    const check = this.#button("check");
    const held = check === document.activeElement;
    const settled = this.#settled.get(this.#current.dataset.decision ?? "");
    const [first] = this.#way;
    const count = this.#current.querySelector("[data-count]");
    if (count) count.textContent = this.#counted();
    this.#button("back").hidden = this.#screen === first && this.#step === 0;
    check.hidden = this.#isOpen(this.#current);
    this.#button("next").hidden = !this.#isOpen(this.#current);
    this.#button("follow").hidden = !settled?.next || settled.good;
    const last = !this.#screen.next && this.#step === this.#screen.steps.length - 1;
    this.#button("next").textContent = this.#words(last ? "finish" : "next");
    // The button that was pressed is gone, now that there is another one to press.
    if (held && check.hidden) this.#button("next").focus();
  }

  #showBar() {
    const where = this.#bar.querySelector("[data-where]");
    const progress = /** @type {HTMLProgressElement | null} */ (this.#bar.querySelector("[data-way]"));
    const skip = /** @type {HTMLElement | null} */ (this.#bar.querySelector('[data-act="skip"]'));
    if (where) where.textContent = this.#counted();
    if (progress) {
      progress.max = this.#way.length;
      progress.value = this.#seen;
    }
    if (!skip) return;
    skip.textContent = this.#words(this.#skipsTo());
    skip.hidden = !this.#isOpen(this.#current);
  }
}

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const { signal } = life;
  const tour = new Tour(root, client);
  client.connect({
    own: ["right", "wrong"],
    read: () => tour.read(),
    write: (answer) => tour.write(answer),
    show: (reply) => tour.show(reply),
    lock: (locked) => tour.lock(locked),
  });
  /** @type {Record<string, () => void>} */
  const acts = { back: () => tour.back(), next: () => tour.next(), follow: () => tour.follow(), skip: () => tour.skip(), check: () => tour.submitted() };
  root.addEventListener(
    "click",
    (event) => {
      const target = event.target instanceof Element ? event.target : null;
      const marker = /** @type {HTMLElement | null} */ (target?.closest("[data-marker], [data-spot]") ?? null);
      const button = target?.closest("button");
      if (marker) {
        event.preventDefault();
        tour.explain(Number(marker.dataset.marker ?? marker.dataset.spot));
      } else if (button?.dataset.act) acts[button.dataset.act]?.();
      else if (button?.matches("[data-go]")) tour.leave();
      else if (button?.matches("[data-inert]")) tour.inert(button.textContent?.trim() ?? "");
    },
    { signal },
  );
  for (const kind of ["change", "input"]) {
    root.addEventListener(
      kind,
      (event) => {
        const control = event.target instanceof Element ? event.target.closest("[data-control]") : null;
        if (control instanceof HTMLElement) tour.changed(control.dataset.control ?? "");
      },
      { signal },
    );
  }
  return () => life.abort();
}
