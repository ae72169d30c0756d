// The two hearts of a bench at their steady beats, as `compare` runs them: from the start, so that a state has one result.

import { Heart, type HeartNumber, type HeartRecord, type Marks, type Measure, type Measures, type Outcome, type Signal, type State as HeartState } from "../src/index.js"

export type Setting = readonly [HeartNumber, number]

/** Numbers that differ from the record, by what they belong to. */
export interface Settings {
  readonly patient: readonly Setting[] // what a reflex defends
  readonly treatment: readonly Setting[] // of both hearts
  readonly balloon: readonly Setting[] // of the second heart
  readonly reflex: boolean
}

export const TRACED = ["p_ascending_aorta", "p_lv", "p_la", "v_lv", "v_balloon"] as const satisfies readonly (Signal | HeartState)[]
export type Traced = (typeof TRACED)[number]

/** A heart at its steady beat. */
export interface Arm {
  readonly outcome: Outcome | "unsustained" // only a "steady" one has traces and measures that say something
  readonly onsets: readonly number[] // s
  readonly times: Float64Array // s, over the support cycle
  readonly traces: Readonly<Record<Traced, Float64Array>>
  readonly values: Readonly<Record<Measure, number | null>>
  readonly marks: Marks // of a console on the aortic pressure
}

export interface Pair {
  readonly without: Arm
  readonly with: Arm
}

const NO_BALLOON: readonly Setting[] = [["console.settings.on", 0], ["console.settings.every", 1]]

function apply(heart: Heart, settings: readonly Setting[]): void {
  for (const [name, value] of settings) heart.set(name, value)
}

/** Returns a heart whose reflex answers from the patient as found: no drug, no pacemaker, no balloon. */
function answering(heart: Heart, patient: readonly Setting[], treatment: readonly HeartNumber[]): void {
  const given = treatment.map((name): Setting => [name, heart.get(name)])
  apply(heart, patient)
  apply(heart, treatment.map((name): Setting => [name, 0]))
  const pump = NO_BALLOON.map(([name]): Setting => [name, heart.get(name)])
  apply(heart, NO_BALLOON)
  if (heart.run() === "steady") heart.answer()
  apply(heart, [...given, ...pump])
}

function arm(heart: Heart, measures: Measures, outcome: Outcome): Arm {
  if (outcome !== "steady") return { outcome, onsets: [], times: new Float64Array(), traces: {} as Arm["traces"], values: {} as Arm["values"], marks: {} as Marks }
  const trace = heart.cycle()
  const { values, isSustained } = measures.read(heart, trace)
  const traces = Object.fromEntries(TRACED.map(name => [name, trace.get(name)])) as Record<Traced, Float64Array>
  return { outcome: isSustained ? outcome : "unsustained", onsets: trace.onsets, times: trace.times, traces, values, marks: measures.marks(heart, trace) }
}

/**
 * Runs both hearts. They are the same until the balloon works, so the second goes on from the steady beat of the first.
 *
 * @param heart in which they run, whatever it was before
 * @param treatment numbers of all drugs and of the pacemaker, which a patient as found does not have
 */
export function runPair(
  heart: Heart, measures: Measures, record: HeartRecord, settings: Settings, treatment: readonly HeartNumber[],
): Pair {
  heart.begin(record)
  if (settings.reflex) answering(heart, settings.patient, treatment)
  const pump = NO_BALLOON.map(([name]): Setting => [name, heart.get(name)])
  apply(heart, [...settings.patient, ...settings.treatment, ...NO_BALLOON])
  const outcome = heart.run()
  const without = arm(heart, measures, outcome)
  apply(heart, [...pump, ...settings.balloon])
  const isPumped = outcome === "steady" && heart.get("console.settings.on") > 0
  return { without, with: isPumped ? arm(heart, measures, heart.assist()) : without }
}
