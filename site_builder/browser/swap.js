/**
 * Puts a page into the document: its `main`, every `[data-swap]` part, the title and the body's data take the place of the old ones.
 */
import { find, findAll } from "./dom.js";

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
export function swap(page) {
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
