// Bundles loader and bench into files of the Python package, each headed by the hash of its sources.
import { createHash } from "node:crypto"
import { readFileSync, readdirSync } from "node:fs"
import { build } from "esbuild"

const COMMON = ["package-lock.json", "tsconfig.json", "build.mjs"]
const OUT = "../src/diastole/faces/browser"
const options = { bundle: true, charset: "utf8", minify: true, target: "es2022", logLevel: "warning" }

function stamp(folders) {
  const digest = createHash("sha256")
  const sources = folders.flatMap(folder => readdirSync(folder).filter(name => /\.(ts|css)$/.test(name)).sort().map(name => `${folder}/${name}`))
  for (const path of [...sources, ...COMMON]) digest.update(readFileSync(path))
  return `Built by \`make engine\`; sources ${digest.digest("hex")}`
}

const [bench, wall] = [stamp(["src", "bench"]), stamp(["bench", "wall"])]

await build({ ...options, entryPoints: ["src/index.ts"], outfile: `${OUT}/engine.mjs`, banner: { js: `// ${stamp(["src"])}` }, format: "esm" })
await build({ ...options, entryPoints: ["bench/loader.ts"], outfile: `${OUT}/bench_loader.js`, banner: { js: `// ${bench}` }, format: "iife" })
await build({ ...options, entryPoints: ["bench/explorable.css"], outfile: `${OUT}/explorable.css`, banner: { css: `/* ${bench} */` } })
await build({ ...options, entryPoints: ["wall/program.ts"], outfile: `${OUT}/wall.js`, banner: { js: `// ${wall}` }, format: "iife" })
await build({ ...options, entryPoints: ["wall/wall.css"], outfile: `${OUT}/wall.css`, banner: { css: `/* ${wall} */` } })
await build({ ...options, entryPoints: ["bench/rest.css"], outfile: `${OUT}/bench_rest.css`, banner: { css: `/* ${bench} */` } })
for (const [program, name] of [["program", "bench"], ["figure_program", "explorable"]]) {
  const banner = { js: `// ${bench}`, css: `/* ${bench} */` }
  await build({ ...options, entryPoints: [`bench/${program}.ts`], outfile: `${OUT}/${name}.js`, banner, format: "iife" })
}
