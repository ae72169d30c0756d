// The state of a bench: what differs from the patient.

import type { Control, Payload } from "./payload.js"
import { type Value, isOff } from "./values.js"

/** Values that differ from the patient's, by key, and whether the reflex answers. */
export interface State {
  readonly values: ReadonlyMap<string, Value>
  readonly reflex: boolean
}

/** A state that must not be run; its message is a sentence for the reader. */
export class StateError extends Error {}

/** Returns the state in which a page opens. */
export const startOf = ({ reflex }: Payload): State => ({ values: new Map(), reflex })

export function isSame(one: State, other: State): boolean {
  return one.reflex === other.reflex && one.values.size === other.values.size && [...one.values].every(([key, value]) => other.values.get(key) === value)
}

/**
 * Returns a state with one value changed; the patient's own value is no change. A block that is left out begins with its first
 * value, and what was said of a block goes with it.
 */
export function changed(state: State, control: Control, value: Value): State {
  const values = new Map(state.values)
  const { opens, block, key } = control
  if (opens) {
    const now = values.get(opens.key)
    const isAway = now === undefined ? opens.value !== undefined : isOff(now)
    if (isAway && opens.value === undefined) values.delete(opens.key)
    else if (isAway) values.set(opens.key, opens.value!)
  }
  if (block !== "" && isOff(value)) for (const inside of state.values.keys()) if (inside.startsWith(`${block}.`)) values.delete(inside)
  if (value === control.base) values.delete(key)
  else values.set(key, value)
  return { ...state, values }
}

export function valueOf(state: State, control: Control): Value {
  const value = state.values.get(control.key)
  return value === undefined ? control.base : value
}
