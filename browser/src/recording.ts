// A beat that was recorded, by name.

import { PLACES, type Places, type Signal, type State } from "./places.js"
import { column } from "./rows.js"

/** Rows of numbers, one row for each end of a step. */
export interface Rows {
  readonly times: Float64Array // s, from the QRS onset
  readonly states: Float64Array
  readonly slopes: Float64Array
  readonly signals: Float64Array
}

function named<Name extends string>(rows: Float64Array, places: Places<Name>, name: Name): Float64Array {
  const place = places.get(name)
  if (place === undefined) throw new RangeError(`there is no '${name}'; there are ${[...places.keys()].join(", ")}`)
  return column(rows, places.size, place)
}

/** A beat at the ends of its steps. Its arrays are its own and stay as they are when the engine goes on. */
export class Recording {
  readonly rows: Rows

  constructor(rows: Rows) {
    this.rows = rows
  }

  /** Times of the step ends [s], from the QRS onset. */
  get times(): Float64Array {
    return this.rows.times
  }

  state(name: State): Float64Array {
    return named(this.rows.states, PLACES.states, name)
  }

  /** Rate of a state, per second. */
  slope(name: State): Float64Array {
    return named(this.rows.slopes, PLACES.states, name)
  }

  signal(name: Signal): Float64Array {
    return named(this.rows.signals, PLACES.signals, name)
  }
}
