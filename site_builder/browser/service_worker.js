// Keeps a whole site on the device, edition by edition: a page and what it loads are always of one build.
//
// The build puts `self.EDITION` before this text: the course, a version that changes with any file, and the paths of all files.
// A new edition is fetched beside the one in use. It takes over when no page of the old one is open any more, or when the
// learner asks for it; nothing else ever depends on this worker.
(() => {
  /** @typedef {{course: string, version: string, files: string[]}} Edition */
  const scope = /** @type {any} */ (self);
  const { course, version, files } = /** @type {Edition} */ (scope.EDITION);
  const ROOT = new URL(scope.registration.scope);
  /** Other courses may live on the same origin. */
  const PREFIX = `site:${course}:${ROOT.pathname}:`;
  const NAME = PREFIX + version;
  /** The edition before this one stays, for pages that are still open when this one takes over. */
  const EDITIONS_KEPT = 2;
  /** Paths whose name changes with what they hold; what is there under that name need not be fetched again. */
  const HASHED = /(^|\/)[0-9a-f]{16}(\.|\/)/;
  const known = new Set(files);

  const editions = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

  /** @param {string} path */
  async function keptBefore(path) {
    return HASHED.test(path) ? caches.match(new URL(path, ROOT).href) : undefined;
  }

  async function fetchAll() {
    const edition = await caches.open(NAME);
    /** @type {Request[]} */
    const missing = [];
    for (const path of files) {
      const kept = await keptBefore(path);
      if (kept) await edition.put(new URL(path, ROOT).href, kept);
      else missing.push(new Request(new URL(path, ROOT).href, { cache: "no-cache" }));
    }
    try {
      await edition.addAll(missing);
    } catch (error) {
      await caches.delete(NAME);
      throw error;
    }
  }

  async function forgetOld() {
    const names = (await editions()).filter((name) => name !== NAME);
    const old = names.slice(0, Math.max(0, names.length - EDITIONS_KEPT + 1));
    await Promise.all(old.map((name) => caches.delete(name)));
  }

  /** @param {Request} request @param {string} path */
  async function answer(request, path) {
    const address = new URL(path, ROOT).href;
    const here = known.has(path) ? await (await caches.open(NAME)).match(address) : await caches.match(address);
    if (!here) return fetch(request);
    // Hosts that lead from "page.html" to "page" gave a redirected answer, which browsers refuse for a page that is opened.
    return here.redirected ? new Response(here.body, { status: here.status, headers: here.headers }) : here;
  }

  /** The path of a file of the site; empty: it is none. @param {string} href */
  function pathOf(href) {
    const url = new URL(href);
    if (url.origin !== ROOT.origin || !url.pathname.startsWith(ROOT.pathname)) return "";
    const path = decodeURI(url.pathname.slice(ROOT.pathname.length));
    if (path === "" || path.endsWith("/")) return `${path}index.html`;
    // Some hosts show "page.html" under the name "page".
    return known.has(`${path}.html`) ? `${path}.html` : path;
  }

  scope.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(fetchAll()));
  scope.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(forgetOld()));
  scope.addEventListener("message", (/** @type {MessageEvent} */ event) => {
    if (event.data === "take over") void scope.skipWaiting();
  });
  scope.addEventListener("fetch", (/** @type {any} */ event) => {
    const path = event.request.method === "GET" && !event.request.headers.has("range") ? pathOf(event.request.url) : "";
    if (path) event.respondWith(answer(event.request, path));
  });
})();
