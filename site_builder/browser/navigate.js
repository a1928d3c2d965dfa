/**
 * Moves between pages without leaving the document, so that Python stays loaded.
 *
 * Where the pages come from is the affair of its `places`. Whatever goes wrong, the browser loads the page the ordinary way.
 */
import { find, isPlainClick, say } from "./dom.js";
import { swap } from "./swap.js";
import { t } from "./text.js";

/** @import { Places, Router, RouterHooks } from "./types" */

const here = () => new URL(location.href);

/**
 * Moves the focus to where reading starts: the place that the address names, or the heading.
 *
 * @param {string} anchor
 */
function focusStart(anchor) {
  const named = anchor ? document.getElementById(anchor) : null;
  const start = named ?? find(document, "main h1") ?? find(document, "main");
  if (!start) return;
  if (start.tabIndex < 0) start.tabIndex = -1;
  start.focus({ preventScroll: true });
  if (named) named.scrollIntoView({ behavior: "instant" });
  say(t("page_shown", { title: (find(document, "main h1")?.textContent ?? document.title).trim() }));
}

/** @implements {Router} */
class PageRouter {
  /** @type {Places} */ #places;
  /** @type {RouterHooks} */ #hooks;
  /** @type {string} */ #shown;
  /** Which entry of the history is shown, and where each was scrolled to. */
  #entry = 0;
  #entries = 0;
  /** @type {Map<number, number>} */ #scroll = new Map();
  #running = new AbortController();

  /**
   * @param {Places} places
   * @param {RouterHooks} hooks
   */
  constructor(places, hooks) {
    this.#places = places;
    this.#hooks = hooks;
    this.#shown = places.first;
    this.#entry = this.#entries = history.state?.entry ?? Date.now();
    const wanted = places.pageOf(here());
    history.replaceState({ ...this.#state, page: wanted }, "");
    document.addEventListener("click", (event) => this.#click(event));
    window.addEventListener("popstate", (event) => void this.#popped(event));
    // Within the visit the router restores the position; for reloads and other sites the browser knows better.
    window.addEventListener("pagehide", () => (history.scrollRestoration = "auto"));
    const manual = () => (history.scrollRestoration = "manual");
    window.addEventListener("pageshow", manual);
    if (document.readyState === "complete") manual();
    // Who went on or back before all this was there has changed the address alone.
    if (wanted !== this.#shown) void this.#show(here(), this.#entry);
  }

  /** What the history keeps of an entry. */
  get #state() {
    return { entry: this.#entry, page: this.#shown };
  }

  /** @param {string} href */
  go(href) {
    return this.#show(new URL(href, document.baseURI), null);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (event.defaultPrevented || !isPlainClick(event) || !(link instanceof HTMLAnchorElement)) return;
    if (link.hasAttribute("download") || (link.target && link.target !== "_self")) return;
    const url = new URL(link.href);
    if (!this.#places.holds(url)) return;
    if (this.#places.pageOf(url) === this.#shown && this.#places.anchorOf(url) !== "") return;
    event.preventDefault();
    void this.#show(url, null);
  }

  /** @param {PopStateEvent} event */
  async #popped(event) {
    this.#scroll.set(this.#entry, window.scrollY);
    const entry = event.state?.entry;
    if (this.#places.pageOf(here()) !== this.#shown) {
      await this.#show(here(), entry ?? null);
      return;
    }
    this.#running.abort();
    if (entry === undefined) {
      // A link to a place on this page: the browser has gone there and made an entry.
      this.#entry = ++this.#entries;
      history.replaceState(this.#state, "");
      return;
    }
    this.#entry = entry;
    window.scrollTo({ top: this.#scroll.get(entry) ?? 0, behavior: "instant" });
  }

  /**
   * @param {URL} url
   * @param {number | null} entry the entry of the history to go back or forward to; null makes a new one
   */
  async #show(url, entry) {
    this.#running.abort();
    const { signal } = (this.#running = new AbortController());
    try {
      const { page, address } = await this.#places.load(url, signal);
      if (signal.aborted) return;
      this.#enter(address, entry);
      this.#hooks.leave();
      swap(page);
      this.#hooks.arrive();
      this.#settle(entry);
    } catch (error) {
      if (signal.aborted) return;
      console.warn(error);
      // Leaving would end in the browser's own error page, and without Python.
      if (entry === null && this.#places.remote && !navigator.onLine) this.#hooks.unreachable();
      else if (this.#places.pageOf(url) === this.#places.pageOf(here())) location.reload();
      else location.assign(url);
    }
  }

  /**
   * @param {URL} address
   * @param {number | null} entry
   */
  #enter(address, entry) {
    this.#shown = this.#places.pageOf(address);
    if (entry === null) {
      this.#scroll.set(this.#entry, window.scrollY);
      this.#entry = ++this.#entries;
      // As browsers do it themselves: an address that stands there already makes no new entry.
      const change = address.href === location.href ? "replaceState" : "pushState";
      // Before the swap, because relative addresses in the new page count from its own.
      history[change](this.#state, "", address);
    } else {
      this.#entry = entry;
    }
  }

  /** @param {number | null} entry */
  #settle(entry) {
    window.scrollTo({ top: entry === null ? 0 : (this.#scroll.get(entry) ?? 0), behavior: "instant" });
    focusStart(this.#places.anchorOf(here()));
    if (entry !== null && this.#scroll.has(entry)) {
      window.scrollTo({ top: this.#scroll.get(entry) ?? 0, behavior: "instant" });
    }
  }
}

/**
 * @param {Places} places
 * @param {RouterHooks} hooks
 * @returns {Router}
 */
export function createRouter(places, hooks) {
  return new PageRouter(places, hooks);
}
