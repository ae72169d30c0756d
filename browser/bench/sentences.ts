// What changed, in plain words.

import type { Measure } from "../src/index.js"
import type { Arm, Pair } from "./arms.js"
import { type Change, changes, isTold } from "./change.js"
import type { Control, Payload } from "./payload.js"
import { type Value, textOf } from "./values.js"

const MOST = 3 // clauses of a sentence

export function sentence(start: string, clauses: readonly string[]): string {
  return `${start}${clauses.join("; ")}.`
}

/** Returns why there are no numbers, nothing where there are. */
export function failure({ without, with: pumped }: Pair): string {
  const [arm, which] = without.outcome !== "steady" ? [without, "Without the balloon"] : [pumped, "With the balloon"]
  if (arm.outcome === "steady") return ""
  return arm.outcome === "unsustained"
    ? `${which}, this heart sustains no circulation with these values.`
    : `${which}, this heart finds no steady beat with these values: the model leaves its valid range.`
}

/** Says what the balloon does. */
export function ofBalloon(payload: Payload, pair: Pair): string {
  if (pair.without === pair.with) return "The balloon is on standby: both hearts are the same."
  const [before, after] = [pair.without.values, pair.with.values]
  const found = changes(payload, before, after)
  const told = payload.story
    .filter(name => isTold(payload, name, before, after))
    .map(name => found.get(name))
    .filter((change): change is Change => change !== undefined && change.direction !== 0)
  if (told.length === 0) return "With the balloon, none of the main measures changes."
  return sentence("With the balloon, ", told.map(change => change.clause))
}

/** Says what a control that went from one value to another did to the heart that it acts on. */
export function ofControl(payload: Payload, control: Control, from: Value, to: Value, before: Pair, after: Pair): string {
  const { isOfPump } = control
  const pick = (pair: Pair): Arm => (isOfPump ? pair.with : pair.without)
  return ofArms(payload, `${control.title} ${shortened(control, from, to)}: ${isOfPump ? "with" : "without"} the balloon, `, pick(before), pick(after))
}

/** Says what changes most from one heart to another. */
export function ofArms(payload: Payload, start: string, before: Arm, after: Arm): string {
  const told = largest(payload, before, after)
  return told.length === 0 ? `${start}none of the main measures changes.` : sentence(start, told.map(change => change.clause))
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
