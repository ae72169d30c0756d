// The same under Node and in a browser: each beat once from where the package began it, and all one after another.
// JSON has no words for what is not finite, so such numbers come out as text.

const plain = array => Array.from(array, x => (Number.isFinite(x) ? x : String(x)))

function run(engine, { parameters, length, steps, blood }, start, rows) {
  engine.state.set(start)
  engine.parameters.set(parameters)
  if (!rows) {
    engine.advance(length, steps)
    return { state: plain(engine.state), means: plain(engine.means), sound: engine.isSound(blood) }
  }
  const recording = engine.record(length, steps)
  const tables = Object.fromEntries(Object.entries(recording.rows).map(([name, table]) => [name, plain(table)]))
  return { state: plain(engine.state), means: plain(engine.means), sound: engine.isSound(blood), ...tables }
}

export function runCases(engine, cases) {
  return cases.map(beats => {
    let state = beats[0].start
    return beats.map((beat, number) => {
      const single = run(engine, beat, beat.start, number === beats.length - 1 && beat.rows)
      const chained = number === 0 ? single : run(engine, beat, state, false)
      state = chained.state.map(Number)
      return { single, chained: chained.state }
    })
  })
}
