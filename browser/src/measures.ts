// The measures of a support cycle, read by the functions of the package.

import {
  BEAT_NUMBERS, MEASURED_SIGNALS, MEASURES, MEASURES_FOUND, MEASURES_WORK, PARAMETERS, PATIENT_NUMBERS, PERFORMANCE,
} from "./engine_names.js"
import type { Heart } from "./heart.js"
import { type Memory, type Source, instantiate, layOut } from "./memory.js"
import type { Signal } from "./places.js"
import type { Trace } from "./trace.js"

export type Measure = keyof typeof MEASURES

/** What was measured; null where a measure is not defined. */
export interface Measured {
  readonly values: Readonly<Record<Measure, number | null>>
  /** Whether the beat sustains a circulation; if not, the values say nothing. */
  readonly isSustained: boolean
}

interface Exports extends Memory {
  measures(
    time: number, samples: number, beat: number, patient: number, p: number, work: number, found: number, rows: number,
  ): void
}

/** What of a cycle's beats the measures of its first one are read with. */
function beatNumbers(heart: Heart, { times, onsets }: Trace): Record<(typeof BEAT_NUMBERS)[number], number> {
  const beats = onsets.length - 1
  const length = onsets[beats]!
  const next = beats === 1 ? 0 : 1 // the beat after the first one; of a single beat, itself, one cycle later
  return {
    length, beats, start: 0, end: onsets[1]!, next_start: onsets[next]!, next_end: onsets[next + 1]!,
    later: next === 0 ? length : 0, longest: times.slice(1).reduce((most, time, i) => Math.max(most, time - times[i]!), 0),
    step: times[1]! - times[0]!, aortic_leak: heart.aorticLeak,
    may_stay_shut: heart.patient[PATIENT_NUMBERS.indexOf("has_bypass")]!,
  }
}

export class Measures {
  readonly #exports: Exports

  private constructor(exports: Exports) {
    this.#exports = exports
  }

  /** Loads `measures.wasm`. */
  static async load(source: Source): Promise<Measures> {
    return new Measures(await instantiate<Exports>(source))
  }

  /** Reads all measures of the first beat of a heart's cycle, which is the assisted one. */
  read(heart: Heart, trace: Trace): Measured {
    const rows = trace.times.length
    const arrays = layOut(this.#exports, {
      time: rows, samples: rows * MEASURED_SIGNALS.length, beat: BEAT_NUMBERS.length, patient: PATIENT_NUMBERS.length,
      p: PARAMETERS.length, work: MEASURES_WORK, found: MEASURES_FOUND,
    })
    const numbers = beatNumbers(heart, trace)
    arrays.time.set(trace.times)
    MEASURED_SIGNALS.forEach((name, place) => arrays.samples.set(trace.get(name as Signal), place * rows))
    arrays.beat.set(BEAT_NUMBERS.map(name => numbers[name]))
    arrays.patient.set(heart.patient)
    arrays.p.set(trace.parameters)
    const { time, samples, beat, patient, p, work, found } = arrays
    this.#exports.measures(
      time.byteOffset, samples.byteOffset, beat.byteOffset, patient.byteOffset, p.byteOffset, work.byteOffset,
      found.byteOffset, rows,
    )
    const names = Object.keys(MEASURES) as Measure[]
    const values = names.map((name, place): [Measure, number | null] => [name, Number.isNaN(found[place]!) ? null : found[place]!])
    const performance = found.subarray(names.length, names.length + PERFORMANCE.length)
    return {
      values: Object.fromEntries(values) as Record<Measure, number | null>,
      isSustained: performance.every(Number.isFinite) && found[names.length + PERFORMANCE.length] === 0,
    }
  }
}
