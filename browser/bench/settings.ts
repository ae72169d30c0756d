// From the state of a bench to the numbers of its hearts.

import type { HeartNumber } from "../src/index.js"
import type { Setting, Settings } from "./arms.js"
import type { Control, Payload } from "./payload.js"
import { type State, valueOf } from "./state.js"
import { engineNumber } from "./values.js"

export function settingsOf({ controls }: Payload, state: State): Settings {
  const of = (stage: Control["stage"]): Setting[] => controls
    .filter(control => control.stage === stage && state.values.has(control.key))
    .flatMap(control => control.numbers.map((name): Setting => [name, engineNumber(control, valueOf(state, control))]))
  return { patient: of("patient"), treatment: of("treatment"), balloon: of("balloon"), reflex: state.reflex }
}

/** Returns the numbers of all treatments but the balloon. */
export function treatmentNumbers({ controls }: Payload): HeartNumber[] {
  return controls.filter(({ stage }) => stage === "treatment").flatMap(({ numbers }) => numbers)
}
