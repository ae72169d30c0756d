// The measures of a support cycle, read by the functions of the package.

import { type MarkedPoints, type Marks, consoleMarks } from "./console_marks.js"
import {
  BEAT_NUMBERS, LEAK_DRIVE, LEAKS, MARKED_POINTS, MEASURED_SIGNALS, MEASURES, MEASURES_FOUND, MEASURES_WORK, PARAMETERS, PATIENT_NUMBERS, PERFORMANCE,
} from "./engine_names.js"
import type { Heart } from "./heart.js"
import { type Memory, type Source, instantiate, layOut } from "./memory.js"
import type { Signal } from "./places.js"
import type { Trace } from "./trace.js"

export type Measure = keyof typeof MEASURES

/** The measure of a valve's leak. */
export type Leak = keyof typeof LEAKS

/** What drives a leak while it lasts: seconds, pressures on both sides [mmHg], mean root of their difference. */
export type LeakDrive = Readonly<Record<(typeof LEAK_DRIVE)[number], number>>

/** What was measured; null where a measure is not defined. */
export interface Measured {
  readonly values: Readonly<Record<Measure, number | null>>
  /** Whether the beat sustains a circulation; if not, the values say nothing. */
  readonly isSustained: boolean
}

/** What is seen of a heart's cycle beside its measures. */
export interface Seen {
  readonly marks: Marks // where the labels of a console stand on the aortic pressure; null where none can be seen
  readonly drives: Readonly<Record<Leak, LeakDrive>> // of the leak of each valve in the first beat; no numbers where it does not leak
}

type Reader = (
  time: number, samples: number, beat: number, patient: number, p: number, work: number, found: number, rows: number,
) => void

interface Exports extends Memory {
  measures: Reader
  marks: Reader
}

/** What of a cycle's beats one of them is read with. */
function beatNumbers(heart: Heart, { times, onsets }: Trace, index: number): Record<(typeof BEAT_NUMBERS)[number], number> {
  const beats = onsets.length - 1
  const length = onsets[beats]!
  const next = (index + 1) % beats // the beat after it; after the last one, the first one, one cycle later
  return {
    length, beats, start: onsets[index]!, end: onsets[index + 1]!, next_start: onsets[next]!, next_end: onsets[next + 1]!,
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
    const found = this.#found(this.#exports.measures, heart, trace, 0)
    const names = Object.keys(MEASURES) as Measure[]
    const values = names.map((name, place): [Measure, number | null] => [name, Number.isNaN(found[place]!) ? null : found[place]!])
    const performance = found.subarray(names.length, names.length + PERFORMANCE.length)
    return {
      values: Object.fromEntries(values) as Record<Measure, number | null>,
      isSustained: performance.every(Number.isFinite) && found[names.length + PERFORMANCE.length] === 0,
    }
  }

  /** Returns what is seen beside the measures. */
  seen(heart: Heart, trace: Trace): Seen {
    const beats = Array.from({ length: trace.onsets.length - 1 }, (_, index) => this.#found(this.#exports.marks, heart, trace, index).slice())
    const points = beats.map(found => Object.fromEntries(MARKED_POINTS.map((name, place) => [name, found[place]!])) as unknown as MarkedPoints)
    const drives = Object.keys(LEAKS).map((leak, number) => {
      const first = MARKED_POINTS.length + number * LEAK_DRIVE.length
      return [leak, Object.fromEntries(LEAK_DRIVE.map((name, place) => [name, beats[0]![first + place]!]))]
    })
    return { marks: consoleMarks(points, heart.get("console.settings.on") > 0), drives: Object.fromEntries(drives) as Seen["drives"] }
  }

  /** Lets a function of the module read a beat; what it finds is overwritten by the next one. */
  #found(read: Reader, heart: Heart, trace: Trace, index: number): Float64Array {
    const rows = trace.times.length
    const arrays = layOut(this.#exports, {
      time: rows, samples: rows * MEASURED_SIGNALS.length, beat: BEAT_NUMBERS.length, patient: PATIENT_NUMBERS.length,
      p: PARAMETERS.length, work: MEASURES_WORK, found: MEASURES_FOUND,
    })
    const numbers = beatNumbers(heart, trace, index)
    arrays.time.set(trace.times)
    MEASURED_SIGNALS.forEach((name, place) => arrays.samples.set(trace.get(name as Signal), place * rows))
    arrays.beat.set(BEAT_NUMBERS.map(name => numbers[name]))
    arrays.patient.set(heart.patient)
    arrays.p.set(trace.parameters)
    const { time, samples, beat, patient, p, work, found } = arrays
    read(
      time.byteOffset, samples.byteOffset, beat.byteOffset, patient.byteOffset, p.byteOffset, work.byteOffset,
      found.byteOffset, rows,
    )
    return found
  }
}
