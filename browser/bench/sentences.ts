// What changed, in plain words.

import type { Measure } from "../src/index.js"
import type { Arm, Pair } from "./arms.js"
import { type Change, areBeatsLeftOut, changes, isTold } from "./change.js"
import { apart, fed } from "./causes.js"
import { type Told, calledIn, compared } from "./devices.js"
import type { Control, Payload } from "./payload.js"
import { type State, valueOf } from "./state.js"
import { type Value, textOf } from "./values.js"

const MOST = 3 // clauses of a sentence

export function sentence(start: string, clauses: readonly string[]): string {
  return `${start}${clauses.join("; ")}.`
}

/** Returns why there are no numbers, nothing where there are. */
export function failure({ without, with: pumped }: Pair, device: string): string {
  const [arm, which] = without.outcome !== "steady" ? [without, `Without ${device}`] : [pumped, `With ${device}`]
  if (arm.outcome === "steady") return ""
  return arm.outcome === "unsustained"
    ? `${which}, this heart sustains no circulation with these values.`
    : `${which}, this heart finds no steady beat with these values: the model leaves its valid range.`
}

/** Says what a device does: to leaks and pressure. */
export function ofDevice(payload: Payload, pair: Pair, device: string): string {
  if (pair.without === pair.with) return "The balloon is on standby: both hearts are the same."
  const told = moved(payload, pair, payload.story)
  return told.length === 0 ? `With ${device}, neither leak nor pressure changes.` : sentence(`With ${device}, `, told)
}

/** Says where the flow goes with a device. */
export function ofFlow(payload: Payload, pair: Pair, devices: Told): string {
  if (pair.without === pair.with) return ""
  const told = moved(payload, pair, payload.goes)
  const [need, why] = [fed, apart].map(rule => rule(payload, pair.without, pair.with, devices))
  if (need) told.push(`${told.pop()}, ${need}`) // coronary flow is the last of them
  return sentence("Where the flow goes: ", told.length === 0 ? ["as without"] : why ? [...told, why] : told)
}

/** Returns a clause for each of these measures that changes. */
function moved(payload: Payload, pair: Pair, names: readonly Measure[]): string[] {
  const [before, after] = [pair.without.values, pair.with.values]
  const found = changes(payload, before, after)
  const told = names
    .filter(name => isTold(payload, name, before, after))
    .map(name => found.get(name))
    .filter((change): change is Change => change !== undefined && change.direction !== 0)
  return clausesOf(payload, told, [pair.without, pair.with])
}

/** Returns a clause for each change; where beats are left out, with what it is of, once for those that follow each other. */
function clausesOf({ bases }: Payload, told: readonly Change[], arms: readonly Arm[]): string[] {
  const areLeftOut = arms.some(areBeatsLeftOut)
  return told.map(({ clause, words: { scope } }, i) => (areLeftOut && scope !== told[i - 1]?.words.scope ? `${bases[scope]}, ${clause}` : clause))
}

/** Says what a control that went from one value to another did: to the second heart where it is of its device, else to the first. */
export function ofControl(payload: Payload, control: Control, from: State, to: State, before: Pair, after: Pair): string {
  const isOfDevice = compared(payload, to).includes(control.key.split(".")[0]!)
  const pick = (pair: Pair): Arm => (isOfDevice ? pair.with : pair.without)
  const values = shortened(control, valueOf(from, control), valueOf(to, control))
  const start = `${control.title} ${values}: ${isOfDevice ? "with" : "without"} ${calledIn(payload, to)}, `
  return ofArms(payload, start, pick(before), pick(after))
}

/** Says what another device of the second heart did to it. */
export function ofOtherDevice(payload: Payload, from: State, to: State, before: Pair, after: Pair): string {
  return ofArms(payload, `The second heart has ${calledIn(payload, to)} in place of ${calledIn(payload, from)}: `, before.with, after.with)
}

/** Says what the reflex does to the second heart: it answers to what is done for the patient. */
export function ofReflex(payload: Payload, _from: State, to: State, before: Pair, after: Pair): string {
  return ofArms(payload, `Baroreflex ${to.reflex ? "on" : "off"}: with ${calledIn(payload, to)}, `, before.with, after.with)
}

/** Says what changes most from one heart to another. */
export function ofArms(payload: Payload, start: string, before: Arm, after: Arm): string {
  const told = largest(payload, before, after)
  return told.length === 0 ? `${start}none of the main measures changes.` : sentence(start, clausesOf(payload, told, [before, after]))
}

function largest(payload: Payload, before: Arm, after: Arm): Change[] {
  const size = (change: Change) => Math.abs(change.relative ?? 0)
  return [...changes(payload, before.values, after.values)]
    .filter(([name, change]: [Measure, Change]) => change.direction !== 0 && isTold(payload, name, before.values, after.values))
    .map(([, change]) => change)
    .sort((one, other) => size(other) - size(one))
    .slice(0, MOST)
}

function shortened(control: Control, from: Value, to: Value): string {
  const words = (value: Value) => (value === null ? "off" : textOf(control, value))
  const bare = typeof from === "number" && typeof to === "number" ? String(from) : words(from)
  return `${bare} → ${words(to)}`.replaceAll("-", "−")
}
