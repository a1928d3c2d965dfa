/**
 * An editor for JSON Lines: a plain text field with line numbers. What is wrong with the text is Python's to say, while the learner
 * types and after a check; here it is listed, and each problem takes the caret to its place.
 */
import { refill } from "../dom.js";
import { wordsOf } from "../text.js";

/** @import { Client, FeedbackItem } from "../../browser/types" */

/** Quiet moments before the text is looked over, and before the outcome is said aloud. (milliseconds) */
const PAUSE = 250;
const SILENCE = 1500;
/** Where looking takes long, the pause grows with it up to this. */
const LONGEST_PAUSE = 1500;
/** Line numbers are shown beside texts up to this size; longer ones would be laid out twice with every key. */
const NUMBERED = { lines: 300, characters: 60_000 };

/** @typedef {(key: string, data?: Record<string, unknown>) => string} Words */

/**
 * @template {HTMLElement} T
 * @param {ParentNode} root
 * @param {string} name
 * @returns {T}
 */
function part(root, name) {
  const found = root.querySelector(`[data-${name}]`);
  if (!found) throw new Error(`The part ${name} is missing.`);
  return /** @type {any} */ (found);
}

/** @param {HTMLElement} root @param {string} name */
function copy(root, name) {
  const template = /** @type {HTMLTemplateElement} */ (part(root, name));
  return /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
}

/** The numbers beside the lines: a copy of the text that wraps alike, of which only the numbers are seen. */
class LineNumbers {
  /** @param {HTMLTextAreaElement} area @param {HTMLElement} mirror @param {AbortSignal} signal */
  constructor(area, mirror, signal) {
    this.area = area;
    this.mirror = mirror;
    this.lines = document.createElement("div");
    this.lines.className = "jsonl-code";
    mirror.replaceChildren(this.lines);
    const watch = new ResizeObserver(() => (mirror.style.width = `${area.clientWidth}px`));
    watch.observe(area);
    signal.addEventListener("abort", () => {
      watch.disconnect();
      mirror.replaceChildren();
    });
    area.addEventListener("scroll", () => this.follow(), { signal });
  }

  follow() {
    this.lines.style.transform = `translateY(${-this.area.scrollTop}px)`;
  }

  /** Takes over the text. */
  copy() {
    const texts = this.area.value.length > NUMBERED.characters ? [] : this.area.value.split("\n");
    const shown = texts.length > NUMBERED.lines ? [] : texts;
    this.area.toggleAttribute("data-plain", shown.length === 0);
    while (this.lines.childElementCount > shown.length) this.lines.lastElementChild?.remove();
    shown.forEach((text, place) => {
      const line = this.lines.children[place] ?? this.lines.appendChild(document.createElement("div"));
      line.className = "jsonl-line";
      // An empty line is as high as any other.
      const held = text || "\u200b";
      if (line.textContent !== held) line.textContent = held;
    });
    this.follow();
  }

  /** @param {Set<number>} bad numbers of lines */
  mark(bad) {
    Array.from(this.lines.children).forEach((line, place) => line.toggleAttribute("data-bad", bad.has(place + 1)));
  }

  /**
   * How far below the beginning of the text a place stands; about so far where the lines are not known.
   *
   * @param {number} offset
   */
  depth(offset) {
    const before = this.area.value.slice(0, offset).split("\n");
    const text = this.lines.children[before.length - 1]?.firstChild;
    if (!text) return (this.area.scrollHeight * offset) / (this.area.value.length + 1);
    const range = document.createRange();
    range.setStart(text, Math.min(before.at(-1)?.length ?? 0, text.textContent?.length ?? 0));
    return range.getBoundingClientRect().top - this.lines.getBoundingClientRect().top;
  }
}

/** What is wrong, as a list of buttons. */
class Problems {
  /** @param {HTMLElement} root @param {Client} client @param {Words} words */
  constructor(root, client, words) {
    this.root = root;
    this.client = client;
    this.words = words;
    this.group = part(root, "problems");
  }

  /** @param {FeedbackItem[]} items */
  show(items) {
    const entries = items.filter((item) => "offset" in item.data).map((item) => this.#entry(item));
    const notes = items.filter((item) => item.code === "more").map((item) => this.#note(item));
    this.#fill([...entries, ...notes]);
    this.group.hidden = items.length === 0;
  }

  /** Who was at one of the problems stays there. @param {HTMLElement[]} entries */
  #fill(entries) {
    const list = part(this.group, "problem-list");
    const place = [...list.children].findIndex((entry) => entry.contains(document.activeElement));
    refill(list, entries);
    if (place >= 0 && !list.contains(document.activeElement)) list.children[Math.min(place, entries.length - 1)]?.querySelector("button")?.focus();
  }

  /** @param {FeedbackItem} item */
  #entry(item) {
    const entry = copy(this.root, "problem");
    const [place, what, why] = ["place", "what", "why"].map((name) => entry.querySelector(`[data-slot=${name}]`));
    const words = this.client.fragment(item.html);
    const headline = words.firstElementChild;
    place?.replaceChildren(this.words("place", item.data));
    if (headline) what?.append(headline);
    why?.append(words);
    const button = /** @type {HTMLButtonElement} */ (entry.querySelector("button"));
    button.dataset.offset = String(item.data.offset);
    button.dataset.length = String(item.data.length);
    return entry;
  }

  /** @param {FeedbackItem} item */
  #note(item) {
    const entry = document.createElement("li");
    entry.className = "jsonl-note";
    entry.append(this.client.fragment(item.html));
    return entry;
  }
}

class Editor {
  /** @type {HTMLTextAreaElement} */ area;
  #client;
  #words;
  #numbers;
  #problems;
  /** @type {HTMLElement} */ #summary;
  /** @type {HTMLElement} */ #position;
  #timer = 0;
  #sayTimer = 0;
  #said = "";
  #looking = false;
  /** The text that was looked over last. @type {string | null} */ #seen = null;
  /** How long that took. */
  #took = 0;
  #signal;

  /** @param {HTMLElement} root @param {Client} client @param {AbortSignal} signal */
  constructor(root, client, signal) {
    const frame = part(root, "editor");
    this.area = part(root, "text");
    this.max = Number(frame.dataset.max);
    this.#client = client;
    this.#signal = signal;
    this.#words = wordsOf(frame);
    this.#numbers = new LineNumbers(this.area, part(root, "mirror"), signal);
    this.#problems = new Problems(root, client, this.#words);
    this.#summary = part(root, "summary");
    this.#position = part(root, "position");
    this.#numbers.copy();
    this.soon();
  }

  /** @param {string} text */
  write(text) {
    this.area.value = text;
    this.#numbers.copy();
    this.soon();
  }

  changed() {
    this.#numbers.copy();
    this.#client.changed();
    this.soon(true);
  }

  /**
   * Has the text looked over after a pause, a longer one where looking takes long. Python is not started for it before the learner
   * begins to write.
   *
   * @param {boolean} [now]
   */
  soon(now = false) {
    clearTimeout(this.#timer);
    if (!now && !this.#client.ready()) return;
    if (!this.#client.ready()) this.#sum(this.#words("waiting"), "");
    this.#timer = window.setTimeout(() => void this.#look(), Math.max(PAUSE, Math.min(2 * this.#took, LONGEST_PAUSE)));
  }

  /** Who comes back to a text before Python is there has it looked over on arriving in it, or when Python comes. */
  entered() {
    if (this.#seen === null && this.area.value) this.soon(true);
  }

  arrived() {
    if (this.#seen === null && this.area.value && this.#client.ready()) this.soon();
  }

  async #look() {
    if (this.#looking) return;
    this.#looking = true;
    const text = this.area.value;
    const start = performance.now();
    const warm = this.#client.ready();
    try {
      const { reply } = await this.#ask(text);
      if (warm) this.#took = performance.now() - start;
      this.#seen = text;
      if (text === this.area.value && !this.#signal.aborted) this.#show(reply?.feedback ?? []);
    } catch (error) {
      console.error(error);
      this.#seen = text;
      this.#sum(this.#words("failed"), "");
    }
    this.#looking = false;
    if (this.area.value !== text && !this.#signal.aborted) this.soon(true);
  }

  /** A text that is too long to be sent is told by its length. @param {string} text */
  async #ask(text) {
    const answer = await this.#client.ask({ text }, null);
    return answer.reply ? answer : this.#client.ask({ length: text.length }, null);
  }

  /** @param {FeedbackItem[]} items */
  #show(items) {
    const sums = items.filter((item) => !("offset" in item.data) && item.code !== "more");
    const texts = sums.map((item) => this.#client.fragment(item.html).textContent ?? "");
    this.list(items);
    this.#sum(texts.join(" "), sums[0]?.tone ?? "");
    clearTimeout(this.#sayTimer);
    this.#sayTimer = window.setTimeout(() => this.#say(texts.join(" ")), SILENCE);
  }

  /** Lists problems. @param {FeedbackItem[]} items */
  list(items) {
    const problems = items.filter((item) => "offset" in item.data || item.code === "more");
    this.#problems.show(problems);
    this.#numbers.mark(new Set(problems.map((item) => item.data.line)));
  }

  /** Says the outcome when the learner pauses, and only news. @param {string} text */
  #say(text) {
    this.area.toggleAttribute("aria-invalid", false);
    if (this.#summary.dataset.tone === "bad") this.area.setAttribute("aria-invalid", "true");
    if (text !== this.#said && document.activeElement === this.area) this.#client.say(text);
    this.#said = text;
  }

  /** @param {string} text @param {string} tone */
  #sum(text, tone) {
    this.#summary.textContent = text;
    this.#summary.dataset.tone = tone;
  }

  /** Puts the caret where a problem is. @param {HTMLButtonElement} button */
  go(button) {
    const offset = Number(button.dataset.offset);
    this.area.focus();
    this.area.setSelectionRange(offset, offset + Number(button.dataset.length));
    this.area.scrollTop = Math.max(0, this.#numbers.depth(offset) - this.area.clientHeight / 2);
    this.showPosition();
  }

  /** Line and column of the caret, as problems name them: each sign counts once. */
  showPosition() {
    if (document.activeElement !== this.area) return;
    const before = this.area.value.slice(0, this.area.selectionStart);
    const lineStart = before.lastIndexOf("\n") + 1;
    const line = before.split("\n").length;
    const column = Array.from(before.slice(lineStart)).length + 1;
    this.#position.textContent = this.#words("position", { line, column });
  }

  /** Adds a text in lines of its own, so that the browser can undo it. @param {string} text */
  add(text) {
    const { value } = this.area;
    const gap = value && !value.endsWith("\n") ? "\n" : "";
    this.area.focus();
    this.area.setSelectionRange(value.length, value.length);
    if (!document.execCommand("insertText", false, gap + text)) this.area.setRangeText(gap + text, value.length, value.length, "end");
    this.area.scrollTop = this.area.scrollHeight;
    this.changed();
    this.#client.say(this.#words("added", { line: (value + gap).split("\n").length }));
  }

  /**
   * Keeps out what would take the browser minutes to show; nothing that stands here is touched.
   *
   * @param {Event} event
   * @param {DataTransfer | null} carried
   */
  limit(event, carried) {
    const n = carried?.getData("text/plain").length ?? 0;
    if (n + this.area.value.length <= this.max) return;
    event.preventDefault();
    const text = this.#words("too-much", { n });
    this.#sum(text, "bad");
    this.#client.say(text);
  }
}

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const { signal } = life;
  const editor = new Editor(root, client, signal);
  const { area } = editor;
  const samples = /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-sample]"));
  const adders = Array.from(samples, (sample) => {
    const button = /** @type {HTMLButtonElement} */ (copy(root, "add"));
    const title = sample.querySelector("figcaption > span");
    button.setAttribute("aria-describedby", title?.id ?? "");
    sample.querySelector("figcaption")?.append(button);
    const lines = Array.from(sample.querySelectorAll(".jsonl-line"), (line) => line.textContent ?? "");
    button.addEventListener("click", () => editor.add(lines.join("\n")), { signal });
    return button;
  });
  client.connect({
    own: (item) => "offset" in item.data || item.code === "more",
    read: () => ({ text: area.value }),
    write: (answer) => editor.write(answer.text),
    show: (reply) => editor.list(reply.feedback),
    lock: (locked) => {
      area.readOnly = locked;
      // Also called when Python has come.
      editor.arrived();
      for (const button of adders) button.disabled = locked;
    },
  });
  area.addEventListener("input", () => editor.changed(), { signal });
  area.addEventListener("focus", () => editor.entered(), { signal });
  area.addEventListener("paste", (event) => editor.limit(event, event.clipboardData), { signal });
  area.addEventListener("drop", (event) => editor.limit(event, event.dataTransfer), { signal });
  document.addEventListener("selectionchange", () => editor.showPosition(), { signal });
  root.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest(".jsonl-go") : null;
      if (button) editor.go(/** @type {HTMLButtonElement} */ (button));
    },
    { signal },
  );
  return () => {
    life.abort();
    for (const button of adders) button.remove();
  };
}
