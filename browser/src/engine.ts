// Loads the engine, and runs beats of one patient on arrays in its memory. Units: mL, mmHg, mL/s, s.

import { HEART_SIZE, NAMES_HASH, PARAMETERS } from "./engine_names.js"
import { PLACES } from "./places.js"
import { Recording } from "./recording.js"

const NAMES_SECTION = "diastole.names"
const PAGE = 65536 // bytes, unit of a memory
const MOST_STEPS = 2000 // of a beat, unless more are asked for

/** What the module exports; but for the whole numbers at the end, each argument is the address of an array. */
interface Exports {
  readonly memory: WebAssembly.Memory
  readonly heap_base: WebAssembly.Global
  beat(
    y: number, p: number, start: number, length: number, ownSteps: number, means: number, states: number,
    slopes: number, signals: number, work: number, steps: number, recording: number,
  ): void
  judge(y: number, expected: number, sound: number): void
  heart_beat(heart: number, states: number, slopes: number, signals: number, recording: number): void
  search(heart: number, mostBeats: number): void
  see(heart: number, states: number, slopes: number, steps: number): void
  answer(heart: number, resetting: number): void
}

/** How long each array of the engine is, with so many rows of a recording. */
function lengths(rows: number) {
  const [states, watched, signals] = [PLACES.states.size, PLACES.watched.size, PLACES.signals.size]
  return {
    state: states, parameters: PARAMETERS.length, means: watched, start: 1, length: 1, ownSteps: 1, expected: 1, sound: 1,
    times: rows, states: rows * states, slopes: rows * states, signals: rows * signals,
    work: 4 * (states + signals) + states, heart: HEART_SIZE, resetting: 2,
  }
}

type Arrays = Record<keyof ReturnType<typeof lengths>, Float64Array>

/** Lays the arrays out in the free memory of a module, which grows as it must. */
function layOut({ memory, heap_base }: Exports, rows: number): Arrays {
  const wanted = Object.entries(lengths(rows))
  const begin: number = heap_base.value
  const bytes = wanted.reduce((sum, [, length]) => sum + length, 0) * Float64Array.BYTES_PER_ELEMENT
  memory.grow(Math.max(0, Math.ceil((begin + bytes - memory.buffer.byteLength) / PAGE)))
  let next = begin
  return Object.fromEntries(wanted.map(([name, length]) => {
    const array = new Float64Array(memory.buffer, next, length)
    next += array.byteLength
    return [name, array]
  })) as Arrays
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
  static async load(source: BufferSource | WebAssembly.Module, mostSteps: number = MOST_STEPS): Promise<Engine> {
    if (!(Number.isInteger(mostSteps) && mostSteps > 0)) throw new RangeError(`${mostSteps} is no number of steps`)
    const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source)
    const names = WebAssembly.Module.customSections(module, NAMES_SECTION).map(part => new TextDecoder().decode(part))
    if (names.length !== 1 || names[0] !== NAMES_HASH) {
      throw new Error("this module and this loader are not of one version: build both with make engine")
    }
    return new Engine(await WebAssembly.instantiate(module), mostSteps)
  }

  private constructor(instance: WebAssembly.Instance, mostSteps: number) {
    this.#exports = instance.exports as unknown as Exports
    this.#arrays = layOut(this.#exports, mostSteps + 1)
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

  /** One beat of the heart, with what happens before and after it. */
  heartBeat(): void {
    const { heart, states, slopes, signals } = this.#arrays
    this.#exports.heart_beat(heart.byteOffset, states.byteOffset, slopes.byteOffset, signals.byteOffset, 0)
  }

  /** Beats of the heart until it is steady, has failed, or has not come to rest in so many beats. */
  search(mostBeats: number): void {
    this.#exports.search(this.#arrays.heart.byteOffset, mostBeats)
  }

  /** Lets the console of the heart see its last beat, which was recorded in so many steps. */
  see(steps: number): void {
    const { heart, states, slopes } = this.#arrays
    this.#exports.see(heart.byteOffset, states.byteOffset, slopes.byteOffset, steps)
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
      steps, Number(recording),
    )
  }
}
