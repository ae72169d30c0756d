// The map of hearts on the page: which one is drawn, when it is computed, and what is said of it.

import type { Measure } from "../src/index.js"
import type { Crew } from "./crew.js"
import { calledIn } from "./devices.js"
import { byId, element } from "./elements.js"
import {
  type Axes, type Cell, type Found, NO_BEAT, SIDE, axisControls, cellOf, defaultAxes, foundOf, mapKey, noChangeLine, placeOf, spread, stateAt,
} from "./heart_map.js"
import { MapGrid } from "./map_grid.js"
import { heartSentence, mapSentence } from "./map_words.js"
import type { Control, Payload } from "./payload.js"
import { settingsOf } from "./settings.js"
import { type State, startOf, valueOf } from "./state.js"

const QUIET = 600 // ms without a change of the bench, after which its map is drawn anew
const FIRST_SHOWN: Measure = "head_and_arm_flow" // it turns on most maps
const HEARTS = SIDE * SIDE

export class MapView {
  readonly #payload: Payload
  readonly #crew: () => Crew
  readonly #refusal: (state: State) => string
  readonly #choose: (state: State) => void
  readonly #grid: MapGrid
  readonly #x = byId<HTMLSelectElement>("map-x")
  readonly #y = byId<HTMLSelectElement>("map-y")
  readonly #measure = byId<HTMLSelectElement>("map-measure")
  readonly #button = byId<HTMLButtonElement>("map-run")
  #state: State
  #axes: Axes
  #key = "" // of what is drawn
  #found: (Found | undefined)[] = new Array(HEARTS).fill(undefined)
  #running: AbortController | undefined
  #isSeen = false
  #isStopped = false // by the reader
  #timer = 0
  #frame = 0

  /**
   * @param crew that runs the hearts of the map
   * @param choose takes the state of a heart on which the reader clicks
   * @param refusal says why a state is not possible as a whole; nothing where it is
   */
  constructor(payload: Payload, crew: () => Crew, choose: (state: State) => void, refusal: (state: State) => string) {
    this.#refusal = refusal
    this.#payload = payload
    this.#crew = crew
    this.#choose = choose
    this.#state = startOf(payload)
    this.#axes = defaultAxes(payload)
    this.#grid = new MapGrid(byId("map-grid"), index => this.#take(index), index => this.#tell(index))
    this.#fillLists()
    this.#listen()
  }

  #fillLists(): void {
    const able = axisControls(this.#payload)
    for (const list of [this.#x, this.#y]) {
      const groupOf = ({ depth, group }: Control) => (depth === 0 ? "Usual" : group)
      for (const label of new Set([...able].sort((one, other) => one.depth - other.depth).map(groupOf))) {
        const controls = able.filter(control => groupOf(control) === label)
        list.append(element("optgroup", { label }, ...controls.map(({ key, title }) => element("option", { value: key }, title))))
      }
    }
    for (const [name, { title }] of Object.entries(this.#payload.measures)) this.#measure.append(element("option", { value: name }, title))
    this.#measure.value = FIRST_SHOWN
    this.#showAxes()
  }

  #listen(): void {
    this.#x.addEventListener("change", () => this.#turn("x", this.#x.value))
    this.#y.addEventListener("change", () => this.#turn("y", this.#y.value))
    this.#measure.addEventListener("change", () => this.#paint())
    this.#button.addEventListener("click", () => {
      this.#isStopped = this.#running !== undefined
      if (this.#isStopped) this.#stop()
      else this.#run()
    })
    new IntersectionObserver(([entry]) => {
      this.#isSeen = entry!.isIntersecting
      this.#follow(0)
    }).observe(byId("map-grid"))
  }

  /** Takes the state of the bench. */
  show(state: State): void {
    this.#state = state
    this.#mark()
    this.#follow(QUIET)
  }

  /** Lays another control along an axis; one that lies along the other axis changes its place with it. */
  #turn(axis: "x" | "y", key: string): void {
    const control = axisControls(this.#payload).find(each => each.key === key)!
    const { x, y } = this.#axes
    const other = axis === "x" ? y : x
    const moved = other === control ? this.#axes[axis] : other
    this.#axes = axis === "x" ? { x: control, y: moved } : { x: moved, y: control }
    this.#showAxes()
    this.#follow(0)
  }

  #showAxes(): void {
    const { x, y } = this.#axes
    const withUnit = ({ title, unit }: Control) => (unit === "" ? title : `${title}, ${unit}`)
    this.#x.value = x.key
    this.#y.value = y.key
    byId("map-across").textContent = `${withUnit(x)} →`
    byId("map-up").textContent = `↑ ${withUnit(y)}`
    this.#grid.label(this.#axes)
    this.#mark()
  }

  #mark(): void {
    const { x, y } = this.#axes
    this.#grid.mark(this.#axes, valueOf(this.#state, x), valueOf(this.#state, y))
  }

  /** Begins another map after a while if the one that is drawn is no longer that of the bench. */
  #follow(delay: number): void {
    const key = mapKey(this.#state, this.#axes)
    clearTimeout(this.#timer)
    if (key !== this.#key) {
      this.#stop()
      this.#key = key
      this.#found = new Array(HEARTS).fill(undefined)
      this.#paint()
    }
    const isWhole = this.#found.every(found => found !== undefined)
    if (this.#isSeen && !this.#isStopped && !this.#running && !isWhole) this.#timer = setTimeout(() => this.#run(), delay)
  }

  #stop(): void {
    this.#running?.abort()
    this.#running = undefined
    this.#paint()
  }

  /** Runs the hearts that are not known yet. */
  #run(): void {
    const running = (this.#running = new AbortController())
    const crew = this.#crew()
    this.#found.forEach((found, index) => {
      if (found !== undefined) return
      const state = this.#stateAt(index)
      if (this.#refusal(state) !== "") return this.#keep(running, index, NO_BEAT)
      crew.run(settingsOf(this.#payload, state), running.signal).then(
        ({ pair }) => this.#keep(running, index, foundOf(this.#payload, pair)), () => this.#keep(running, index, NO_BEAT),
      )
    })
    this.#paint()
  }

  #keep(running: AbortController, index: number, found: Found): void {
    if (running !== this.#running) return
    this.#found[index] = found
    if (this.#found.every(each => each !== undefined)) this.#running = undefined
    this.#paint()
  }

  #cells(): Cell[] {
    const measure = this.#measure.value as Measure
    return this.#found.map(found => cellOf(found, measure))
  }

  /** Paints once before the next frame. */
  #paint(): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = requestAnimationFrame(() => {
      const cells = this.#cells()
      const line = noChangeLine(cells)
      this.#grid.paint(this.#axes, cells, line)
      this.#say(cells, line)
    })
  }

  #say(cells: readonly Cell[], line: ReturnType<typeof noChangeLine>): void {
    const known = cells.filter(cell => cell !== undefined).length
    const isWhole = known === HEARTS
    byId("map-progress").textContent = isWhole ? "" : `${known} of ${HEARTS} hearts`
    this.#button.hidden = isWhole
    this.#button.textContent = this.#running ? "Stop" : "Draw the map"
    byId("map-grid").setAttribute("aria-busy", String(this.#running !== undefined))
    const row = placeOf(this.#axes.y, valueOf(this.#state, this.#axes.y))
    const words = this.#payload.measures[this.#measure.value as Measure]!
    byId("map-says").textContent = isWhole ? mapSentence(this.#axes, words, cells, line, row === undefined ? row : Math.floor(row), calledIn(this.#payload, this.#state)) : ""
  }

  #tell(index: number): void {
    const { x, y } = this.#axes
    const refusal = this.#refusal(this.#stateAt(index))
    byId("map-heart").textContent = refusal === ""
      ? heartSentence(this.#axes, [spread(x)[index % SIDE]!, spread(y)[Math.floor(index / SIDE)]!], this.#cells()[index])
      : `Not possible: ${refusal}.`
  }

  #take(index: number): void {
    const state = this.#stateAt(index)
    if (this.#refusal(state) === "") this.#choose(state)
  }

  #stateAt(index: number): State {
    return stateAt(this.#state, this.#axes, index % SIDE, Math.floor(index / SIDE))
  }
}
