/**
 * Shows the learner's progress, as Python gives it, in the parts of the page that have a place for it.
 */
import { find, findAll, hiddenText, say, showText } from "./dom.js";
import { t } from "./text.js";

/** @import { Progress, Session } from "./types" */

/**
 * Puts a status on an element, for the style sheet and in words.
 *
 * @param {HTMLElement} element
 * @param {string} status
 * @param {string} text
 */
function mark(element, status, text) {
  if (element.dataset.status === status) return;
  element.dataset.status = status;
  const place = element.tagName === "LI" ? (find(element, "a, h3") ?? element) : element;
  find(place, "[data-status-word]")?.remove();
  const word = hiddenText(` (${text})`);
  word.dataset.statusWord = "";
  place.append(word);
}

/** @param {Progress} progress */
function showBar(progress) {
  for (const bar of findAll(document, "progress[data-progress]")) {
    /** @type {HTMLProgressElement} */ (bar).value = progress.percent;
  }
  const completed = progress.completion === "completed";
  for (const place of findAll(document, "[data-progress-text]")) {
    showText(place, completed ? t("course_complete") : t("progress_text", { percent: progress.percent }));
  }
}

/** @param {Progress} progress */
function showUnits(progress) {
  for (const link of findAll(document, "a[data-unit]:not([data-nav], [data-do])")) {
    const unit = progress.units[link.dataset.unit ?? ""];
    if (!unit) continue;
    // Of an optional unit nothing is asked: a visit finishes it.
    const visited = unit.status === "done" && "optional" in link.dataset;
    mark(link, unit.status, t(visited ? "unit_visited" : `unit_${unit.status}`));
  }
}

/** The phases that were seen open, so that their completion is news. @type {Set<string>} */
const open = new Set();

/** @param {Progress} progress */
function showPhases(progress) {
  for (const phase of [...progress.phases, ...extras(progress)]) {
    for (const item of findAll(document, `[data-phase="${CSS.escape(phase.id)}"]`)) {
      mark(item, phase.status, t(`phase_${phase.status}`));
    }
    const done = phase.status === "done";
    const banner = find(document, `[data-complete="${CSS.escape(phase.id)}"]`);
    if (banner) banner.hidden = !done;
    if (done && open.delete(phase.id)) say(banner?.innerText.trim() || t("phase_complete"));
    if (!done) open.add(phase.id);
  }
}

/**
 * The further modules. A progress that an earlier version kept says nothing of them.
 *
 * @param {Progress} progress
 */
const extras = (progress) => progress.extras ?? [];

/** @param {Progress} progress */
function showExtras(progress) {
  for (const { id, done, total } of extras(progress)) {
    for (const place of findAll(document, `[data-extra="${CSS.escape(id)}"]`)) {
      showText(place, t("extra_done", { done, total }));
    }
  }
}

/** @param {Progress | null} progress */
export function showProgress(progress) {
  if (!progress) return;
  showBar(progress);
  showUnits(progress);
  showPhases(progress);
  showExtras(progress);
}

/**
 * Whether what the learner did is on the device, in the header.
 *
 * @param {Session} session
 */
export function showSaved(session) {
  for (const place of findAll(document, "header [data-saved]")) {
    showText(place, session.saved === "none" ? "" : t(session.saved));
  }
}
