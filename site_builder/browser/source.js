// Where the bytes of the runtime come from; here: files over http. Progress counts true bytes, whatever the transfer compresses.

/**
 * @typedef {{url: string, bytes: number}} SiteFile
 * @typedef {{address(name: string): string,
 *   load(names: string[], onprogress: (done: number, total: number) => void): Promise<Record<string, ArrayBuffer>>}} Source
 */

/**
 * @param {{files: Record<string, SiteFile>}} site
 * @param {string} root the way from the page to the root of the site
 * @returns {Source}
 */
export function httpSource(site, root) {
  // Worked out now: the page's own address changes while the learner moves through the course.
  const base = new URL(root || ".", document.baseURI);
  const address = (/** @type {string} */ name) => new URL(site.files[name].url, base).href;
  return {
    address,
    async load(names, onprogress) {
      const total = names.reduce((sum, name) => sum + site.files[name].bytes, 0);
      let done = 0;
      const advance = (/** @type {number} */ bytes) => onprogress((done += bytes), total);
      const stop = new AbortController();
      try {
        const read = (/** @type {string} */ name) => readFile(address(name), site.files[name].bytes, advance, stop.signal);
        const buffers = await Promise.all(names.map(read));
        return Object.fromEntries(names.map((name, index) => [name, buffers[index]]));
      } catch (error) {
        stop.abort();
        throw error;
      }
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
