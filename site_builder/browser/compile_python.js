// Runs one function of compile_python.py in Pyodide and writes the files that it makes.
// Called by runtime.py: node compile_python.js PYODIDE_FOLDER STANDARD_LIBRARY FUNCTION INPUT OUTPUT_FOLDER
// Plain .js with dynamic imports only, so that it runs whether Node takes it for CommonJS or for a module.

/** @param {string[]} places */
async function main([pyodideFolder, standardLibrary, name, input, output]) {
  const { readFile, writeFile } = await import("node:fs/promises");
  const { join, dirname } = await import("node:path");
  const { pathToFileURL } = await import("node:url");
  const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")).href);
  // A fixed hash seed: the order of constants in a .pyc may depend on it.
  const options = { indexURL: pyodideFolder, stdLibURL: standardLibrary, env: { PYTHONHASHSEED: "0" } };
  const python = await loadPyodide(options);
  python.FS.writeFile("compile_python.py", await readFile(join(dirname(process.argv[1]), "compile_python.py")));
  const made = python.pyimport("compile_python")[name](python.toPy(new Uint8Array(await readFile(input)))).toJs({ dict_converter: Object.fromEntries });
  for (const [file, content] of Object.entries(made)) {
    await writeFile(join(output, file), content);
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
