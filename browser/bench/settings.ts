// From the state of a bench to the numbers of its patient.

import { type Setting, type Settings, changedNumbers } from "./arms.js"
import type { Payload } from "./payload.js"
import { type State, valueOf } from "./state.js"
import { numberOf } from "./values.js"

export function settingsOf({ controls }: Payload, state: State): Settings {
  const set = controls.filter(({ key }) => state.values.has(key))
  return { values: set.map((control): Setting => [control.place, numberOf(control, valueOf(state, control))]), reflex: state.reflex }
}

/** Returns the numbers of the patient in a state. */
export function numbersOf(payload: Payload, state: State): number[] {
  return changedNumbers(payload.given.numbers, settingsOf(payload, state).values)
}
