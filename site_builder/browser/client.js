/**
 * What a widget gets: its exercise's kept answer, words, and the ways to tell its frame that something happened.
 */
import { fragment, say } from "./dom.js";
import { t } from "./text.js";

/** @import { Answer, Client, Handle, Session } from "./types" */

/**
 * @param {{id: string, answer: Answer | null, session: Session, connect: (handle: Handle) => void, changed: () => void, submit: () => void}} frame
 * @returns {Client}
 */
export function createClient({ id, answer, session, connect, changed, submit }) {
  return {
    id,
    answer,
    text: t,
    connect,
    changed,
    submit,
    ask: (message, state) => session.ask(id, state, message),
    say,
    fragment,
    ready: () => session.ready,
  };
}
