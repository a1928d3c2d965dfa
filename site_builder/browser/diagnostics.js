/**
 * What helps to find out why something failed: browser, versions, states, last errors. Never an answer.
 */
import { ownAddress } from "./addresses.js";
import { find, make, say } from "./dom.js";
import { SITE } from "./site.js";
import { t } from "./text.js";

/** @import { Site } from "./types" */

const MOST_ERRORS = 10;
/** @type {string[]} */
const errors = [];

/**
 * @param {unknown} error
 */
export function noteError(error) {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  errors.push(`${new Date().toISOString()} ${text.slice(0, 500)}`);
  errors.splice(0, errors.length - MOST_ERRORS);
}

export function collectErrors() {
  window.addEventListener("error", (event) => noteError(event.error ?? event.message));
  window.addEventListener("unhandledrejection", (event) => noteError(event.reason));
  document.addEventListener("securitypolicyviolation", (event) =>
    noteError(`CSP ${event.effectiveDirective}: ${event.blockedURI}`),
  );
}

/**
 * Why Python is not there, as the end of a text's key.
 *
 * @param {unknown} error
 */
export function failureKind(error) {
  if (typeof WebAssembly !== "object") return "wasm";
  if (SITE.source !== "inline" && !navigator.onLine) return "offline";
  const text = String(error);
  // First, because the message names the file, which may be the one of WebAssembly.
  if (/network|fetch|load failed|status \d|\d bytes/i.test(text)) return "network";
  if (/wasm|WebAssembly|CompileError|unsafe-eval/i.test(text)) return "wasm";
  if (/worker|SecurityError/i.test(text)) return "worker";
  return "other";
}

/**
 * @param {Site} site
 * @param {Record<string, unknown>} states
 */
function report(site, states) {
  const facts = {
    course: `${site.course.id} ${site.course.version} (${site.course.fingerprint})`,
    target: site.target,
    versions: site.versions,
    page: document.body.dataset.page,
    address: ownAddress(),
    browser: navigator.userAgent,
    languages: navigator.languages,
    online: navigator.onLine,
    wasm: typeof WebAssembly,
    secure: window.isSecureContext,
    ...states,
    errors,
  };
  return JSON.stringify(facts, null, 2);
}

/**
 * @param {Site} site
 * @param {Record<string, unknown>} states
 */
export async function copyDiagnostics(site, states) {
  const text = report(site, states);
  try {
    await navigator.clipboard.writeText(text);
    say(t("diagnostics_copied"));
    showBelow(t("diagnostics_copied"), "");
  } catch {
    // The clipboard is there on secure origins and with permission only: the text is shown to be copied by hand.
    showBelow(t("diagnostics_shown"), text);
  }
}

/**
 * @param {string} note
 * @param {string} text
 */
function showBelow(note, text) {
  const panel = find(document, "[data-failure]");
  if (!panel) return;
  find(panel, "[data-diagnostics]")?.remove();
  const place = make("div", {}, make("p", { text: note }));
  place.dataset.diagnostics = "";
  panel.append(place);
  if (!text) return;
  const area = make("textarea", { text });
  area.readOnly = true;
  area.rows = 8;
  area.setAttribute("aria-label", t("diagnostics_label"));
  place.append(area);
  area.focus();
  area.select();
}
