/** A launch by cmi5: the token is fetched once, the LMS says in `LMS.LaunchData` what it wants. */
import { Lrs } from "./lrs.js";
import { recall, remember } from "./window_memory.js";
import { reach, Xapi } from "./xapi.js";

/** @import { Access } from "./lrs.js" */
/** @import { Mode } from "./lms" */

const CATEGORIES = "https://w3id.org/xapi/cmi5/context/categories/";
const MASTERY = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
/** The verbs that cmi5 itself defines, and those among them that can move a learner on. */
const DEFINED = ["initialized", "completed", "passed", "failed", "terminated"];
const MOVES = ["completed", "passed", "failed"];
const MODES = { Normal: "normal", Browse: "browse", Review: "review" };

/**
 * What the window knows of this session: its token, which is given out once only, and how far it has come.
 *
 * @param {string} address
 */
async function sessionOf(address) {
  const kept = JSON.parse(recall(address) || "null");
  if (kept?.over) throw new Error("This session is over.");
  const { token, begun } = kept ?? { token: await fetchToken(address), begun: false };
  const keep = (/** @type {object} */ more) => remember(address, JSON.stringify({ token, begun, ...more }));
  keep({});
  return { token, begun, began: () => keep({ begun: true }), ended: () => keep({ over: true }) };
}

/** @param {string} address @returns {Promise<string>} */
async function fetchToken(address) {
  const answer = await fetch(address, { method: "POST", signal: AbortSignal.timeout(10_000) });
  const said = await answer.json();
  const token = said["auth-token"];
  if (!token) throw new Error(`no token: ${said["error-code"]} ${said["error-text"]}`);
  return String(token);
}

/**
 * The context of statements: what the LMS gives, and what cmi5 asks for beside it.
 *
 * @param {any} data
 * @param {string} registration
 */
function contexts(data, registration) {
  const { contextActivities = {}, extensions = {}, ...template } = data.contextTemplate ?? {};
  return (/** @type {string} */ verb) => {
    const names = [...(DEFINED.includes(verb) ? ["cmi5"] : []), ...(MOVES.includes(verb) ? ["moveon"] : [])];
    const category = [...(contextActivities.category ?? []), ...names.map((name) => ({ objectType: "Activity", id: CATEGORIES + name }))];
    const mastery = (verb === "passed" || verb === "failed") && typeof data.masteryScore === "number";
    return {
      ...template,
      registration,
      contextActivities: { ...contextActivities, ...(category.length && { category }) },
      extensions: { ...extensions, ...(mastery && { [MASTERY]: data.masteryScore }) },
    };
  };
}

/** @returns {Promise<Xapi | null>} null: the course was not launched by cmi5 */
export async function openCmi5() {
  const given = new URLSearchParams(location.search);
  const [endpoint, fetchAddress, registration, activity] = ["endpoint", "fetch", "registration", "activityId"].map(
    (name) => given.get(name) ?? "",
  );
  if (!endpoint || !fetchAddress || !activity || !registration) return null;
  const actor = JSON.parse(given.get("actor") ?? "null");
  return reach({ actor, registration }, () => open({ endpoint, activity, registration, actor }, fetchAddress));
}

/**
 * @param {Omit<Access, "auth">} place
 * @param {string} fetchAddress
 */
async function open(place, fetchAddress) {
  const { token, ...session } = await sessionOf(fetchAddress);
  const access = { ...place, auth: `Basic ${token}` };
  const lrs = new Lrs(access);
  const data = (await lrs.state("LMS.LaunchData")) ?? {};
  // Its preferences are not ours to follow, but cmi5 wants them asked for.
  await lrs.profile("cmi5LearnerPreferences").catch(() => null);
  const mode = /** @type {Record<string, Mode>} */ (MODES)[data.launchMode] ?? "normal";
  /** @type {Record<string, string>} */
  const results = typeof data.masteryScore === "number" ? { masteryScore: String(data.masteryScore) } : {};
  const returnTo = /^https?:/.test(data.returnURL ?? "") ? data.returnURL : "";
  return Xapi.open({ access, ...session, mode, returnTo, results, context: contexts(data, place.registration) }, lrs);
}
