// From the numbers of a patient to a heart: any of them may be another one than in the patient file.

import {
  BEGINNING, FIRST_SLOW, HEART_GIVEN, PARAMETERS, PATIENT_NUMBERS, PATIENT_SIZE, PREPARED, RECORDS, ROWS, SLOW_STATES, STATES,
} from "./engine_names.js"
import type { Heart, HeartNumber, HeartRecord } from "./heart.js"
import { type Memory, type Source, instantiate, layOut } from "./memory.js"

/** What the module exports; each argument is the address of an array. */
interface Exports extends Memory {
  prepare(numbers: number, parameters: number, state: number, influenced: number, physiology: number, settings: number): void
  read(numbers: number, found: number): void
  hold(state: number, parameters: number, numbers: number): void
}

const LENGTHS = {
  numbers: PATIENT_SIZE, parameters: PARAMETERS.length, state: Object.keys(STATES).length, influenced: RECORDS.influenced.length,
  physiology: RECORDS.physiology.length, settings: RECORDS.console.filter(name => name.startsWith("settings.")).length,
  found: PREPARED.length + PATIENT_NUMBERS.length,
}
const SLOW = ROWS.whole + LENGTHS.state
const DOSES = SLOW_STATES.flatMap((name, place): [number, HeartNumber][] => (
  name.startsWith("level_") ? [[place, `physiology.doses.${name.replace("level_", "")}` as HeartNumber]] : []
))

export class Preparation {
  readonly #exports: Exports
  readonly #arrays: Record<keyof typeof LENGTHS, Float64Array>

  private constructor(exports: Exports) {
    this.#exports = exports
    this.#arrays = layOut(exports, LENGTHS)
  }

  /** Loads `prepare.wasm`. */
  static async load(source: Source): Promise<Preparation> {
    return new Preparation(await instantiate<Exports>(source))
  }

  /** Returns the heart of a patient, which has not beaten yet, from the numbers of `patient_numbers` in Python. */
  record(numbers: ArrayLike<number>): HeartRecord {
    if (numbers.length !== PATIENT_SIZE) throw new RangeError(`a patient has ${PATIENT_SIZE} numbers, not ${numbers.length}`)
    const { numbers: given, parameters, state, influenced, physiology, settings, found } = this.#arrays
    given.set(numbers)
    this.#exports.prepare(
      given.byteOffset, parameters.byteOffset, state.byteOffset, influenced.byteOffset, physiology.byteOffset, settings.byteOffset,
    )
    this.#exports.read(given.byteOffset, found.byteOffset)
    const read = Object.fromEntries(PREPARED.map((name, place) => [name, found[place]!])) as Record<(typeof PREPARED)[number], number>
    const row = new Float64Array(HEART_GIVEN)
    row.set(state, ROWS.whole)
    row.set(FIRST_SLOW, SLOW)
    for (const place of [ROWS.own, ROWS.parameters]) row.set(parameters, place)
    row.set(influenced, ROWS.influenced)
    row.set(physiology, ROWS.physiology)
    row.set(BEGINNING.console, ROWS.console)
    row.set(settings, ROWS.console)
    row.set(BEGINNING.clock, ROWS.clock)
    row[ROWS.clock + RECORDS.clock.indexOf("blood")] = read.blood_volume
    for (const [place, dose] of DOSES) row[SLOW + place] = row[ROWS.physiology + doseOf(dose)]!
    const { midpoint, share, usual_pressure } = read
    return {
      numbers: Array.from(row), resetting: { midpoint, share, usual_pressure }, aortic_leak: read.aortic_leak,
      patient: Array.from(found.subarray(PREPARED.length)),
    }
  }

  /** Goes on with a heart as that of a patient who is treated: state and reflex stay, jets through narrower orifices are held. */
  treat(heart: Heart, numbers: ArrayLike<number>): void {
    const row = heart.engine.heart
    const before = row.slice(0, HEART_GIVEN)
    heart.begin(this.record(numbers))
    const { state, parameters, numbers: given } = this.#arrays
    state.set(before.subarray(ROWS.whole, SLOW))
    this.#exports.hold(state.byteOffset, parameters.byteOffset, given.byteOffset)
    row.set(state, ROWS.whole)
    const doses = DOSES.map(([, dose]) => heart.get(dose))
    row.set(before.subarray(SLOW, SLOW + SLOW_STATES.length), SLOW)
    row.set(before.subarray(ROWS.physiology, ROWS.physiology + LENGTHS.physiology), ROWS.physiology)
    DOSES.forEach(([place, dose], i) => {
      row[SLOW + place] = doses[i]!
      heart.set(dose, doses[i]!)
    })
  }

  /** Gives a heart the balloon pump of a patient between two beats. */
  equip(heart: Heart, numbers: ArrayLike<number>): void {
    this.record(numbers)
    const row = heart.engine.heart
    for (const place of [ROWS.own, ROWS.parameters]) row.set(this.#arrays.parameters, place)
    row.set(this.#arrays.settings, ROWS.console)
  }
}

function doseOf(name: HeartNumber): number {
  return (RECORDS.physiology as readonly string[]).indexOf(name.replace("physiology.", ""))
}
