/** What SCORM 1.2 calls things. */
import { Scorm } from "./scorm.js";

const pad = (/** @type {number} */ value) => String(value).padStart(2, "0");

/** @type {import("./scorm.js").Dialect} */
const SCORM12 = {
  profile: "scorm12",
  api: "API",
  calls: {
    initialize: "LMSInitialize",
    get: "LMSGetValue",
    set: "LMSSetValue",
    commit: "LMSCommit",
    terminate: "LMSFinish",
    error: "LMSGetLastError",
  },
  learner: "cmi.core.student_id",
  mode: "cmi.core.lesson_mode",
  location: "cmi.core.lesson_location",
  exit: "cmi.core.exit",
  time: "cmi.core.session_time",
  status: "cmi.core.lesson_status",
  results: ["cmi.core.lesson_status", "cmi.core.score.raw"],
  blank: ["", "not attempted"],
  // Interactions can only be written.
  readableRows: ["objectives"],
  running: ["101"],
  unknown: ["201", "401", "402", "403"],
  refused: ["405", "406", "407"],
  limits: [3500, 0],
  navigation: "",
  duration(milliseconds) {
    const hundredths = Math.min(Math.floor(milliseconds / 10), 9999 * 360_000);
    const minutes = Math.floor(hundredths / 6000);
    const seconds = `${pad(Math.floor(hundredths / 100) % 60)}.${pad(hundredths % 100)}`;
    return `${String(Math.floor(minutes / 60)).padStart(4, "0")}:${pad(minutes % 60)}:${seconds}`;
  },
};

/** @returns {Promise<Scorm | null>} */
export const openScorm12 = () => Scorm.open(SCORM12);
