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
  const text = single ?? SITE.texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in data ? String(data[name]) : whole));
}
