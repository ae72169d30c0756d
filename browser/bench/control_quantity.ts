// The number on paper that a text means for a control: a value, a change of the patient's own, or a dose.

import type { Control } from "./payload.js"
import { Refused, allowed, isOfKind, isWhole, matched, parseQuantity, plainMinus, ratioOf, said, shown, split, stripped } from "./quantity.js"
import { DIGITS, DOSE, OF_PATIENT, OF_SYRINGE } from "./quantity_tables.js"
import { type Ratio, nearest, ofDecimal, product, quotient } from "./ratio.js"

const PERCENT = 0.01

/** Returns the number on paper. @throws Refused, with the sentence of the command line, if a text means none or an impossible one */
export function quantityIn(control: Control, text: string): number {
  const { key } = control
  const change = stripped(plainMinus(text))
  if (isWhole("change", change)) return changedBy(control, text, change)
  try {
    const inside = read(control, text)
    if (!Number.isFinite(nearest(inside))) throw new Refused(said("too large", { text: shown(text) }))
    if (!isPossible(control, nearest(inside))) throw new Refused(said("impossible", { text, range: rangeOf(control) }))
    return onPaper(control, inside)
  } catch (refused) {
    throw refused instanceof Refused ? new Refused(`${key}: ${refused.message}`) : refused
  }
}

/** Returns what is possible in words, such as `above 0 mL and at most 400 mL`; nothing of a choice. */
function rangeOf({ ends = {}, inside = "1", unit }: Control): string {
  const ratio = ratioOf(inside, unit || "1", unit)
  return Object.entries(ends).map(([end, limit]) => `${end.replace("_", " ")} ${nearest(product(ofDecimal(String(limit)), ratio))} ${unit}`.trimEnd()).join(" and ")
}

/** Returns what a control means, and what is possible. */
export function helpOf(control: Control): string {
  return [control.meaning, rangeOf(control)].filter(Boolean).join("; ")
}

/** Returns the number on paper to which a change such as `x0.5` or `+10 %` brings the patient's own value. */
function changedBy(control: Control, text: string, change: string): number {
  const { key, unit, base, isOwn } = control
  if (!isOwn || typeof base !== "number") throw new Refused(said("no present", { key, text }))
  const [, sign, percent, factor] = matched("change", change)!
  const share = percent ? PERCENT * Number(`${sign}${percent}`) : 0
  const times = factor ? Number(factor) : 1 + share
  if (percent && unit === "") throw new Refused(said("ambiguous", { key, text, times: String(times), share: String(share) }))
  const value = base * times
  if (isPossible(control, (control.factor ?? 1) * value)) return value
  throw new Refused(`${key}: ${said("impossible", { text: `${value} ${unit}`.trim(), range: rangeOf(control) })}`)
}

/** Reads a text as so many of the unit inside. @throws Refused if it is no quantity of the kind */
function read({ inside = "1", unit, isWritten, weight }: Control, text: string): Ratio {
  const offered = isWritten ? [unit, inside] : []
  if (stripped(text) === "") throw new Refused(said("nothing", { kind: allowed(inside, offered) }))
  return weight === undefined ? parseQuantity(text, inside, offered) : readDose(text, weight)
}

/** Reads a dose; one that is not per kg is divided by the weight of the patient [kg]. */
function readDose(text: string, weight: number): Ratio {
  const [number, unit] = split(text, allowed(DOSE))
  const isPerKilogram = unit.includes("kg")
  const isOf = (other: string) => isOfKind(unit || "1", other)
  if (unit === "" || (isOf(DOSE) && isPerKilogram)) return parseQuantity(text, DOSE, [])
  if (isOf(OF_PATIENT) && !isPerKilogram) {
    const whole = product(ofDecimal(number), ratioOf(unit, OF_PATIENT, text))
    return ofDecimal(nearest(quotient(whole, ofDecimal(String(weight)))).toPrecision(DIGITS))
  }
  const reason = isOf(OF_PATIENT) ? "no weight" : isOf(OF_SYRINGE) ? "syringe" : "no dose"
  throw new Refused(said(reason, { text: shown(text) }))
}

/** Returns whether the patient may have a number. */
function isPossible({ ends = {} }: Control, number: number): boolean {
  const { at_least = -Infinity, above = -Infinity, at_most = Infinity, below = Infinity } = ends
  return number >= at_least && number > above && number <= at_most && number < below
}

const onPaper = ({ inside = "1", unit }: Control, value: Ratio): number => nearest(product(value, ratioOf(inside, unit || "1", unit)))
