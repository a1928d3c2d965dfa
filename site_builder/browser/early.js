/*
 * Runs before anything is painted (a classic script, so that it works from a file too): sets the theme that the learner
 * chose, and says on a page opened from a file how to run the course.
 */
(function () {
  var theme = null;
  try {
    theme = localStorage.getItem("site-builder-theme");
  } catch {
    /* Storage is blocked: the device's own setting holds. */
  }
  document.documentElement.dataset.theme = theme || "auto";
  var fromFile = location.protocol === "file:";
  document.documentElement.dataset.from = fromFile ? "file" : "web";
  if (!fromFile) return;
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-static-note][data-file-text]").forEach(function (note) {
      note.textContent = note.getAttribute("data-file-text");
    });
  });
})();
