/**
 * Shows what Python says of an answer: the headline, feedback beside the items that it is about, and the rest below.
 */
import { find, findAll, fragment, hiddenText, make, plainText } from "./dom.js";
import { t } from "./text.js";

/** @import { FeedbackItem, Reply } from "./types" */

/**
 * @param {HTMLElement} place
 * @param {FeedbackItem} item
 */
function fill(place, item) {
  place.dataset.tone = item.tone;
  place.append(hiddenText(`${t(`tone_${item.tone}`)} `), fragment(item.html));
}

/**
 * Ties the feedback beside an item to the item's inputs.
 *
 * @param {HTMLElement} frame
 * @param {HTMLElement} place
 * @param {string} part
 */
function describe(frame, place, part) {
  place.id ||= `x-${frame.dataset.exercise}-about-${part}`;
  for (const input of findAll(frame, `[data-item="${CSS.escape(part)}"] input`)) {
    input.setAttribute("aria-describedby", place.id);
  }
}

/**
 * @param {HTMLElement} frame
 */
export function clearVerdict(frame) {
  for (const place of findAll(frame, "[data-feedback-for]")) {
    place.replaceChildren();
    delete place.dataset.tone;
  }
  for (const input of findAll(frame, "[data-item] input[aria-describedby]")) input.removeAttribute("aria-describedby");
  for (const item of findAll(frame, "[data-item][data-tone]")) delete item.dataset.tone;
  const verdict = find(frame, "[data-verdict]");
  if (!verdict) return;
  verdict.replaceChildren();
  verdict.hidden = true;
  delete verdict.dataset.tone;
}

/**
 * A note in place of a verdict: that something is kept, or did not work.
 *
 * @param {HTMLElement} frame
 * @param {string} text
 */
export function showNote(frame, text) {
  clearVerdict(frame);
  const verdict = find(frame, "[data-verdict]");
  if (!verdict) return;
  verdict.dataset.tone = "info";
  verdict.append(make("p", { className: "verdict-note", text }));
  verdict.hidden = false;
}

/**
 * Shows a reply and returns the words for the live region.
 *
 * @param {HTMLElement} frame
 * @param {Reply} reply
 * @param {string[]} own codes that the widget shows itself
 */
export function showVerdict(frame, reply, own) {
  clearVerdict(frame);
  const verdict = find(frame, "[data-verdict]");
  if (!verdict) return "";
  const headline = make("p", { className: "verdict-headline" }, fragment(reply.headline));
  const list = make("ul", { className: "verdict-list" });
  const words = [plainText(reply.headline)];
  for (const item of reply.feedback) {
    if (own.includes(item.code)) continue;
    const place = item.part ? find(frame, `[data-feedback-for="${CSS.escape(item.part)}"]`) : null;
    if (place) {
      const entry = make("div", { className: `feedback feedback-${item.tone}` });
      fill(entry, item);
      place.append(entry);
      describe(frame, place, item.part);
      const row = find(frame, `li[data-item="${CSS.escape(item.part)}"]`);
      if (row) row.dataset.tone = item.tone;
    } else {
      const entry = make("li", { className: `feedback feedback-${item.tone}` });
      fill(entry, item);
      list.append(entry);
      words.push(plainText(item.html));
    }
  }
  verdict.dataset.tone = reply.tone;
  verdict.append(headline);
  if (list.childElementCount) verdict.append(list);
  verdict.hidden = false;
  return words.join(" ");
}

/**
 * What stands in the place of an exercise that does not work.
 *
 * @param {HTMLElement} frame
 */
export function showBroken(frame) {
  showNote(frame, t("widget_broken"));
}
