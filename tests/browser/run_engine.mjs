// Runs the published engine under Node: {module, measures, cases,
// hearts} on standard input, what came out on standard output.
import { readFileSync } from "node:fs"
import * as library from "../../src/diastole/faces/browser/engine.mjs"
import { runCases } from "./run_cases.mjs"
import { liveHeart, searchHearts } from "./search_hearts.mjs"

const { module, measures, cases, hearts, live } = JSON.parse(readFileSync(0, "utf8"))
const bytes = Buffer.from(module, "base64")
const answers = runCases(await library.Engine.load(bytes), cases)
const searched = await searchHearts(library, bytes, Buffer.from(measures, "base64"), hearts)
const lived = live ? await liveHeart(library, bytes, live) : null
console.log(JSON.stringify({ cases: answers, hearts: searched, live: lived }))
