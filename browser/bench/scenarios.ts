// States that the reader named, and how they stand with the state of the bench in a link and in a file.

import type { Payload } from "./payload.js"
import { type State, StateError } from "./state.js"
import { fromHash, isRecord, parsedFile, stateIn, texts, toHash } from "./state_texts.js"

export const MOST_KEPT = 6
export const LONGEST_NAME = 40 // characters
const LONGEST_LINK = 2000 // characters, which mail and messengers pass on whole

export interface Scenario {
  readonly name: string
  readonly state: State
}

/** What a link or a file opens. */
export interface Opened {
  readonly state: State
  readonly scenarios: readonly Scenario[]
}

/** Returns scenarios with one more. @throws StateError if there are too many, or its name is taken, missing or too long */
export function withScenario(scenarios: readonly Scenario[], given: unknown, state: State): readonly Scenario[] {
  const name = typeof given === "string" ? given.replace(/[\s\p{C}]+/gu, " ").trim() : ""
  if (name === "") throw new StateError("A scenario needs a name.")
  if ([...name].length > LONGEST_NAME) throw new StateError(`The name of a scenario has at most ${LONGEST_NAME} characters, not ${[...name].length}.`)
  if (scenarios.some(each => each.name === name)) throw new StateError(`There is a scenario '${name}' already; give another name.`)
  if (scenarios.length >= MOST_KEPT) throw new StateError(`At most ${MOST_KEPT} scenarios are kept; remove one.`)
  return [...scenarios, { name, state }]
}

/** Returns the first name that is free: State 1, State 2 and so on. */
export function freeName(scenarios: readonly Scenario[]): string {
  const names = Array.from({ length: MOST_KEPT + 1 }, (_, i) => `State ${i + 1}`)
  return names.find(name => scenarios.every(each => each.name !== name))!
}

/** Returns what stands behind the # of a link with scenarios behind it, or nothing where that is too long for a link. */
export function withLinked(payload: Payload, hash: string, scenarios: readonly Scenario[]): string | undefined {
  const kept = scenarios.map(({ name, state }) => ["scenario", `${new URLSearchParams({ name })}&${toHash(payload, state, true)}`])
  const whole = [hash, String(new URLSearchParams(kept))].filter(Boolean).join("&")
  return scenarios.length === 0 || whole.length <= LONGEST_LINK ? whole : undefined
}

/** Takes the scenarios out of what stands behind the # of a link. @throws StateError if one is none of this page */
export function parted(payload: Payload, hash: string): { readonly rest: string; readonly scenarios: readonly Scenario[] } {
  const given = new URLSearchParams(hash)
  const linked = given.getAll("scenario")
  if (linked.length === 0) return { rest: hash, scenarios: [] }
  given.delete("scenario")
  const scenarios = linked.reduce((found: readonly Scenario[], text) => {
    const one = new URLSearchParams(text)
    const [name, ...more] = one.getAll("name")
    one.delete("name")
    if (more.length > 0 || one.size === 0) throw new StateError("The link has a broken scenario; save the state anew.")
    return withScenario(found, name, fromHash(payload, String(one)))
  }, [])
  return { rest: String(given), scenarios }
}

/** Returns the state of the bench and the scenarios as the text of a file. */
export function toFile(payload: Payload, state: State, scenarios: readonly Scenario[]): string {
  const { format, patient, set } = payload
  const written = (one: State) => ({ values: Object.fromEntries(texts(payload, one)), reflex: one.reflex })
  const kept = scenarios.length > 0 ? { scenarios: scenarios.map(({ name, state }) => ({ name, ...written(state) })) } : {}
  return `${JSON.stringify({ format, patient, set, ...written(state), ...kept }, null, 2)}\n`
}

/** Reads the text of a file. @throws StateError if it is no state of this page, or a scenario in it is none */
export function fromFile(payload: Payload, text: string): Opened {
  const given = parsedFile(payload, text)
  const state = stateIn(payload, given)
  const kept = given["scenarios"] ?? []
  if (!Array.isArray(kept) || !kept.every(isRecord)) throw new StateError("The file is broken: 'scenarios' must be a list of states with names.")
  const scenarios = kept.reduce((found: readonly Scenario[], one) => withScenario(found, one["name"], stateIn(payload, one)), [])
  return { state, scenarios }
}
