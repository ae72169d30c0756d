// What Python gives a bench (`bench_payload`).

import type { Label, Leak, Measure } from "../src/index.js"
import type { Given } from "./arms.js"
import type { TRACED } from "./traced.js"

/** The value with which a block begins: as a reader gives it, and as a number of the patient; neither where the patient has it. */
export interface Opening {
  readonly key: string
  readonly value?: number | string
  readonly setting?: readonly [number, number] // place and number
}

/** A quantity has a factor and a slider; a choice has words. */
export interface Control {
  readonly key: string // of the patient, dotted
  readonly title: string
  readonly group: string
  readonly depth: number // 0 on the first screen, 1 a click away, 2 among all other values
  readonly place: number // among the numbers of the patient
  readonly opens: Opening | null // of its block, where that may be left out
  readonly block: string // that is there as soon as this value is given; nothing of others
  readonly unit: string // as written behind the number
  readonly choices: Readonly<Record<string, number>> // numbers by word
  readonly words: Readonly<Record<string, string>> // how choices are called that do not stand for themselves
  readonly mayBeOff: boolean
  readonly base: number | string | null // null: off
  readonly isOwn?: boolean // whether the patient has a value, and not the page alone
  readonly meaning: string
  readonly refusal?: string // with which the command line refuses a word; {} stands for it
  readonly inside?: string // unit of the number
  readonly isWritten?: boolean // whether the unit on paper is another one, which is offered first
  readonly weight?: number // kg, of the patient, where this is a dose
  readonly factor?: number // from the unit on paper to that of the number
  readonly ends?: Readonly<Partial<Record<"at_least" | "above" | "at_most" | "below", number>>> // in the unit of the number
  readonly low?: number
  readonly high?: number
  readonly step?: number
  readonly isScaled?: boolean // whether its slider moves by ratio
  readonly usual?: number
}

/** Of what a number is where a balloon leaves out beats: of an assisted one, or a mean over all. */
export type Scope = "beat" | "cycle"

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
  readonly scope: Scope
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

/** What must not be so; a key in braces stands for its value, nothing in them for a computed number. */
export interface Contradiction {
  readonly says: string
  readonly block: string // of the patient file that it is of; nothing where it is of several
  readonly unit: string // of the computed number
}

/** The words and thresholds with which changes are told. */
export interface Vocabulary {
  readonly measures: Readonly<Partial<Record<Measure, MeasureWords>>>
  readonly story: readonly Measure[]
  readonly bases: Readonly<Record<Scope, string>> // what is said of it
  readonly thresholds: Thresholds
}

/** The words of `diastole.faces.words.cause_words`; of two the first is for less. */
export interface CauseWords {
  readonly places: Readonly<Record<Leak, readonly [valve: string, above: string, below: string]>>
  readonly leak: Readonly<Record<"head" | "pressure" | "time" | "orifice" | "part" | "rest", string>>
  readonly factors: Readonly<Record<"pressure" | "time" | "orifice", readonly [string, string]>>
  readonly terms: readonly (readonly [names: readonly Measure[], sign: number, words: string])[] // of output
  readonly sentences: Readonly<Partial<Record<Measure, string>>>
  readonly fills: Readonly<Record<"leak" | "pump", string>>
  readonly more: readonly [string, string]
  readonly rises: readonly [string, string]
  readonly jet: number // cm/s per √mmHg
  readonly share: number // of a change, under which what is left of it is not named
  readonly mechanisms: Readonly<Record<Leak, Readonly<Record<string, readonly [sign: number, measure: Measure | "", words: string]>>>> // by block
  readonly apart: string
  readonly fed: string
  readonly measures: Readonly<Partial<Record<Measure, MeasureWords>>> // that the table does not have
}

/** A control of a figure in a text, and the arms in which it acts. */
export interface ExplorableControl extends Control {
  readonly acts: readonly number[]
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

/** A model of a device, of which the second heart may have one. */
export interface DeviceModel {
  readonly block: string
  readonly title: string
  readonly called: string // within a sentence
  readonly values: Readonly<Record<string, string>> // words by key that make it
}

export interface Payload extends Vocabulary {
  readonly format: string // of a file
  readonly longest: number // characters of a link or a file
  readonly patient: string // preset or file
  readonly set: Readonly<Record<string, string>> // what was changed in it when the page was made, by key
  readonly reflex: boolean // whether it answers where the page opens
  readonly given: Given
  readonly controls: readonly Control[]
  readonly contradictions: readonly Contradiction[] // in the order of the law that finds them
  readonly timingErrors: readonly TimingError[]
  readonly labels: Readonly<Record<Label, string>> // of the console, what they mean
  readonly waveforms: Readonly<Record<(typeof TRACED)[number], { readonly name: string; readonly unit: string }>> // in the package
  readonly lesson: Lesson | null
  readonly quiz: QuizDraws
  readonly causes: CauseWords
  readonly goes: readonly Measure[] // of where the flow goes
  readonly devices: readonly DeviceModel[]
  readonly isPumpImplied: boolean // since the patient has no device
}
