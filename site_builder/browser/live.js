/**
 * The preview's client: reloads the page when the site has changed, and shows over it what is wrong with the content.
 * Only `site-builder serve` adds it to pages; no built site holds it.
 */

const OVERLAY = "live-overlay";

/** @type {string | undefined} */
let shown;

const source = new EventSource("/__live");
source.onmessage = (/** @type {MessageEvent<string>} */ { data }) => {
  /** @type {{version: string, error: string}} */
  const { version, error } = JSON.parse(data);
  document.getElementById(OVERLAY)?.remove();
  if (error) {
    document.body.append(overlay(error));
  } else if (shown !== undefined && shown !== version) {
    location.reload();
  }
  shown ??= version;
};

/** @param {string} error */
function overlay(error) {
  const box = document.createElement("div");
  box.id = OVERLAY;
  box.setAttribute("role", "alert");
  // Set through the object model: the page's policy forbids style attributes.
  Object.assign(box.style, {
    position: "fixed",
    inset: "1rem",
    zIndex: "1000",
    overflow: "auto",
    padding: "1rem",
    background: "#1b1b1b",
    color: "#ffffff",
    border: "3px solid #f1707b",
    font: "0.875rem/1.5 monospace",
    whiteSpace: "pre-wrap",
  });
  const title = document.createElement("strong");
  title.textContent = "The course has problems. The page behind this shows the last good build.\n\n";
  box.append(title, error);
  return box;
}
