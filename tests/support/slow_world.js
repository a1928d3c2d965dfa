// The slow world, as a page meets it: replies of workers, IndexedDB and announcements come late, in their order.
// Runs before any script of the page; `seed` stands before it.
(() => {
  const later = setTimeout.bind(globalThis);
  let state = seed >>> 0;
  const upTo = (most, least = 0) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return least + (state / 2 ** 32) * (most - least);
  };

  /** Calls handlers of one kind late, and in the order of their events: what overtakes is no world that exists. */
  const queue = (most, least) => {
    let before = Promise.resolve();
    return (call) => {
      const pause = new Promise((resolve) => later(resolve, upTo(most, least)));
      before = before.then(() => pause).then(call);
    };
  };

  const lateHandler = (target, name, wait) => {
    let handler = null;
    target.addEventListener(name.slice(2), (event) => wait(() => handler?.call(target, event)));
    Object.defineProperty(target, name, {
      get: () => handler,
      set: (value) => void (handler = value),
    });
  };

  if (globalThis.Worker) {
    globalThis.Worker = class extends Worker {
      constructor(...how) {
        super(...how);
        lateHandler(this, "onmessage", queue(400, 50));
      }
    };
  }

  if (globalThis.IDBFactory) {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (...how) {
      const request = open.apply(this, how);
      lateHandler(request, "onsuccess", queue(500));
      return request;
    };
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...how) {
      const made = transaction.apply(this, how);
      lateHandler(made, "oncomplete", queue(500));
      return made;
    };
  }

  // The page waits 60 ms before it says something; a screen reader that is busy takes longer.
  const ANNOUNCE = 60;
  globalThis.setTimeout = (call, pause, ...rest) =>
    later(call, pause === ANNOUNCE ? pause + upTo(600) : pause, ...rest);
})();
