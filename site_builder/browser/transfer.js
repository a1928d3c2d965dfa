/**
 * The learner record as a file: saving it, and loading one of the same course.
 */
import { make } from "./dom.js";
import { t } from "./text.js";

/** @import { Session, Site } from "./types" */

const FORMAT = 1;
const KIND = "learner-record";
const LARGEST_FILE = 20_000_000;

/**
 * @param {Site} site
 * @param {Session} session
 * @returns what to tell the learner
 */
export function saveFile(site, session) {
  const { attempts, events } = session.rows();
  const record = { format: FORMAT, kind: KIND, course: { id: site.course.id, version: site.course.version }, attempts, events };
  const file = new Blob([JSON.stringify(record, null, 1)], { type: "application/json" });
  const link = make("a");
  link.href = URL.createObjectURL(file);
  link.download = `${site.course.id}-progress-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return t("export_done", { name: link.download });
}

/**
 * Lets the learner choose a file and adds what it holds.
 *
 * @param {Site} site
 * @param {Session} session
 * @param {(text: string) => void} tell
 */
export function loadFile(site, session, tell) {
  const input = make("input");
  input.type = "file";
  input.accept = ".json,application/json";
  input.onchange = async () => {
    const file = input.files?.[0];
    if (!file) return;
    try {
      tell(await merge(site, session, file, tell));
    } catch (error) {
      console.error(error);
      tell(t("call_failed"));
    }
  };
  input.click();
}

/**
 * @param {Site} site
 * @param {Session} session
 * @param {File} file
 * @param {(text: string) => void} tell
 */
async function merge(site, session, file, tell) {
  const record = file.size > LARGEST_FILE ? null : parse(await file.text());
  if (record?.kind !== KIND || !Array.isArray(record.attempts) || !Array.isArray(record.events)) return t("import_not_record");
  if (record.format !== FORMAT) return t("import_newer");
  if (record.course?.id !== site.course.id) return t("import_other_course");
  if (!session.ready) tell(t("import_waits"));
  const added = await session.merge({ attempts: record.attempts, events: record.events });
  return added ? t("import_done", { n: added }) : t("import_nothing");
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
