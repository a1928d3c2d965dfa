/**
 * The page that an LMS launches. It holds the session with the LMS, the record and Python, and shows the course in a frame: one page
 * of the course after another comes and goes without the LMS seeing more than one.
 */
import { find, make, say, showText } from "../dom.js";
import { makeCourse } from "../host.js";
import { SITE } from "../site.js";
import { t } from "../text.js";
import { openCmi5 } from "./cmi5.js";
import { Saver } from "./save.js";
import { openScorm12 } from "./scorm12.js";
import { openScorm2004 } from "./scorm2004.js";
import { openTincan } from "./tincan.js";

/** @import { OpenCourse } from "../types" */
/** @import { Lms } from "./lms" */

const ROOT = new URL("site/", location.href);
/** Where the LMS's note of the place ends and that of the exercise begins. */
const MARK = "#";

/** @type {Record<string, () => Promise<Lms | null>>} */
const ADAPTERS = { scorm12: openScorm12, scorm2004: openScorm2004, cmi5: openCmi5, xapi: openTincan };

/** The LMS and whom it names; null, and the reason, where the course runs without. */
async function connect() {
  try {
    const lms = (await ADAPTERS[SITE.adapter]?.()) ?? null;
    return { lms, learner: lms?.learner ?? "", problem: lms ? "" : "untracked" };
  } catch (error) {
    console.error(error);
    const { learner = "" } = /** @type {{learner?: string}} */ (error);
    return { lms: null, learner, problem: "unreachable" };
  }
}

class Shell {
  /** @type {Lms | null} */ #lms;
  #problem;
  /** @type {Saver | null} */ #saver = null;
  /** @type {OpenCourse} */ #course;
  #page = "";
  /** The exercise of the page that had the focus last: its id in the page, or empty. */ #exercise = "";
  #frame = /** @type {HTMLIFrameElement} */ (find(document, "[data-frame]"));

  /**
   * @param {Lms | null} lms
   * @param {string} problem
   * @param {OpenCourse} course
   */
  constructor(lms, problem, course) {
    this.#lms = lms;
    this.#problem = problem;
    this.#course = course;
    course.shown = (page) => this.#shown(page);
    /** @type {any} */ (window).course = course;
    const [page = "", exercise = ""] = (lms?.location ?? "").split(MARK);
    const unit = SITE.units.find(({ id }) => id === page);
    if (unit) [this.#page, this.#exercise] = [page, exercise];
    if (lms) this.#track(lms);
    this.#showStatus();
    this.#open(unit?.url ?? "index.html");
    if (unit) this.#frame.addEventListener("load", () => this.#focusPlace(), { once: true });
    window.addEventListener("storage", () => this.#followTheme());
    // The session ended when the page was left.
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  /** @param {Lms} lms */
  #track(lms) {
    const { session, python } = this.#course;
    this.#saver = new Saver(session, lms, {
      onsaving: () => this.#showStatus("saving"),
      onsaved: (problem) => this.#saved(problem),
      place: () => this.#place(),
      settings: SITE.settings,
    });
    python.listen({ onstate: () => this.#showStatus() });
    session.listen(() => session.stateProblem && this.#showStatus());
    // What the LMS has kept is looked at before the learner needs it; on a new device the page shows nothing of it until then.
    if (lms.state) (session.rows().attempts.length ? session.start() : session.need()).catch(() => {});
    const exit = find(document, "[data-exit]");
    if (!exit) return;
    exit.hidden = false;
    exit.addEventListener("click", () => void this.#leave());
  }

  /** Shows the course where the learner left it. @param {string} url */
  #open(url) {
    const address = new URL(url, ROOT);
    address.hash = this.#exercise;
    this.#frame.src = address.href;
    this.#frame.hidden = false;
    showText(find(document, "[data-wait]"), "");
  }

  /** Who goes on begins there with the keyboard too. */
  #focusPlace() {
    const page = this.#frame.contentDocument;
    const title = page && find(page, this.#exercise ? `#${CSS.escape(this.#exercise)} h2` : "main h1");
    if (!title) return;
    title.tabIndex = -1;
    title.focus();
  }

  /** @param {string} page */
  #shown(page) {
    if (page !== this.#page) [this.#page, this.#exercise] = [page, ""];
    document.title = this.#frame.contentDocument?.title || document.title;
    this.#followTheme();
    this.#saver?.touch();
  }

  /** The learner chooses the theme in the frame. */
  #followTheme() {
    document.documentElement.dataset.theme = this.#frame.contentDocument?.documentElement.dataset.theme ?? "auto";
  }

  /** The page, and the exercise in which the learner was last. */
  #place() {
    const exercise = this.#frame.contentDocument?.activeElement?.closest("[data-exercise]");
    if (exercise?.id) this.#exercise = exercise.id;
    return this.#page + (this.#exercise && MARK + this.#exercise);
  }

  /** @param {string} problem */
  #saved(problem) {
    const news = problem !== this.#problem;
    this.#problem = problem;
    this.#showStatus(problem ? "" : "saved");
    if (news) say(t(`lms_${problem || "saved"}`));
  }

  /** One line that says how it stands between the course and the LMS; what is worst goes first. */
  #showStatus(fine = "tracked") {
    const { session, python } = this.#course;
    const mode = this.#lms?.mode === "normal" ? "" : this.#lms?.mode;
    const state = session.stateProblem && `state_${session.stateProblem}`;
    const status = this.#problem || (python.state === "failed" && "no_python") || state || mode || fine;
    const place = find(document, "[data-lms-status]");
    if (place) place.dataset.lmsStatus = status;
    showText(place, t(`lms_${status}`));
  }

  async #leave() {
    const exit = /** @type {HTMLButtonElement | null} */ (find(document, "[data-exit]"));
    if (!this.#saver || !this.#lms || !exit || exit.disabled) return;
    exit.disabled = true;
    showText(find(document, "[data-lms-status]"), t("lms_saving"));
    say(t("lms_saving"));
    const saved = await this.#saver.leave();
    const { mode, returnTo } = this.#lms;
    find(document, "[data-bar]")?.remove();
    const told = mode === "normal" ? t(saved ? "lms_left_saved" : "lms_left_kept") : t(`lms_${mode}`);
    const title = make("h1", { text: t("lms_left") });
    title.tabIndex = -1;
    this.#frame.replaceWith(make("div", { className: "shell-left" }, title, make("p", { text: told }), make("p", { text: t("lms_left_close") })));
    title.focus();
    if (saved && returnTo) location.assign(returnTo);
    else if (saved && window.opener && window.parent === window) window.close();
  }
}

const { lms, learner, problem } = await connect();
// Many learners may share this browser, and many courses the LMS's address.
const holder = `:${document.body.dataset.package}:${learner}`;
new Shell(lms, problem, await makeCourse(SITE, ROOT, { holder, state: lms?.state }));
