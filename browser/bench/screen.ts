// The screen of one heart: its strips, and the numbers beside them.

import type { Measure, Measured } from "../src/index.js"
import type { Arm } from "./arms.js"
import type { Traced } from "./traced.js"
import type { BeatingArm } from "./clock.js"
import { element } from "./elements.js"
import { NONE, plain } from "./numbers.js"
import type { Range } from "./paper.js"
import { Strip } from "./strips.js"
import { KINDS } from "./traces.js"

type Values = Measured["values"]

interface Shown {
  readonly root: HTMLElement
  readonly strip: Strip
}

/** A number beside the strips: its title and how it is written. */
interface Vital {
  readonly title: string
  readonly role: string
  readonly meaning: string
  readonly lines: readonly ((heart: Heart) => string)[]
}

/** What a screen shows of a heart, dashes where it has no steady beat. */
interface Heart {
  readonly value: (name: Measure) => string
  readonly augmented: string // that a balloon makes in diastole; nothing without one
}

const VITALS: readonly Vital[] = [
  { title: "HR", role: "ecg", meaning: "Heart rate, per minute", lines: [({ value }) => value("heart_rate")] },
  {
    title: "Ao", role: "aorta", meaning: "Aortic pressure, systolic over lowest (mean), and AUG, to which the balloon raises it in diastole, mmHg",
    lines: [
      ({ value }) => `${value("systolic_aortic_pressure")}/${value("diastolic_aortic_pressure")}`,
      ({ value, augmented }) => `(${value("mean_aortic_pressure")})${augmented}`,
    ],
  },
  { title: "LA", role: "atrium", meaning: "Mean pressure of the left atrium, mmHg", lines: [({ value }) => value("left_atrial_pressure")] },
]

export class HeartScreen {
  readonly #shown: readonly Shown[]
  readonly #vitals: readonly (readonly HTMLElement[])[]

  /** @param which of the hearts, in words for those who cannot see the traces */
  constructor(root: HTMLElement, vitals: HTMLElement, arm: BeatingArm, which: string, hasBalloon: boolean, closing: number) {
    this.#shown = KINDS.filter(({ curves }) => hasBalloon || !curves.every(({ ofBalloon }) => ofBalloon)).map(kind => {
      const plot = element("div", { class: "plot", role: "img", "aria-label": `${kind.title} over time, ${which}; the table has the numbers` })
      const strip = element("div", { class: "strip", "data-title": kind.title }, plot)
      if (kind.curves.length === 1) strip.prepend(element("span", { class: `name ${kind.curves[0]!.role}`, "aria-hidden": "true" }, kind.curves[0]!.title))
      root.append(strip)
      return { root: strip, strip: new Strip(plot, arm, kind, closing) }
    })
    this.#vitals = VITALS.map(({ title, role, meaning, lines }) => {
      const numbers = lines.map(() => element("dd", {}, NONE))
      vitals.append(element("div", { class: role, title: meaning }, element("dt", {}, title), ...numbers))
      return numbers
    })
  }

  /** Shows the traces of these names as they stand now [s]; `ranges`: of the axes, by the title of the strip. */
  choose(names: ReadonlySet<Traced>, ranges: ReadonlyMap<string, Range>, now: number): void {
    for (const { root, strip } of this.#shown) {
      const curves = strip.kind.curves.filter(({ name }) => names.has(name))
      root.hidden = curves.length === 0
      if (curves.length > 0) strip.show(curves, ranges.get(strip.kind.title) ?? strip.kind.range, now)
    }
  }

  /** Writes the numbers of a heart; dashes where it has no steady beat. */
  tell({ outcome, values, marks }: Arm): void {
    const isSteady = outcome === "steady"
    const value = (name: Measure) => (isSteady ? plain((values as Values)[name], 0) : NONE)
    const heart: Heart = { value, augmented: isSteady && marks.AUG ? ` AUG\u00a0${plain(marks.AUG.pressure, 0)}` : "" }
    VITALS.forEach(({ lines }, place) => lines.forEach((line, row) => { this.#vitals[place]![row]!.textContent = line(heart) }))
  }

  advance(now: number): void {
    for (const { root, strip } of this.#shown) if (!root.hidden) strip.advance(now)
  }

  repaint(now: number): void {
    for (const { root, strip } of this.#shown) if (!root.hidden) strip.repaint(now)
  }
}
