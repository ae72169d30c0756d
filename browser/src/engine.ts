// Loads the engine, and runs beats of one patient on arrays in its memory. Units: mL, mmHg, mL/s, s.

import { FINER, HEART_SIZE, PARAMETERS } from "./engine_names.js"
import { type Memory, type Source, instantiate, layOut } from "./memory.js"
import { PLACES } from "./places.js"
import { Recording } from "./recording.js"

const MOST_STEPS = 2000 // of a beat, unless more are asked for: 4 s of a heart with a balloon

/** What the module exports; but for the whole numbers at the end, each argument is the address of an array. */
interface Exports extends Memory {
  beat(
    y: number, p: number, start: number, length: number, ownSteps: number, means: number, states: number,
    slopes: number, signals: number, work: number, steps: number, recording: number,
  ): void
  judge(y: number, expected: number, sound: number): void
  heart_beat(heart: number, states: number, slopes: number, signals: number, recording: number): void
  live(heart: number): void
  search(heart: number, mostBeats: number): void
  refine(
    states: number, slopes: number, p: number, start: number, length: number, ownSteps: number, out: number,
    work: number, steps: number,
  ): void
  see(heart: number, fine: number, points: number): void
  answer(heart: number, resetting: number): void
}

/** How long each array of the engine is, with so many rows of a recording. */
function lengths(rows: number) {
  const points = (rows - 1) * FINER + 1
  const [states, watched, signals] = [PLACES.states.size, PLACES.watched.size, PLACES.signals.size]
  return {
    state: states, parameters: PARAMETERS.length, means: watched, start: 1, length: 1, ownSteps: 1, expected: 1, sound: 1,
    times: rows, states: rows * states, slopes: rows * states, signals: rows * signals,
    work: 5 * (states + signals), heart: HEART_SIZE, resetting: 2,
    fine: points * (states + signals),
  }
}

type Arrays = Record<keyof ReturnType<typeof lengths>, Float64Array>

/** What was recorded, with points between the ends of the steps. */
export interface Refined {
  readonly times: Float64Array // s, from the QRS onset
  readonly rows: Float64Array // states, then signals, each at all points
}

export class Engine {
  readonly mostSteps: number
  readonly #exports: Exports
  readonly #arrays: Arrays

  /**
   * Loads an engine.
   *
   * @param source bytes of `diastole.wasm`, or the module that was compiled from them
   * @param mostSteps into how many steps a beat may be cut at most
   * @throws Error if the module is not of the version of this loader
   */
  static async load(source: Source, mostSteps: number = MOST_STEPS): Promise<Engine> {
    if (!(Number.isInteger(mostSteps) && mostSteps > 0)) throw new RangeError(`${mostSteps} is no number of steps`)
    return new Engine(await instantiate<Exports>(source), mostSteps)
  }

  private constructor(exports: Exports, mostSteps: number) {
    this.#exports = exports
    this.#arrays = layOut(exports, lengths(mostSteps + 1))
    this.mostSteps = mostSteps
  }

  /** States (n,): set them before a beat; afterwards they are those of its end. */
  get state(): Float64Array {
    return this.#arrays.state
  }

  /** Parameters of the right-hand side (k,), as `parameter_vector` in Python gives them. */
  get parameters(): Float64Array {
    return this.#arrays.parameters
  }

  /** Time means over the last beat of what is watched (w,). */
  get means(): Float64Array {
    return this.#arrays.means
  }

  /** The numbers of a heart, see `Heart`. */
  get heart(): Float64Array {
    return this.#arrays.heart
  }

  /** One beat of the heart in the patient's own time: slow states move with their lags. */
  live(): void {
    this.#exports.live(this.#arrays.heart.byteOffset)
  }

  /** One beat of the heart on its way to the steady beat: slow states move when a support cycle is over. */
  heartBeat(): void {
    const { heart, states, slopes, signals } = this.#arrays
    this.#exports.heart_beat(heart.byteOffset, states.byteOffset, slopes.byteOffset, signals.byteOffset, 0)
  }

  /** Beats of the heart until it is steady, has failed, or has not come to rest in so many beats. */
  search(mostBeats: number): void {
    this.#exports.search(this.#arrays.heart.byteOffset, mostBeats)
  }

  /** Returns what was recorded last with points between the ends of its steps; the rows are a view. */
  refined(): Refined {
    const { states, slopes, parameters, start, length, ownSteps, fine, work } = this.#arrays
    const steps = ownSteps[0]!
    this.#exports.refine(
      states.byteOffset, slopes.byteOffset, parameters.byteOffset, start.byteOffset, length.byteOffset,
      ownSteps.byteOffset, fine.byteOffset, work.byteOffset, steps,
    )
    const points = steps * FINER
    const times = Float64Array.from({ length: points + 1 }, (_, point) => start[0]! + (length[0]! / points) * point)
    return { times, rows: fine.subarray(0, times.length * (PLACES.states.size + PLACES.signals.size)) }
  }

  /** Lets the console of the heart see its last beat, which was refined into so many points. */
  see(points: number): void {
    const { heart, fine } = this.#arrays
    this.#exports.see(heart.byteOffset, fine.byteOffset, points)
  }

  /** Lets the reflex of the heart answer to changes from the steady beat that it has reached. */
  answer(share: number, usualPressure: number): void {
    const { heart, resetting } = this.#arrays
    resetting.set([share, usualPressure])
    this.#exports.answer(heart.byteOffset, resetting.byteOffset)
  }

  /**
   * Advances the state over a beat, or a part of it.
   *
   * @param length of what is integrated [s]
   * @param steps into which it is cut
   * @param start time of the beat at which it begins [s]
   */
  advance(length: number, steps: number, start: number = 0): void {
    this.#run(length, steps, start, false)
  }

  /** Advances likewise, and returns what happened at the ends of the steps. */
  record(length: number, steps: number, start: number = 0): Recording {
    this.#run(length, steps, start, true)
    const { times, states, slopes, signals } = this.#arrays
    const rows = steps + 1
    for (let row = 0; row < rows; row++) times[row] = start + (length / steps) * row
    return new Recording({
      times: times.slice(0, rows),
      states: states.slice(0, rows * PLACES.states.size),
      slopes: slopes.slice(0, rows * PLACES.states.size),
      signals: signals.slice(0, rows * PLACES.signals.size),
    })
  }

  /** Whether states are finite, no store is empty, so much blood [mL] is kept, and leaflets lie between 0 and 1. */
  isSound(blood: number): boolean {
    const { state, expected, sound } = this.#arrays
    expected[0] = blood
    this.#exports.judge(state.byteOffset, expected.byteOffset, sound.byteOffset)
    return sound[0] === 1
  }

  #run(length: number, steps: number, start: number, recording: boolean): void {
    if (!(Number.isInteger(steps) && steps > 0 && steps <= this.mostSteps)) {
      throw new RangeError(`a beat is cut into 1 to ${this.mostSteps} steps, not into ${steps}`)
    }
    if (!(length > 0 && Number.isFinite(length) && Number.isFinite(start))) {
      throw new RangeError(`a beat cannot begin at ${start} s and last ${length} s`)
    }
    const a = this.#arrays
    a.start[0] = start
    a.length[0] = length
    a.ownSteps[0] = steps
    this.#exports.beat(
      a.state.byteOffset, a.parameters.byteOffset, a.start.byteOffset, a.length.byteOffset, a.ownSteps.byteOffset,
      a.means.byteOffset, a.states.byteOffset, a.slopes.byteOffset, a.signals.byteOffset, a.work.byteOffset,
      steps, recording ? steps + 1 : 0,
    )
  }
}
