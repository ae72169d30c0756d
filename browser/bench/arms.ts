// The two hearts of a bench at their steady beats, as `compare` runs them: from the start, so that a state has one result.

import type { Heart, Leak, LeakDrive, Marks, Measure, Measures, Outcome, Preparation } from "../src/index.js"
import { electrocardiogram } from "./ecg.js"
import { TRACED, type Traced } from "./traced.js"

/** A number of the patient by its place among all. */
export type Setting = readonly [number, number]

/** What differs from the patient of the page. */
export interface Settings {
  readonly values: readonly Setting[]
  readonly reflex: boolean
}

/** The patient of a page, by its numbers, and which of them are others where less is done. */
export interface Given {
  readonly numbers: readonly number[]
  readonly asFound: readonly Setting[] // nothing at all
  readonly withoutPump: readonly Setting[] // no balloon pump, or what else the first heart is without; first whether there is one
  readonly withoutDevices?: readonly Setting[] // none at all: what the first heart is without where the second has no balloon pump
  readonly isByPump?: boolean // false where the first heart is without more than the balloon pump
}

/** A heart at its steady beat. */
export interface Arm {
  readonly outcome: Outcome | "unsustained" // only a "steady" one has traces and measures that say something
  readonly onsets: readonly number[] // s
  readonly times: Float64Array // s, over the support cycle
  readonly traces: Readonly<Record<Traced, Float64Array>>
  readonly values: Readonly<Record<Measure, number | null>>
  readonly drives: Readonly<Record<Leak, LeakDrive>> // of leaks
  readonly isPumping: boolean
  readonly marks: Marks // of a console on the aortic pressure
}

export interface Pair {
  readonly without: Arm
  readonly with: Arm
}

/** Returns numbers of a patient with some of them changed. */
export function changedNumbers(numbers: readonly number[], settings: readonly Setting[]): number[] {
  const found = [...numbers]
  for (const [place, number] of settings) found[place] = number
  return found
}

function arm(heart: Heart, measures: Measures, outcome: Outcome): Arm {
  const isPumping = heart.get("console.settings.on") > 0
  if (outcome !== "steady") return { outcome, onsets: [], times: new Float64Array(), traces: {} as Arm["traces"], values: {} as Arm["values"], drives: {} as Arm["drives"], marks: {} as Marks, isPumping }
  const trace = heart.cycle()
  const { values, isSustained } = measures.read(heart, trace)
  const computed = Object.fromEntries(TRACED.map(name => [name, trace.get(name)])) as Record<(typeof TRACED)[number], Float64Array>
  const traces = { ...computed, ecg: electrocardiogram(trace) }
  return { outcome: isSustained ? outcome : "unsustained", onsets: trace.onsets, times: trace.times, traces, values, ...measures.seen(heart, trace), isPumping }
}

/** What hearts run with. */
export interface Engines {
  readonly heart: Heart // whatever it was before
  readonly measures: Measures
  readonly preparation: Preparation
}

/** Runs both hearts. The reflex, if it answers, answers to what is done for the patient, who is run as found first. */
export function runPair(engines: Engines, given: Given, settings: Settings): Pair {
  const { heart, preparation } = engines
  const pumped = changedNumbers(given.numbers, settings.values)
  if (!settings.reflex) return fromStart(engines, given, pumped, numbers => heart.begin(preparation.record(numbers)))
  heart.begin(preparation.record(changedNumbers(pumped, given.asFound)))
  const outcome = heart.run()
  if (outcome !== "steady") return { without: arm(heart, engines.measures, outcome), with: arm(heart, engines.measures, outcome) }
  heart.answer()
  const answering = heart.engine.heart.slice()
  return fromStart(engines, given, pumped, numbers => {
    heart.engine.heart.set(answering)
    preparation.treat(heart, numbers)
  })
}

/**
 * Runs both hearts from where each begins. Where the balloon leaves the blood alone until it works, the second goes on from
 * the steady beat of the first.
 */
function fromStart({ heart, measures, preparation }: Engines, given: Given, pumped: readonly number[], begin: (numbers: readonly number[]) => void): Pair {
  const hasPump = given.withoutDevices === undefined || pumped[given.withoutPump[0]![0]]! >= 0
  begin(changedNumbers(pumped, hasPump ? given.withoutPump : given.withoutDevices))
  const outcome = heart.run()
  const without = arm(heart, measures, outcome)
  if (given.isByPump === false || !hasPump) {
    begin(pumped)
    return { without, with: arm(heart, measures, heart.run()) }
  }
  if (outcome !== "steady") return { without, with: without }
  preparation.equip(heart, pumped)
  if (heart.get("own.drive.pneumatic") > 0) {
    begin(pumped)
    return { without, with: arm(heart, measures, heart.run()) }
  }
  return { without, with: heart.get("console.settings.on") > 0 ? arm(heart, measures, heart.assist()) : without }
}
