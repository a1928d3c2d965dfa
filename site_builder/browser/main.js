/**
 * Start-up: puts the modules together and keeps the shown page in step with the session.
 */
import { addressOf } from "./addresses.js";
import { showCertificate } from "./certificate.js";
import { closeAll, mountAll } from "./component.js";
import { collectErrors, copyDiagnostics } from "./diagnostics.js";
import { find, findAll, isPlainClick, make, say, showText } from "./dom.js";
import { FragmentPlaces } from "./fragments.js";
import { Gates, showUnreachable } from "./gates.js";
import { openCourse } from "./host.js";
import { Loading } from "./loading.js";
import { createRouter } from "./navigate.js";
import { Offline } from "./offline.js";
import { PathPlaces } from "./paths.js";
import { showProgress, showSaved } from "./progress.js";
import { hasEvent } from "./rows.js";
import { SITE } from "./site.js";
import { t } from "./text.js";
import { nextTheme, showTheme } from "./theme.js";
import { loadFile, saveFile } from "./transfer.js";

/** @import { LearnerRecord, OpenCourse, Python, Router, Session, SessionEvent } from "./types" */

/** Where the document came from; the learner may have gone back since (see `early.js`). */
const LOADED = new URL(document.documentElement.dataset.address ?? location.href);
const ROOT = new URL(document.body.dataset.root || "./", LOADED);
const PLACES = SITE.router === "fragments" ? new FragmentPlaces() : new PathPlaces(ROOT, LOADED);
/** At the latest after this time an idle page starts Python. */
const IDLE_LIMIT = 2000;

class Course {
  /** @type {LearnerRecord} */ #record;
  /** @type {Python} */ #python;
  /** @type {Session} */ #session;
  /** @type {Router} */ #router;
  /** @type {Gates} */ #gates;
  /** @type {(page: string) => void} */ #shown;
  #loading = new Loading();
  #offline = new Offline(SITE, ROOT);
  /** @type {(() => void) | null} */ #unmount = null;
  /** Pages that looked locked while Python, which alone knows, was not there yet. @type {string[]} */ #unsure = [];
  /** Whether the learner has pressed "Begin" and waits: the button keeps its name till then. */
  #beginning = false;

  /** @param {OpenCourse} course */
  constructor({ record, python, session, shown }) {
    this.#record = record;
    this.#python = python;
    this.#session = session;
    this.#shown = shown;
    const leavePython = python.listen({
      onprogress: (done, total) => this.#loading.bytes(done, total),
      onstate: (state, error) => this.#loading.state(state, error),
    });
    this.#gates = new Gates(SITE, ROOT, this.#session, () => this.#router, () => this.#loading.failed);
    document.addEventListener("click", (event) => this.#click(event));
    this.#router = createRouter(PLACES, {
      leave: () => this.#leave(),
      arrive: () => this.#arrive(),
      unreachable: showUnreachable,
    });
    const leaveSession = session.listen((event) => this.#hear(event));
    this.#arrive();
    this.#startWhenIdle();
    if (!SITE.adapter) return;
    // The shell's course outlives this document, and must not speak to it then.
    window.addEventListener("pagehide", () => [() => this.#leave(), leaveSession, leavePython].forEach((end) => end()));
  }

  /** What a new page needs. */
  #arrive() {
    for (const note of findAll(document, "[data-static-note]")) note.hidden = true;
    for (const button of findAll(document, '[data-do="export"], [data-do="import"]')) button.hidden = false;
    showTheme();
    this.#loading.show();
    this.#offline.shown();
    this.#show();
    this.#showBegin();
    const page = document.body.dataset.page ?? "";
    this.#shown(page);
    if (this.#isOpen(page)) this.#visit(page);
    else if (!this.#session.ready) this.#unsure.push(page);
    if (findAll(document, "[data-exercise], [data-certificate]").length) this.#startWhenIdle();
  }

  #leave() {
    this.#unmount?.();
    this.#unmount = null;
  }

  /** @param {string} page */
  #isOpen(page) {
    return this.#session.progress?.units[page]?.status !== "locked";
  }

  /** @param {string} page */
  #visit(page) {
    this.#session.visit(page).catch((error) => console.error(error));
  }

  /** Counts the pages as read that were shown too early; one may open the next. */
  #visitUnsure() {
    const open = this.#unsure.filter((page) => this.#isOpen(page));
    this.#unsure = open.length ? this.#unsure.filter((page) => !open.includes(page)) : [];
    for (const page of open) this.#visit(page);
  }

  /** What changes with the session. */
  #show() {
    showProgress(this.#session.progress);
    showCertificate(SITE, ROOT, this.#session);
    showSaved(this.#session);
    if (this.#session.waiting) this.#loading.reveal();
    else if (this.#session.ready) this.#loading.conceal();
    this.#showProblem();
    const main = find(document, "main");
    if (!main) return;
    const locked = this.#gates.showLock();
    if (locked) {
      this.#leave();
      closeAll(main, true);
    } else if (!this.#unmount) {
      closeAll(main, false);
      this.#unmount = mountAll(main, this.#session);
    }
  }

  /** @param {SessionEvent} event */
  #hear(event) {
    const focused = document.activeElement?.closest("[data-exercise]");
    if (event.kind === "replaced") this.#leave();
    const wasOpen = this.#unmount !== null;
    this.#show();
    // What had the focus was made anew.
    if (focused && document.activeElement === document.body) find(focused, "h2")?.focus({ preventScroll: true });
    this.#gates.update();
    const page = document.body.dataset.page ?? "";
    if (!wasOpen && this.#isOpen(page)) this.#visit(page);
    if (!this.#session.ready) return;
    this.#visitUnsure();
    if (!this.#beginning) this.#showBegin();
  }

  /** Says what is wrong with the record, in one place at the top of the page. */
  #showProblem() {
    const { dropped } = this.#session;
    const reasons = [...new Set(dropped.map((row) => t(`reason_${row.reason}`)))].join("; ");
    const texts = [
      this.#record.problem && t(`problem_${this.#record.problem}`),
      dropped.length ? t("problem_dropped", { n: dropped.length, reasons }) : "",
    ];
    const text = texts.filter(Boolean).join(" ");
    let place = find(document, "[data-problem]");
    if (!place && text) {
      place = make("p", { className: "banner banner-warning" });
      place.dataset.problem = "";
      find(document, "main")?.prepend(place);
    }
    if (!place || place.textContent === text) return;
    showText(place, text);
    say(text);
  }

  /** Who has been in a phase goes on where the course does. "Begin" leads to the first page, which may be an optional one. */
  #showBegin() {
    const next = SITE.units.find((unit) => unit.id === this.#session.progress?.next);
    const rows = this.#session.rows();
    if (!next || !SITE.units.some(({ id, phase }) => phase && hasEvent(rows, "visit", id))) return;
    for (const begin of findAll(document, 'a[data-do="begin"]')) {
      begin.setAttribute("href", addressOf(ROOT, next.url));
      (find(begin, "[data-begin-text]") ?? begin).textContent = t("begin_continue");
    }
  }

  /** Loads Python once the page can be used, where it will be needed: on a page with exercises, or for who comes back. */
  #startWhenIdle() {
    const needed = findAll(document, "[data-exercise], [data-certificate]").length > 0 || this.#session.hasBegun();
    if (!needed || this.#loading.failed) return;
    const start = () => this.#start();
    if (typeof requestIdleCallback === "function") requestIdleCallback(start, { timeout: IDLE_LIMIT });
    else setTimeout(start, 200);
  }

  #start() {
    // What goes wrong is told by `Loading`.
    this.#session.start().catch(() => {});
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const control = event.target instanceof Element ? event.target.closest("[data-do]") : null;
    if (!(control instanceof HTMLElement) || event.defaultPrevented) return;
    const tell = (/** @type {string} */ text) => this.#tell(control, text);
    if (control.dataset.do === "theme") nextTheme();
    else if (control.dataset.do === "export") tell(saveFile(SITE, this.#session));
    else if (control.dataset.do === "import") loadFile(SITE, this.#session, tell);
    else if (control.dataset.do === "retry") this.#start();
    else if (control.dataset.do === "print") print();
    else if (control.dataset.do === "diagnostics") void copyDiagnostics(SITE, this.#states());
    else if (control.dataset.do === "begin" && isPlainClick(event)) this.#begin(event, control);
  }

  /**
   * @param {MouseEvent} event
   * @param {HTMLElement} control
   */
  async #begin(event, control) {
    this.#session.begin();
    if (!(control instanceof HTMLAnchorElement) || this.#session.ready || this.#loading.failed) return;
    event.preventDefault();
    const href = control.href;
    const page = document.body.dataset.page;
    this.#beginning = true;
    try {
      await this.#loading.wait(this.#session);
    } catch {
      // `Loading` says why; a second click goes on to read.
      return;
    } finally {
      this.#beginning = false;
    }
    if (document.body.dataset.page === page) await this.#router.go(href);
  }

  /**
   * Shows beside a control what came of it.
   *
   * @param {HTMLElement} control
   * @param {string} text
   */
  #tell(control, text) {
    const around = control.parentElement;
    let place = around && find(around, "[data-told]");
    if (!place && around) {
      place = make("span", { className: "told" });
      place.dataset.told = "";
      around.append(place);
    }
    showText(place, text);
    say(text);
  }

  #states() {
    return {
      python: this.#python.state,
      storage: this.#record.persistent ? "saved" : this.#record.problem,
      rows: { attempts: this.#session.rows().attempts.length, events: this.#session.rows().events.length },
    };
  }
}

collectErrors();
new Course(await openCourse(SITE, ROOT));
