/**
 * Start-up: puts the modules together and keeps the shown page in step with the session.
 */
import { closeAll, mountAll } from "./component.js";
import { collectErrors, copyDiagnostics } from "./diagnostics.js";
import { find, findAll, isPlainClick, make, say, showText } from "./dom.js";
import { Gates, showUnreachable } from "./gates.js";
import { Loading } from "./loading.js";
import { createPathRouter } from "./navigate.js";
import { showProgress, showSaved } from "./progress.js";
import { createPython } from "./python.js";
import { openRecord } from "./record.js";
import { createSession } from "./session.js";
import { SITE } from "./site.js";
import { t } from "./text.js";
import { nextTheme, showTheme } from "./theme.js";
import { loadFile, saveFile } from "./transfer.js";

/** @import { LearnerRecord, Python, Router, Session, SessionEvent } from "./types" */

const ROOT = new URL(document.body.dataset.root || "./", location.href);
/** At the latest after this time an idle page starts Python. */
const IDLE_LIMIT = 2000;

class Course {
  /** @type {LearnerRecord} */ #record;
  /** @type {Python} */ #python;
  /** @type {Session} */ #session;
  /** @type {Router} */ #router;
  /** @type {Gates} */ #gates;
  #loading = new Loading();
  /** @type {(() => void) | null} */ #unmount = null;

  /** @param {LearnerRecord} record */
  constructor(record) {
    this.#record = record;
    this.#python = createPython(SITE, ROOT.href, {
      onprogress: (/** @type {number} */ done, /** @type {number} */ total) => this.#loading.bytes(done, total),
      onstate: (/** @type {string} */ state, /** @type {unknown} */ error) => this.#loading.state(state, error),
    });
    this.#session = createSession(SITE, record, this.#python);
    this.#gates = new Gates(SITE, ROOT, this.#session, () => this.#router, () => this.#loading.failed);
    document.addEventListener("click", (event) => this.#click(event));
    this.#router = createPathRouter(ROOT, {
      leave: () => this.#leave(),
      arrive: () => this.#arrive(),
      unreachable: showUnreachable,
    });
    this.#session.listen((event) => this.#hear(event));
    this.#arrive();
    this.#startWhenIdle();
  }

  /** What a new page needs. */
  #arrive() {
    for (const note of findAll(document, "[data-static-note]")) note.hidden = true;
    for (const button of findAll(document, '[data-do="export"], [data-do="import"]')) button.hidden = false;
    showTheme();
    this.#loading.show();
    this.#show();
    this.#showBegin();
    if (this.#isOpen()) this.#session.visit(document.body.dataset.page ?? "").catch((error) => console.error(error));
    if (findAll(document, "[data-exercise]").length) this.#startWhenIdle();
  }

  #leave() {
    this.#unmount?.();
    this.#unmount = null;
  }

  #isOpen() {
    return this.#session.progress?.units[document.body.dataset.page ?? ""]?.status !== "locked";
  }

  /** What changes with the session. */
  #show() {
    showProgress(this.#session.progress);
    showSaved(this.#session);
    if (this.#session.waiting) this.#loading.reveal();
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
    if (event.kind === "replaced") this.#leave();
    const wasOpen = this.#unmount !== null;
    this.#show();
    this.#gates.update();
    if (!wasOpen && this.#isOpen()) this.#session.visit(document.body.dataset.page ?? "").catch((error) => console.error(error));
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

  /** Who comes back goes on where the course goes on. */
  #showBegin() {
    const next = SITE.units.find((unit) => unit.id === this.#session.progress?.next);
    if (!next || !this.#session.hasBegun()) return;
    for (const begin of findAll(document, 'a[data-do="begin"]')) {
      begin.setAttribute("href", new URL(next.url, ROOT).href);
      (find(begin, "[data-begin-text]") ?? begin).textContent = t("begin_continue");
    }
  }

  /** Loads Python once the page can be used, where it will be needed: on a page with exercises, or for who comes back. */
  #startWhenIdle() {
    const needed = findAll(document, "[data-exercise]").length > 0 || this.#session.hasBegun();
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
    try {
      await this.#loading.wait(this.#session);
    } catch {
      // `Loading` says why; a second click goes on to read.
      return;
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
new Course(await openRecord(SITE.course.id));
