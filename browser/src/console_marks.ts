// Where the labels of a balloon pump's console stand: as `diastole.model.measures.console_labels`, by the same table.

import { LABELS, type MARKED_POINTS } from "./engine_names.js"

export type Label = keyof typeof LABELS
export type MarkedPoints = Readonly<Record<(typeof MARKED_POINTS)[number], number>>

export interface Mark {
  readonly time: number // s, from the QRS onset of the first beat; beyond the support cycle it is of the next one
  readonly pressure: number // mmHg
}

/** null where the screen shows no such beat, notch or peak. */
export type Marks = Readonly<Record<Label, Mark | null>>

/** Returns where each label stands, from the points of each beat of a support cycle. */
export function consoleMarks(beats: readonly MarkedPoints[], isPumping: boolean): Marks {
  const [first, ...others] = beats as readonly [MarkedPoints, ...MarkedPoints[]]
  const of = { first: [first], assisted: isPumping ? [first] : [], unassisted: isPumping ? others : [first] }
  const found = Object.entries(LABELS).map(([label, [which, point]]) => [label, markOf(of[which], point)])
  return Object.fromEntries(found) as Marks
}

/** The pressure of several beats is their mean, and its time that in the last of them. */
function markOf(beats: readonly MarkedPoints[], point: (typeof LABELS)[Label][1]): Mark | null {
  const pressure = beats.reduce((sum, beat) => sum + beat[point], 0) / beats.length
  return Number.isNaN(pressure) ? null : { time: beats.at(-1)![`${point}_at`], pressure }
}
