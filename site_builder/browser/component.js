/**
 * Mounts the exercises of a page. One that fails is told in words in its own place; the others go on.
 */
import { findAll } from "./dom.js";
import { ExerciseFrame } from "./exercise.js";
import { showBroken } from "./verdict.js";

/** @import { Session, Widget } from "./types" */

/**
 * @param {HTMLElement} frame
 * @param {Session} session
 * @param {AbortSignal} signal
 */
async function mountOne(frame, session, signal) {
  const name = `./widgets/${frame.dataset.type}.js`;
  try {
    /** @type {Widget} */
    const widget = await import(name);
    if (signal.aborted) return;
    const exercise = new ExerciseFrame(frame, session);
    signal.addEventListener("abort", () => exercise.unmount());
    exercise.mount(widget);
  } catch (error) {
    console.error(`exercise ${frame.dataset.exercise}:`, error);
    showBroken(frame);
  }
}

/**
 * Mounts all exercises below `root`; the result unmounts them.
 *
 * @param {ParentNode} root
 * @param {Session} session
 */
export function mountAll(root, session) {
  const life = new AbortController();
  for (const frame of findAll(root, "[data-exercise]")) void mountOne(frame, session, life.signal);
  return () => life.abort();
}

/**
 * Lets the exercises be read but not used, or used again.
 *
 * @param {ParentNode} root
 * @param {boolean} closed
 */
export function closeAll(root, closed) {
  for (const control of findAll(root, "[data-exercise] :is(input, textarea, button, select)")) {
    control.toggleAttribute("disabled", closed);
  }
}
