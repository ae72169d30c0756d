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
    const measured = outcome === "steady" ? await measures.read(heart, heart.cycle()) : null
    answers.push({ outcome, measured, landmarks, whole, means, again, pressure, beats, residual })
  }
  return answers
}
