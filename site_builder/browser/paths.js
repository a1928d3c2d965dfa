/**
 * Pages that are files on a web server: each is fetched when it is wanted.
 */

/** @import { Places } from "./types" */

/** @param {URL} address */
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

/**
 * Makes the addresses in the head absolute: relative ones would count from the next page, and the icon is asked for again.
 *
 * @param {URL} loaded
 */
function pinHead(loaded) {
  for (const link of document.head.querySelectorAll("link")) link.setAttribute("href", new URL(link.getAttribute("href") ?? "", loaded).href);
}

/** @implements {Places} */
export class PathPlaces {
  remote = true;
  #root;

  /**
   * @param {URL} root
   * @param {URL} loaded where the document came from
   */
  constructor(root, loaded) {
    this.#root = root;
    this.first = this.pageOf(loaded);
    pinHead(loaded);
  }

  /** @param {URL} address */
  holds(address) {
    return address.href.startsWith(this.#root.href) && /\.html$|\/$/.test(address.pathname);
  }

  /** @param {URL} address */
  pageOf(address) {
    return withoutFragment(address);
  }

  /** @param {URL} address */
  anchorOf(address) {
    return decodeURIComponent(address.hash.slice(1));
  }

  /**
   * @param {URL} url
   * @param {AbortSignal} signal
   */
  async load(url, signal) {
    const { page, address } = await fetchPage(url, signal);
    address.hash = url.hash;
    await addStyles(page, address);
    return { page, address };
  }
}
