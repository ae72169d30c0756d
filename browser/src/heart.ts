// A heart with what happens between its beats: console, reflex, drugs, and the way to the steady beat.

import { Engine, type Refined } from "./engine.js"
import {
  ASSISTED_SHARE, HEART_GIVEN, LONGEST_STEP, MOST_BEATS, PARAMETERS, RECORDS, ROWS, SLOW_STATES, STATES, STATUS,
} from "./engine_names.js"
import type { Source } from "./memory.js"
import { PLACES, type Parameter, type State, type Watched } from "./places.js"
import type { Recording } from "./recording.js"
import { Trace } from "./trace.js"

type RecordName = Exclude<keyof typeof RECORDS, "progress">
type RecordNumber = { [Name in RecordName]: `${Name}.${(typeof RECORDS)[Name][number]}` }[RecordName]

/** Names of a heart's numbers, such as `state.v_lv`, `own.aortic.closed_area` or `console.settings.volume`. */
export type HeartNumber = `state.${State}` | `slow.${(typeof SLOW_STATES)[number]}` | `own.${Parameter}` | RecordNumber

/** A heart as `heart_record` in Python gives it. */
export interface HeartRecord {
  readonly numbers: readonly number[]
  readonly resetting: { readonly midpoint: number; readonly share: number; readonly usual_pressure: number }
  readonly patient: readonly number[] // what measures are read with
  readonly aortic_leak: number // cm²
}

/** How a search for the steady beat ended. */
export type Outcome = Exclude<keyof typeof STATUS, "runs">

const LONGEST_BEAT = 8 // s, that can be recorded; random controls, drugs and reflex made one of 5.4 s

const OUTCOMES = new Map<number, Outcome>([
  [STATUS.steady, "steady"],
  [STATUS.failed, "failed"],
  [STATUS.unsettled, "unsettled"],
])

function heartPlaces(): ReadonlyMap<string, number> {
  const states = Object.keys(STATES)
  const named: [string, readonly string[], number][] = [
    ["state", states, ROWS.whole],
    ["slow", SLOW_STATES, ROWS.whole + states.length],
    ["own", PARAMETERS, ROWS.own],
    ...Object.entries(RECORDS).map(([name, fields]): [string, readonly string[], number] => [
      name, fields, ROWS[name as RecordName],
    ]),
  ]
  return new Map(named.flatMap(([row, names, begin]) => names.map((name, i): [string, number] => [`${row}.${name}`, begin + i])))
}

const HEART_PLACES = heartPlaces()

function placeOf(name: HeartNumber): number {
  const place = HEART_PLACES.get(name)
  if (place === undefined) throw new RangeError(`a heart has no number '${name}'`)
  return place
}

/** Into how many steps the longest beat is cut. */
function mostStepsOf({ numbers }: HeartRecord): number {
  const longestStep = numbers[ROWS.clock + RECORDS.clock.indexOf("longest_step")] ?? LONGEST_STEP.default
  return Math.ceil(LONGEST_BEAT / (ASSISTED_SHARE * longestStep))
}

export class Heart {
  readonly engine: Engine
  #record: HeartRecord
  #aorticLeak = 0

  /**
   * Puts a heart into an engine of its own.
   *
   * @param source bytes of `diastole.wasm`, or the module that was compiled from them
   * @param record of the heart, from Python
   */
  static async load(source: Source, record: HeartRecord): Promise<Heart> {
    return new Heart(await Engine.load(source, mostStepsOf(record)), record)
  }

  private constructor(engine: Engine, record: HeartRecord) {
    this.engine = engine
    this.#record = record
    this.begin(record)
  }

  /** Begins anew as the heart of a record: what was before leaves nothing behind. */
  begin(record: HeartRecord): void {
    const { numbers } = record
    if (numbers.length !== HEART_GIVEN) {
      throw new RangeError(`a heart begins with ${HEART_GIVEN} numbers, not ${numbers.length}`)
    }
    if (mostStepsOf(record) > this.engine.mostSteps) throw new RangeError("this engine was loaded for a longer step than this heart takes")
    this.#record = record
    this.#aorticLeak = record.aortic_leak
    this.engine.heart.fill(0)
    this.engine.heart.set(numbers)
  }

  /** Numbers of the patient that measures are read with. */
  get patient(): readonly number[] {
    return this.#record.patient
  }

  get(name: HeartNumber): number {
    return this.engine.heart[placeOf(name)]!
  }

  /** Changes a number between beats; a parameter of the patient's own also where the beats read it. */
  set(name: HeartNumber, value: number): void {
    const { heart } = this.engine
    const place = placeOf(name)
    heart[place] = value
    if (name.startsWith("own.")) heart[place + ROWS.parameters - ROWS.own] = value
    if (name === "own.aortic.closed_area") this.#aorticLeak = value
  }

  /** Orifice of the aortic valve's leak [cm²]; 0 without one. */
  get aorticLeak(): number {
    return this.#aorticLeak
  }

  /** Time mean of what is watched: over the last beat, and where a support cycle is over, over the cycle. */
  mean(name: Watched): number {
    return this.engine.heart[ROWS.means + PLACES.watched.get(name)!]!
  }

  /**
   * Beats once in the patient's own time: reflex, drugs and arterioles move with their lags.
   *
   * @returns whether the state at the end of the beat may be believed
   */
  beat(): boolean {
    return this.#sound(() => this.engine.live())
  }

  #sound(beat: () => void): boolean {
    this.set("clock.status", STATUS.runs)
    beat()
    return this.engine.heart[ROWS.sound] === 1
  }

  /**
   * Goes to the steady beat as `simulate` does: with a balloon pump that is on, the unassisted one comes first, and the
   * console takes its landmarks from it. "failed" also where the unassisted heart does not eject.
   */
  run(): Outcome {
    const [on, every] = [this.get("console.settings.on"), this.get("console.settings.every")]
    if (on === 0) return this.search()
    this.set("console.settings.on", 0)
    this.set("console.settings.every", 1)
    this.set("console.beats", 0)
    const outcome = this.search()
    const isSound = outcome === "steady" && this.#sound(() => this.engine.heartBeat())
    if (isSound) this.recordLast()
    this.set("console.settings.on", on)
    this.set("console.settings.every", every)
    if (!isSound) return outcome === "steady" ? "failed" : outcome
    return this.assist()
  }

  /**
   * Goes on to the steady beat with the balloon pump from the unassisted one, of which a beat was recorded last: from it
   * the console takes its landmarks. "failed" where the unassisted heart does not eject.
   */
  assist(): Outcome {
    this.engine.see(this.engine.refined().times.length)
    return Number.isNaN(this.get("console.landmarks.notch")) ? "failed" : this.search()
  }

  /** Lets the reflex answer to every change from now on, from the steady beat that was reached. */
  answer(): void {
    const { midpoint, share, usual_pressure } = this.#record.resetting
    this.set("physiology.receptors.midpoint", midpoint)
    this.engine.answer(share, usual_pressure)
  }

  /** Goes to the steady beat, in so many beats at most. */
  search(mostBeats: number = MOST_BEATS): Outcome {
    for (const name of ["clock.status", "clock.cycles", "clock.recut"] as const) this.set(name, 0)
    this.engine.search(mostBeats)
    return OUTCOMES.get(this.get("clock.status")) ?? "unsettled"
  }

  /** Integrates the last beat once more from where it began, and returns what happened in it. */
  recordLast(): Recording {
    const { engine } = this
    const { heart } = engine
    engine.state.set(heart.subarray(ROWS.began, ROWS.began + engine.state.length))
    engine.parameters.set(heart.subarray(ROWS.parameters, ROWS.parameters + engine.parameters.length))
    return engine.record(this.get("clock.actual"), this.get("clock.steps"))
  }

  /**
   * Beats one more support cycle and returns its trace.
   *
   * @throws Error if the state at the end of a beat may not be believed
   */
  cycle(): Trace {
    const beats: Refined[] = []
    let parameters = new Float64Array()
    const count = this.get("console.settings.on") === 0 ? 1 : this.get("console.settings.every")
    for (let beat = 0; beat < count; beat++) {
      if (!this.#sound(() => this.engine.heartBeat())) throw new Error("the state at the end of this beat may not be believed")
      this.recordLast()
      const { times, rows } = this.engine.refined()
      beats.push({ times, rows: rows.slice() })
      if (beat === 0) parameters = this.engine.parameters.slice()
    }
    return new Trace(beats, parameters)
  }
}
