/**
 * The gate at "Next" and the banner on a page whose exercises are still closed.
 *
 * Which units are locked, and what is missing, is Python's to say. While it is still loading, "Next" waits for it where the page has
 * exercises; where Python cannot be had, nothing is held back: every page can be read.
 */
import { addressOf } from "./addresses.js";
import { find, findAll, fragment, isPlainClick, make, say } from "./dom.js";
import { t } from "./text.js";

/** @import { Progress, Router, Session, Site } from "./types" */

const currentPage = () => document.body.dataset.page ?? "";

/**
 * @param {Node[]} content
 */
function showGate(...content) {
  const gate = find(document, "[data-gate]");
  if (!gate) return;
  gate.replaceChildren(...content);
  gate.hidden = content.length === 0;
}

/**
 * What the gate lists: the missing exercises of this page, or the page that has to come first.
 *
 * @param {Site} site
 * @param {URL} root
 * @param {Progress} progress
 * @param {string} next
 */
function reasons(site, root, progress, next) {
  const missing = progress.units[currentPage()]?.missing ?? [];
  if (missing.length) {
    return {
      intro: t("gate_intro"),
      links: missing.map((item) => ({ href: `#x-${item.exercise}__title`, title: fragment(item.title) })),
    };
  }
  const first = site.units.find((unit) => unit.id === progress.units[next]?.blocked_by);
  return {
    intro: t("gate_other"),
    // A unit's title is plain text, an exercise's is HTML.
    links: first ? [{ href: addressOf(root, first.url), title: document.createTextNode(first.title) }] : [],
  };
}

export class Gates {
  /** @type {Site} */ #site;
  /** @type {URL} */ #root;
  /** @type {Session} */ #session;
  /** @type {() => Router} */ #router;
  /** @type {() => boolean} */ #hopeless;

  /**
   * @param {Site} site
   * @param {URL} root
   * @param {Session} session
   * @param {() => Router} router
   * @param {() => boolean} hopeless whether Python could not be started
   */
  constructor(site, root, session, router, hopeless) {
    this.#site = site;
    this.#root = root;
    this.#session = session;
    this.#router = router;
    this.#hopeless = hopeless;
    document.addEventListener("click", (event) => this.#click(event));
  }

  /** Whether the exercises of the shown page are closed, as far as it is known; shows the banner that says so. */
  showLock() {
    const unit = this.#session.progress?.units[currentPage()];
    const locked = unit?.status === "locked";
    const banner = find(document, "[data-locked]");
    if (!banner) return locked;
    banner.hidden = !locked;
    const first = this.#site.units.find((other) => other.id === unit?.blocked_by);
    const link = banner.querySelector("a");
    if (locked && first && link) {
      link.href = addressOf(this.#root, first.url);
      link.textContent = first.title;
    }
    return locked;
  }

  /** Brings the list of what is missing up to date, where it is shown. */
  update() {
    const link = find(document, 'a[data-nav="next"]');
    if (!link || !find(document, "[data-gate] ul")) return;
    showGate(...this.#content(link));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const link = event.target instanceof Element ? event.target.closest('a[data-nav="next"]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !isPlainClick(event)) return;
    if (!this.#session.ready && !this.#hopeless() && findAll(document, "[data-exercise]").length) {
      event.preventDefault();
      void this.#wait(link);
    } else if (this.#session.ready && this.#content(link).length) {
      event.preventDefault();
      void this.#decide(link);
    }
  }

  /**
   * Whoever is quick presses before Python has said that this page is read now.
   *
   * @param {HTMLAnchorElement} link
   */
  async #decide(link) {
    const page = currentPage();
    if (this.#session.progress?.units[page]?.status !== "locked") {
      await this.#session.visit(page).catch((error) => console.error(error));
    }
    if (currentPage() !== page || this.#refuses(link)) return;
    await this.#router().go(link.href);
  }

  /** @param {HTMLAnchorElement} link */
  async #wait(link) {
    const page = currentPage();
    showGate(make("p", { text: t("gate_waiting") }));
    say(t("gate_waiting"));
    try {
      await this.#session.need();
      await this.#session.visit(page);
    } catch (error) {
      console.error(error);
    }
    if (currentPage() !== page) return;
    showGate();
    if (this.#session.ready && this.#refuses(link)) return;
    await this.#router().go(link.href);
  }

  /**
   * Stays and says why, when the next unit is locked.
   *
   * @param {HTMLAnchorElement} link
   */
  #refuses(link) {
    const content = this.#content(link);
    if (!content.length) return false;
    showGate(...content);
    const gate = find(document, "[data-gate]");
    gate?.focus();
    say(gate?.innerText ?? "");
    return true;
  }

  /**
   * What the gate says; nothing when the next unit is open.
   *
   * @param {HTMLElement} link
   */
  #content(link) {
    const next = link.dataset.unit ?? "";
    const progress = this.#session.progress;
    if (progress?.units[next]?.status !== "locked") return [];
    const { intro, links } = reasons(this.#site, this.#root, progress, next);
    const items = links.map(({ href, title }) => {
      const anchor = make("a", {}, title);
      anchor.setAttribute("href", href);
      return make("li", {}, anchor);
    });
    return [make("p", { text: intro }), make("ul", {}, ...items)];
  }
}

/** Says that the next page has to wait until the device is online again. */
export function showUnreachable() {
  showGate(make("p", { text: t("page_offline") }));
  find(document, "[data-gate]")?.scrollIntoView({ block: "nearest" });
  say(t("page_offline"));
}
