/**
 * The page at the end: shows what is missing, or the certificate, and the results of each phase. All of it is Python's to say.
 *
 * The learner's name is no part of the record: what is exported, or sent to an LMS, does not hold it.
 */
import { addressOf, ownAddress } from "./addresses.js";
import { find, findAll, fragment, make } from "./dom.js";
import { t } from "./text.js";

/** @import { Missing, PhaseResult, Progress, Session, Site } from "./types" */

/** A longer name gets smaller letters. */
const LONG = 28;

/** What each place shows at present, so that nothing is built anew under a reader's hands. @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/**
 * Builds the content of a place where it has to change.
 *
 * @param {Element | null} place
 * @param {unknown} data from which the content follows
 * @param {() => Node[]} build
 */
function fill(place, data, build) {
  const key = JSON.stringify(data);
  if (!place || shown.get(place) === key) return;
  shown.set(place, key);
  place.replaceChildren(...build());
}

/**
 * @param {string} href
 * @param {Node | string} content
 */
function link(href, content) {
  const anchor = make("a", {}, content);
  anchor.setAttribute("href", href);
  return anchor;
}

class Award {
  /** @type {HTMLElement} */ #place;
  /** @type {Site} */ #site;
  /** @type {URL} */ #root;
  #holder;

  /**
   * @param {HTMLElement} place
   * @param {Site} site
   * @param {URL} root
   * @param {string} holder
   */
  constructor(place, site, root, holder) {
    this.#place = place;
    this.#site = site;
    this.#root = root;
    this.#holder = holder;
  }

  /** @param {Progress | null} progress */
  show(progress) {
    const award = progress?.award ?? "wait";
    for (const part of findAll(this.#place, "[data-award]")) {
      part.hidden = part.dataset.award === "results" ? !progress?.results : part.dataset.award !== award;
    }
    if (!progress) return;
    this.#list("to_do", progress.to_do.map((unit) => [unit, ...unit.missing]));
    this.#list("closed", progress.closed.map((item) => [item]));
    this.#results(progress.results);
    this.#certificate(progress);
  }

  /** Puts the name that this browser keeps into the field and on the certificate. */
  name() {
    const field = /** @type {HTMLInputElement | null} */ (find(this.#place, "[data-award-name]"));
    if (!field) return;
    const key = `site-builder-name:${this.#site.course.id}${this.#holder}`;
    if (!shown.has(field)) {
      shown.set(field, "");
      field.value = recall(key);
      field.addEventListener("input", () => {
        remember(key, field.value.trim());
        this.name();
      });
    }
    const name = find(this.#place, '[data-fill="name"]');
    if (!name) return;
    name.textContent = field.value.trim();
    name.toggleAttribute("data-long", field.value.length > LONG);
  }

  /**
   * @param {string} name
   * @param {({title: string, url: string} | Missing)[][]} entries each a page or an exercise, and what belongs to it
   */
  #list(name, entries) {
    fill(find(this.#place, `[data-award-list="${name}"]`), entries, () =>
      entries.map(([first, ...more]) => {
        const links = more.map((item) => make("li", {}, this.#link(item)));
        return make("li", {}, ...(first ? [this.#link(first)] : []), ...(links.length ? [make("ul", {}, ...links)] : []));
      }),
    );
  }

  /** @param {{title: string, url: string} | Missing} item */
  #link(item) {
    // A page's title is plain text, an exercise's is HTML.
    if (!("exercise" in item)) return link(addressOf(this.#root, item.url), item.title);
    return link(addressOf(this.#root, item.url, `x-${item.exercise}__title`), fragment(item.title));
  }

  /** @param {Progress["results"]} results */
  #results({ phases, all }) {
    fill(find(this.#place, "[data-results]"), phases, () =>
      phases.map((phase) => row(t("results_phase", { number: phase.number, title: phase.title }), phase)),
    );
    fill(find(this.#place, "[data-results-all]"), all, () => [row(t("results_all"), all)]);
  }

  /** @param {Progress} progress */
  #certificate({ completed_on, score }) {
    if (!completed_on) return;
    const date = find(this.#place, '[data-fill="date"]');
    const language = document.documentElement.lang;
    date?.setAttribute("datetime", completed_on);
    fill(date, completed_on, () => [
      new Text(new Date(completed_on).toLocaleDateString(language, { year: "numeric", month: "long", day: "numeric" })),
    ]);
    fill(find(this.#place, '[data-fill="score"]'), score, () => [new Text(t("score", score))]);
    const address = ownAddress();
    fill(find(this.#place, '[data-fill="address"]'), address, () => [new Text(address)]);
    this.name();
  }
}

/**
 * @param {string} title
 * @param {PhaseResult} result
 */
function row(title, { done, exercises, earned, total, attempts, hints, minutes }) {
  const head = make("th", { text: title });
  head.scope = "row";
  const cells = [t("of_total", { n: done, total: exercises }), t("of_total", { n: earned, total }), attempts, hints, minutes];
  return make("tr", {}, head, ...cells.map((text) => make("td", { className: "align-right", text: String(text) })));
}

/** @param {string} key */
function recall(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return ""; // Storage is blocked.
  }
}

/**
 * @param {string} key
 * @param {string} name
 */
function remember(key, name) {
  try {
    if (name) localStorage.setItem(key, name);
    else localStorage.removeItem(key);
  } catch {
    // Storage is blocked: the name holds for this page.
  }
}

/**
 * @param {Site} site
 * @param {URL} root
 * @param {Session} session
 */
export function showCertificate(site, root, session) {
  const place = find(document, "[data-certificate]");
  if (place) new Award(place, site, root, session.holder).show(session.progress);
}
