/**
 * Cards in a pile and in groups. A card goes into another group by its buttons, by its menu or by dragging; every move can be undone
 * and is announced. In every group the cards keep the order of the pile.
 */
import { makeDraggable, under } from "../drag.js";
import { wordsOf } from "../text.js";

/** @import { Client, Reply } from "../../browser/types" */
/** @import { Point } from "../../browser/drag" */

const CARD = ".sorter-card";
/** In announcements a card without a title is called by its first words. */
const NAME_LENGTH = 40;

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

/** @param {Element | null | undefined} element */
const textOf = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();

/** @param {HTMLElement} card */
function nameOf(card) {
  const text = textOf(card.querySelector(".sorter-heading") ?? card.querySelector("[data-words]"));
  return text.length <= NAME_LENGTH ? text : `${text.slice(0, NAME_LENGTH).replace(/\s+\S*$/, "")} …`;
}

/**
 * Brings something into view; of a card that is higher than the window, its beginning.
 *
 * @param {HTMLElement | undefined} element
 */
function bringIntoView(element) {
  element?.scrollIntoView({ block: element.offsetHeight < innerHeight / 2 ? "nearest" : "start" });
}

/** A group, or (without an id) the pile of cards that are not sorted yet. */
class Group {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.id = element.dataset.group ?? "";
    this.element = element;
    this.label = textOf(element.querySelector("[data-label]"));
    this.list = /** @type {HTMLElement} */ (element.querySelector("ul"));
    this.heading = /** @type {HTMLElement} */ (element.querySelector("h3"));
  }

  get cards() {
    return /** @type {HTMLElement[]} */ ([...this.list.children]);
  }

  /**
   * Says in the heading how many cards lie here, and by a note when none is to be seen.
   *
   * @param {(key: string, data: Record<string, unknown>) => string} words
   */
  count(words) {
    const n = this.cards.length;
    const [place, note] = ["[data-count]", "[data-empty]"].map((name) => /** @type {HTMLElement} */ (this.element.querySelector(name)));
    if (place) place.textContent = String(n);
    if (!note) return;
    if (n === 0) note.textContent = note.dataset.empty ?? "";
    else note.textContent = this.cards.every((card) => card.hidden) ? words("hidden", { n }) : "";
  }
}

/** Shows all cards or some of them. */
class Filter {
  /** @type {HTMLSelectElement | null} */ select;

  /**
   * @param {HTMLElement} bar
   * @param {Group[]} groups
   * @param {(key: string) => string} words
   */
  constructor(bar, groups, words) {
    this.select = bar.querySelector("[data-filter]");
    this.wrong = new Option(words("wrong"), "wrong");
    const options = groups.map((group) => new Option(group.label, `in:${group.id}`));
    this.select?.append(new Option(words("all"), "all"), ...options, this.wrong);
  }

  /**
   * Hides the cards that were not asked for; what is not right is Python's to say.
   *
   * @param {Group[]} groups
   */
  apply(groups) {
    this.wrong.disabled = !groups.some((group) => group.cards.some((card) => card.dataset.tone === "bad"));
    if (this.wrong.disabled && this.select?.value === "wrong") this.select.value = "all";
    const wanted = this.select?.value ?? "all";
    let shown = 0;
    for (const group of groups) {
      for (const card of group.cards) {
        card.hidden = wanted === "wrong" ? card.dataset.tone !== "bad" : wanted !== "all" && wanted !== `in:${group.id}`;
        shown += card.hidden ? 0 : 1;
      }
    }
    return shown;
  }
}

class Sorter {
  /** @type {HTMLElement} */ #root;
  /** @type {Client} */ #client;
  #words;
  /** @type {HTMLElement} */ #frame;
  /** The pile, then the groups. @type {Group[]} */ #groups;
  /** In the order of the pile. @type {HTMLElement[]} */ #cards;
  /** What was moved, and from where. @type {{card: HTMLElement, from: Group}[]} */ #moves = [];
  #filter;
  /** @type {HTMLElement | null} */ #undo;
  /** While a card is dragged: all groups side by side, so that none is far away. @type {HTMLElement | null} */ #tray = null;
  #locked = false;

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   */
  constructor(root, client) {
    const frame = /** @type {HTMLElement | null} */ (root.querySelector("[data-sorter]"));
    if (!frame) throw new Error("The cards are missing.");
    this.#root = root;
    this.#frame = frame;
    this.#client = client;
    this.#words = wordsOf(frame);
    this.#groups = Array.from(frame.querySelectorAll("[data-group]"), (element) => new Group(/** @type {HTMLElement} */ (element)));
    this.#cards = this.#pile.cards;
    const bar = copy(root, "bar");
    frame.prepend(bar);
    this.#undo = bar.querySelector("[data-act=undo]");
    this.#filter = new Filter(bar, this.#groups, this.#words);
    for (const card of this.#cards) this.#equip(card);
    this.#sync();
  }

  get #pile() {
    return /** @type {Group} */ (this.#groups[0]);
  }

  /** Gives a card its grip, its buttons and its menu. @param {HTMLElement} card */
  #equip(card) {
    const tools = copy(this.#root, "tools");
    const text = card.querySelector("[data-words]");
    for (const button of tools.querySelectorAll("button")) {
      button.setAttribute("aria-label", `${textOf(button)}: ${nameOf(card)}`);
      if (text && !button.closest("[popover]")) button.setAttribute("aria-describedby", text.id);
    }
    const menu = /** @type {HTMLButtonElement | null} */ (tools.querySelector("[data-menu]"));
    if (menu) menu.popoverTargetElement = tools.querySelector("[popover]");
    card.prepend(copy(this.#root, "grip"));
    text?.after(tools);
  }

  /** @param {HTMLElement} card */
  #groupOf(card) {
    return this.#groups.find((group) => group.list === card.parentElement) ?? this.#pile;
  }

  /** @param {string | undefined} id */
  #group(id) {
    return this.#groups.find((group) => group.id === id);
  }

  read() {
    const sorted = this.#cards.filter((card) => this.#groupOf(card) !== this.#pile);
    return { groups: Object.fromEntries(sorted.map((card) => [card.dataset.item, this.#groupOf(card).id])) };
  }

  /** @param {{groups: Record<string, string>}} answer */
  write(answer) {
    for (const card of this.#cards) this.#put(card, this.#group(answer.groups[card.dataset.item ?? ""]) ?? this.#pile);
    this.#moves = [];
    this.#sync();
  }

  /** @param {string[]} ids */
  arrange(ids) {
    this.#cards = ids.flatMap((id) => this.#cards.find((card) => card.dataset.item === id) ?? []);
    for (const card of this.#cards) this.#groupOf(card).list.append(card);
  }

  /**
   * After a check each card's buttons are described by its verdict as well, and the bar holds what stands far below.
   *
   * @param {Reply} reply
   */
  show(reply) {
    for (const card of this.#cards) {
      const ids = [card.querySelector("[data-words]"), card.querySelector("[data-feedback-for]:not(:empty)")].map((place) => place?.id ?? "");
      card.querySelector("[data-menu]")?.setAttribute("aria-describedby", ids.join(" ").trim());
    }
    this.#sync();
    const headline = this.#client.fragment(reply.headline).textContent ?? "";
    const inBrief = reply.kind === "scored" && !reply.done;
    this.#tell(inBrief ? this.#client.text("points", { earned: reply.earned, total: reply.total }) : headline);
  }

  /** @param {boolean} locked */
  lock(locked) {
    if (this.#locked === locked) return;
    this.#locked = locked;
    for (const button of this.#frame.querySelectorAll("button")) button.disabled = locked;
  }

  /** @param {HTMLButtonElement} button */
  press(button) {
    const card = /** @type {HTMLElement | null} */ (button.closest(CARD));
    const group = this.#group(button.dataset.into);
    if (button.dataset.act === "undo") this.#takeBack();
    else if (card && group) this.#leave(card, group);
  }

  filter() {
    this.#client.say(this.#words("filtered", { n: this.#showFiltered() }));
    // The cards that are shown now stand where others stood; who was far below would see none of them.
    if (this.#frame.getBoundingClientRect().top < 0) this.#frame.scrollIntoView();
  }

  #showFiltered() {
    const shown = this.#filter.apply(this.#groups);
    for (const group of this.#groups) group.count(this.#words);
    return shown;
  }

  /**
   * Moves a card by its buttons; the focus goes on to the next card, so that the pile can be worked through.
   *
   * @param {HTMLElement} card
   * @param {Group} group
   */
  #leave(card, group) {
    const from = this.#groupOf(card);
    const peers = from.cards.filter((other) => other === card || !other.hidden);
    const place = peers.indexOf(card);
    const next = from === group ? card : (peers[place + 1] ?? peers[place - 1]);
    /** @type {HTMLElement | null} */ (card.querySelector("[popover]"))?.hidePopover();
    this.#move(card, group);
    const target = next?.querySelector(`.sorter-tools > :is([data-into="${group.id}"], [data-menu]):not([hidden])`);
    /** @type {HTMLElement} */ (target ?? from.heading).focus({ preventScroll: true });
    bringIntoView(target ? next : from.heading);
  }

  /**
   * @param {HTMLElement} card
   * @param {Group} group
   */
  #move(card, group) {
    const from = this.#groupOf(card);
    if (from !== group) {
      this.#moves.push({ card, from });
      this.#replace(card, group);
    }
    this.#client.say(`${this.#words("moved", { name: nameOf(card), group: group.label, n: group.cards.length })} ${this.#sorted()}`);
  }

  #sorted() {
    const total = this.#cards.length;
    return this.#words("sorted", { n: total - this.#pile.cards.length, total });
  }

  #takeBack() {
    const move = this.#moves.pop();
    if (move) this.#replace(move.card, move.from);
    this.#client.say(move ? this.#words("undone", { name: nameOf(move.card), group: move.from.label }) : this.#words("nothing"));
  }

  /**
   * What was said of the card was about its old place.
   *
   * @param {HTMLElement} card
   * @param {Group} group
   */
  #replace(card, group) {
    for (const other of this.#cards) other.toggleAttribute("data-moved", other === card);
    delete card.dataset.tone;
    card.querySelector("[data-feedback-for]")?.replaceChildren();
    this.#put(card, group);
    this.#sync();
    this.#client.changed();
  }

  /**
   * @param {HTMLElement} card
   * @param {Group} group
   */
  #put(card, group) {
    const later = this.#cards.slice(this.#cards.indexOf(card) + 1);
    group.list.insertBefore(card, later.find((other) => other.parentElement === group.list) ?? null);
  }

  #sync() {
    for (const group of this.#groups) {
      for (const card of group.cards) this.#showTools(card, group);
    }
    this.#undo?.setAttribute("aria-disabled", String(this.#moves.length === 0));
    this.#tell(this.#sorted());
    this.#showFiltered();
  }

  /** Shows words in the bar, which stays in view. @param {string} text */
  #tell(text) {
    const place = this.#frame.querySelector("[data-sorted]");
    if (place) place.textContent = text;
  }

  /**
   * In the pile a card has a button for each group, if these are few; else it has the menu.
   *
   * @param {HTMLElement} card
   * @param {Group} group
   */
  #showTools(card, group) {
    const quick = /** @type {HTMLElement[]} */ ([...card.querySelectorAll(".sorter-tools > [data-into]")]);
    const inPile = group === this.#pile;
    for (const button of quick) button.hidden = !inPile;
    const menu = /** @type {HTMLElement | null} */ (card.querySelector("[data-menu]"));
    if (menu) menu.hidden = inPile && quick.length > 0;
    for (const button of card.querySelectorAll("[popover] [data-into]")) {
      button.setAttribute("aria-disabled", String(button.getAttribute("data-into") === group.id));
    }
  }

  /** @param {AbortSignal} signal */
  allowDragging(signal) {
    const hooks = {
      items: CARD,
      grips: "[data-grip]",
      can: (/** @type {HTMLElement} */ card) => card.querySelector("button:enabled") !== null,
      start: () => this.#showTray(),
      over: (/** @type {HTMLElement} */ _card, /** @type {Point} */ point) => this.#showTarget(point),
      drop: (/** @type {HTMLElement} */ card, /** @type {Point} */ point) => this.#drop(card, point),
      cancel: (/** @type {HTMLElement} */ card) => this.#client.say(this.#words("canceled", { name: nameOf(card) })),
      end: () => {
        this.#mark(undefined);
        this.#tray?.remove();
        this.#tray = null;
      },
    };
    makeDraggable(this.#root, hooks, signal);
  }

  #showTray() {
    const tray = document.createElement("div");
    tray.className = "sorter-tray";
    tray.setAttribute("aria-hidden", "true");
    for (const group of this.#groups) {
      const place = document.createElement("div");
      place.className = "sorter-place";
      place.dataset.group = group.id;
      place.append(group.heading.textContent ?? "");
      tray.append(place);
    }
    this.#frame.append(tray);
    this.#tray = tray;
  }

  /** @param {Point} point */
  #target(point) {
    const place = under(point, "[data-group]");
    return place && this.#frame.contains(place) ? this.#group(place.dataset.group) : undefined;
  }

  /** @param {Point} point */
  #showTarget(point) {
    this.#mark(this.#target(point)?.id);
    return under(point, ".sorter-tray") !== null;
  }

  /** @param {string | undefined} id */
  #mark(id) {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (this.#frame.querySelectorAll("[data-group]"))) {
      place.toggleAttribute("data-over", place.dataset.group === id);
    }
  }

  /**
   * @param {HTMLElement} card
   * @param {Point} point
   */
  #drop(card, point) {
    const group = this.#target(point);
    if (group && group !== this.#groupOf(card)) this.#move(card, group);
    else this.#client.say(this.#words("canceled", { name: nameOf(card) }));
  }
}

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const { signal } = life;
  const sorter = new Sorter(root, client);
  client.connect({
    read: () => sorter.read(),
    write: (answer) => sorter.write(answer),
    arrange: (ids) => sorter.arrange(ids),
    show: (reply) => sorter.show(reply),
    lock: (locked) => sorter.lock(locked),
  });
  sorter.allowDragging(signal);
  root.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button) sorter.press(button);
    },
    { signal },
  );
  root.addEventListener("change", (event) => event.target instanceof Element && event.target.matches("[data-filter]") && sorter.filter(), { signal });
  return () => life.abort();
}
