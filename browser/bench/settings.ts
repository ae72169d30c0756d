// From the state of a bench to the numbers of its patient.

import type { Setting, Settings } from "./arms.js"
import type { Payload } from "./payload.js"
import { type State, valueOf } from "./state.js"
import { numberOf } from "./values.js"

/** A block that a patient does not have begins with its usual first number, unless that is given as well. */
export function settingsOf({ controls, given }: Payload, state: State): Settings {
  const set = controls.filter(({ key }) => state.values.has(key))
  const values = set.map((control): Setting => [control.place, numberOf(control, valueOf(state, control))])
  const opened = set.flatMap(({ opens }) => (opens && given.numbers[opens[0]]! < 0 ? [opens] : []))
  return { values: [...opened, ...values], reflex: state.reflex }
}
