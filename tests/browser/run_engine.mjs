// Runs beats on the published engine under Node: {module, cases} on standard input, what came out on standard output.
import { readFileSync } from "node:fs"
import { Engine } from "../../src/diastole/faces/browser/engine.mjs"
import { runCases } from "./run_cases.mjs"

const { module, cases } = JSON.parse(readFileSync(0, "utf8"))
const engine = await Engine.load(Buffer.from(module, "base64"))
console.log(JSON.stringify(runCases(engine, cases)))
