// What Python gives a bench (`bench_payload`).

import type { Measure } from "../src/index.js"
import type { Given } from "./arms.js"

/** Sentences with which the command line refuses a value; {} stands for the given text. */
export interface Refusals {
  readonly word: string
  readonly range?: string
  readonly nothing?: string
  readonly ends?: Readonly<Partial<Record<"at_least" | "above" | "at_most" | "below", number>>> // in the unit of the number
  readonly contradiction?: { readonly from: number; readonly says: string } | null
}

/** A quantity has a factor and a slider; a choice has words. */
export interface Control {
  readonly key: string // of the patient, dotted
  readonly title: string
  readonly group: string
  readonly depth: number // 0 on the first screen, 1 a click away, 2 among all other values
  readonly place: number // among the numbers of the patient
  readonly opens: readonly [number, number] | null // place and number by which its block is there
  readonly block: string // that is there as soon as this value is given; nothing of others
  readonly isOfPump: boolean // of the second heart
  readonly unit: string // as written behind the number
  readonly choices: Readonly<Record<string, number>> // numbers by word
  readonly words: Readonly<Record<string, string>> // how choices are called that do not stand for themselves
  readonly mayBeOff: boolean
  readonly base: number | string | null // null: off
  readonly help: string
  readonly refusals: Refusals
  readonly factor?: number // from the unit on paper to that of the number
  readonly low?: number
  readonly high?: number
  readonly step?: number
  readonly usual?: number
}

/** How a measure is shown and told, from the vocabulary. */
export interface MeasureWords {
  readonly title: string
  readonly phrase: string
  readonly unit: string
  readonly scale: number // from the value to what is shown
  readonly decimals: number
  readonly least: number
  readonly better: number
  readonly hasZero: boolean
  readonly isShare: boolean
  readonly leak: Measure | "" // the regurgitant volume with which it stands and falls
  readonly meaning: string
  readonly whyUndefined: string
}

export interface Thresholds {
  readonly told: number // relative change below which nothing is told
  readonly little: number
  readonly closing: number // mL, regurgitant volume of a sound valve
}

/** A value that shows what happens where the balloon is timed wrongly. */
export interface TimingError {
  readonly title: string
  readonly key: string
  readonly value: number
}

/** A step of a lesson: its state, the controls that are free in it, and the place of the right answer. */
export interface LessonStep {
  readonly values: Readonly<Record<string, string>> // texts by key
  readonly reflex: boolean
  readonly controls: readonly string[] // keys, and `reflex`
  readonly right: number
}

export type Lesson = readonly LessonStep[]

/** The words and thresholds with which changes are told. */
export interface Vocabulary {
  readonly measures: Readonly<Partial<Record<Measure, MeasureWords>>>
  readonly story: readonly Measure[]
  readonly thresholds: Thresholds
}

/** A control of a figure in a text, and the arms in which it acts. */
export interface ExplorableControl extends Control {
  readonly acts: readonly number[]
  readonly isAbsent: boolean // whether these arms do not have its block
}

/** What Python gives a figure in a text (`explorable_payload`). */
export interface ExplorablePayload extends Vocabulary {
  readonly arms: readonly string[] // names; the first is the reference
  readonly givens: readonly Given[] // of the other arms
  readonly reflex: boolean
  readonly controls: readonly ExplorableControl[]
}

/** A kind of timing: none is wrong, or one event by so many ms, in a direction. */
export interface QuizKind {
  readonly title: string
  readonly sign: string // how the trace shows it
  readonly error: readonly [key: string, direction: number] | null
}

/** What the questions of a quiz are drawn from: of each value, lowest, highest and step. */
export interface QuizDraws {
  readonly spans: readonly (readonly [key: string, low: number, high: number, step: number])[]
  readonly sizes: readonly [low: number, high: number, step: number] // ms
  readonly ratio: readonly [key: string, word: string]
  readonly kinds: readonly QuizKind[]
}

export interface Payload extends Vocabulary {
  readonly format: string // of a file
  readonly longest: number // characters of a link or a file
  readonly patient: string // preset or file
  readonly set: Readonly<Record<string, string>> // what was changed in it when the page was made, by key
  readonly reflex: boolean // whether it answers where the page opens
  readonly given: Given
  readonly controls: readonly Control[]
  readonly timingErrors: readonly TimingError[]
  readonly lesson: Lesson | null
  readonly quiz: QuizDraws
}
