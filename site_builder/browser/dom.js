/**
 * Small helpers around the document. HTML that comes as text was made at build time; it is parsed without running anything.
 */
import { localize } from "./addresses.js";

/**
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function fragment(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  localize(parsed.body);
  const result = document.createDocumentFragment();
  result.append(...Array.from(parsed.body.childNodes, (node) => document.importNode(node, true)));
  return result;
}

/**
 * The words of a piece of HTML.
 *
 * @param {string} html
 */
export function plainText(html) {
  return (fragment(html).textContent ?? "").replace(/\s+/g, " ").trim();
}

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {{className?: string, text?: string}} [options]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, { className = "", text = "" } = {}, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  element.append(...children);
  return element;
}

/**
 * A node with words for screen readers only.
 *
 * @param {string} text
 */
export function hiddenText(text) {
  return make("span", { className: "visually-hidden", text });
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
export function find(root, selector) {
  return root.querySelector(selector);
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
export function findAll(root, selector) {
  return Array.from(root.querySelectorAll(selector));
}

/**
 * Puts entries into a list, unless they say what stands there already: what is being pressed or read then stays.
 *
 * @param {Element | null} list
 * @param {Element[]} entries
 */
export function refill(list, entries) {
  const before = [...(list?.children ?? [])];
  if (entries.length === before.length && entries.every((entry, place) => entry.isEqualNode(before[place]))) return;
  list?.replaceChildren(...entries);
}

/**
 * Shows words in a place, or hides the place when there are none.
 *
 * @param {HTMLElement | null} place
 * @param {string} text
 */
export function showText(place, text) {
  if (!place) return;
  place.textContent = text;
  place.hidden = text === "";
}

let saying = 0;

/**
 * Lets a screen reader say something. The region is emptied first, so that equal texts are said again; what is said in
 * one go is joined.
 *
 * @param {string} text
 */
export function say(text) {
  const region = find(document, "#say");
  if (!region || !text) return;
  const already = saying ? `${region.dataset.next ?? ""} ` : "";
  region.dataset.next = already + text;
  region.textContent = "";
  clearTimeout(saying);
  saying = window.setTimeout(() => {
    saying = 0;
    region.textContent = region.dataset.next ?? "";
    delete region.dataset.next;
  }, 60);
}

/** Whether a click means "go there" and not "open in a new tab" or the like.
 *
 * @param {MouseEvent} event
 */
export function isPlainClick(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

/** A fresh id; `randomUUID` exists on secure origins only. */
export function newId() {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
