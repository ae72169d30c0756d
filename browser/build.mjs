// Bundles the loader into one file of the Python package, headed by the hash of its sources.
import { createHash } from "node:crypto"
import { readFileSync, readdirSync } from "node:fs"
import { build } from "esbuild"

const digest = createHash("sha256")
const sources = readdirSync("src").filter(name => name.endsWith(".ts")).sort().map(name => `src/${name}`)
for (const path of [...sources, "package-lock.json", "tsconfig.json", "build.mjs"]) digest.update(readFileSync(path))

await build({
  entryPoints: ["src/index.ts"],
  outfile: "../src/diastole/faces/browser/engine.mjs",
  banner: { js: `// Built by \`make engine\`; sources ${digest.digest("hex")}` },
  bundle: true,
  charset: "utf8",
  format: "esm",
  minify: true,
  target: "es2022",
})
