/**
 * Two lists: the steps to choose from, and the learner's order. Rows go from one to the other and up and down, by buttons and by
 * dragging; whichever way, it is announced.
 */
import { makeDraggable, under } from "../drag.js";
import { wordsOf } from "../text.js";

/** @import { Client, Reply } from "../../browser/types" */
/** @import { Point } from "../../browser/drag" */

const ROW = ".order-row";

class Sequence {
  /** @type {HTMLElement} */ #root;
  /** @type {Client} */ #client;
  #words;
  /** @type {HTMLElement} */ #available;
  /** @type {HTMLElement} */ #order;
  /** All rows, in the order in which this learner is offered them. @type {HTMLElement[]} */ #rows;
  /** Shows between two rows where a dragged one would land. */
  #mark = document.createElement("li");
  #locked = false;
  /** Whether the learner waits for a verdict, so that it is news. */
  #asked = false;

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   */
  constructor(root, client) {
    const frame = /** @type {HTMLElement | null} */ (root.querySelector("[data-order]"));
    const [available, order] = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(".order-list")]);
    if (!frame || !available || !order) throw new Error("The lists are missing.");
    this.#root = root;
    this.#client = client;
    this.#words = wordsOf(frame);
    this.#available = available;
    this.#order = order;
    this.#rows = this.#in(available);
    this.#mark.className = "drop-mark";
    this.#mark.setAttribute("aria-hidden", "true");
    for (const row of this.#rows) this.#equip(row);
    this.#sync();
  }

  /** @param {HTMLElement} row */
  #equip(row) {
    const [grip, tools] = ["grip", "tools"].map((name) => {
      const template = /** @type {HTMLTemplateElement | null} */ (this.#root.querySelector(`template[data-${name}]`));
      return template ? document.importNode(template.content, true) : "";
    });
    for (const button of tools instanceof DocumentFragment ? tools.querySelectorAll("button") : []) {
      button.setAttribute("aria-label", `${button.getAttribute("aria-label") ?? button.textContent}: ${this.#name(row)}`);
    }
    row.prepend(grip ?? "");
    row.querySelector("[data-name]")?.after(tools ?? "");
  }

  /** @param {HTMLElement} list */
  #in(list) {
    return /** @type {HTMLElement[]} */ ([...list.querySelectorAll(ROW)]);
  }

  /** @param {HTMLElement} row */
  #name(row) {
    return row.querySelector("[data-name]")?.textContent?.trim() ?? "";
  }

  read() {
    return { order: this.#in(this.#order).map((row) => row.dataset.item ?? "") };
  }

  /** @param {{order: string[]}} answer */
  write(answer) {
    const chosen = answer.order.flatMap((id) => this.#rows.find((row) => row.dataset.item === id) ?? []);
    this.#order.append(...chosen);
    this.#available.append(...this.#rows.filter((row) => !chosen.includes(row)));
    this.#sync();
  }

  /** @param {string[]} ids */
  arrange(ids) {
    this.#rows = ids.flatMap((id) => this.#rows.find((row) => row.dataset.item === id) ?? []);
    this.#available.append(...this.#rows.filter((row) => row.parentElement === this.#available));
  }

  /** @param {boolean} locked */
  lock(locked) {
    if (this.#locked === locked) return;
    this.#locked = locked;
    for (const button of this.#root.querySelectorAll(".order button")) button.toggleAttribute("disabled", locked);
  }

  submitted() {
    this.#asked = true;
  }

  /**
   * Says the verdict on each place; the frame has shown it there and says the rest.
   *
   * @param {Reply} reply
   */
  show(reply) {
    const asked = this.#asked;
    this.#asked = false;
    if (!asked || reply.done) return;
    const spoken = this.#in(this.#order).flatMap((row, place) => {
      const item = reply.feedback.find((other) => other.part === row.dataset.item);
      const verdict = item && this.#client.fragment(item.html).textContent?.trim();
      return verdict ? [this.#words("spoken", { n: place + 1, name: this.#name(row), verdict })] : [];
    });
    // After what the frame says: the headline comes first.
    queueMicrotask(() => this.#client.say(spoken.join(" ")));
  }

  /** @param {HTMLButtonElement} button */
  press(button) {
    const row = /** @type {HTMLElement | null} */ (button.closest(ROW));
    if (!row) return;
    const act = button.dataset.act ?? "";
    const rows = this.#in(this.#order);
    const place = rows.indexOf(row);
    if (act === "add") this.#leave(row, "add", () => this.#put(row, rows.length));
    else if (act === "remove") this.#leave(row, "remove", () => this.#takeOut(row));
    else if (button.getAttribute("aria-disabled") === "true") {
      this.#client.say(this.#words(act === "up" ? "first" : "last", { name: this.#name(row) }));
    } else {
      this.#put(row, place + (act === "up" ? -1 : 1));
      button.focus(); // a row that is moved loses the focus
    }
  }

  /**
   * Moves a row to the other list, with the focus on the same button of the row that takes its place.
   *
   * @param {HTMLElement} row
   * @param {string} act
   * @param {() => void} move
   */
  #leave(row, act, move) {
    const peers = this.#in(row.parentElement ?? this.#available);
    const place = peers.indexOf(row);
    const next = peers[place + 1] ?? peers[place - 1];
    move();
    const target = next ? next.querySelector(`[data-act="${act}"]`) : row.querySelector("button:not([hidden], [aria-disabled=true])");
    /** @type {HTMLElement | null} */ (target ?? row.querySelector("button:not([hidden])"))?.focus();
  }

  /**
   * @param {HTMLElement} row
   * @param {number} place counted without the row itself
   */
  #put(row, place) {
    const others = this.#in(this.#order).filter((other) => other !== row);
    this.#order.insertBefore(row, others[place] ?? null);
    this.#moved(row);
    this.#client.say(this.#words("placed", { name: this.#name(row), n: place + 1, total: others.length + 1 }));
  }

  /** @param {HTMLElement} row */
  #takeOut(row) {
    const later = this.#rows.slice(this.#rows.indexOf(row) + 1);
    this.#available.insertBefore(row, later.find((other) => other.parentElement === this.#available) ?? null);
    this.#moved(row);
    this.#client.say(this.#words("removed", { name: this.#name(row) }));
  }

  /** What was said of the row was about its old place. @param {HTMLElement} row */
  #moved(row) {
    delete row.dataset.tone;
    row.querySelector("[data-feedback-for]")?.replaceChildren();
    this.#sync();
    this.#client.changed();
  }

  /** Shows in each row what can be done with it, and in each list when it is empty. */
  #sync() {
    const ordered = this.#in(this.#order);
    for (const row of this.#rows) {
      const place = ordered.indexOf(row);
      for (const button of /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll("[data-act]"))) {
        const act = button.dataset.act;
        button.hidden = (act === "add") !== place < 0;
        if (act === "up") button.setAttribute("aria-disabled", String(place === 0));
        if (act === "down") button.setAttribute("aria-disabled", String(place === ordered.length - 1));
      }
    }
    for (const list of [this.#available, this.#order]) {
      const note = /** @type {HTMLElement | null} */ (list.nextElementSibling);
      if (note) note.textContent = this.#in(list).length ? "" : (note.dataset.empty ?? "");
    }
  }

  /** @param {AbortSignal} signal */
  allowDragging(signal) {
    const hooks = {
      items: ROW,
      grips: "[data-grip]",
      can: (/** @type {HTMLElement} */ row) => row.querySelector("button:enabled") !== null,
      over: (/** @type {HTMLElement} */ row, /** @type {Point} */ point) => this.#showTarget(row, point),
      drop: (/** @type {HTMLElement} */ row, /** @type {Point} */ point) => this.#drop(row, point),
      cancel: (/** @type {HTMLElement} */ row) => this.#client.say(this.#words("canceled", { name: this.#name(row) })),
      end: () => this.#showTarget(null, { x: -1, y: -1 }),
    };
    makeDraggable(this.#root, hooks, signal);
  }

  /**
   * The list under a point, and the place in it.
   *
   * @param {HTMLElement} row
   * @param {Point} point
   */
  #target(row, point) {
    const part = under(point, "[data-part]");
    const others = this.#in(this.#order).filter((other) => other !== row);
    const above = others.filter((other) => {
      const box = other.getBoundingClientRect();
      return box.top + box.height / 2 < point.y;
    });
    return { part: part && this.#root.contains(part) ? part : null, place: above.length, next: others[above.length] ?? null };
  }

  /**
   * @param {HTMLElement | null} row none: nothing is shown any more
   * @param {Point} point
   */
  #showTarget(row, point) {
    const target = row ? this.#target(row, point) : null;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll("[data-part]"))) {
      part.toggleAttribute("data-over", part === target?.part);
    }
    if (target?.part?.dataset.part === "order") this.#order.insertBefore(this.#mark, target.next);
    else this.#mark.remove();
  }

  /**
   * @param {HTMLElement} row
   * @param {Point} point
   */
  #drop(row, point) {
    const { part, place } = this.#target(row, point);
    const from = this.#in(this.#order).indexOf(row);
    const inOrder = part?.dataset.part === "order";
    if (inOrder && place !== from) this.#put(row, place);
    else if (part && !inOrder && from >= 0) this.#takeOut(row);
    else this.#client.say(this.#words("canceled", { name: this.#name(row) }));
  }
}

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const { signal } = life;
  const sequence = new Sequence(root, client);
  client.connect({
    read: () => sequence.read(),
    write: (answer) => sequence.write(answer),
    arrange: (ids) => sequence.arrange(ids),
    show: (reply) => sequence.show(reply),
    lock: (locked) => sequence.lock(locked),
  });
  sequence.allowDragging(signal);
  root.addEventListener("submit", () => sequence.submitted(), { signal });
  root.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button?.dataset.act) sequence.press(button);
    },
    { signal },
  );
  return () => life.abort();
}
