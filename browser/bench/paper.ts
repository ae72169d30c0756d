// A ruled paper with axes, and a canvas over it for what moves.

import { colour, element } from "./elements.js"

export type Range = [number, number]

export interface Ruling {
  readonly height: number // px
  readonly x: Range
  readonly y: Range
  readonly xLabel?: string // an axis without one is not drawn
  readonly yLabel?: string
  readonly left: number // px, room for the numbers of y
  readonly right?: number // px, beside the axis of another paper
}

const FONT = "11px system-ui, sans-serif"
const [LABEL, NUMBERS, MARGIN] = [14, 20, 6] // px
const LEAST = { x: 44, y: 24 } // px, between two lines
const STEPS = [1, 2, 2.5, 5, 10]

export class Paper {
  /** Of the canvas over the paper. */
  readonly ink: CanvasRenderingContext2D
  readonly #root: HTMLElement
  readonly #ruling: Ruling
  readonly #sheet: CanvasRenderingContext2D
  readonly #canvases: HTMLCanvasElement[] // over the paper
  readonly #under: (sheet: CanvasRenderingContext2D) => void
  readonly #ruled: () => void
  #height: number
  #x: Range
  #y: Range
  #wide = 0 // px, as it was laid out last; to ask for it here would lay the page out again for each paper

  /**
   * @param under draws on the paper, behind the canvas, each time it is ruled; in places of the canvas
   * @param ruled is called afterwards: the canvas may have another size, and is then empty
   */
  constructor(root: HTMLElement, ruling: Ruling, under: (sheet: CanvasRenderingContext2D) => void, ruled: () => void) {
    this.#root = root
    this.#ruling = ruling
    this.#height = ruling.height
    this.#x = ruling.x
    this.#y = ruling.y
    this.#under = under
    this.#ruled = ruled
    const [sheet, over] = [element("canvas", {}), element("canvas", { class: "over" })]
    root.append(sheet, over)
    this.#sheet = sheet.getContext("2d")!
    this.ink = over.getContext("2d")!
    this.#canvases = [over]
    new ResizeObserver(([entry]) => {
      this.#wide = Math.round(entry!.contentRect.width)
      this.rule()
    }).observe(root)
  }

  /** Lays another canvas of the same size over those that are there. */
  layer(): CanvasRenderingContext2D {
    const canvas = element("canvas", { class: "over" })
    this.#root.append(canvas)
    this.#canvases.push(canvas)
    return canvas.getContext("2d")!
  }

  /** Rules the paper again, with other axes, and as high [px] as is given. */
  rule(x: Range = this.#x, y: Range = this.#y, height = this.#height): void {
    this.#height = height
    this.#x = x
    this.#y = y
    const wide = this.#wide
    if (wide === 0) return // hidden, or not yet laid out
    const [left, bottom, right] = this.#edges
    fit(this.#sheet.canvas, 0, 0, wide, height)
    for (const canvas of this.#canvases) fit(canvas, left, MARGIN, wide - left - right, height - MARGIN - bottom)
    const sheet = this.#sheet
    sheet.setTransform(1, 0, 0, 1, 0, 0)
    sheet.clearRect(0, 0, sheet.canvas.width, sheet.canvas.height)
    sheet.translate(left * devicePixelRatio, MARGIN * devicePixelRatio)
    this.#axes(sheet)
    sheet.save()
    sheet.beginPath()
    sheet.rect(0, 0, this.width, this.height)
    sheet.clip()
    this.#under(sheet)
    sheet.restore()
    this.#ruled()
  }

  /** Width of the canvas, in pixels of the device. */
  get width(): number {
    return this.ink.canvas.width
  }

  get height(): number {
    return this.ink.canvas.height
  }

  /** Place of a value on the canvas, in pixels of the device. */
  x(value: number): number {
    return ((value - this.#x[0]) / (this.#x[1] - this.#x[0])) * this.width
  }

  y(value: number): number {
    return (1 - (value - this.#y[0]) / (this.#y[1] - this.#y[0])) * this.height
  }

  colour(role: string): string {
    return colour(role, this.#root)
  }

  /** What lies left, below and right of the canvas [px]. */
  get #edges(): readonly [number, number, number] {
    const hasX = this.#ruling.xLabel !== undefined
    return [this.#ruling.left + LABEL, hasX ? NUMBERS + LABEL + 2 : MARGIN, this.#ruling.right ?? (hasX ? 2 * MARGIN : MARGIN)]
  }

  #axes(sheet: CanvasRenderingContext2D): void {
    const { width, height } = this
    const { xLabel, yLabel, left } = this.#ruling
    const pixel = devicePixelRatio
    sheet.font = FONT.replace("11", String(11 * pixel))
    sheet.strokeStyle = this.colour("rule")
    sheet.fillStyle = this.colour("muted")
    sheet.lineWidth = pixel
    sheet.beginPath()
    sheet.textBaseline = "middle"
    sheet.textAlign = "right"
    for (const value of yLabel === undefined ? [] : ticks(this.#y, height / pixel / LEAST.y)) {
      const y = Math.round(this.y(value)) + 0.5
      sheet.moveTo(0, y)
      sheet.lineTo(width, y)
      sheet.fillText(String(value), -5 * pixel, y)
    }
    sheet.textAlign = "center"
    for (const value of xLabel === undefined ? [] : ticks(this.#x, width / pixel / LEAST.x)) {
      const x = Math.round(this.x(value)) + 0.5
      sheet.moveTo(x, 0)
      sheet.lineTo(x, height)
      sheet.fillText(String(value), x, height + 10 * pixel)
    }
    sheet.stroke()
    if (xLabel) sheet.fillText(xLabel, width / 2, height + (NUMBERS + 7) * pixel)
    if (!yLabel) return
    sheet.save()
    sheet.translate(-(left + LABEL - 8) * pixel, height / 2)
    sheet.rotate(-Math.PI / 2)
    sheet.fillText(yLabel, 0, 0)
    sheet.restore()
  }
}

/** Returns round numbers within a range, so many at most. */
function ticks([low, high]: Range, most: number): number[] {
  const least = (high - low) / Math.max(most, 1)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = power * STEPS.find(each => each * power >= least * (1 - 1e-9))!
  const first = Math.ceil(low / step - 1e-9)
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(12)))
}

function fit(canvas: HTMLCanvasElement, left: number, top: number, width: number, height: number): void {
  const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)]
  if (canvas.width === wide && canvas.height === high) return
  canvas.width = wide
  canvas.height = high
  Object.assign(canvas.style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` })
}
