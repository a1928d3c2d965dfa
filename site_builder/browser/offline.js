/**
 * Has the browser keep the whole site, where the site was built for that; and offers a newer edition when there is one.
 *
 * It is never taken on its own while a page is open, and offered only on pages without exercises: nobody is torn out of one.
 */
import { find, findAll, make, say } from "./dom.js";
import { t } from "./text.js";

/** @import { Site } from "./types" */

export class Offline {
  /** The newer edition, which waits. @type {ServiceWorker | null} */
  #waiting = null;

  /**
   * @param {Site} site
   * @param {URL} root
   */
  constructor(site, root) {
    // Not there without https, and not in every private window.
    if (!site.offline || !("serviceWorker" in navigator)) return;
    this.#register(new URL("service-worker.js", root)).catch((error) => console.warn(error));
  }

  /** A page was shown. */
  shown() {
    if (!this.#waiting || findAll(document, "[data-exercise]").length || find(document, "[data-update]")) return;
    const text = make("p", { className: "banner-text", text: t("update_ready") });
    const button = make("button", { className: "button", text: t("update_load") });
    button.type = "button";
    button.addEventListener("click", () => this.#take());
    const banner = make("div", { className: "banner" }, text, make("div", { className: "banner-actions" }, button));
    banner.dataset.update = "";
    find(document, "main")?.prepend(banner);
    say(t("update_ready"));
  }

  /** @param {URL} address */
  async #register(address) {
    const registration = await navigator.serviceWorker.register(address, { updateViaCache: "none" });
    this.#offer(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const fresh = registration.installing;
      fresh?.addEventListener("statechange", () => {
        if (fresh.state === "installed") this.#offer(fresh);
      });
    });
  }

  /** @param {ServiceWorker | null} fresh */
  #offer(fresh) {
    // The first edition of all waits for nobody.
    if (!fresh || !navigator.serviceWorker.controller) return;
    this.#waiting = fresh;
    this.shown();
  }

  #take() {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    this.#waiting?.postMessage("take over");
  }
}
