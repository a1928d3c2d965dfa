/**
 * The button that goes through the themes: as the device, light, dark, high contrast.
 */
import { find, findAll, say } from "./dom.js";
import { t } from "./text.js";

const THEMES = ["auto", "light", "dark", "high-contrast"];
/** `early.js` reads the same key. */
const KEY = "site-builder-theme";

function current() {
  const theme = document.documentElement.dataset.theme ?? "";
  return THEMES.includes(theme) ? theme : "auto";
}

/** Gives the buttons of the shown page their words. */
export function showTheme() {
  for (const button of findAll(document, '[data-do="theme"]')) {
    const place = find(button, "[data-theme-label]") ?? button;
    place.textContent = t(`theme_${current()}`);
    button.hidden = false;
  }
}

export function nextTheme() {
  const theme = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length] ?? "auto";
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage is blocked: the choice holds for this page.
  }
  showTheme();
  say(t(`theme_${theme}`));
}
