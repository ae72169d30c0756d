// A state as texts: dotted keys with units, in a link, in a file and on the command line.

import { asGiven, impliedPump } from "./devices.js"
import type { Payload } from "./payload.js"
import { type State, StateError, changed, startOf, valueOf } from "./state.js"
import { OFF, keyOf, readText, textOf } from "./values.js"

const WORDS = { on: true, off: false }

/** Returns the patient of a page with what it was made with, as one text. */
export function nameOf({ patient, set }: Pick<Payload, "patient" | "set">): string {
  return [patient, ...Object.entries(set).map(([key, text]) => `--set ${key}=${text}`)].join(" ")
}

/** Returns what differs from the patient, as texts with units by key. */
export function texts(payload: Payload, state: State): [string, string][] {
  const implied = impliedPump(payload, state)
  return payload.controls.filter(control => state.values.has(control.key) || control === implied).map(control => {
    const value = valueOf(state, control)
    return [keyOf(control, value), textOf(control, value)]
  })
}

/** Returns a state as it stands behind the # of a link; nothing where nothing differs, unless it is asked for. */
export function toHash(payload: Payload, state: State, always = false): string {
  const reflex: [string, string][] = state.reflex === payload.reflex ? [] : [["reflex", state.reflex ? "on" : "off"]]
  const parts = [...texts(payload, state), ...reflex]
  return parts.length === 0 && !always ? "" : String(new URLSearchParams([["patient", nameOf(payload)], ...parts]))
}

/** Reads what stands behind the # of a link. @throws StateError if it is no state of this page */
export function fromHash(payload: Payload, hash: string): State {
  if (hash === "") return startOf(payload)
  checkLength(payload, hash, "link")
  const given = new URLSearchParams(hash)
  const entries = [...given].filter(([key]) => key !== "patient" && key !== "reflex")
  if (new Set(given.keys()).size !== [...given].length) throw new StateError("The link gives a key twice; give each of them once.")
  const reflex = given.get("reflex") ?? (payload.reflex ? "on" : "off")
  if (!Object.hasOwn(WORDS, reflex)) throw new StateError(`The link says reflex '${short(reflex)}'; allowed is on or off.`)
  checkPatient(payload, given.get("patient"), "link")
  return readTexts(payload, entries, reflex === "on", "link")
}

/** Returns the text of a file as an object. @throws StateError if no bench of this patient has saved it */
export function parsedFile(payload: Payload, text: string): Record<string, unknown> {
  checkLength(payload, text, "file")
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw new StateError("The file is not JSON; give one that a bench has saved.")
  }
  if (!isRecord(given) || given["format"] !== payload.format) {
    throw new StateError(`The file is not a '${payload.format}'; give one that a bench has saved.`)
  }
  const { patient, set } = given
  if (typeof patient !== "string" || !areTexts(set)) throw new StateError("The file is broken: 'patient' must be a text, and 'set' texts by key.")
  checkPatient(payload, nameOf({ patient, set }), "file")
  return given
}

/** Reads a state of a file. @throws StateError if it is no state of this page */
export function stateIn(payload: Payload, { values, reflex }: Record<string, unknown>): State {
  if (!areTexts(values) || typeof reflex !== "boolean") {
    throw new StateError("The file is broken: 'values' must be texts by key, and 'reflex' true or false.")
  }
  return readTexts(payload, Object.entries(values), reflex, "file")
}

function checkPatient(payload: Payload, name: string | null, what: string): void {
  if (name === nameOf(payload)) return
  if (name === null) throw new StateError(`The ${what} names no patient, and this page is of '${nameOf(payload)}'.`)
  throw new StateError(`The ${what} is of the patient '${short(name)}', and this page is of '${nameOf(payload)}'.`)
}

/** Reads values as texts with units, by key. @throws StateError if this page has no such control, or a value is impossible */
export function readTexts(payload: Payload, entries: readonly [string, string][], reflex: boolean, what: string): State {
  let state: State = { ...startOf(payload), reflex }
  for (const [key, text] of entries) {
    const control = payload.controls.find(each => each.key === key || (text === OFF && each.block === key))
    if (!control) throw new StateError(`The ${what} sets '${short(key)}', for which this page has no control.`)
    const reading = readText(control, text, key)
    if ("refusal" in reading) throw new StateError(reading.refusal)
    state = changed(state, control, reading.value)
  }
  return asGiven(payload, state, entries.map(([key]) => key))
}

/** Returns the command line that gives the same numbers; a value that was changed again stands once. */
export function commandOf(payload: Payload, state: State): string {
  const quoted = (text: string) => (/^[\w./:=+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`)
  const changes = { ...payload.set, ...Object.fromEntries(texts(payload, state)) }
  const sets = Object.entries(changes).map(([key, text]) => `--set ${quoted(`${key}=${text}`)}`)
  return ["diastole compare", quoted(payload.patient), ...sets, ...(state.reflex ? ["--reflex"] : [])].join(" ")
}

function checkLength({ longest }: Payload, text: string, what: string): void {
  if (text.length > longest) throw new StateError(`The ${what} is too long for a state: ${text.length} characters, at most ${longest}.`)
}

export function isRecord(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null && !Array.isArray(given)
}

function areTexts(given: unknown): given is Record<string, string> {
  return isRecord(given) && Object.values(given).every(value => typeof value === "string")
}

export const short = (text: string) => text.slice(0, 80)
