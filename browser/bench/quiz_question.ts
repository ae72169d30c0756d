// A question of the quiz: drawn from a seed and a number, so that the same link asks the same.

import type { Payload, QuizKind } from "./payload.js"
import { type State, StateError, changed, startOf } from "./state.js"

export const MOST_SEED = 999999
const MOST_QUESTIONS = 999

/** Where a quiz is. */
export interface Place {
  readonly seed: number
  readonly question: number // counted from 1
}

export interface Question {
  readonly kind: QuizKind
  readonly asked: State
  readonly right: State // the same heart, timed well
}

/** Returns a function that draws numbers from 0 to 1; it draws the same for the same numbers. */
function drawing(...numbers: readonly number[]): () => number {
  let state = numbers.reduce((mixed, number) => Math.imul(mixed ^ number, 0x9e3779b1) ^ (mixed >>> 15), 0x2545f491)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function onSteps(share: number, low: number, high: number, step: number): number {
  return Number((low + step * Math.floor(share * (Math.round((high - low) / step) + 1))).toFixed(6))
}

export function questionAt(payload: Payload, { seed, question }: Place): Question {
  const { spans, sizes, ratio, kinds } = payload.quiz
  const draw = drawing(seed, question)
  const set = (state: State, key: string, value: number | string): State => {
    const control = payload.controls.find(each => each.key === key)
    return control ? changed(state, control, value) : state
  }
  const kind = kinds[Math.floor(draw() * kinds.length)]!
  const size = onSteps(draw(), ...sizes)
  let right = set(startOf(payload), ...ratio)
  for (const [key, low, high, step] of spans) right = set(right, key, onSteps(draw(), low, high, step))
  return { kind, right, asked: kind.error ? set(right, kind.error[0], kind.error[1] * size) : right }
}

export const linkOf = ({ seed, question }: Place): string => `quiz=${seed}&question=${question}`

/** Reads a link; nothing where it is of no quiz. @throws StateError if it is of a quiz that there is not */
export function placeOf(hash: string): Place | undefined {
  const given = new URLSearchParams(hash)
  if (!given.has("quiz")) return undefined
  const number = (key: string, most: number) => {
    const [text, ...more] = given.getAll(key)
    const found = Number(text ?? "1")
    if (more.length > 0 || !/^\d{1,6}$/.test(text ?? "1") || found < 1 || found > most) {
      throw new StateError(`The link says ${key} '${String(text).slice(0, 80)}'; allowed is one whole number from 1 to ${most}.`)
    }
    return found
  }
  return { seed: number("quiz", MOST_SEED), question: number("question", MOST_QUESTIONS) }
}
