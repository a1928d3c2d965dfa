/**
 * What a widget gets: its exercise's kept answer, words, and the ways to tell its frame that something happened.
 */
import { fragment, say } from "./dom.js";
import { t } from "./text.js";

/** @import { Answer, Client, Handle, Session } from "./types" */

/**
 * @typedef {object} Frame
 * @property {string} id
 * @property {Answer | null} answer
 * @property {Session} session
 * @property {AbortSignal} left tells that the exercise leaves the page
 * @property {(handle: Handle) => void} connect
 * @property {() => void} changed
 * @property {() => void} submit
 * @property {() => void} restart
 */

/**
 * @param {Frame} frame
 * @returns {Client}
 */
export function createClient({ id, answer, session, left, connect, changed, submit, restart }) {
  return {
    id,
    answer,
    text: t,
    connect,
    changed,
    submit,
    restart,
    draw: () => session.view(id)?.draw ?? null,
    arranged: (seed) => {
      const view = session.view(id);
      if (view?.draw?.seed === seed) return view.draw.order;
      return (view?.seed === seed && view.order) || null;
    },
    arrange: (seed) => session.arrange(id, seed),
    need: () => session.need(),
    ask: (message, state) => session.ask(id, state, message),
    run: (params, onprogress) => {
      const running = session.run(id, params, onprogress);
      left.addEventListener("abort", running.cancel);
      return running;
    },
    runs: () => session.runs(id),
    judged: () => {
      const view = session.view(id);
      return view?.reply ? { answer: view.answer, reply: view.reply } : null;
    },
    say,
    fragment,
    ready: () => session.ready,
  };
}
