/** What SCORM 2004 calls things; its third and its fourth edition are the same here. */
import { Scorm } from "./scorm.js";

/** @type {import("./scorm.js").Dialect} */
const SCORM2004 = {
  profile: "scorm2004",
  api: "API_1484_11",
  calls: {
    initialize: "Initialize",
    get: "GetValue",
    set: "SetValue",
    commit: "Commit",
    terminate: "Terminate",
    error: "GetLastError",
  },
  learner: "cmi.learner_id",
  mode: "cmi.mode",
  location: "cmi.location",
  exit: "cmi.exit",
  time: "cmi.session_time",
  status: "cmi.completion_status",
  results: ["cmi.completion_status", "cmi.success_status", "cmi.score.scaled", "cmi.score.raw", "cmi.progress_measure"],
  blank: ["", "unknown", "not attempted"],
  readableRows: ["objectives", "interactions"],
  running: ["103"],
  unknown: ["401", "402", "404"],
  refused: ["406", "407"],
  limits: [30_000, 3500, 0],
  navigation: "adl.nav.request",
  duration(milliseconds) {
    const hundredths = Math.floor(milliseconds / 10);
    const minutes = Math.floor(hundredths / 6000);
    return `PT${Math.floor(minutes / 60)}H${minutes % 60}M${Math.floor(hundredths / 100) % 60}.${String(hundredths % 100).padStart(2, "0")}S`;
  },
};

/** @returns {Promise<Scorm | null>} */
export const openScorm2004 = () => Scorm.open(SCORM2004);
