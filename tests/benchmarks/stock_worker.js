// Pyodide as its documentation starts it: the files of the package as they are, the judge from the sources of its modules.
import { loadPyodide } from "./pyodide/pyodide.mjs";

self.onmessage = async ({ data }) => {
  const bundle = fetch("sources.zip").then((response) => response.arrayBuffer());
  const python = await loadPyodide({ indexURL: new URL("pyodide/", self.location.href).href });
  python.FS.writeFile("/lib/course.zip", new Uint8Array(await bundle));
  python.pyimport("sys").path.append("/lib/course.zip");
  const course = python.pyimport("zipimport").zipimporter("/lib/course.zip").get_data("course.json").decode();
  const { TYPES } = python.pyimport("site_builder.exercises.table");
  const bridge = python.pyimport("site_builder.grading.bridge").Bridge(course, TYPES);
  self.postMessage(bridge.call(data));
};
