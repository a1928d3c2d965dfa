/** A plain xAPI launch, as `tincan.xml` packages get it: all is in the address. */
import { Lrs } from "./lrs.js";
import { reach, Xapi } from "./xapi.js";

/**
 * The learner as xAPI 1.0 has it. Some launches still write every part as a list, and accounts with other names.
 *
 * @param {string} text
 */
function actorOf(text) {
  const given = JSON.parse(text);
  const first = (/** @type {any} */ value) => (Array.isArray(value) ? value[0] : value);
  const account = first(given.account);
  const homePage = account?.homePage ?? account?.accountServiceHomePage;
  const name = first(given.name);
  const mbox = first(given.mbox);
  return {
    objectType: "Agent",
    ...(name && { name }),
    ...(account ? { account: { homePage, name: account.name ?? account.accountName } } : mbox ? { mbox } : identity(given)),
  };
}

/** @param {any} given */
const identity = ({ openid, mbox_sha1sum }) => (openid ? { openid } : { mbox_sha1sum });

/** @returns {Promise<Xapi | null>} null: the course was not launched by an LMS */
export async function openTincan() {
  const given = new URLSearchParams(location.search);
  const [endpoint, auth, activity, registration, actor] = ["endpoint", "auth", "activity_id", "registration", "actor"].map(
    (name) => given.get(name) ?? "",
  );
  if (!endpoint || !activity || !actor) return null;
  const access = { endpoint, auth, activity, registration, actor: actorOf(actor) };
  const context = () => (registration ? { registration } : {});
  const nothing = () => {};
  const session = { begun: false, began: nothing, ended: nothing, mode: /** @type {const} */ ("normal") };
  return reach(access, () => Xapi.open({ access, ...session, returnTo: "", results: {}, context }, new Lrs(access)));
}
