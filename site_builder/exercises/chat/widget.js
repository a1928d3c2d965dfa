/**
 * A conversation: the learner picks or types messages, the partner's replies come from Python, and each can be judged.
 *
 * A turn stands in the log as soon as it is said, so that it is kept even before Python can reply. When a conversation is
 * put back, its replies are asked for again. What is not prepared may be answered by a simulation, which takes its time: such a
 * reply is kept with the turn.
 */

/** @import { Client, Reply, Running } from "../../browser/types" */

/**
 * @typedef {{message?: string, text?: string, reply?: string}} Said
 * @typedef {{message: string | null, text: string, fallback?: boolean, simulate?: boolean}} Answered
 * @typedef {Said & {judgement?: string}} Turn
 */

/**
 * A copy of a template's first element.
 *
 * @param {HTMLElement} root
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function copy(root, selector) {
  const template = /** @type {HTMLTemplateElement | null} */ (root.querySelector(selector));
  const element = template?.content.firstElementChild;
  return element ? /** @type {HTMLElement} */ (document.importNode(element, true)) : null;
}

/** One turn in the log. */
class TurnView {
  /**
   * @param {HTMLElement} root
   * @param {string} name of the radio buttons of this turn
   * @param {Said} said
   * @param {string} words what was said
   */
  constructor(root, name, said, words) {
    const element = copy(root, "template[data-chat-turn]");
    if (!element) throw new Error("The template of a turn is missing.");
    this.element = element;
    this.said = said;
    this.#slot("message")?.append(words);
    this.judging = copy(root, "template[data-chat-judgement]");
    for (const input of this.#inputs()) input.name = name;
    this.hasReply(false);
  }

  /** @param {string} name */
  #slot(name) {
    return /** @type {HTMLElement | null} */ (this.element.querySelector(`[data-slot="${name}"]`));
  }

  /** @returns {HTMLInputElement[]} */
  #inputs() {
    return Array.from(this.judging?.querySelectorAll("input") ?? []);
  }

  /** @param {boolean} has */
  hasReply(has) {
    const place = this.#slot("reply")?.parentElement;
    if (place) place.hidden = !has;
  }

  /**
   * @param {Answered} reply
   */
  answer(reply) {
    this.#slot("reply")?.replaceChildren(reply.text);
    this.hasReply(true);
    if (reply.fallback || !this.judging) return;
    this.#slot("judgement")?.replaceChildren(this.judging);
    if (reply.message) this.about(reply.message);
  }

  /** Makes this turn the place of the feedback about a message; of two turns with one message the later one counts.
   *
   * @param {string} message
   */
  about(message) {
    const place = this.#slot("feedback");
    for (const older of this.element.parentElement?.querySelectorAll(`[data-feedback-for="${CSS.escape(message)}"]`) ?? []) {
      older.removeAttribute("data-feedback-for");
      older.replaceChildren();
    }
    if (place) place.dataset.feedbackFor = message;
  }

  /** Brings the feedback into the part of the log that is seen, and gives its words. */
  showFeedback() {
    const place = this.#slot("feedback");
    place?.scrollIntoView({ block: "nearest" });
    return place?.textContent?.replace(/\s+/g, " ").trim() ?? "";
  }

  /** The words of the reply, with the name of who said them. */
  replied() {
    return this.#slot("reply")?.parentElement?.textContent?.replace(/\s+/g, " ").trim() ?? "";
  }

  /** Lets reading go on at the reply. */
  focusReply() {
    this.#slot("reply")?.parentElement?.focus();
  }

  /**
   * Whether this turn was judged so, and the frame shows beside it that it should not be.
   *
   * @param {string} judgement
   */
  mistook(judgement) {
    return this.read().judgement === judgement && Boolean(this.#slot("feedback")?.querySelector(".feedback-bad"));
  }

  /** @param {DocumentFragment} note more feedback, below the one that the frame has put here */
  explain(note) {
    const entry = document.createElement("div");
    entry.className = "feedback feedback-info";
    entry.append(note);
    this.#slot("feedback")?.append(entry);
  }

  /** @returns {Turn} */
  read() {
    const judgement = this.#inputs().find((input) => input.checked)?.value;
    return judgement === undefined ? { ...this.said } : { ...this.said, judgement };
  }

  /** @param {string} [judgement] */
  judge(judgement) {
    for (const input of this.#inputs()) input.checked = input.value === judgement;
  }
}

class Conversation {
  /** @type {HTMLElement} */ #root;
  /** @type {Client} */ #client;
  /** @type {HTMLElement} */ #log;
  /** @type {HTMLElement | null} */ #waiting;
  /** @type {HTMLInputElement | null} */ #input;
  /** @type {TurnView[]} */ #turns = [];
  /** What the partner remembers. @type {any} */ #state = null;
  /** Replies come one after the other, each with the state that the one before left. */
  #queue = Promise.resolve();
  /** Counts how often the whole conversation was put back, so that replies to an older one are dropped. */
  #edition = 0;
  /** The simulation that replies now. @type {Running | null} */
  #running = null;
  #open = 0;
  /** The turn whose judgement was just submitted. @type {TurnView | undefined} */
  #judged;
  #locked = false;

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   */
  constructor(root, client) {
    const log = /** @type {HTMLElement | null} */ (root.querySelector("[data-chat-log]"));
    if (!log) throw new Error("The log is missing.");
    this.#root = root;
    this.#client = client;
    this.#log = log;
    this.#waiting = root.querySelector("[data-chat-waiting]");
    this.#input = root.querySelector("[data-chat-input]");
  }

  read() {
    return { turns: this.#turns.map((turn) => turn.read()) };
  }

  /** @param {{turns: Turn[]}} answer */
  async write(answer) {
    this.#edition += 1;
    this.#running?.cancel();
    this.#state = null;
    this.#turns = [];
    this.#log.replaceChildren();
    const replies = answer.turns.map(({ judgement, ...said }) => {
      const turn = this.#add(said);
      turn.judge(judgement);
      return this.#ask(turn);
    });
    this.#showUsed();
    await Promise.allSettled(replies);
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  /** @param {Element} button the one that submits a judgement */
  judge(button) {
    this.#judged = this.#turns.find((turn) => turn.element.contains(button));
  }

  /**
   * Puts what is said about a kind of judgement below the turn that it was wrong for, once, and gives the words about the
   * turn that was just judged.
   *
   * @param {Reply} reply
   */
  show(reply) {
    for (const item of reply.feedback) {
      if (item.code !== "mistaken") continue;
      const turns = this.#turns.filter((turn) => turn.mistook(item.part));
      const turn = turns.find((other) => other === this.#judged) ?? turns.at(-1);
      turn?.explain(this.#client.fragment(item.html));
    }
    const words = this.#judged?.showFeedback() || undefined;
    this.#judged = undefined;
    return words;
  }

  /** @param {boolean} locked */
  lock(locked) {
    if (this.#locked === locked) return;
    this.#locked = locked;
    for (const control of this.#root.querySelectorAll(".chat :is(button, input)")) control.toggleAttribute("disabled", locked);
  }

  /** @param {Element} button */
  pick(button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    void this.#say({ message: /** @type {HTMLElement} */ (button).dataset.message ?? "" }, button);
  }

  send() {
    const text = this.#input?.value.trim();
    if (!this.#input || !text) return;
    this.#input.value = "";
    void this.#say({ text });
  }

  /**
   * @param {Said} said
   * @param {Element} [button] that was pressed to say it
   */
  async #say(said, button) {
    const turn = this.#add(said);
    this.#showUsed();
    this.#client.changed();
    turn.element.scrollIntoView({ block: "nearest" });
    if (!this.#client.ready()) this.#client.say(this.#client.text("kept_ask"));
    try {
      await this.#ask(turn);
      this.#client.say(turn.replied());
      // Who uses the keyboard goes on at the reply: the way back from the messages to it is long.
      if (button === document.activeElement && button?.matches(":focus-visible")) turn.focusReply();
      turn.element.scrollIntoView({ block: "nearest" });
      // Whoever types the next message sees where.
      if (document.activeElement === this.#input) this.#input?.scrollIntoView({ block: "nearest" });
    } catch (error) {
      console.error(error);
      this.#takeBack(turn);
    }
  }

  /** @param {TurnView} turn */
  #takeBack(turn) {
    this.#turns = this.#turns.filter((other) => other !== turn);
    turn.element.remove();
    if (this.#input && turn.said.text) this.#input.value = turn.said.text;
    this.#showUsed();
    this.#client.changed();
    this.#client.say(this.#client.text("chat_no_reply"));
  }

  /** @param {Said} said */
  #add(said) {
    const button = this.#button(said.message ?? "");
    const words = said.text ?? button?.textContent?.trim() ?? "";
    const turn = new TurnView(this.#root, `${this.#client.id}-turn-${this.#turns.length}`, said, words);
    this.#turns.push(turn);
    this.#log.append(turn.element);
    if (said.message) turn.about(said.message);
    return turn;
  }

  /**
   * @param {TurnView} turn
   * @returns {Promise<void>}
   */
  #ask(turn) {
    const edition = this.#edition;
    const step = this.#queue.then(async () => {
      if (edition !== this.#edition) return;
      const { state, reply } = await this.#client.ask(turn.said, this.#state);
      if (edition !== this.#edition) return;
      if (!reply) throw new Error("There is no reply.");
      this.#state = state;
      const said = reply.simulate ? await this.#simulate(turn, reply) : reply;
      if (edition === this.#edition) turn.answer(said);
    });
    this.#queue = step.catch(() => {});
    this.#wait(1);
    return step.finally(() => this.#wait(-1));
  }

  /**
   * Lets the simulation reply. Where it cannot, the partner says what it says to all that it does not know.
   *
   * @param {TurnView} turn
   * @param {Answered} otherwise
   * @returns {Promise<Answered>}
   */
  async #simulate(turn, otherwise) {
    this.#running = this.#client.run({ text: turn.said.text }, () => {});
    const { result, error } = await this.#running.done;
    if (error?.code === "cancelled") return otherwise;
    const text = typeof result?.reply === "string" ? result.reply : otherwise.text;
    turn.said = { ...turn.said, reply: text };
    this.#client.changed();
    return { ...otherwise, text };
  }

  /** @param {number} more */
  #wait(more) {
    this.#open += more;
    if (this.#waiting) this.#waiting.hidden = this.#open === 0;
  }

  /** @param {string} message */
  #button(message) {
    return this.#root.querySelector(`button[data-message="${CSS.escape(message)}"]`);
  }

  /** Messages that were said already cannot be picked again. They leave the list, but for the last one: it may have the focus. */
  #showUsed() {
    const said = this.#turns.map((turn) => turn.said.message);
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll("button[data-message]"))) {
      const used = said.includes(button.dataset.message);
      button.setAttribute("aria-disabled", String(used));
      if (button.parentElement) button.parentElement.hidden = used && button.dataset.message !== said.at(-1);
    }
  }
}

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const { signal } = life;
  const conversation = new Conversation(root, client);
  client.connect({
    own: ["mistaken"],
    read: () => conversation.read(),
    write: (answer) => conversation.write(answer),
    show: (reply) => conversation.show(reply),
    lock: (locked) => conversation.lock(locked),
  });
  root.addEventListener(
    "click",
    (event) => {
      const button = event.target instanceof Element ? event.target.closest("button") : null;
      if (button?.dataset.message !== undefined) conversation.pick(button);
      else if (button?.matches("[data-chat-send]")) conversation.send();
      else if (button?.matches("[type=submit]")) conversation.judge(button);
    },
    { signal },
  );
  root.addEventListener(
    "keydown",
    (event) => {
      // In a form, Enter would submit the exercise.
      const typing = event.target instanceof Element && event.target.matches("[data-chat-input]");
      if (!typing || event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      conversation.send();
    },
    { signal },
  );
  root.addEventListener("change", (event) => event.target instanceof Element && event.target.matches("[type=radio]") && client.changed(), { signal });
  return () => life.abort();
}
