/*
 * Runs before anything is painted (a classic script, so that it works from a file too): sets the theme that the learner
 * chose, notes the address of the page, and says on a page opened from a file how to run the course.
 */
(function () {
  var theme = null;
  try {
    theme = localStorage.getItem("site-builder-theme");
  } catch {
    /* Storage is blocked: the device's own setting holds. */
  }
  document.documentElement.dataset.theme = theme || "auto";
  // A learner who goes back at once changes the address, but not the page, before the other scripts are there.
  document.documentElement.dataset.address = location.href;
  // A course in one file holds its scripts, so it runs from a folder too.
  var fromFile = location.protocol === "file:" && !document.documentElement.hasAttribute("data-one-file");
  document.documentElement.dataset.from = fromFile ? "file" : "web";
  if (!fromFile) return;
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-static-note][data-file-text]").forEach(function (note) {
      note.textContent = note.getAttribute("data-file-text");
    });
  });
})();
