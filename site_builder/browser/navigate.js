/**
 * Moves between pages without leaving the document, so that Python stays loaded.
 *
 * The new page is fetched and its `main`, every `[data-swap]` part, the title and the body's data take the place of the old ones.
 * Whatever goes wrong, the browser loads the page the ordinary way.
 */
import { find, findAll, isPlainClick, say } from "./dom.js";
import { t } from "./text.js";

/** @import { Router, RouterHooks } from "./types" */

/** @param {URL | Location} address */
const withoutFragment = (address) => address.href.replace(/#.*$/, "");

/** @param {Document} page */
const scriptOf = (page) => page.querySelector('script[type="module"]')?.getAttribute("src")?.replace(/^(\.\.?\/)+/, "") ?? "";

/**
 * The page at an address; fails when it is not a page of this course in this edition.
 *
 * @param {URL} url
 * @param {AbortSignal} signal
 */
async function fetchPage(url, signal) {
  const response = await fetch(withoutFragment(url), { signal, headers: { accept: "text/html" } });
  if (!response.ok) throw new Error(`${response.status} for ${url.pathname}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  if (page.body.dataset.course !== document.body.dataset.course) throw new Error("another course");
  if (scriptOf(page) !== scriptOf(document)) throw new Error("another edition of the course");
  return { page, address: new URL(response.url) };
}

/**
 * The part that takes the place of another; parts that a page lacks become empty.
 *
 * @param {Document} page
 * @param {string} selector
 * @param {HTMLElement} old
 */
function replacement(page, selector, old) {
  const fresh = page.querySelector(selector);
  if (fresh) return document.importNode(fresh, true);
  const empty = /** @type {HTMLElement} */ (old.cloneNode(false));
  empty.hidden = true;
  return empty;
}

/** @param {Document} page */
function swap(page) {
  const main = find(document, "main");
  main?.replaceWith(replacement(page, "main", main));
  for (const old of findAll(document, "[data-swap]")) {
    old.replaceWith(replacement(page, `[data-swap="${CSS.escape(old.dataset.swap ?? "")}"]`, old));
  }
  document.title = page.title;
  document.body.className = page.body.className;
  for (const name of Object.keys(document.body.dataset)) delete document.body.dataset[name];
  Object.assign(document.body.dataset, page.body.dataset);
}

/** The addresses of the style sheets that are loaded; taken while the document's address is still the one they came with. */
const styles = new Set(Array.from(document.styleSheets, (sheet) => sheet.href ?? ""));

/**
 * Adds the style sheets that the new page needs, before it is shown.
 *
 * @param {Document} page
 * @param {URL} address
 */
async function addStyles(page, address) {
  const missing = Array.from(page.querySelectorAll('link[rel="stylesheet"]'), (link) => new URL(link.getAttribute("href") ?? "", address).href);
  await Promise.all(
    missing
      .filter((href) => !styles.has(href))
      .map((href) => {
        styles.add(href);
        const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
        const loaded = new Promise((resolve) => (link.onload = link.onerror = resolve));
        document.head.append(link);
        return loaded;
      }),
  );
}

/** Makes the addresses in the head absolute: relative ones would count from the next page, and the icon is asked for again. */
function pinHead() {
  for (const link of document.head.querySelectorAll("link")) link.setAttribute("href", link.href);
}

/** Moves the focus to where reading starts: the place that the address names, or the heading. */
function focusStart() {
  const named = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const start = named ?? find(document, "main h1") ?? find(document, "main");
  if (!start) return;
  if (start.tabIndex < 0) start.tabIndex = -1;
  start.focus({ preventScroll: true });
  if (named) named.scrollIntoView({ behavior: "instant" });
  say(t("page_shown", { title: (find(document, "main h1")?.textContent ?? document.title).trim() }));
}

/** @implements {Router} */
class PathRouter {
  /** @type {RouterHooks} */ #hooks;
  /** @type {URL} */ #root;
  #shown = withoutFragment(location);
  /** Which entry of the history is shown, and where each was scrolled to. */
  #entry = 0;
  #entries = 0;
  /** @type {Map<number, number>} */ #scroll = new Map();
  #running = new AbortController();

  /**
   * @param {URL} root
   * @param {RouterHooks} hooks
   */
  constructor(root, hooks) {
    this.#root = root;
    this.#hooks = hooks;
    this.#entry = this.#entries = history.state?.entry ?? Date.now();
    history.replaceState({ entry: this.#entry }, "");
    pinHead();
    document.addEventListener("click", (event) => this.#click(event));
    window.addEventListener("popstate", (event) => void this.#popped(event));
    // Within the visit the router restores the position; for reloads and other sites the browser knows better.
    window.addEventListener("pagehide", () => (history.scrollRestoration = "auto"));
    const manual = () => (history.scrollRestoration = "manual");
    window.addEventListener("pageshow", manual);
    if (document.readyState === "complete") manual();
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
    const isPage = url.href.startsWith(this.#root.href) && /\.html$|\/$/.test(url.pathname);
    const samePage = withoutFragment(url) === this.#shown && url.hash !== "";
    if (!isPage || samePage) return;
    event.preventDefault();
    void this.#show(url, null);
  }

  /** @param {PopStateEvent} event */
  async #popped(event) {
    this.#scroll.set(this.#entry, window.scrollY);
    const entry = event.state?.entry;
    if (withoutFragment(location) !== this.#shown) {
      await this.#show(new URL(location.href), entry ?? null);
      return;
    }
    this.#running.abort();
    if (entry === undefined) {
      // A link to a place on this page: the browser has gone there and made an entry.
      this.#entry = ++this.#entries;
      history.replaceState({ entry: this.#entry }, "");
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
      const { page, address } = await fetchPage(url, signal);
      address.hash = url.hash;
      await addStyles(page, address);
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
      if (entry === null && !navigator.onLine) this.#hooks.unreachable();
      else if (withoutFragment(url) === withoutFragment(location)) location.reload();
      else location.assign(url);
    }
  }

  /**
   * @param {URL} address
   * @param {number | null} entry
   */
  #enter(address, entry) {
    if (entry === null) {
      this.#scroll.set(this.#entry, window.scrollY);
      this.#entry = ++this.#entries;
      // Before the swap, because relative addresses in the new page count from its own.
      history.pushState({ entry: this.#entry }, "", address);
    } else {
      this.#entry = entry;
    }
    this.#shown = withoutFragment(address);
  }

  /** @param {number | null} entry */
  #settle(entry) {
    window.scrollTo({ top: entry === null ? 0 : (this.#scroll.get(entry) ?? 0), behavior: "instant" });
    focusStart();
    if (entry !== null && this.#scroll.has(entry)) {
      window.scrollTo({ top: this.#scroll.get(entry) ?? 0, behavior: "instant" });
    }
  }
}

/**
 * @param {URL} root
 * @param {RouterHooks} hooks
 * @returns {Router}
 */
export function createPathRouter(root, hooks) {
  return new PathRouter(root, hooks);
}
