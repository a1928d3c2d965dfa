/**
 * What the pages of a course share: the record, Python and the session. On the web each document has its own. In an LMS the
 * shell has them and shows the pages in a frame, so that a reload of a page ends neither the LMS's session nor Python.
 */
import { createPython } from "./python.js";
import { openRecord } from "./record.js";
import { createSession } from "./session.js";

/** @import { Launch, OpenCourse, Site } from "./types" */

/**
 * The shell's course, if this page is in its frame.
 *
 * @param {Site} site
 * @returns {OpenCourse | null}
 */
function offered(site) {
  if (!site.adapter || window.parent === window) return null;
  try {
    const { course } = /** @type {any} */ (window.parent);
    return course?.fingerprint === site.course.fingerprint ? course : null;
  } catch {
    return null; // A page of another origin holds this one.
  }
}

/**
 * @param {Site} site
 * @param {URL} root
 * @param {Launch} launch
 * @returns {Promise<OpenCourse>}
 */
export async function makeCourse(site, root, launch = {}) {
  const record = await openRecord(site.course.id, launch.holder);
  const python = createPython(site, root.href);
  const session = createSession(site, record, python, launch);
  return { fingerprint: site.course.fingerprint, record, python, session, shown: () => {} };
}

/**
 * @param {Site} site
 * @param {URL} root
 * @returns {Promise<OpenCourse>}
 */
export async function openCourse(site, root) {
  return offered(site) ?? makeCourse(site, root);
}
