/**
 * Finds the object that a SCORM LMS puts into one of the windows around the course. Windows of other origins are passed over.
 */

/** How far to look. More frames than that are a circle. */
const DEPTH = 500;
const PATIENCE = 1500;
const STEP = 100;

/**
 * @template T
 * @param {() => T} look
 * @returns {T | null}
 */
function tryTo(look) {
  try {
    return look();
  } catch {
    return null; // Another origin.
  }
}

/**
 * A window and those that hold it, inside out.
 *
 * @param {Window | null} start
 */
function* outwards(start) {
  let current = start;
  for (let depth = 0; current && depth < DEPTH; depth += 1) {
    yield current;
    const parent = tryTo(() => /** @type {Window} */ (current).parent);
    if (parent === current) return;
    current = parent;
  }
}

/**
 * Every window that may hold the object: those around this one, then those around each that has opened one of them.
 *
 * @param {Window} here
 */
function* windows(here) {
  /** @type {Set<Window>} */
  const seen = new Set();
  const starts = [here];
  for (const start of starts) {
    for (const place of outwards(start)) {
      if (seen.has(place)) break;
      seen.add(place);
      yield place;
      const opener = tryTo(() => place.opener);
      if (opener) starts.push(opener);
    }
  }
}

/**
 * @param {string} name
 * @returns {any} null: there is none now
 */
export function findApi(name) {
  for (const place of windows(window)) {
    const api = tryTo(() => /** @type {any} */ (place)[name]);
    // An element whose id is that name is no API, nor is what says nothing.
    if (api && tryTo(() => api.nodeType === undefined)) return api;
  }
  return null;
}

/**
 * Waits a moment for an LMS that makes its object late.
 *
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function awaitApi(name) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const api = findApi(name);
    if (api || performance.now() > end) return api;
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
}
