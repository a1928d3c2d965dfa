/**
 * The frame around a widget: check, hints, the answer, drafts, the verdict, and the state of all this in words.
 *
 * Nothing is decided here. What can be pressed, what an answer is worth and what is said of it comes from Python (`View`, `Reply`).
 */
import { createClient } from "./client.js";
import { find, findAll, fragment, make, plainText, say, showText } from "./dom.js";
import { t } from "./text.js";
import { VisibleTime } from "./visible_time.js";
import { clearVerdict, showKept, showNote, showVerdict } from "./verdict.js";

/** @import { Answer, Handle, Kept, Reply, Session, SessionEvent, View, Widget } from "./types" */

const DRAFT_DELAY = 400;
/** A check that takes longer is said to be under way. */
const PATIENCE = 300;

export class ExerciseFrame {
  /** @type {HTMLElement} */ #frame;
  /** @type {Session} */ #session;
  /** @type {Handle | null} */ #handle = null;
  /** @type {() => void} */ #unmountWidget = () => {};
  #life = new AbortController();
  #time = new VisibleTime();
  #draftTimer = 0;
  #busy = false;
  #shownHints = 0;
  #arranged = false;
  /** Whether a right answer stands in the exercise to be looked at, in place of the learner's own. */
  #showsSolution = false;
  /** Whether the learner waits for a hint, so that the next one is news. */
  #askedHint = false;
  /** Whether an answer is shown as waiting for its verdict. */
  #waits = false;
  /** What the page says of the exercise before its status. */
  #label = "";

  /**
   * @param {HTMLElement} frame
   * @param {Session} session
   */
  constructor(frame, session) {
    this.#frame = frame;
    this.#session = session;
    this.id = frame.dataset.exercise ?? "";
  }

  /** @param {Widget} widget */
  mount(widget) {
    const form = find(this.#frame, "[data-form]");
    if (!form) throw new Error("The exercise has no form.");
    const asBuilt = form.cloneNode(true);
    this.#life.signal.addEventListener("abort", () => form.replaceWith(asBuilt));
    const kept = this.#session.kept(this.id);
    const client = createClient({
      id: this.id,
      answer: kept?.answer ?? null,
      session: this.#session,
      left: this.#life.signal,
      connect: (handle) => (this.#handle = handle),
      changed: () => this.#changed(),
      submit: () => void this.#submit(true),
      restart: () => this.#restart(),
    });
    this.#unmountWidget = widget.mount(form, client);
    if (!this.#handle) throw new Error("The widget did not connect.");
    this.#label = find(this.#frame, "[data-status-text]")?.textContent?.trim() ?? "";
    this.#listen(form);
    this.#restore(kept);
    this.#show();
  }

  /** Leaves the exercise as it was built: to be read where the page is locked, and for another mount. */
  unmount() {
    this.#saveDraft();
    this.#time.stop();
    this.#unmountWidget();
    showText(find(this.#frame, "[data-status-text]"), this.#label);
    this.#life.abort();
  }

  /** @param {HTMLElement} form */
  #listen(form) {
    const { signal } = this.#life;
    const listen = (/** @type {EventTarget} */ target, /** @type {string} */ kind, /** @type {(event: Event) => void} */ act) =>
      target.addEventListener(kind, act, { signal });
    listen(form, "submit", (event) => {
      event.preventDefault();
      const { submitter } = /** @type {SubmitEvent} */ (event);
      void this.#submit(submitter?.dataset.do !== "check");
    });
    for (const button of findAll(form, '[data-do="hint"]')) listen(button, "click", () => void this.#hint());
    for (const button of findAll(form, '[data-do="reveal"]')) listen(button, "click", () => void this.#reveal());
    for (const button of findAll(form, '[data-do="own-turn"]')) listen(button, "click", () => this.#ownTurn());
    listen(window, "pagehide", () => this.#saveDraft());
    listen(document, "visibilitychange", () => document.hidden && this.#saveDraft());
    signal.addEventListener("abort", this.#session.listen((event) => this.#hear(event)));
  }

  /** @param {SessionEvent} event */
  #hear(event) {
    if (event.kind === "judged" && event.exercise === this.id) this.#showReply(event.reply, true);
    // What waited here may have been judged in another tab, before Python was ready in this one.
    if (event.kind === "elsewhere" || (event.kind === "ready" && this.#waits)) this.#follow();
    this.#show();
  }

  /** Shows what was judged in another tab, unless something is being written here. */
  #follow() {
    const kept = this.#session.kept(this.id);
    const reply = this.#session.view(this.id)?.reply;
    if (!kept?.judged || kept.pending || !reply || this.#busy || this.#showsSolution || "changed" in this.#frame.dataset) return;
    if (JSON.stringify(kept.answer) !== JSON.stringify(this.#handle?.read())) this.#write(kept.answer);
    this.#showReply(reply, false);
  }

  /** @param {Kept | null} kept */
  #restore(kept) {
    const view = this.#session.view(this.id);
    this.#arrange(view);
    if (!kept) return;
    this.#write(kept.answer);
    if (kept.pending) this.#showKept();
    else if (kept.judged && view?.reply) this.#showReply(view.reply, false);
  }

  /**
   * Puts the items into this learner's order, once, and not under the hands of who has started to answer.
   *
   * @param {View | null} view
   */
  #arrange(view) {
    if (this.#arranged || !view) return;
    this.#arranged = true;
    const touched = "changed" in this.#frame.dataset || this.#frame.contains(document.activeElement);
    if (view.order?.length && !touched) this.#handle?.arrange?.(view.order);
  }

  /** @param {Answer} answer */
  #write(answer) {
    try {
      const writing = this.#handle?.write(answer);
      writing?.then(() => this.#life.signal.aborted || this.#show()).catch((error) => console.error(error));
    } catch (error) {
      // A kept answer may come from another edition of the exercise; it stays in the record.
      console.error(error);
    }
  }

  /** Takes away what was said: another attempt begins, about something else. */
  #restart() {
    clearVerdict(this.#frame);
    this.#changed();
  }

  #changed() {
    if (this.#showsSolution) return;
    this.#frame.dataset.changed = "";
    this.#showChanged();
    if (this.#handle?.checkable) this.#showActions(this.#session.view(this.id));
    clearTimeout(this.#draftTimer);
    this.#draftTimer = window.setTimeout(() => this.#saveDraft(), DRAFT_DELAY);
  }

  #saveDraft() {
    if (!this.#draftTimer) return;
    clearTimeout(this.#draftTimer);
    this.#draftTimer = 0;
    this.#session.draft(this.id, this.#handle?.read());
  }

  /** @param {boolean} [inPlace] whether the widget's own button was pressed, so that the learner stays where it is */
  async #submit(inPlace = false) {
    if (this.#busy || !this.#handle || this.#showsSolution) return;
    const answer = this.#handle.read();
    clearTimeout(this.#draftTimer);
    this.#draftTimer = 0;
    const duration = this.#time.take();
    delete this.#frame.dataset.changed;
    if (!this.#session.ready) {
      this.#session.keep(this.id, answer, duration);
      this.#showKept();
      say(t("kept"));
      return;
    }
    try {
      const reply = await this.#work(t("checking"), () => this.#session.submit(this.id, answer, duration));
      this.#showReply(reply, true);
      // With the next picture: asked at once, the browser would have to work out where everything stands before it shows anything.
      if (!inPlace) requestAnimationFrame(() => find(this.#frame, "[data-verdict]")?.scrollIntoView({ block: "nearest" }));
    } catch (error) {
      console.error(error);
      this.#say(t("call_failed"));
    }
    this.#show();
  }

  async #hint() {
    if (this.#busy) return;
    this.#askedHint = true;
    try {
      await this.#work(t("kept_hint"), () => this.#session.hint(this.id));
    } catch (error) {
      console.error(error);
      this.#say(t("call_failed"));
    }
    this.#askedHint = false;
  }

  async #reveal() {
    if (this.#busy) return;
    this.#saveDraft();
    try {
      const shown = await this.#work(t("kept_reveal"), () => this.#session.reveal(this.id));
      if (shown === null) return;
      this.#showsSolution = this.#session.view(this.id)?.can_check ?? false;
      delete this.#frame.dataset.changed;
      this.#write(shown.answer);
      this.#showReply(shown.reply, true);
      find(this.#frame, "[data-verdict]")?.focus();
    } catch (error) {
      console.error(error);
      this.#say(t("call_failed"));
    }
    this.#show();
  }

  /** The learner has seen the answer, and goes on from what was there before. */
  #ownTurn() {
    this.#showsSolution = false;
    clearVerdict(this.#frame);
    this.#restore(this.#session.kept(this.id));
    this.#show();
    const title = find(this.#frame, "h2");
    title?.focus();
    title?.scrollIntoView({ block: "nearest" });
  }

  /**
   * Marks the frame as busy while something runs, and says so when it takes a while.
   *
   * @template T
   * @param {string} text
   * @param {() => Promise<T>} act
   */
  async #work(text, act) {
    this.#busy = true;
    this.#frame.dataset.busy = "";
    const timer = setTimeout(() => this.#say(text), PATIENCE);
    try {
      return await act();
    } finally {
      clearTimeout(timer);
      this.#busy = false;
      delete this.#frame.dataset.busy;
    }
  }

  #showKept() {
    this.#waits = true;
    showKept(this.#frame);
  }

  /** @param {string} text */
  #say(text) {
    showNote(this.#frame, text);
    say(text);
  }

  /**
   * @param {Reply} reply
   * @param {boolean} fresh whether it was just judged
   */
  #showReply(reply, fresh) {
    this.#waits = false;
    const { headline, beside, rest } = showVerdict(this.#frame, reply, this.#handle?.own ?? []);
    const shown = this.#handle?.show?.(reply);
    if (fresh) say([headline, shown ?? beside, rest].filter(Boolean).join(" "));
  }

  #show() {
    const view = this.#session.view(this.id);
    const waiting = !this.#busy && (this.#session.kept(this.id)?.pending ?? false);
    this.#frame.dataset.status = waiting ? "waiting" : (view?.status ?? "new");
    const revealed = this.#frame.dataset.status === "tried" && Boolean(view?.solution);
    const status = t(revealed ? "status_revealed" : `status_${this.#frame.dataset.status}`);
    showText(find(this.#frame, "[data-status-text]"), this.#label ? `${this.#label} · ${status}` : status);
    const saved = this.#session.saved === "none" ? "" : t(this.#session.saved);
    showText(find(this.#frame, "[data-saved]"), this.#session.elsewhere.has(this.id) ? t("text_elsewhere") : saved);
    this.#arrange(view);
    this.#showHints(view);
    this.#showActions(view);
    this.#showChanged();
  }

  /** @param {View | null} view */
  #showActions(view) {
    const actions = find(this.#frame, "[data-actions]");
    if (!actions) return;
    const focused = document.activeElement instanceof HTMLElement && actions.contains(document.activeElement) ? document.activeElement : null;
    const shows = this.#showsSolution;
    const check = !shows && (view?.can_check ?? true) && (this.#handle?.checkable?.() ?? true);
    const offered = { check, hint: !shows && (view?.can_hint ?? false), reveal: !shows && (view?.can_reveal ?? false), "own-turn": shows };
    for (const [name, can] of Object.entries(offered)) {
      for (const button of findAll(actions, `[data-do="${name}"]`)) button.hidden = !can;
    }
    const left = view?.left ?? null;
    showText(find(actions, "[data-attempts]"), left === null ? "" : t("attempts_left", { n: left }));
    actions.hidden = false;
    this.#handle?.lock?.(!offered.check);
    if (focused?.hidden) this.#moveFocus();
  }

  /**
   * A button that vanishes under the focus would leave the keyboard nowhere: reading goes on at what the button brought.
   * The place has a short name; its words come from the live region, so that nothing is said twice.
   */
  #moveFocus() {
    const hints = this.#askedHint ? find(this.#frame, "[data-hints]") : null;
    const place = hints ?? find(this.#frame, "[data-verdict]:not([hidden])") ?? find(this.#frame, "h2");
    place?.focus();
  }

  /** @param {View | null} view */
  #showHints(view) {
    const list = find(this.#frame, "[data-hints]");
    const shown = view?.hints.html ?? [];
    if (!list || shown.length === this.#shownHints) return;
    this.#shownHints = shown.length;
    list.replaceChildren(...shown.map((html) => make("li", {}, fragment(html))));
    list.hidden = shown.length === 0;
    if (!this.#askedHint) return;
    say(t("hint_said", { n: shown.length, total: view?.hints.total, text: plainText(shown.at(-1) ?? "") }));
    list.lastElementChild?.scrollIntoView({ block: "nearest" });
  }

  /** Says above the verdict when it is no longer about what stands in the exercise. */
  #showChanged() {
    const verdict = find(this.#frame, "[data-verdict]");
    if (!verdict) return;
    find(verdict, ".verdict-changed")?.remove();
    const judged = find(verdict, ".verdict-headline");
    const stale = this.#session.view(this.id)?.stale ?? false;
    const text = stale ? t("stale") : judged && "changed" in this.#frame.dataset ? t("changed_since") : "";
    if (!text) return;
    verdict.prepend(make("p", { className: "verdict-changed", text }));
    verdict.hidden = false;
  }
}
