/**
 * Pages that all stand in this document, one after another, as readers without JavaScript have them: they are taken out, and one is
 * shown at a time. Its address is a fragment: that of the page, or the HTML id of a place on it, which is unique in the course.
 */
import { find, findAll } from "./dom.js";
import { swap } from "./swap.js";

/** @import { Places } from "./types" */

/** @param {URL} address */
function nameOf(address) {
  try {
    return decodeURIComponent(address.hash.slice(1));
  } catch {
    return ""; // Somebody has typed half an escape.
  }
}

/** @implements {Places} */
export class FragmentPlaces {
  remote = false;
  /** What stands in `main` of each page, as it was written. @type {Map<string, DocumentFragment>} */
  #contents = new Map();
  #shown = "";

  constructor() {
    for (const section of findAll(document, "[data-stored]")) {
      const content = document.createDocumentFragment();
      content.append(...section.childNodes);
      section.remove();
      this.#contents.set(section.id, content);
      this.#shown ||= section.id;
    }
    const here = new URL(location.href);
    this.#shown = this.pageOf(here);
    this.first = this.#shown;
    swap(this.#document(this.#shown));
    document.getElementById(this.anchorOf(here))?.scrollIntoView({ behavior: "instant" });
  }

  /** @param {URL} address */
  holds(address) {
    return address.hash !== "" && address.href.startsWith(location.href.replace(/#.*$/, "#"));
  }

  /** @param {URL} address */
  pageOf(address) {
    const name = nameOf(address);
    if (this.#contents.has(name)) return name;
    for (const [page, content] of this.#contents) {
      if (name && content.getElementById(name)) return page;
    }
    // A place that every page has; or none, as when the file is opened.
    const kept = history.state?.page;
    return this.#contents.has(kept) ? kept : this.#shown;
  }

  /** @param {URL} address */
  anchorOf(address) {
    const name = nameOf(address);
    return this.#contents.has(name) ? "" : name;
  }

  /** @param {URL} address */
  async load(address) {
    this.#shown = this.pageOf(address);
    return { page: this.#document(this.#shown), address };
  }

  /**
   * The page as a document of its own; what lies around `main` is kept as text.
   *
   * @param {string} name
   */
  #document(name) {
    const frame = find(document, `script[data-page="${CSS.escape(name)}"]`);
    const page = new DOMParser().parseFromString(frame?.textContent ?? "", "text/html");
    const content = this.#contents.get(name);
    if (content) page.querySelector("main")?.append(page.importNode(content, true));
    return page;
  }
}
