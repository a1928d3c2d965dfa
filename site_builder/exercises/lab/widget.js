/**
 * A form, a simulation that runs with what was set, charts that grow meanwhile, and a table of all runs to compare.
 *
 * The runs are the answer. Which of them it holds, and what is wrong with a setting, is Python's to say.
 */
import { Fields } from "../fields.js";
import { RunResults } from "../run_results.js";
import { RunTable, figure, keyOfRun, listRuns } from "../run_table.js";
import { wordsOf } from "../text.js";

/** @import { Client, Reply, RunEnd, RunProgress, Running } from "../../browser/types" */
/** @import { AnswerRun, Listed, Setup } from "../../browser/run_table" */

/** How many runs are drawn at once at most. */
const DRAWN = 4;
/** Marks of progress that are said, if the last word was so long ago. (percent, milliseconds) */
const QUARTER = 25;
const PAUSE = 4000;
/** How many figures are said at the end of a run; all of them stand in the results. */
const SAID = 4;

/** @typedef {{running: Running, n: number, begun: boolean, said: number, saidAt: number}} Live */

class Lab {
  /** @type {HTMLElement} */ #root;
  /** @type {Client} */ #client;
  #words;
  /** @type {Setup} */ #setup;
  #fields;
  #results;
  #table;
  /** The answer. @type {AnswerRun[]} */ #kept = [];
  /** All runs, oldest first. @type {Listed[]} */ #runs = [];
  /** The runs that are drawn. @type {Set<string>} */ #drawn = new Set();
  /** The runs that did not count at the last check. @type {Set<string>} */ #outdated = new Set();
  /** @type {Live | null} */ #live = null;
  /** Until what is being pressed is let go. @type {Promise<void>} */ #released = Promise.resolve();

  /**
   * @param {HTMLElement} root
   * @param {Client} client
   * @param {AbortSignal} signal
   */
  constructor(root, client, signal) {
    const lab = /** @type {HTMLElement | null} */ (root.querySelector("[data-lab]"));
    const controls = /** @type {HTMLTemplateElement | null} */ (lab?.querySelector("template[data-controls]"));
    if (!lab || !controls) throw new Error("The lab is missing.");
    lab.querySelector("[data-static]")?.replaceWith(document.importNode(controls.content, true));
    this.#root = lab;
    this.#client = client;
    this.#words = wordsOf(lab);
    this.#setup = JSON.parse(lab.dataset.setup ?? "");
    this.#fields = new Fields(lab, this.#setup.form, signal);
    this.#results = new RunResults(lab, this.#setup, JSON.parse(lab.dataset.charts ?? ""), this.#words);
    this.#table = new RunTable(lab, this.#setup, this.#words);
    this.#listen(signal);
    this.#showNewest();
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    this.#root.addEventListener("click", (event) => this.#pressed(event), { signal });
    this.#root.addEventListener("change", (event) => void this.#changed(event.target), { signal });
    this.#root.addEventListener("keydown", (event) => this.#key(event), { signal });
    this.#root.addEventListener("pointerdown", () => (this.#released = released(signal)), { signal });
    signal.addEventListener("abort", () => this.#results.remove());
  }

  read() {
    return { runs: this.#kept };
  }

  /** @param {{runs: AnswerRun[]}} answer */
  write(answer) {
    this.#kept = answer.runs;
    if (!this.#live) this.#showNewest();
  }

  /**
   * Names the runs that meet goals, and those that do not count.
   *
   * @param {Reply} reply
   */
  show(reply) {
    const left = reply.feedback.flatMap((item) => item.data.places ?? []);
    this.#outdated = new Set(left.flatMap((place) => (this.#kept[place] ? [keyOfRun(this.#kept[place])] : [])));
    this.#showTable();
    const said = Array.from(this.#root.querySelectorAll(".lab-goal"), (row, place) => {
      const item = reply.feedback.find((other) => other.part === /** @type {HTMLElement} */ (row).dataset.item);
      const run = item && this.#kept[item.data.place];
      if (run) this.#nameRun(row, keyOfRun(run));
      const verdict = item ? (this.#client.fragment(item.html).textContent ?? "").trim() : "";
      return verdict && this.#words("goal_said", { n: place + 1, verdict });
    });
    return said.filter(Boolean).join(" ");
  }

  /**
   * @param {Element} row
   * @param {string} key
   */
  #nameRun(row, key) {
    const name = document.createElement("span");
    name.className = "lab-met";
    name.textContent = this.#nameOf(key);
    row.querySelector("[data-feedback-for] > *")?.append(" ", name);
  }

  /** @param {string} key */
  #nameOf(key) {
    return this.#words("run_n", { n: this.#runs.find((run) => run.key === key)?.n ?? "" });
  }

  /** @param {string} selector */
  #find(selector) {
    const found = /** @type {HTMLElement | null} */ (this.#root.querySelector(selector));
    if (!found) throw new Error(`${selector} is missing.`);
    return found;
  }

  #showNewest() {
    this.#runs = listRuns(this.#kept, this.#client.runs());
    const last = this.#runs.at(-1);
    this.#draw(last ? [last.key] : []);
  }

  /** @param {Iterable<string>} keys */
  #draw(keys) {
    this.#drawn = new Set(keys);
    this.#showTable();
    this.#results.show(this.#runs.filter((run) => this.#drawn.has(run.key)));
  }

  #showTable() {
    this.#table.show(this.#runs, this.#drawn, this.#outdated);
  }

  /** @param {MouseEvent} event */
  #pressed(event) {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button?.dataset.act === "run") void this.#run();
    if (button?.dataset.act === "cancel") this.#live?.running.cancel();
    if (!button?.dataset.preset) return;
    this.#fields.params = JSON.parse(button.dataset.preset);
    this.#client.say(this.#words("preset_set", { name: button.querySelector("[data-name]")?.textContent }));
  }

  /** Enter in a field runs; it does not check. @param {KeyboardEvent} event */
  #key(event) {
    const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key !== "Enter" || !field) return;
    event.preventDefault();
    if (event.target.closest("[data-field]")) void this.#run();
  }

  /** @param {EventTarget | null} target */
  async #changed(target) {
    if (!(target instanceof HTMLElement)) return;
    if (target.dataset.run) this.#pick(/** @type {HTMLInputElement} */ (target), target.dataset.run);
    // Python says what is wrong with a setting; nobody waits for it.
    if (target.closest("[data-field]") && this.#client.ready()) await this.#checkFields();
  }

  async #checkFields() {
    const { reply } = await this.#client.ask({ params: this.#fields.params }, null);
    // Words beside a field move what is below, which must not happen under a finger on its way up.
    await this.#released;
    this.#fields.show(reply?.feedback ?? []);
  }

  /**
   * @param {HTMLInputElement} box
   * @param {string} key
   */
  #pick(box, key) {
    const others = [...this.#drawn].filter((other) => other !== key);
    if (box.checked && others.length === DRAWN) {
      box.checked = false;
      this.#status(this.#words("too_many"), true);
      return;
    }
    this.#client.say(this.#words(box.checked ? "shown_run" : "hidden_run", { name: this.#nameOf(key) }));
    const top = () => this.#find(`[data-run="${CSS.escape(key)}"]`).getBoundingClientRect().top;
    const before = top();
    this.#draw(box.checked ? [...others, key] : others);
    // The results above grow or shrink with the runs that are drawn; what was pressed stays where it is.
    scrollBy({ top: top() - before, behavior: "instant" });
  }

  async #run() {
    if (this.#live) {
      this.#client.say(this.#words("busy"));
      return;
    }
    const running = this.#client.run(this.#fields.params, (progress) => this.#follow(progress));
    this.#live = { running, n: this.#runs.length + 1, begun: false, said: 0, saidAt: performance.now() };
    this.#fields.show([]);
    this.#showRunning(true);
    this.#status(this.#words(this.#client.ready() ? "starting" : "loading"), !this.#client.ready());
    this.#find("[data-progress]").scrollIntoView({ block: "nearest" });
    try {
      await this.#finish(await running.done);
    } finally {
      this.#live = null;
      this.#showRunning(false);
    }
  }

  /** @param {boolean} on */
  #showRunning(on) {
    const [run, cancel] = [this.#find("[data-act=run]"), this.#find("[data-act=cancel]")];
    if (document.activeElement === cancel) run.focus();
    run.setAttribute("aria-disabled", String(on));
    cancel.hidden = !on;
    this.#find("[data-progress]").hidden = !on;
    this.#find("progress").removeAttribute("value");
    this.#root.toggleAttribute("data-running", on);
  }

  /** @param {RunProgress} progress */
  #follow({ fraction, data }) {
    const live = this.#live;
    if (!live) return;
    const percent = Math.floor(fraction * 100);
    if (!live.begun) {
      live.begun = true;
      this.#client.say(this.#words("started", { n: live.n }));
      this.#results.begin(live.n);
    }
    /** @type {HTMLProgressElement} */ (this.#find("progress")).value = percent;
    this.#status(this.#words("running", { percent }), false);
    const quarter = Math.floor(percent / QUARTER) * QUARTER;
    if (quarter > live.said && quarter < 100 && performance.now() - live.saidAt > PAUSE) {
      live.saidAt = performance.now();
      live.said = quarter;
      this.#client.say(this.#words("quarter", { percent: quarter }));
    }
    this.#results.grow(fraction, data.points ?? {});
  }

  /** @param {RunEnd} end */
  async #finish({ error, answer }) {
    if (!answer) {
      this.#draw(this.#drawn); // what was there before the run began
      await this.#explain(error);
      return;
    }
    const key = keyOfRun(answer);
    const again = this.#runs.some((run) => run.key === key);
    const others = this.#runs.filter((run) => run.key !== key);
    const last = this.#kept.at(-1);
    // Only the last run of the answer has outputs, and Python says which that is to be now.
    const earlier = others.map((other) => (last && other.key === keyOfRun(last) ? last : answered(other.run)));
    const { reply } = await this.#client.ask({ runs: [...earlier, answer] }, null).catch(() => ({ reply: null }));
    this.#kept = reply?.runs ?? [...this.#kept.map(answered), answer];
    this.#client.changed();
    this.#runs = listRuns(this.#kept, this.#client.runs());
    this.#draw([key]);
    const name = this.#nameOf(key);
    this.#status(again ? this.#words("again", { name }) : "", false);
    this.#client.say([this.#words(again ? "again" : "finished", { name }), ...this.#outcome(answer)].join(" "));
  }

  /** What a run showed, to be said: the author's words, and the first figures. @param {NonNullable<RunEnd["answer"]>} answer */
  #outcome(answer) {
    const words = [...this.#find("[data-notes]").children].map((note) => (note.textContent ?? "").trim());
    const figures = this.#setup.metrics
      .slice(0, SAID)
      .map((metric) => `${metric.label}: ${figure(metric, answer.metrics)}${metric.unit ? ` ${metric.unit}` : ""}.`);
    return [...words, ...figures];
  }

  /** @param {RunEnd["error"]} error */
  async #explain(error) {
    const code = error?.code ?? "";
    const own = error?.html ? this.#client.fragment(error.html).textContent : "";
    if (own) await this.#checkFields();
    // A setting that is wrong is told beside it, and read out with the focus.
    const told = own !== "" && this.#fields.focusFault();
    this.#status(told ? "" : own || this.#words(this.#root.hasAttribute(`data-text-${code}`) ? code : "failed"), true);
  }

  /**
   * @param {string} text
   * @param {boolean} aloud
   */
  #status(text, aloud) {
    const place = this.#find("[data-run-status]");
    place.textContent = text;
    place.hidden = text === "";
    if (aloud) this.#client.say(text);
  }
}

/** The end of a press, with the click that follows from it. @param {AbortSignal} signal @returns {Promise<void>} */
function released(signal) {
  return new Promise((resolve) => {
    for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => setTimeout(resolve), { once: true, signal });
  });
}

/** A run as an answer holds it. @param {AnswerRun} run */
const answered = ({ params, seed, data, metrics }) => ({ params, seed, data, metrics });

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const lab = new Lab(root, client, life.signal);
  client.connect({ read: () => lab.read(), write: (answer) => lab.write(answer), show: (reply) => lab.show(reply) });
  return () => life.abort();
}
