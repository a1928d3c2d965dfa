/**
 * An LMS as courses meet it: scorm-again behind an object that behaves as badly as asked. What it has taken goes to the server when it
 * is committed, while the page stands still; while the page closes, by a beacon.
 */
(() => {
  const launch = JSON.parse(document.getElementById("launch").textContent);
  const is12 = launch.version === "scorm12";
  const NAME = is12 ? "API" : "API_1484_11";
  const call = (name) => (is12 ? `LMS${name === "Terminate" ? "Finish" : name}` : name);
  const refused = is12 ? "405" : "406";
  let closing = false;
  addEventListener("pagehide", () => (closing = true), true);

  /** {"cmi.a.0.b": 1} as {cmi: {a: [{b: 1}]}}. */
  function nested(flat) {
    const root = {};
    for (const [path, value] of Object.entries(flat)) {
      const keys = path.split(".");
      let place = root;
      keys.forEach((key, depth) => {
        if (depth === keys.length - 1) place[key] = value;
        else place = place[key] ??= /^\d+$/.test(keys[depth + 1]) ? [] : {};
      });
    }
    return root;
  }

  function send(what) {
    const body = JSON.stringify(what);
    if (closing) return navigator.sendBeacon("/lms/commit", body);
    const request = new XMLHttpRequest();
    request.open("POST", "/lms/commit", false);
    request.send(body);
    return request.status === 200;
  }

  /** A session: scorm-again, and what of it is not committed yet. */
  function session(stored) {
    const Api = is12 ? Scorm12API : Scorm2004API;
    const real = new Api({ autocommit: false, logLevel: 5 });
    if (Object.keys(stored).length) real.loadFromJSON(nested(stored));
    let pending = {};
    const commit = (terminated) => {
      const sent = send({ values: pending, terminated });
      pending = {};
      return sent ? "true" : "false";
    };
    return {
      Initialize: () => real[call("Initialize")](""),
      GetValue: (element) => real[call("GetValue")](element),
      SetValue(element, value) {
        const said = real[call("SetValue")](element, value);
        if (said === "true") pending[element] = value;
        return said;
      },
      Commit: () => real[call("Commit")]("") === "true" && commit(false),
      Terminate: () => real[call("Terminate")]("") === "true" && commit(true),
      GetLastError: () => real[call("GetLastError")](),
      forget: () => (pending = {}),
    };
  }

  const error = (api, code, fails) => {
    let own = null;
    const wrapped = { ...api, GetLastError: () => own ?? api.GetLastError() };
    for (const name of ["Initialize", "SetValue", "Commit", "Terminate"]) {
      wrapped[name] = (...args) => {
        own = fails(name, ...args) ? code : null;
        return own === null ? api[name](...args) : "false";
      };
    }
    return wrapped;
  };
  const sleep = (milliseconds) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
  };

  /** Ways to behave badly, by name. */
  const WAYS = {
    limit: (api, size) => error(api, refused, (name, element, value) => name === "SetValue" && element === "cmi.suspend_data" && value.length > size),
    cut: (api, size) => ({
      ...api,
      SetValue: (element, value) => api.SetValue(element, element === "cmi.suspend_data" ? value.slice(0, size) : value),
    }),
    // Until it is told to behave.
    drops: (api) => ({
      ...api,
      SetValue: (element, value) => (window.behave ? api.SetValue(element, value) : "true"),
      Commit: () => (window.behave ? api.Commit() : "true"),
    }),
    throws: (api) =>
      Object.fromEntries(
        Object.entries(api).map(([name, act]) => [
          name,
          (...args) => {
            if (!window.behave && name !== "Initialize") throw new Error("The LMS has a fault.");
            return act(...args);
          },
        ]),
      ),
    falseZero: (api) => ({
      ...api,
      Initialize: () => (api.Initialize(), "false"),
      SetValue: (...args) => (api.SetValue(...args), "false"),
      Commit: () => (api.Commit(), "false"),
      Terminate: () => (api.Terminate(), "false"),
      GetLastError: () => "0",
    }),
    booleans: (api) => ({
      ...api,
      Initialize: () => api.Initialize() === "true",
      SetValue: (...args) => api.SetValue(...args) === "true",
      Commit: () => api.Commit() === "true",
      GetLastError: () => Number(api.GetLastError()),
    }),
    slow: (api, time) => ({ ...api, Commit: () => (sleep(Number(time)), api.Commit()) }),
    begun: (api) => (api.Initialize(), api),
    commitOnly: (api) => ({ ...api, Terminate: () => (api.forget(), api.Terminate()) }),
    // No object can be reached until a new one takes its place.
    lost: (api) => {
      let over = false;
      window.lose = () => {
        over = true;
        delete window[NAME];
      };
      window.replace = () => (window[NAME] = expose(session(launch.stored)));
      const dead = Object.entries(api).map(([name, act]) => [
        name,
        (...args) => {
          if (over) throw new TypeError("can't access dead object");
          return act(...args);
        },
      ]);
      return Object.fromEntries(dead);
    },
  };

  function expose(api) {
    window.calls ??= [];
    const names = ["Initialize", "GetValue", "SetValue", "Commit", "Terminate", "GetLastError"];
    return Object.fromEntries(
      names.map((name) => [
        call(name),
        (...args) => {
          const said = api[name](...args);
          if (name !== "GetLastError") window.calls.push([name, ...args, said]);
          return said;
        },
      ]),
    );
  }

  const [way, value] = launch.way.split(" ");
  const api = session(launch.stored);
  window[NAME] = expose(WAYS[way] ? WAYS[way](api, value) : api);
})();
