/**
 * The same queries to several models: answers side by side, scores for each, and beside them the scorer's marks with reasons.
 *
 * Which scores agree, which belong to an answer that has changed, and what the scorer says is Python's to say.
 */
import { OwnQueries } from "../own_queries.js";
import { MarkView } from "../scorer_marks.js";
import { wordsOf } from "../text.js";

/** @import { Client, FeedbackItem, Reply } from "../../browser/types" */
/** @import { CompareSetup, Mark, Words } from "../../browser/scorer_marks" */

/**
 * @typedef {Record<string, Record<string, any>>} ByPlace query -> model -> value
 * @typedef {{ratings: ByPlace, comments?: ByPlace, texts?: ByPlace}} Scores
 * @typedef {{answers: Record<string, {text: string, mark: string}>, missing: boolean, changed: string[]}} Known
 */

/**
 * @param {HTMLElement} root
 * @param {string} selector
 * @returns {any} an element
 */
function find(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`${selector} is missing.`);
  return found;
}

/**
 * A copy of what a template holds.
 *
 * @param {HTMLElement} root
 * @param {string} name
 * @returns {DocumentFragment}
 */
const copyOf = (root, name) => document.importNode(find(root, `template[data-${name}]`).content, true);

/** One answer, with its scores, marks and comment. */
class Side {
  #element;
  #view;
  #silent;
  /** What names the text that is scored; empty where the exercise itself holds it. */
  #mark = "";

  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} board
   * @param {MarkView} view
   * @param {Words} words
   */
  constructor(element, board, view, words) {
    this.#element = element;
    this.#view = view;
    this.#silent = words("silent");
    this.part = element.dataset.answer ?? "";
    this.query = element.dataset.query ?? "";
    this.model = element.dataset.model ?? "";
    this.#place("scales").replaceChildren(copyOf(board, "controls"));
    this.#place("scoring").append(copyOf(board, "comment-field"));
    const about = this.#element.querySelector("[data-feedback-for]")?.id ?? "";
    this.#comment.setAttribute("aria-describedby", about);
    for (const row of this.#rows()) {
      for (const radio of row.querySelectorAll("input")) radio.name = `${about}-${row.dataset.scale}`;
    }
    this.#offer(!this.isFree);
  }

  /** Names the groups of scores after what they are of. @param {string} of */
  name(of) {
    for (const place of this.#element.querySelectorAll("[data-of]")) place.textContent = of;
  }

  /** @param {string} name @returns {HTMLElement} */
  #place(name) {
    return find(this.#element, `[data-${name}]`);
  }

  /** @returns {HTMLTextAreaElement} */
  get #comment() {
    return find(this.#element, "[data-comment] textarea");
  }

  /** @returns {HTMLElement[]} the scales */
  #rows() {
    return Array.from(this.#element.querySelectorAll("[data-scale]"));
  }

  /** Whether the answer comes from Python. */
  get isFree() {
    return this.#element.querySelector("[data-said]") !== null;
  }

  /** Nobody scores what cannot be read. @param {boolean} can */
  #offer(can) {
    this.#place("scales").hidden = !can;
  }

  /** @param {{text: string, mark: string} | undefined} answer */
  show(answer) {
    this.#offer(answer !== undefined);
    if (!answer) return;
    this.#mark = answer.mark;
    this.#place("said").textContent = answer.text || this.#silent;
  }

  /** The scores belong to another text: they go, with what was said of them, and the learner is told. @param {string} words */
  renew(words) {
    for (const radio of this.#element.querySelectorAll("input")) radio.checked = false;
    this.judge(undefined);
    find(this.#element, "[data-feedback-for]").replaceChildren();
    const note = this.#place("new");
    note.textContent = words;
    note.hidden = false;
  }

  /** @param {Scores} scores */
  read(scores) {
    /** @type {Record<string, number>} */ const own = {};
    for (const row of this.#rows()) {
      const checked = /** @type {HTMLInputElement | null} */ (row.querySelector(":checked"));
      if (checked) own[row.dataset.scale ?? ""] = Number(checked.value);
    }
    const scored = Object.keys(own).length > 0;
    if (scored) put(scores.ratings, this, own);
    if (scored && this.#mark) put((scores.texts ??= {}), this, this.#mark);
    if (this.#comment.value) put((scores.comments ??= {}), this, this.#comment.value);
  }

  /** @param {Scores} scores */
  write({ ratings = {}, comments = {}, texts = {} }) {
    const own = ratings[this.query]?.[this.model] ?? {};
    for (const row of this.#rows()) {
      for (const radio of row.querySelectorAll("input")) radio.checked = radio.value === String(own[row.dataset.scale ?? ""]);
    }
    // What was scored, until Python has said what the answer is now.
    if (this.isFree) this.#mark = texts[this.query]?.[this.model] ?? "";
    this.#comment.value = comments[this.query]?.[this.model] ?? "";
    this.#place("comment").hidden = this.#comment.value === "";
    this.#place("new").hidden = true;
  }

  /** What the scorer says, beside the learner's scores. @param {FeedbackItem | undefined} item */
  judge(item) {
    /** @type {Record<string, Mark>} */ const marks = item?.data.scales ?? {};
    this.#element.dataset.outcome = item?.code ?? "";
    for (const row of this.#rows()) {
      const mark = marks[row.dataset.scale ?? ""];
      for (const label of row.querySelectorAll("label")) {
        label.toggleAttribute("data-scorer", label.querySelector("input")?.value === String(mark?.points));
      }
      this.#view.show(find(row, "[data-mark]"), row.dataset.scale ?? "", mark);
    }
    // A field that was written in, or is being written in, stays.
    const begun = this.#comment.value !== "" || this.#comment === document.activeElement;
    this.#place("comment").hidden = item?.code !== "far" && !begun;
  }

  /** What was changed is no longer new. */
  touched() {
    this.#place("new").hidden = true;
  }

  /** @param {boolean} locked */
  lock(locked) {
    for (const field of this.#element.querySelectorAll("input, textarea")) field.toggleAttribute("disabled", locked);
  }

  /** @param {Element} element */
  holds(element) {
    return this.#element.contains(element);
  }
}

/**
 * Puts a value into its place.
 *
 * @param {ByPlace} values
 * @param {Side} side
 * @param {any} value
 */
function put(values, { query, model }, value) {
  (values[query] ??= {})[model] = value;
}

class Board {
  #root;
  #client;
  #words;
  /** @type {Side[]} */ #sides;
  /** @type {OwnQueries | null} */ #own = null;
  /** Shown in place of answers that there are not. @type {HTMLElement} */ #note;
  /** Counts how often Python was asked for the answers: only the last reply counts. */
  #asked = 0;

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   * @param {AbortSignal} signal
   */
  constructor(root, client, signal) {
    /** @type {HTMLElement} */ const board = find(root, "[data-sides]");
    /** @type {CompareSetup} */ const setup = JSON.parse(board.dataset.setup ?? "");
    this.#root = board;
    this.#client = client;
    this.#words = wordsOf(board);
    this.#note = /** @type {HTMLElement} */ (copyOf(board, "missing").firstElementChild);
    const view = new MarkView(setup, JSON.parse(board.dataset.reasons ?? ""), this.#words);
    const places = /** @type {HTMLElement[]} */ ([...board.querySelectorAll("[data-answer]")]);
    this.#sides = places.map((place) => new Side(place, board, view, this.#words));
    for (const side of this.#sides) side.name(this.#words("scale_of", labelsOf(setup, side)));
    if (board.querySelector("template[data-own]")) {
      board.append(copyOf(board, "own"));
      this.#own = new OwnQueries(board, client, view, this.#words, signal);
    }
    board.addEventListener("input", (event) => this.#changed(event.target), { signal });
    board.addEventListener("click", (event) => this.#pressed(event.target), { signal });
    void this.#look();
  }

  /** @returns {Scores} */
  read() {
    /** @type {Scores} */ const scores = { ratings: {} };
    for (const side of this.#sides) side.read(scores);
    return scores;
  }

  /** @param {Scores} scores */
  write(scores) {
    for (const side of this.#sides) side.write(scores);
    void this.#look();
  }

  /** @param {Reply} reply */
  show(reply) {
    for (const side of this.#sides) side.judge(reply.feedback.find((item) => item.part === side.part));
    // The answers may have gone since they were shown, or be others now.
    if (reply.kind === "invalid" || reply.feedback.some((item) => item.code === "changed")) void this.#look();
  }

  /** @param {boolean} locked */
  lock(locked) {
    for (const side of this.#sides) side.lock(locked);
  }

  /** @param {EventTarget | null} target */
  #changed(target) {
    const side = this.#sides.find((other) => target instanceof Element && other.holds(target));
    side?.touched();
    if (side) this.#client.changed();
  }

  /** @param {EventTarget | null} target */
  #pressed(target) {
    const button = target instanceof Element ? target.closest("button") : null;
    if (button?.dataset.act === "again") void this.#look();
    else if (button) this.#own?.press(button.dataset.act ?? "");
  }

  /** Gets the answers from Python, if any come from there. */
  async #look() {
    if (!this.#sides.some((side) => side.isFree)) return;
    const mine = ++this.#asked;
    const { reply } = await this.#client.ask({ answer: this.read() }, null).catch((error) => {
      console.warn(error);
      return { reply: null };
    });
    if (mine === this.#asked) this.#arrive(reply);
  }

  /** @param {Known | null} known nothing where Python could not be asked */
  #arrive(known) {
    this.#tellMissing(known?.missing ?? true);
    for (const side of this.#sides.filter(({ isFree }) => isFree)) {
      side.show(known?.answers[side.part]);
      if (known?.changed.includes(side.part)) side.renew(this.#words("new_text"));
    }
  }

  /** @param {boolean} missing */
  #tellMissing(missing) {
    if (!missing) this.#note.remove();
    if (!missing || this.#note.isConnected) return;
    this.#root.querySelector(".sides-query")?.before(this.#note);
    this.#client.say(this.#note.querySelector("p")?.textContent ?? "");
  }
}

/**
 * @param {CompareSetup} setup
 * @param {Side} side
 */
function labelsOf({ queries, models }, side) {
  return { model: models.find(({ id }) => id === side.model)?.label, query: queries.find(({ id }) => id === side.query)?.text };
}

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const board = new Board(root, client, life.signal);
  client.connect({
    read: () => board.read(),
    write: (answer) => board.write(answer),
    show: (reply) => board.show(reply),
    lock: (locked) => board.lock(locked),
  });
  return () => life.abort();
}
