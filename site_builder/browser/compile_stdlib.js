// Runs compile_stdlib.py in Pyodide and writes what it makes.
// Called by runtime.py: node compile_stdlib.js PYODIDE_FOLDER OUTPUT_FOLDER
// Plain .js with dynamic imports only, so that it runs whether Node takes it for CommonJS or for a module.

/** @param {string} pyodideFolder @param {string} output */
async function main(pyodideFolder, output) {
  const { readFile, writeFile } = await import("node:fs/promises");
  const { join, dirname } = await import("node:path");
  const { pathToFileURL } = await import("node:url");
  const scripts = dirname(process.argv[1]);
  const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);
  // A fixed hash seed: the order of constants in a .pyc may depend on it.
  const python = await loadPyodide({ indexURL: pyodideFolder, env: { PYTHONHASHSEED: "0" } });
  python.FS.writeFile("compile_stdlib.py", await readFile(join(scripts, "compile_stdlib.py")));
  const late = await readFile(join(scripts, "late_stdlib.py"), "utf8");
  const [core, rest] = python.pyimport("compile_stdlib").compile_all(late).toJs();
  await writeFile(join(output, "core.zip"), core);
  await writeFile(join(output, "rest.zip"), rest);
}

main(process.argv[2], process.argv[3]).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
