// Where the bytes of the runtime come from: files over http, or the page itself. Progress counts true bytes, whatever the transfer
// compresses.

/**
 * @typedef {{url: string, bytes: number}} SiteFile
 * @typedef {{source?: string, files: Record<string, SiteFile>}} SiteFiles
 * @typedef {(done: number, total: number) => void} OnProgress
 * @typedef {{load(names: string[], onprogress: OnProgress): Record<string, Promise<ArrayBuffer>>,
 *   late(name: string): Promise<string | ArrayBuffer>}} Source `late`: a file that may never be needed, or its address
 */

/**
 * @param {SiteFiles} site
 * @param {string} root the way from the page to the root of the site
 * @returns {Source}
 */
export function sourceOf(site, root) {
  return site.source === "inline" ? inlineSource(site) : httpSource(site, root);
}

/**
 * @param {SiteFiles} site
 * @returns {Source}
 */
function inlineSource(site) {
  return {
    late: unpack,
    load(names, onprogress) {
      const total = names.reduce((sum, name) => sum + site.files[name].bytes, 0);
      let done = 0;
      const read = async (/** @type {string} */ name) => {
        const bytes = await unpack(name);
        onprogress((done += bytes.byteLength), total);
        return bytes;
      };
      return Object.fromEntries(names.map((name) => [name, read(name)]));
    },
  };
}

/**
 * A file that the page holds: deflated, in base64. No request could fetch it, for the page may make none.
 *
 * @param {string} name
 */
function unpack(name) {
  const text = atob(document.querySelector(`script[data-file="${name}"]`)?.textContent ?? "");
  const packed = new Uint8Array(text.length);
  for (let place = 0; place < text.length; place += 1) packed[place] = text.charCodeAt(place);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

/**
 * @param {SiteFiles} site
 * @param {string} root
 * @returns {Source}
 */
function httpSource(site, root) {
  // Worked out now: the page's own address changes while the learner moves through the course.
  const base = new URL(root || ".", document.baseURI);
  const address = (/** @type {string} */ name) => new URL(site.files[name].url, base).href;
  return {
    late: async (name) => address(name),
    load(names, onprogress) {
      const total = names.reduce((sum, name) => sum + site.files[name].bytes, 0);
      let done = 0;
      const advance = (/** @type {number} */ bytes) => onprogress((done += bytes), total);
      const stop = new AbortController();
      const read = async (/** @type {string} */ name) => {
        try {
          return await readFile(address(name), site.files[name].bytes, advance, stop.signal);
        } catch (error) {
          // One that is missing makes the others useless; they fail with its reason.
          stop.abort(error);
          throw error;
        }
      };
      return Object.fromEntries(names.map((name) => [name, read(name)]));
    },
  };
}

/**
 * @param {string} url
 * @param {number} size
 * @param {(bytes: number) => void} advance
 * @param {AbortSignal} signal
 */
async function readFile(url, size, advance, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok || !response.body) {
    throw new Error(`${url}: status ${response.status}`);
  }
  const bytes = new Uint8Array(size);
  const reader = response.body.getReader();
  let filled = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (filled + part.value.length > size) {
      throw new Error(`${url}: more than ${size} bytes`);
    }
    bytes.set(part.value, filled);
    filled += part.value.length;
    advance(part.value.length);
  }
  if (filled < size) {
    throw new Error(`${url}: ${filled} of ${size} bytes`);
  }
  return bytes.buffer;
}
