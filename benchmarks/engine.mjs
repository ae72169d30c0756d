// The part of engine.py that runs under Node.
import { readFileSync } from "node:fs"

import { Heart, Measures } from "../src/diastole/faces/browser/engine.mjs"

const { modules, measures, patients, cases, widths, rounds, beats } = JSON.parse(readFileSync(0, "utf8"))
const median = numbers => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)]

for (const { name, lanes, bytes } of modules) {
  const code = Buffer.from(bytes, "base64")
  const ready = []
  let exports
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    exports = (await WebAssembly.instantiate(code)).instance.exports
    ready.push(performance.now() - began)
  }
  const found = { module: name, lanes, ready_ms: median(ready), cases: {} }
  exports.memory.grow(8)
  let next = exports.heap_base.value
  const array = width => {
    const made = new Float64Array(exports.memory.buffer, next, width * lanes)
    next += made.byteLength
    return made
  }
  const y = array(widths.states), p = array(widths.parameters), start = array(1), length = array(1), own = array(1)
  const means = array(widths.watched), none = array(1), work = array(widths.work)
  const spread = (to, from) => from.forEach((x, i) => to.fill(x, i * lanes, (i + 1) * lanes))
  for (const one of cases) {
    spread(y, one.state)
    spread(p, one.parameters)
    length.fill(one.length)
    own.fill(one.steps)
    const run = () => {
      for (let beat = 0; beat < beats; beat++) {
        exports.beat(
          y.byteOffset, p.byteOffset, start.byteOffset, length.byteOffset, own.byteOffset, means.byteOffset,
          none.byteOffset, none.byteOffset, none.byteOffset, work.byteOffset, one.steps, 0,
        )
      }
    }
    run()
    const rates = []
    for (let round = 0; round < rounds; round++) {
      const before = process.cpuUsage()
      run()
      const { user, system } = process.cpuUsage(before)
      rates.push((1e6 * beats * lanes) / (user + system))
    }
    found.cases[one.name] = { beats_per_cpu_s: median(rates), steps: one.steps }
  }
  console.log(JSON.stringify(found))
}

// Whole runs, as a page makes them.
const compiled = await WebAssembly.compile(Buffer.from(modules[0].bytes, "base64"))
const reader = await Measures.load(Buffer.from(measures, "base64"))
for (const { name, record } of patients) {
  const [runs, reads] = [[], []]
  for (let round = 0; round < 3 * rounds; round++) {
    const heart = await Heart.load(compiled, record)
    const times = [performance.now()]
    heart.run()
    times.push(performance.now())
    reader.read(heart, heart.cycle())
    times.push(performance.now())
    runs.push(times[1] - times[0])
    reads.push(times[2] - times[1])
  }
  console.log(JSON.stringify({ run: name, steady_ms: median(runs), measures_ms: median(reads) }))
}
