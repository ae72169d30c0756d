// What drives a leak: over one beat, the pressure across the valve while blood goes back through it, and that flow, in both hearts.

import { LEAKS, type Leak } from "../src/index.js"
import type { Arm, Pair } from "./arms.js"
import { byId } from "./elements.js"
import { withUnit } from "./numbers.js"
import { type Range, Paper } from "./paper.js"
import type { Payload } from "./payload.js"

const [HEIGHT, LOW, AXIS, RIGHT] = [84, 118, 30, 12] // px, of the pressures, of the flows with their axis, room for numbers
const ROOM = 1.08 // of the highest value
const FILL = 0.22

/** What is drawn of a heart over its first beat: nothing where no blood goes back. */
interface Curve {
  readonly role: string
  readonly dash: readonly number[]
  readonly times: Float64Array // s
  readonly pressure: readonly number[] // mmHg, across the valve
  readonly flow: readonly number[] // mL/s, back through it
}

export class LeakFigure {
  readonly #root = byId("leak-figure")
  readonly #payload: Payload
  readonly #papers: readonly [Paper, Paper]
  #curves: readonly Curve[] = []

  constructor(payload: Payload) {
    this.#payload = payload
    const axes = { x: [0, 1] as Range, y: [0, 60] as Range, left: AXIS, right: RIGHT }
    const draw = (what: "pressure" | "flow") => (sheet: CanvasRenderingContext2D) => { for (const curve of this.#curves) this.#draw(sheet, curve, what) }
    this.#papers = [
      new Paper(byId("leak-pressure"), { ...axes, height: HEIGHT, yLabel: "mmHg" }, draw("pressure"), () => undefined),
      new Paper(byId("leak-flow"), { ...axes, height: LOW, yLabel: "mL/s", xLabel: "Time from the QRS complex, s" }, draw("flow"), () => undefined),
    ]
  }

  /** Shows the larger of the leaks, where one is a leak. */
  show(pair: Pair): void {
    const arms = [pair.without, pair.with]
    const volume = (leak: Leak) => Math.max(...arms.map(({ values }) => values[leak] ?? 0))
    const leak = (Object.keys(LEAKS) as Leak[]).reduce((one, other) => (volume(other) > volume(one) ? other : one))
    this.#root.hidden = arms.some(({ outcome }) => outcome !== "steady") || volume(leak) < this.#payload.thresholds.closing
    if (this.#root.hidden) return
    const [valve, above, below] = this.#payload.causes.places[leak]
    byId("leak-title").textContent = `What drives the leak of ${valve}`
    byId("leak-words").textContent = `Above: pressure in the ${above} minus that in the ${below} while blood goes back. Below: that flow; its area is the leak, ${
      arms.map(({ values }) => withUnit(values[leak] ?? null, 1, "mL")).join(" without and ")} with it.`
    this.#curves = [curveOf(pair.without, leak, "without", [6, 4]), curveOf(pair.with, leak, "ventricle", [])]
    this.rule()
  }

  /** Draws again, for another theme. */
  rule(): void {
    const most = (of: (curve: Curve) => readonly number[]) => ROOM * Math.max(1, ...this.#curves.flatMap(curve => of(curve)))
    const x: Range = [0, Math.max(0.1, ...this.#curves.map(({ times }) => times.at(-1)!))]
    this.#papers[0].rule(x, [0, most(({ pressure }) => pressure)])
    this.#papers[1].rule(x, [0, most(({ flow }) => flow)])
  }

  #draw(sheet: CanvasRenderingContext2D, { role, dash, times, ...curve }: Curve, what: "pressure" | "flow"): void {
    const paper = this.#papers[what === "pressure" ? 0 : 1]
    sheet.strokeStyle = sheet.fillStyle = paper.colour(role)
    sheet.lineWidth = 2 * devicePixelRatio
    sheet.setLineDash(dash.map(length => length * devicePixelRatio))
    sheet.beginPath()
    sheet.moveTo(0, paper.y(0))
    curve[what].forEach((value, i) => sheet.lineTo(paper.x(times[i]!), paper.y(value)))
    sheet.stroke()
    sheet.lineTo(paper.x(times.at(-1)!), paper.y(0))
    sheet.globalAlpha = FILL
    sheet.fill()
    sheet.globalAlpha = 1
  }
}

function curveOf({ times, traces, onsets }: Arm, leak: Leak, role: string, dash: readonly number[]): Curve {
  const end = times.findIndex(time => time >= onsets[1]!) + 1
  const [flow, above, below] = LEAKS[leak].map(name => traces[name].subarray(0, end)) as [Float64Array, Float64Array, Float64Array]
  const back = Array.from(flow, value => Math.max(-value, 0))
  return { role, dash, times: times.subarray(0, end), flow: back, pressure: back.map((value, i) => (value > 0 ? Math.max(above[i]! - below[i]!, 0) : 0)) }
}
