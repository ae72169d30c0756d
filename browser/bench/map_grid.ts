// The squares of a map on the page: a grid with a heading for each row and column, moved through by arrow keys.

import { type Axes, type Cell, NO_BEAT, type Point, SIDE, isDefined, placeOf, spread } from "./heart_map.js"
import { element } from "./elements.js"
import { heartSentence } from "./map_words.js"
import { plain } from "./numbers.js"
import { decimalsOf } from "./values.js"

const SVG = "http://www.w3.org/2000/svg"
const FAINTEST = 0.15 // of the colour of the largest change
const KEYS = new Map<string, readonly [number, number]>([
  ["ArrowRight", [1, 0]], ["ArrowLeft", [-1, 0]], ["ArrowUp", [0, 1]], ["ArrowDown", [0, -1]], ["Home", [-SIDE, 0]], ["End", [SIDE, 0]],
  ["PageUp", [0, SIDE]], ["PageDown", [0, -SIDE]],
])

const limited = (place: number) => Math.max(0, Math.min(SIDE - 1, place))

export class MapGrid {
  readonly #squares: HTMLElement[] = [] // row by row, from the least values on
  readonly #columns: HTMLElement[] = []
  readonly #rows: HTMLElement[] = []
  readonly #line = document.createElementNS(SVG, "path")
  readonly #tell: (index: number) => void
  #at = 0 // of the square that the tabulator reaches

  /**
   * Puts empty squares into the page.
   *
   * @param choose is called with the number of a square that is clicked
   * @param tell with one that is pointed at
   */
  constructor(root: HTMLElement, choose: (index: number) => void, tell: (index: number) => void) {
    this.#tell = tell
    for (let row = SIDE - 1; row >= 0; row--) {
      this.#rows[row] = element("div", { role: "rowheader" })
      const squares = Array.from({ length: SIDE }, (_, column) => this.#square(row * SIDE + column, choose))
      root.append(element("div", { role: "row" }, this.#rows[row]!, ...squares))
    }
    for (let column = 0; column < SIDE; column++) this.#columns.push(element("div", { role: "columnheader" }))
    root.append(element("div", { role: "row" }, element("div", { role: "columnheader", class: "corner" }, element("span", { class: "hidden" }, "Row")), ...this.#columns))
    const drawing = document.createElementNS(SVG, "svg")
    for (const [name, value] of [["viewBox", `0 0 ${SIDE} ${SIDE}`], ["preserveAspectRatio", "none"], ["aria-hidden", "true"]]) drawing.setAttribute(name!, value!)
    drawing.append(this.#line)
    root.append(drawing)
    root.addEventListener("keydown", event => this.#press(event))
    this.#squares[0]!.tabIndex = 0
  }

  #square(index: number, choose: (index: number) => void): HTMLElement {
    const square = element("div", { role: "gridcell", tabindex: "-1" })
    square.addEventListener("click", () => choose(index))
    square.addEventListener("focus", () => this.#reach(index))
    square.addEventListener("pointerenter", () => this.#tell(index))
    this.#squares[index] = square
    return square
  }

  #press(event: KeyboardEvent): void {
    const move = KEYS.get(event.key)
    if (event.key === "Enter" || event.key === " ") this.#squares[this.#at]!.click()
    else if (move) this.#squares[limited(Math.floor(this.#at / SIDE) + move[1]) * SIDE + limited((this.#at % SIDE) + move[0])]!.focus()
    else return
    event.preventDefault()
  }

  #reach(index: number): void {
    this.#squares[this.#at]!.tabIndex = -1
    this.#squares[index]!.tabIndex = 0
    this.#at = index
    this.#tell(index)
  }

  /** Writes the values along the axes. */
  label({ x, y }: Axes): void {
    for (const [heads, control] of [[this.#columns, x], [this.#rows, y]] as const) {
      spread(control).forEach((value, i) => { heads[i]!.textContent = plain(value, decimalsOf(control)) })
    }
  }

  /** Paints what is known; the largest change has the full colour. */
  paint(axes: Axes, cells: readonly Cell[], line: readonly (readonly [Point, Point])[]): void {
    const [across, up] = [spread(axes.x), spread(axes.y)]
    const largest = cells.filter(isDefined).reduce((most, { absolute }) => Math.max(most, Math.abs(absolute!)), 0)
    cells.forEach((cell, i) => fill(this.#squares[i]!, cell, largest, heartSentence(axes, [across[i % SIDE]!, up[Math.floor(i / SIDE)]!], cell)))
    this.#line.setAttribute("d", line.map(([from, to]) => `M${drawn(from)}L${drawn(to)}`).join(""))
  }

  /** Marks the square in which the heart of the bench lies. */
  mark({ x, y }: Axes, across: number | string | null, up: number | string | null): void {
    const [column, row] = [placeOf(x, across), placeOf(y, up)]
    const at = column === undefined || row === undefined ? -1 : Math.floor(row) * SIDE + Math.floor(column)
    this.#squares.forEach((square, i) => { square.toggleAttribute("aria-current", i === at) })
  }
}

const drawn = ([across, up]: Point) => `${across.toFixed(3)} ${(SIDE - up).toFixed(3)}`

function fill(square: HTMLElement, cell: Cell, largest: number, sentence: string): void {
  square.ariaLabel = sentence
  square.dataset["shows"] = kindOf(cell)
  square.textContent = isDefined(cell) && cell.direction !== 0 ? cell.absoluteText : ""
  square.dataset["arrow"] = isDefined(cell) ? (["▼", "", "▲"][cell.direction + 1] ?? "") : ""
  const share = isDefined(cell) && largest > 0 ? Math.abs(cell.absolute!) / largest : 0
  square.style.setProperty("--share", String(FAINTEST + (1 - FAINTEST) * share))
}

function kindOf(cell: Cell): string {
  if (cell === undefined) return "nothing"
  if (cell === NO_BEAT) return "no-beat"
  if (!isDefined(cell)) return "not-defined"
  if (cell.direction === 0) return "same"
  return ["worse", "neither", "better"][cell.favour + 1]!
}
