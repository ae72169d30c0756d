// Values of controls: from the text of a person to a number of the patient, or to the sentence that refuses it.

import type { Control } from "./payload.js"

/** A value of a control: a number in the unit on paper, a word, or null where it is off. */
export type Value = number | string | null

export type Reading = { readonly value: Value } | { readonly refusal: string }

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i
const LONGEST = 200 // characters of a text that is quoted in a sentence
const DIGITS = 3 // of a value that a slider gives by ratio
const GAP = "{}"
const ABSENT = -1 // number of what a patient does not have

export const OFF = "none" // the word that leaves an optional value out

export function isQuantity(control: Control): boolean {
  return control.factor !== undefined
}

/** Returns how many decimals the steps of a slider have. */
export function decimalsOf({ step = 1 }: Control): number {
  return Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))
}

/** Returns the value on the steps of a slider that is nearest. */
export function onStep(control: Control, value: number): number {
  const { step = 1 } = control
  return Number((Math.round(value / step) * step).toFixed(decimalsOf(control)))
}

/** Returns where a value stands along a slider, between where its ends stand. */
export const alongSlider = ({ isScaled }: Control, value: number): number => (isScaled ? Math.log(value) : value)

/** Returns the value that stands at a place along a slider. */
export const valueAlong = ({ isScaled }: Control, place: number): number => (isScaled ? Math.exp(place) : place)

/** Returns the value that a slider gives there: on its steps, or of a few digits where it moves by ratio. */
export function fromSlider(control: Control, place: number): number {
  const value = valueAlong(control, place)
  return control.isScaled ? Number(value.toPrecision(DIGITS)) : onStep(control, value)
}

export const isOff = (value: Value): boolean => value === null || value === OFF

/** Returns the key under which a value is given: a block is left out as a whole. */
export const keyOf = (control: Control, value: Value): string => (isOff(value) && control.block !== "" ? control.block : control.key)

/** Returns a value as the command line takes it, such as `0.3 cm²` or `1:2`. */
export function textOf(control: Control, value: Value): string {
  if (value === null) return OFF
  return typeof value === "number" && control.unit !== "" ? `${value} ${control.unit}` : String(value)
}

/** Reads a text with its unit, as `textOf` writes it under a key. */
export function readText(control: Control, text: string, key: string = control.key): Reading {
  if (text === OFF && control.mayBeOff && key === keyOf(control, OFF)) return { value: isQuantity(control) ? null : OFF }
  if (!isQuantity(control)) return text === OFF ? { refusal: filled(control.refusals.word, text) } : readWord(control, text)
  const ending = control.unit === "" ? "" : ` ${control.unit}`
  return text.endsWith(ending) && text.length > ending.length
    ? readNumber(control, text.slice(0, text.length - ending.length))
    : { refusal: filled(control.refusals.word, text).replace(`${text}${ending}`, text) }
}

/** Reads a number that was typed before the unit of a control. */
export function readNumber(control: Control, typed: string): Reading {
  const text = typed.trim().replace("−", "-")
  const { refusals } = control
  if (text === "") return { refusal: refusals.nothing ?? "" }
  if (!NUMBER.test(text)) return { refusal: filled(refusals.word, text) }
  const number = (control.factor ?? 1) * Number(text)
  const { at_least, above, at_most, below } = control.ends ?? {}
  const isInside =
    !(at_least !== undefined && number < at_least) && !(above !== undefined && number <= above) &&
    !(at_most !== undefined && number > at_most) && !(below !== undefined && number >= below)
  if (!isInside) return { refusal: filled(refusals.range ?? "", text) }
  return { value: Number(text) }
}

function readWord(control: Control, word: string): Reading {
  return Object.hasOwn(control.choices, word) ? { value: word } : { refusal: filled(control.refusals.word, word) }
}

/** Returns the number of the patient for a value. */
export function numberOf(control: Control, value: Value): number {
  if (value === null) return ABSENT
  return typeof value === "string" ? control.choices[value]! : (control.factor ?? 1) * value
}

function filled(sentence: string, text: string): string {
  return sentence.replace(GAP, () => text.slice(0, LONGEST))
}
