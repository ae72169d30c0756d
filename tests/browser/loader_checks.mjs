// What the loader refuses, and what it promises: run under Node with {module, start, parameters, blood} as input.
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { Engine, HEART_GIVEN, Heart, Measures, PARAMETERS, PLACES, SIGNALS, STATES, WATCHED } from "../../src/diastole/faces/browser/engine.mjs"

const { module, measures, record, pumped, start, parameters, blood, length, steps } = JSON.parse(readFileSync(0, "utf8"))
const bytes = Buffer.from(module, "base64")
const engine = await Engine.load(bytes)

// Names and arrays fit.
assert.equal(engine.state.length, Object.keys(STATES).length)
assert.equal(engine.parameters.length, PARAMETERS.length)
assert.equal(engine.means.length, Object.keys(WATCHED).length)
assert.equal(PLACES.parameters.get("period"), 0)

// A recording is by name, and stays as it is when the engine goes on.
engine.state.set(start)
engine.parameters.set(parameters)
const first = engine.record(length, steps)
const kept = first.state("v_lv").slice()
assert.equal(first.times.length, steps + 1)
assert.equal(first.state("v_lv")[0], start[PLACES.states.get("v_lv")])
assert.equal(first.state("v_lv")[steps], engine.state[PLACES.states.get("v_lv")])
assert.equal(first.slope("v_lv").length, steps + 1)
engine.advance(length, steps)
assert.deepEqual(first.state("v_lv"), kept)
for (const name of Object.keys(SIGNALS)) assert.ok(first.signal(name).every(Number.isFinite), name)
assert.throws(() => first.signal("p_lvv"), /there is no 'p_lvv'; there are p_pericardium/)

// Two halves of a beat are the beat; a recorded beat is the same as one that is not.
const whole = start => { engine.state.set(start); engine.advance(length, 2 * steps); return engine.state.slice() }
const one = whole(start)
engine.state.set(start)
engine.advance(length / 2, steps)
engine.advance(length / 2, steps, length / 2)
engine.state.forEach((x, i) => assert.ok(Math.abs(x - one[i]) <= 1e-9 * Math.max(1, Math.abs(one[i]))))
engine.state.set(start)
engine.record(length, 2 * steps)
assert.deepEqual(engine.state.slice(), one)

// Two engines of one compiled module do not disturb each other, and each is as wide as it was asked to be.
const compiled = await WebAssembly.compile(bytes)
const [small, large] = [await Engine.load(compiled, 10), await Engine.load(compiled, 20_000)]
for (const other of [small, large]) { other.state.set(start); other.parameters.set(parameters) }
assert.throws(() => small.advance(length, 11), /cut into 1 to 10 steps, not into 11/)
large.advance(length, 2 * steps)
assert.deepEqual(large.state.slice(), one)
assert.deepEqual(small.state.slice(), Float64Array.from(start))
large.record(length, 20_000)

// The guard: soundness is that of the kernel.
engine.state.set(start)
assert.ok(engine.isSound(blood))
assert.ok(!engine.isSound(blood + 1))
for (const [name, value] of [["v_lv", 0], ["v_lv", NaN], ["q_aortic", Infinity], ["opening_aortic", 1.2], ["opening_mitral", -0.2]]) {
  engine.state.set(start)
  engine.state[PLACES.states.get(name)] = value
  assert.ok(!engine.isSound(blood), name)
}

// What makes no sense is refused, and leaves the state alone.
engine.state.set(start)
for (const steps of [0, -1, 2.5, NaN, 1e9]) assert.throws(() => engine.advance(length, steps), RangeError)
for (const length of [0, -1, NaN, Infinity]) assert.throws(() => engine.advance(length, 10), RangeError)
assert.throws(() => engine.advance(length, 10, NaN), RangeError)
assert.deepEqual(engine.state.slice(), Float64Array.from(start))
await assert.rejects(Engine.load(bytes, 0), RangeError)
await assert.rejects(Engine.load(bytes.subarray(0, 1000)), WebAssembly.CompileError)

// A module with other numbers than the loader's is refused.
const other = Buffer.from(bytes)
const place = other.indexOf("diastole.names") + "diastole.names".length
other[place] ^= 1
await assert.rejects(Engine.load(other), /not of one version/)
await assert.rejects(Engine.load(Buffer.from("0061736d01000000", "hex")), /not of one version/)

// A heart: its numbers have names, its last beat can be seen, and one that cannot beat says so.
const heart = await Heart.load(bytes, record)
assert.equal(record.numbers.length, HEART_GIVEN)
assert.equal(heart.get("state.v_lv"), start[PLACES.states.get("v_lv")])
assert.ok(heart.beat())
const beat = heart.recordLast()
assert.equal(beat.times.length, heart.get("clock.steps") + 1)
assert.equal(beat.state("v_lv").at(-1), heart.get("state.v_lv"))
assert.equal(heart.get("clock.beats"), 1)
assert.equal(heart.search(3), "unsettled")
assert.equal(heart.get("clock.beats"), 4)
assert.equal(heart.search(), "steady")
const steady = heart.get("state.v_lv")
assert.ok(heart.beat())
assert.ok(Math.abs(heart.get("state.v_lv") - steady) < 1e-5)
heart.set("own.aortic.closed_area", 0.5)
assert.equal(heart.search(), "steady")
assert.ok(Math.abs(heart.get("state.v_lv") - steady) > 1)
heart.set("state.v_lv", -10)
assert.ok(!heart.beat())
assert.equal(heart.search(), "failed")
assert.throws(() => heart.get("own.aortic.closed_are"), /no number 'own.aortic.closed_are'/)
assert.throws(() => heart.set("v_lv", 1), RangeError)
await assert.rejects(Heart.load(bytes, { ...record, numbers: record.numbers.slice(1) }), /begins with/)

// The trace of a cycle and its measures; a heart that was changed is measured as it is now.
const again = await Heart.load(bytes, record)
assert.equal(again.run(), "steady")
const trace = again.cycle()
assert.deepEqual([...trace.onsets], [0, again.get("clock.actual")])
assert.equal(trace.times.length, trace.get("v_lv").length)
assert.equal(trace.times.length, trace.get("p_lv").length)
assert.ok(Math.abs(trace.times.at(-1) - trace.onsets.at(-1)) < 1e-12)
assert.throws(() => trace.get("p_lvv"), /neither a state nor a signal/)
const reader = await Measures.load(Buffer.from(measures, "base64"))
const { values, isSustained } = reader.read(again, trace)
assert.ok(isSustained)
assert.ok(values.lv_ejection_fraction > 0 && values.lv_ejection_fraction < 1)
await assert.rejects(Measures.load(bytes).then(wrong => wrong.read(again, trace)))
assert.equal(again.aorticLeak, 0)
again.set("own.aortic.closed_area", 0.25)
assert.equal(again.aorticLeak, 0.25)
assert.equal(again.run(), "steady")
const leaking = reader.read(again, again.cycle())
assert.ok(leaking.values.aortic_regurgitant_volume > values.aortic_regurgitant_volume + 5)

// A heart that begins anew is the same to the last bit as one that was just loaded, whatever it was before; and from its
// unassisted beat it goes on to the assisted one as it would alone.
const told = heart => [heart.engine.heart.slice(), reader.read(heart, heart.cycle()).values]
const alone = await Heart.load(bytes, pumped)
assert.equal(alone.run(), "steady")
const found = told(alone)
again.set("own.aortic.closed_area", 2)
again.set("physiology.doses.noradrenaline", 0.3)
again.run()
again.begin(pumped)
assert.equal(again.aorticLeak, pumped.aortic_leak)
assert.equal(again.run(), "steady")
assert.deepEqual(told(again), found)
again.begin(pumped)
again.set("console.settings.on", 0)
assert.equal(again.run(), "steady")
const [, unassisted] = told(again)
again.set("console.settings.on", 1)
assert.equal(again.assist(), "steady")
assert.deepEqual(told(again), found)
assert.ok(found[1].cardiac_output > unassisted.cardiac_output)
assert.throws(() => again.begin({ ...pumped, numbers: pumped.numbers.slice(1) }), /begins with/)
