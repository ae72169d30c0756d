// Where each number lies in its array.

import { PARAMETERS, SIGNALS, STATES, WATCHED } from "./engine_names.js"

export type State = keyof typeof STATES
export type Watched = keyof typeof WATCHED
export type Signal = keyof typeof SIGNALS
export type Parameter = (typeof PARAMETERS)[number]

export type Places<Name extends string> = ReadonlyMap<Name, number>

function places<Name extends string>(names: readonly Name[]): Places<Name> {
  return new Map(names.map((name, place) => [name, place]))
}

export const PLACES = {
  states: places(Object.keys(STATES) as State[]),
  watched: places(Object.keys(WATCHED) as Watched[]),
  signals: places(Object.keys(SIGNALS) as Signal[]),
  parameters: places(PARAMETERS),
}
