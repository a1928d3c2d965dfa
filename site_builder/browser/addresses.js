/**
 * Addresses of pages: files beside each other, or places in the one file that holds them all.
 *
 * The export has done this for the pages; here it is done for what is made later, and for HTML that comes as text.
 */
import { SITE } from "./site.js";

/** Whatever has no host of its own; the paths below it are those of the site. */
const NOWHERE = "https://site.invalid/";
const inOneFile = SITE.router === "fragments";

/**
 * Where a page is, or a place on it.
 *
 * @param {URL} root
 * @param {string} url relative to the root of the site
 * @param {string} [anchor]
 */
export function addressOf(root, url, anchor = "") {
  // HTML ids are unique in the whole course, so a place needs no page.
  if (inOneFile) return `#${anchor || url}`;
  return new URL(anchor ? `${url}#${anchor}` : url, root).href;
}

/** Where this course is, to be told to others; of a device it gives nothing but the name of the file. */
export function ownAddress() {
  if (location.protocol !== "file:") return location.origin + location.pathname;
  return decodeURIComponent(location.pathname.replace(/.*\//, ""));
}

/**
 * Leads the links and images of HTML that was made for the shown page's own file to where they are.
 *
 * @param {ParentNode} content
 */
export function localize(content) {
  if (!inOneFile) return;
  const page = SITE.units.find((unit) => unit.id === document.body.dataset.page);
  const base = new URL(page?.url ?? "", NOWHERE);
  for (const link of content.querySelectorAll("a[href]")) change(link, "href", base);
  for (const image of content.querySelectorAll("img[src]")) change(image, "src", base);
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {URL} base
 */
function change(element, name, base) {
  const written = element.getAttribute(name) ?? "";
  const { href, pathname, hash } = new URL(written, base);
  if (written.startsWith("#") || !href.startsWith(NOWHERE)) return;
  const path = decodeURIComponent(pathname.slice(1));
  const file = document.querySelector(`script[data-media="${CSS.escape(path)}"]`);
  element.setAttribute(name, file?.textContent ?? (hash || `#${path}`));
}
