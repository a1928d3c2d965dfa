/**
 * Dragging with mouse, finger and pen: an item is picked up, a picture of it follows the pointer, and it is put down.
 *
 * This is an extra. Whoever uses it offers the same by buttons, says what happened, and decides where an item may land; nothing moves
 * before the pointer is released, and Escape lets go of the item where it was.
 */

/** Below this distance (pixels) it is a click. */
const THRESHOLD = 5;
/** So near to the upper or lower edge (pixels) the page scrolls. */
const EDGE = 72;
/** The fastest scrolling, in pixels a frame. */
const SPEED = 18;
const CONTROLS = "a, button, input, label, select, summary, textarea";

/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {object} Hooks
 * @property {string} items selector of what can be dragged
 * @property {string} grips selector of the part of an item by which fingers and pens drag it; elsewhere they scroll. A mouse takes it anywhere.
 * @property {(item: HTMLElement) => boolean} can whether it can be dragged now
 * @property {(item: HTMLElement) => void} [start] it is picked up
 * @property {(item: HTMLElement, point: Point) => boolean | void} over shows where it would land; true keeps the page from scrolling
 * @property {(item: HTMLElement, point: Point) => void} drop puts it there
 * @property {(item: HTMLElement) => void} [cancel] it stays where it was
 * @property {(item: HTMLElement) => void} end however it ended: takes back what `start` and `over` showed
 */

/**
 * What lies under a point.
 *
 * @param {Point} point
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function under(point, selector) {
  return document.elementFromPoint(point.x, point.y)?.closest(selector) ?? null;
}

/**
 * Lets the items inside `root` be dragged until the signal says stop.
 *
 * @param {HTMLElement} root
 * @param {Hooks} hooks
 * @param {AbortSignal} signal
 */
export function makeDraggable(root, hooks, signal) {
  /** @type {Gesture | null} */
  let gesture = null;
  root.addEventListener(
    "pointerdown",
    (event) => {
      if (gesture?.active) return;
      const item = grabbed(event, hooks);
      if (item) gesture = new Gesture(item, event, hooks);
    },
    { signal },
  );
  signal.addEventListener("abort", () => gesture?.finish(false));
}

/**
 * The item that a press takes hold of.
 *
 * @param {PointerEvent} event
 * @param {Hooks} hooks
 * @returns {HTMLElement | null}
 */
function grabbed(event, hooks) {
  const target = event.target instanceof Element ? event.target : null;
  /** @type {HTMLElement | null} */
  const item = target?.closest(hooks.items) ?? null;
  if (!target || !item || !event.isPrimary || event.button !== 0 || !hooks.can(item)) return null;
  const byGrip = target.closest(hooks.grips) !== null;
  return byGrip || (event.pointerType === "mouse" && !target.closest(CONTROLS)) ? item : null;
}

/** One item on its way, from press to release. */
class Gesture {
  #life = new AbortController();
  #item;
  #hooks;
  #pointer;
  /** Where it was taken, and where the pointer is. @type {Point} */ #origin;
  /** @type {Point} */ #point;
  /** The picture that follows the pointer. @type {HTMLElement | null} */ #picture = null;
  #frame = 0;
  #holdsPage = false;

  /**
   * @param {HTMLElement} item
   * @param {PointerEvent} event
   * @param {Hooks} hooks
   */
  constructor(item, event, hooks) {
    this.#item = item;
    this.#hooks = hooks;
    this.#pointer = event.pointerId;
    this.#origin = this.#point = { x: event.clientX, y: event.clientY };
    // A finger belongs to the element that it touched first; here whatever lies below it has to be found.
    if (event.target instanceof Element) event.target.releasePointerCapture(event.pointerId);
    const { signal } = this.#life;
    addEventListener("pointermove", (move) => this.#move(move), { signal });
    addEventListener("pointerup", (up) => up.pointerId === this.#pointer && this.finish(true), { signal });
    addEventListener("pointercancel", (end) => end.pointerId === this.#pointer && this.finish(false), { signal });
    addEventListener("keydown", (key) => this.#press(key), { signal, capture: true });
    addEventListener("blur", () => this.finish(false), { signal });
    for (const kind of ["selectstart", "dragstart", "contextmenu"]) {
      addEventListener(kind, (other) => other.preventDefault(), { signal, capture: true });
    }
  }

  get active() {
    return !this.#life.signal.aborted;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    if (event.pointerType === "mouse" && event.buttons === 0) return this.finish(false); // released outside the window
    this.#point = { x: event.clientX, y: event.clientY };
    const { x, y } = this.#way();
    if (!this.#picture) {
      if (Math.hypot(x, y) < THRESHOLD) return;
      this.#start();
    }
    this.#show();
  }

  #way() {
    return { x: this.#point.x - this.#origin.x, y: this.#point.y - this.#origin.y };
  }

  #start() {
    this.#picture = pictureOf(this.#item);
    document.body.append(this.#picture);
    this.#item.dataset.dragged = "";
    document.documentElement.dataset.dragging = "";
    this.#hooks.start?.(this.#item);
    this.#frame = requestAnimationFrame(() => this.#scroll());
  }

  #show() {
    const { x, y } = this.#way();
    if (this.#picture) this.#picture.style.translate = `${x}px ${y}px`;
    this.#holdsPage = this.#hooks.over(this.#item, this.#point) === true;
  }

  /** Near an edge the page moves on below the pointer. */
  #scroll() {
    this.#frame = requestAnimationFrame(() => this.#scroll());
    const above = EDGE - this.#point.y;
    const below = this.#point.y - (innerHeight - EDGE);
    const depth = above > 0 ? -above : Math.max(0, below);
    if (!depth || this.#holdsPage) return;
    const before = scrollY;
    scrollBy({ top: (Math.max(-EDGE, Math.min(EDGE, depth)) / EDGE) * SPEED, behavior: "instant" });
    if (scrollY !== before) this.#show();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.finish(false);
  }

  /** @param {boolean} drop whether it is put down here; else it stays where it was */
  finish(drop) {
    if (!this.active) return;
    this.#life.abort();
    cancelAnimationFrame(this.#frame);
    if (!this.#picture) return;
    this.#picture.remove();
    delete this.#item.dataset.dragged;
    delete document.documentElement.dataset.dragging;
    // What `start` and `over` show is still there: it may be what lies under the pointer.
    if (drop) this.#hooks.drop(this.#item, this.#point);
    else this.#hooks.cancel?.(this.#item);
    this.#hooks.end(this.#item);
  }
}

/**
 * A copy of the item that nobody but the eye can find.
 *
 * @param {HTMLElement} item
 */
function pictureOf(item) {
  const box = item.getBoundingClientRect();
  const picture = document.createElement("div");
  const copy = /** @type {HTMLElement} */ (item.cloneNode(true));
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const name of ["id", "name", "data-item", "data-feedback-for"]) element.removeAttribute(name);
  }
  picture.append(...copy.childNodes);
  picture.className = `${item.className} drag-picture`;
  picture.setAttribute("aria-hidden", "true");
  picture.inert = true;
  Object.assign(picture.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px` });
  return picture;
}
