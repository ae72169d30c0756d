// Values of controls: from the text of a person to a number of the patient, or to the sentence that refuses it.

import { quantityIn } from "./control_quantity.js"
import type { Control } from "./payload.js"
import { Refused, isWhole, plainly, shown, stripped } from "./quantity.js"

/** A value of a control: a number in the unit on paper, a word, or null where it is off. */
export type Value = number | string | null

export type Reading = { readonly value: Value } | { readonly refusal: string }

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

/** Reads a text as the command line reads it under a key. */
export function readText(control: Control, text: string, key: string = control.key): Reading {
  if (text === OFF && control.mayBeOff && key === keyOf(control, OFF)) return { value: isQuantity(control) ? null : OFF }
  if (!isQuantity(control)) return readWord(control, text)
  try {
    return { value: quantityIn(control, text) }
  } catch (refused) {
    if (refused instanceof Refused) return { refusal: refused.message }
    throw refused
  }
}

/** Reads what was typed before the unit of a control: a number alone is in that unit, anything else is read as it is. */
export function readTyped(control: Control, typed: string): Reading {
  const text = stripped(typed)
  return readText(control, isWhole("number", plainly(text)) ? `${text} ${control.unit}`.trimEnd() : text)
}

function readWord(control: Control, word: string): Reading {
  const isOne = word !== OFF && Object.hasOwn(control.choices, word)
  return isOne ? { value: word } : { refusal: control.refusal!.replace(GAP, () => shown(word)) }
}

/** Returns the number of the patient for a value. */
export function numberOf(control: Control, value: Value): number {
  if (value === null) return ABSENT
  return typeof value === "string" ? control.choices[value]! : (control.factor ?? 1) * value
}
