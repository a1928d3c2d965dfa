/**
 * A drawn set of questions: begins with a button, counts what is answered, is handed in as a whole and then reviewed.
 *
 * What is drawn, and how the options stand, Python says (`client.draw`); here questions are shown, hidden and put into that order.
 */
import { wordsOf } from "../text.js";

/** @import { Client, FeedbackItem, Reply } from "../../browser/types" */

/** @typedef {"begin" | "asking" | "review"} Stage */

/** The feedback on the whole, on a part, and on a question. */
const RESULTS = ["passed", "failed", "handed_in"];
const PART = "part";
const REVIEWS = ["right", "partly", "wrong"];

/**
 * @param {ParentNode} root
 * @param {string} selector
 */
function part(root, selector) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`${selector} is missing.`);
  return /** @type {HTMLElement} */ (element);
}

/**
 * @param {HTMLElement} root
 * @param {string} name
 */
function copy(root, name) {
  const template = /** @type {HTMLTemplateElement} */ (part(root, `template[data-${name}]`));
  return /** @type {HTMLElement} */ (document.importNode(part(template.content, "*"), true));
}

/** One question of the bank. */
class Question {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.id = element.dataset.question ?? "";
    this.heading = part(element, "h3");
    this.number = part(element, "[data-number]");
    this.list = part(element, ".options");
  }

  get inputs() {
    return /** @type {HTMLInputElement[]} */ ([...this.list.querySelectorAll("input")]);
  }

  get chosen() {
    return this.inputs.filter((input) => input.checked).map((input) => input.value);
  }

  get open() {
    return !this.inputs.some((input) => input.checked);
  }

  /** @param {string} id of an option */
  row(id) {
    return /** @type {HTMLElement | null} */ (this.list.querySelector(`[data-item="${CSS.escape(id)}"]`));
  }

  goTo() {
    this.heading.focus({ preventScroll: true });
    this.heading.scrollIntoView({ block: "start" });
  }
}

class Assessment {
  /** @type {Client} */ #client;
  /** @type {HTMLElement} */ #root;
  /** @type {HTMLElement} */ #frame;
  #words;
  /** @type {Map<string, Question>} */ #bank;
  /** The drawn questions, in order. @type {Question[]} */ #asked = [];
  #seed = 0;
  /** @type {Stage} */ #stage = "begin";
  /** @type {HTMLElement} */ #actions;
  /** @type {HTMLElement} */ #verdict;
  /** @type {HTMLElement} */ #top;
  /** @type {HTMLElement} */ #bar;
  /** @type {HTMLElement} */ #result;
  /** @type {HTMLElement} */ #begin;
  /** @type {HTMLElement} */ #again;
  /** What was said last. @type {Reply | null} */ #late = null;

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   */
  constructor(root, client) {
    this.#client = client;
    this.#root = root;
    this.#frame = part(root, "[data-assess]");
    this.#words = wordsOf(this.#frame);
    const questions = /** @type {HTMLElement[]} */ ([...root.querySelectorAll("[data-question]")]);
    this.#bank = new Map(questions.map((element) => [element.dataset.question ?? "", new Question(element)]));
    this.#actions = part(root, "[data-actions]");
    this.#verdict = part(root, "[data-verdict]");
    this.#top = part(root, "[data-top]");
    this.#bar = copy(root, "bar");
    this.#result = copy(root, "result");
    this.#begin = copy(root, "begin");
    this.#again = copy(root, "again");
    this.#actions.before(this.#bar);
    this.#actions.prepend(this.#begin, this.#again);
    this.#enter("begin");
  }

  get asking() {
    return this.#stage === "asking";
  }

  read() {
    return { seed: this.#seed, chosen: this.#asked.flatMap((question) => question.chosen) };
  }

  /** @param {{seed: number, chosen: string[]}} answer */
  write({ seed, chosen }) {
    // A kept answer may be that of another edition, or of another type.
    if (typeof seed !== "number" || !Array.isArray(chosen)) return;
    const order = this.#client.arranged(seed);
    return order ? this.#take(seed, order, chosen) : this.#writeLater(seed, chosen);
  }

  /**
   * Shows an answer to a draw of which only Python knows the questions; by then it may have judged the answer.
   *
   * @param {number} seed
   * @param {string[]} chosen
   */
  async #writeLater(seed, chosen) {
    this.#late = null;
    const order = await this.#client.arrange(seed);
    const reply = this.#late;
    this.#take(seed, order, chosen);
    if (reply) this.show(reply);
  }

  /** @param {boolean} locked */
  lock(locked) {
    for (const question of this.#bank.values()) for (const input of question.inputs) input.disabled = locked;
  }

  /** @param {string} act */
  press(act) {
    if (act === "begin" || act === "again") void this.#draw();
    else if (act === "open") this.#asked.find((question) => question.open)?.goTo();
    else this.#bank.get(act)?.goTo();
  }

  /** Something was chosen. */
  changed() {
    this.#count();
    this.#client.changed();
  }

  /** @param {Reply} reply */
  show(reply) {
    this.#late = reply;
    if (reply.kind === "invalid") {
      this.#nameOpen();
      return;
    }
    this.#clearMarks();
    for (const item of reply.feedback) {
      if (RESULTS.includes(item.code)) this.#showScore(item);
      else if (item.code === PART) this.#showPart(item);
      else if (REVIEWS.includes(item.code)) this.#mark(item);
    }
    this.#enter("review");
    return `${part(this.#result, ".assess-score").textContent} ${this.#words("reviewed")}`;
  }

  /** Draws for the next attempt and begins it. */
  async #draw() {
    try {
      if (!this.#client.draw()) await this.#client.need();
      const draw = this.#client.draw();
      if (!draw) return;
      this.#take(draw.seed, draw.order, []);
    } catch (error) {
      console.error(error);
      this.#client.say(this.#words("failed"));
      return;
    }
    this.#client.restart();
    this.#client.say(this.#words("begun"));
    this.#asked[0]?.goTo();
  }

  /**
   * Shows the questions of a draw, with what was chosen.
   *
   * @param {number} seed
   * @param {string[]} order questions, each followed by its options
   * @param {string[]} chosen
   */
  #take(seed, order, chosen) {
    this.#seed = seed;
    this.#clearMarks();
    this.#asked = order.flatMap((id) => this.#bank.get(id) ?? []);
    const list = part(this.#root, "[data-questions]");
    for (const question of this.#bank.values()) {
      question.element.hidden = !this.#asked.includes(question);
      for (const input of question.inputs) input.checked = !question.element.hidden && chosen.includes(input.value);
    }
    this.#asked.forEach((question, place) => {
      question.number.textContent = this.#words("number", { n: place + 1, total: this.#asked.length });
      question.list.append(...order.flatMap((id) => question.row(id) ?? []));
      list.append(question.element);
    });
    this.#enter("asking");
  }

  /**
   * The result and what can be done next stand above the questions; while they are answered, what can be done stands below.
   *
   * @param {Stage} stage
   */
  #enter(stage) {
    const held = this.#actions.contains(document.activeElement) || this.#verdict.contains(document.activeElement);
    this.#stage = stage;
    this.#frame.dataset.stage = stage;
    this.#begin.hidden = stage !== "begin";
    this.#again.hidden = stage !== "review" || !this.#client.draw();
    this.#bar.hidden = stage !== "asking";
    this.#result.hidden = stage !== "review";
    if (stage === "asking") this.#root.append(this.#actions, this.#verdict);
    else this.#top.append(this.#verdict, this.#result, this.#actions);
    this.#count();
    // What was moved has lost the focus.
    if (held && stage === "review") this.#verdict.focus({ preventScroll: true });
  }

  #count() {
    const n = this.#asked.filter((question) => !question.open).length;
    part(this.#bar, "[data-answered]").textContent = this.#words("answered", { n, total: this.#asked.length });
    /** @type {HTMLProgressElement} */ (part(this.#bar, "progress")).value = n;
    part(this.#bar, "button").hidden = n === this.#asked.length;
  }

  /** Names the questions without an answer below what was said, each as a way to get there. */
  #nameOpen() {
    const left = this.#asked.flatMap((question, place) => (question.open ? [this.#way(question, place + 1)] : []));
    if (!left.length) return;
    const list = document.createElement("p");
    list.className = "assess-open";
    list.append(this.#words("open"), ...left);
    this.#verdict.append(list);
  }

  /**
   * @param {Question} question
   * @param {number} n
   */
  #way(question, n) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tool";
    button.dataset.act = question.id;
    button.textContent = this.#words("open-one", { n });
    return button;
  }

  /** @param {FeedbackItem} item */
  #showScore(item) {
    part(this.#result, "[data-percent]").textContent = this.#words("percent", { n: item.data.percent });
    part(this.#result, "[data-sentence]").replaceChildren(this.#client.fragment(item.html));
    /** @type {HTMLProgressElement} */ (part(this.#result, "[data-score]")).value = item.data.percent;
    this.#result.style.setProperty("--assess-pass", `${item.data.pass}%`);
  }

  /** @param {FeedbackItem} item */
  #showPart(item) {
    const row = part(this.#result, `[data-part="${CSS.escape(item.part)}"]`);
    part(row, "[data-words]").replaceChildren(this.#client.fragment(item.html));
    /** @type {HTMLProgressElement} */ (part(row, "progress")).value = item.data.percent;
  }

  /**
   * Marks a question's right options and those that were chosen; wrong ones got their tone with the feedback.
   *
   * @param {FeedbackItem} item
   */
  #mark(item) {
    const question = this.#bank.get(item.part);
    for (const input of question?.inputs ?? []) {
      const row = question?.row(input.value);
      const right = item.data.right.includes(input.value);
      if (row && right) row.dataset.tone = "good";
      const words = [...(input.checked ? ["chosen"] : []), ...(right ? ["was-right"] : [])].map((word) => this.#words(word));
      if (!row || !words.length) continue;
      const mark = document.createElement("span");
      mark.className = "assess-mark";
      mark.textContent = words.join(" · ");
      part(row, ".option-row").append(mark);
    }
  }

  #clearMarks() {
    for (const mark of this.#root.querySelectorAll(".assess-mark")) mark.remove();
  }
}

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const { signal } = life;
  const assessment = new Assessment(root, client);
  client.connect({
    read: () => assessment.read(),
    write: (answer) => assessment.write(answer),
    show: (reply) => assessment.show(reply),
    own: [...RESULTS, PART],
    lock: (locked) => assessment.lock(locked),
    checkable: () => assessment.asking,
  });
  root.addEventListener("change", () => assessment.changed(), { signal });
  root.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button?.dataset.act) assessment.press(button.dataset.act);
    },
    { signal },
  );
  return () => life.abort();
}
