// A support cycle over time, as the trace of the package: between the ends of steps too.

import type { Refined } from "./engine.js"
import { PLACES, type Signal, type State } from "./places.js"
import { joined } from "./rows.js"

/** States and signals over a support cycle. */
export class Trace {
  /** QRS onset of each beat, and the end [s]. */
  readonly onsets: readonly number[]
  readonly times: Float64Array // s
  /** Of the right-hand side in the first beat. */
  readonly parameters: Float64Array
  readonly #beats: readonly Refined[]
  readonly #kept: readonly number[] // points of each beat

  /**
   * Joins beats; the last point of a beat is the first one of the next and stands once.
   *
   * @param beats with arrays of their own
   */
  constructor(beats: readonly Refined[], parameters: Float64Array) {
    const onsets = [0]
    for (const beat of beats) onsets.push(onsets.at(-1)! + beat.times.at(-1)!)
    this.onsets = onsets
    this.parameters = parameters
    this.#beats = beats
    this.#kept = beats.map(({ times }, i) => times.length - Number(i < beats.length - 1))
    this.times = joined(beats.map(({ times }, i) => times.subarray(0, this.#kept[i]).map(time => time + onsets[i]!)))
  }

  /** Returns a state or a signal by its name. */
  get(name: State | Signal): Float64Array {
    const signal = PLACES.signals.get(name as Signal)
    const place = PLACES.states.get(name as State) ?? (signal === undefined ? signal : PLACES.states.size + signal)
    if (place === undefined) throw new RangeError(`there is neither a state nor a signal '${name}'`)
    return joined(this.#beats.map(({ times, rows }, i) => rows.subarray(place * times.length).subarray(0, this.#kept[i])))
  }
}
