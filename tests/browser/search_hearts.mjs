// The same under Node and in a browser: takes hearts to their steady beats and says how each ended.

export async function searchHearts({ Heart, Measures, PLACES, ROWS }, bytes, measuring, hearts) {
  const measures = await Measures.load(measuring)
  const compiled = await WebAssembly.compile(bytes)
  const answers = []
  for (const { record, stages } of hearts) {
    const heart = await Heart.load(compiled, record)
    let outcome
    for (const { changes, answers, runs } of stages) {
      if (answers) heart.answer()
      for (const [name, value] of Object.entries(changes)) heart.set(name, value)
      outcome = runs ? heart.run() : heart.search()
    }
    const whole = Array.from(heart.engine.heart.slice(ROWS.whole, ROWS.own))
    const means = Object.fromEntries([...PLACES.watched.keys()].map(name => [name, heart.mean(name)]))
    const last = heart.recordLast()
    const again = Array.from(heart.engine.state)
    const pressure = Math.max(...last.signal("p_ascending_aorta"))
    const [beats, residual] = [heart.get("clock.beats"), heart.get("clock.residual")]
    const landmarks = [heart.get("console.landmarks.upstroke"), heart.get("console.landmarks.notch")]
    const trace = outcome === "steady" ? heart.cycle() : null
    const measured = trace && measures.read(heart, trace)
    const marks = trace && measures.seen(heart, trace).marks
    answers.push({ outcome, measured, marks, landmarks, whole, means, again, pressure, beats, residual })
  }
  return answers
}

/** Lets a heart beat in its own time: after each beat its states and slow states, and the length of the beat. */
export async function liveHeart({ Heart, ROWS }, bytes, { record, changes, beats }) {
  const heart = await Heart.load(bytes, record)
  for (const [name, value] of Object.entries(changes)) heart.set(name, value)
  return Array.from({ length: beats }, () => {
    const sound = heart.beat()
    return { sound, whole: Array.from(heart.engine.heart.slice(ROWS.whole, ROWS.own)), length: heart.get("clock.actual") }
  })
}
