/**
 * A list to tick: checkboxes of the page, read and set.
 */

/** @import { Client } from "../../browser/types" */

/**
 * @param {HTMLElement} root
 * @param {Client} client
 */
export function mount(root, client) {
  const life = new AbortController();
  const list = root.querySelector("[data-items]");
  /** @type {HTMLInputElement[]} */
  const inputs = Array.from(root.querySelectorAll("[data-items] input"));
  client.connect({
    read: () => ({ checked: inputs.filter((input) => input.checked).map((input) => input.value) }),
    write: (answer) => {
      for (const input of inputs) input.checked = answer.checked.includes(input.value);
    },
    arrange: (ids) => list?.append(...ids.flatMap((id) => list.querySelector(`[data-item="${CSS.escape(id)}"]`) ?? [])),
    lock: (locked) => {
      for (const input of inputs) input.disabled = locked;
    },
  });
  root.addEventListener("change", () => client.changed(), { signal: life.signal });
  return () => life.abort();
}
