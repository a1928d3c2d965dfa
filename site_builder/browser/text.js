/**
 * The words of the interface: looked up by key in the table that the theme gives, placeholders filled in.
 */
import { SITE } from "./site.js";

/**
 * The text of a key. With `data.n` equal to 1 the key `<key>_one` is taken where there is one.
 *
 * @param {string} key
 * @param {Record<string, unknown>} [data]
 * @returns {string}
 */
export function t(key, data = {}) {
  const single = data.n === 1 ? SITE.texts[`${key}_one`] : undefined;
  return fillIn(single ?? SITE.texts[key] ?? key, data);
}

/**
 * A text with its placeholders filled in.
 *
 * @param {string} text
 * @param {Record<string, unknown>} data
 */
export function fillIn(text, data) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in data ? String(data[name]) : whole));
}

/**
 * The words that a type's template lays into the data attributes of an element: `data-text-moved="..."` is `moved`.
 *
 * @param {HTMLElement} holder
 * @returns {(key: string, data?: Record<string, unknown>) => string}
 */
export function wordsOf(holder) {
  return (key, data = {}) => fillIn(holder.getAttribute(`data-text-${key}`) ?? key, data);
}
