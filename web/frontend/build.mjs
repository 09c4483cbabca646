// Bundles the islands and copies what is served as it is into ../static/build.
import { build } from "esbuild";
import { cp, mkdir, readdir, rm } from "node:fs/promises";

const out = "../static/build";
const subsets = ["latin", "latin-ext", "cyrillic", "cyrillic-ext"];

await rm(out, { recursive: true, force: true });
await mkdir(`${out}/fonts`, { recursive: true });
await build({
  entryPoints: ["src/viewer.js", "src/modeler.js", "src/replay.js", "src/bpmn.css", "src/modeler.css"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "linked",
  loader: { ".woff2": "file", ".woff": "file", ".ttf": "file", ".eot": "file", ".svg": "file" },
  assetNames: "fonts/[name]",
});
await cp("node_modules/htmx.org/dist/htmx.min.js", `${out}/htmx.min.js`);
for (const family of ["onest", "literata"]) {
  const folder = `node_modules/@fontsource-variable/${family}/files`;
  for (const file of await readdir(folder)) {
    if (subsets.some((subset) => file === `${family}-${subset}-wght-normal.woff2`)) {
      await cp(`${folder}/${file}`, `${out}/fonts/${file}`);
    }
  }
}
