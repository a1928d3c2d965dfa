/** What this window remembers beyond a reload: nothing, where the browser blocks storage. */

/** @param {string} key */
export function recall(key) {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} key @param {string} value */
export function remember(key, value) {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    // Then a reload begins from nothing, and says what it could not reach.
  }
}
