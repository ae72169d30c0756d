// What the values of a patient must not be together: laws of the package say whether it is so, its sentences what is said of it.

import type { Possibility } from "../src/index.js"
import type { Contradiction, Payload } from "./payload.js"
import { numbersOf } from "./settings.js"
import { type State, StateError, valueOf } from "./state.js"
import { textOf } from "./values.js"

const DIGITS = 6 // significant ones of a computed number

export class Contradictions {
  readonly #payload: Payload
  readonly #possibility: Possibility

  constructor(payload: Payload, possibility: Possibility) {
    this.#payload = payload
    this.#possibility = possibility
  }

  /** Returns what refuses a state as a whole: the first thing of each block, else of the patient; nothing where it is possible. */
  in(state: State): string {
    const found = this.#possibility.contradictions(numbersOf(this.#payload, state))
    const firsts = new Map<string, string>()
    this.#payload.contradictions.forEach((contradiction, place) => {
      const { holds, computed } = found[place]!
      if (holds && !firsts.has(contradiction.block)) firsts.set(contradiction.block, this.#filled(contradiction, computed, state))
    })
    const ofPatient = firsts.get("") ?? ""
    firsts.delete("")
    return firsts.size === 0 ? ofPatient : numbered([...firsts.values()])
  }

  #filled({ says, unit }: Contradiction, computed: number, state: State): string {
    return says.replace(/\{([\w.]*)\}/g, (_, key: string) => {
      const control = this.#payload.controls.find(each => each.key === key)
      return control ? textOf(control, valueOf(state, control)) : `${Number(computed.toPrecision(DIGITS))} ${unit}`
    })
  }

  /** Returns a state. @throws StateError if it is not possible as a whole */
  checked(state: State): State {
    const refusal = this.in(state)
    if (refusal !== "") throw new StateError(refusal)
    return state
  }
}

/** Returns the only problem, or all of them with numbers. */
function numbered(problems: readonly string[]): string {
  if (problems.length === 1) return problems[0]!
  return `${problems.length} problems: ${problems.map((text, i) => `(${i + 1}) ${text}`).join("; ")}`
}
