/**
 * Shows what Python says of an answer: the headline, feedback beside the items that it is about, and the rest below.
 */
import { find, findAll, fragment, hiddenText, make, plainText } from "./dom.js";
import { t } from "./text.js";

/** @import { FeedbackItem, Reply } from "./types" */

/** More feedback beside items than this is counted aloud, and not read out. */
const READ_OUT = 2;

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
  place.id ||= `x-${frame.dataset.exercise}__about-${part}`;
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
 * A note that an answer waits for Python, with a way to try again where that could not be loaded (see the theme's `.retry`).
 *
 * @param {HTMLElement} frame
 */
export function showKept(frame) {
  showNote(frame, t("kept"));
  const button = make("button", { className: "button", text: t("retry") });
  button.type = "button";
  button.dataset.do = "retry";
  find(frame, "[data-verdict]")?.append(make("p", { className: "retry" }, t("kept_failed"), " ", button));
}

/**
 * The part of the points that was earned, where it is a part.
 *
 * @param {Reply} reply
 */
function points({ earned, total }) {
  return earned > 0 && earned < total ? t("points", { earned, total }) : "";
}

/**
 * Shows a reply and returns the words for the live region: the headline, what stands beside items, and the rest.
 *
 * @param {HTMLElement} frame
 * @param {Reply} reply
 * @param {string[] | ((item: FeedbackItem) => boolean)} own what the widget shows itself, by its codes or one by one
 */
export function showVerdict(frame, reply, own) {
  clearVerdict(frame);
  const verdict = find(frame, "[data-verdict]");
  if (!verdict) return { headline: "", beside: "", rest: "" };
  const headline = make("p", { className: "verdict-headline" }, fragment(reply.headline));
  const list = make("ul", { className: "verdict-list" });
  const part = points(reply);
  if (part) headline.append(" ", make("span", { className: "verdict-points", text: part }));
  /** @type {string[]} */
  const beside = [];
  /** @type {string[]} */
  const rest = [];
  for (const item of reply.feedback) {
    if (typeof own === "function" ? own(item) : own.includes(item.code)) continue;
    const place = item.part ? find(frame, `[data-feedback-for="${CSS.escape(item.part)}"]`) : null;
    if (place) {
      const entry = make("div", { className: `feedback feedback-${item.tone}` });
      fill(entry, item);
      place.append(entry);
      beside.push(entry.textContent?.replace(/\s+/g, " ").trim() ?? "");
      describe(frame, place, item.part);
      const row = find(frame, `li[data-item="${CSS.escape(item.part)}"]`);
      if (row) row.dataset.tone = item.tone;
    } else {
      const entry = make("li", { className: `feedback feedback-${item.tone}` });
      fill(entry, item);
      list.append(entry);
      rest.push(plainText(item.html));
    }
  }
  verdict.dataset.tone = reply.tone;
  verdict.append(headline);
  if (list.childElementCount) verdict.append(list);
  verdict.hidden = false;
  return {
    headline: `${plainText(reply.headline)} ${part}`.trim(),
    beside: beside.length > READ_OUT ? t("feedback_beside", { n: beside.length }) : beside.join(" "),
    rest: rest.join(" "),
  };
}

/**
 * What stands in the place of an exercise that does not work.
 *
 * @param {HTMLElement} frame
 */
export function showBroken(frame) {
  showNote(frame, t("widget_broken"));
}
