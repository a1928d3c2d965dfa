// Packs the files 0, 1, 2 ... of a folder with Brotli, each beside itself. Called by precompress.py: node brotli.js FOLDER COUNT
// Plain .js with dynamic imports only, so that it runs whether Node takes it for CommonJS or for a module.

/** @param {string[]} given */
async function main([folder, count]) {
  const { readFile, writeFile } = await import("node:fs/promises");
  const { brotliCompressSync, constants } = await import("node:zlib");
  for (let number = 0; number < Number(count); number += 1) {
    const content = await readFile(`${folder}/${number}`);
    const params = {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    };
    await writeFile(`${folder}/${number}.br`, brotliCompressSync(content, { params }));
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
