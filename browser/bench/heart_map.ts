// A map of hearts: two controls spread over a grid, and what the balloon changes in each of its hearts.

import type { Measure } from "../src/index.js"
import type { Pair } from "./arms.js"
import { type Change, changes } from "./change.js"
import type { Control, Payload } from "./payload.js"
import { type State, changed } from "./state.js"
import { alongSlider, isQuantity, onStep, valueAlong } from "./values.js"

export const SIDE = 12 // hearts along each axis

/** Controls along the two axes. */
export interface Axes {
  readonly x: Control
  readonly y: Control
}

export const NO_BEAT = "no beat" // of one of the two hearts of a state, or both

/** What the balloon changes in a heart, by measure. */
export type Found = ReadonlyMap<Measure, Change> | typeof NO_BEAT

/** What a map shows of a heart: nothing as long as it is not known. */
export type Cell = Change | typeof NO_BEAT | undefined

export type Point = readonly [number, number] // in cells, from the least values of both axes on; the middle of the first is 0.5

const LEAKING = ["lesions.aortic_regurgitation.orifice_area", "lesions.mitral_regurgitation.orifice_area"]
const STIFFNESS = "left_ventricle.passive_stiffness"

/** Returns the controls that can lie along an axis: quantities. */
export function axisControls({ controls }: Payload): Control[] {
  return controls.filter(isQuantity)
}

/** Returns the larger leak of the patient and the stiffness of the ventricle, or what the patient has instead. */
export function defaultAxes(payload: Payload): Axes {
  const able = axisControls(payload)
  const area = ({ base }: Control) => Number(base ?? 0)
  const leak = able.filter(({ key }) => LEAKING.includes(key)).reduce((one: Control | undefined, other) => (one && area(one) >= area(other) ? one : other), undefined)
  const wanted = [...(leak ? [leak] : []), ...able.filter(({ key }) => key === STIFFNESS)]
  const [x, y] = [...wanted, ...able.filter(control => !wanted.includes(control))]
  return { x: x!, y: y! }
}

/** Returns the values along an axis, from one end of the slider to the other. */
export function spread(control: Control): number[] {
  const [low, high] = [alongSlider(control, control.low!), alongSlider(control, control.high!)]
  return Array.from({ length: SIDE }, (_, i) => onStep(control, valueAlong(control, low + ((high - low) * i) / (SIDE - 1))))
}

/** Returns the state of a heart on the map: that of the bench, with the values of both axes. */
export function stateAt(state: State, { x, y }: Axes, column: number, row: number): State {
  return changed(changed(state, x, spread(x)[column]!), y, spread(y)[row]!)
}

/** Returns what two maps must have in common to be the same: all but the values along the axes. */
export function mapKey({ values, reflex }: State, { x, y }: Axes): string {
  return JSON.stringify([x.key, y.key, reflex, [...values].filter(([key]) => key !== x.key && key !== y.key).sort()])
}

/** Returns where a state lies on the map, or nothing where it lies beside it or off. */
export function placeOf(control: Control, value: number | string | null): number | undefined {
  if (typeof value !== "number" || value < control.low! || value > control.high!) return undefined
  const [low, high, place] = [control.low!, control.high!, value].map(each => alongSlider(control, each)) as [number, number, number]
  return 0.5 + ((place - low) / (high - low)) * (SIDE - 1)
}

export function foundOf(payload: Payload, { without, with: pumped }: Pair): Found {
  return without.outcome === "steady" && pumped.outcome === "steady" ? changes(payload, without.values, pumped.values) : NO_BEAT
}

export function cellOf(found: Found | undefined, measure: Measure): Cell {
  return found === undefined || found === NO_BEAT ? found : found.get(measure)
}

export function isDefined(cell: Cell): cell is Change {
  return cell !== undefined && cell !== NO_BEAT && cell.absolute !== null
}

/** How many hearts of a map do what. */
export interface Count {
  readonly rise: number
  readonly fall: number
  readonly same: number
  readonly noBeat: number
  readonly notDefined: number
}

export function countOf(cells: readonly Cell[]): Count {
  const known = cells.filter(isDefined)
  const of = (direction: number) => known.filter(change => change.direction === direction).length
  const noBeat = cells.filter(cell => cell === NO_BEAT).length
  const notYet = cells.filter(cell => cell === undefined).length
  return { rise: of(1), fall: of(-1), same: of(0), noBeat, notDefined: cells.length - known.length - noBeat - notYet }
}

/**
 * Returns the line on which the balloon changes nothing, as pieces between neighbouring hearts.
 *
 * It stands where the change itself is zero, between hearts that rise and hearts that fall; where only one of both is on the map,
 * or no heart around changes by what counts as a change, nothing is crossed.
 *
 * @param cells (SIDE × SIDE), row by row from the least values on
 */
export function noChangeLine(cells: readonly Cell[]): (readonly [Point, Point])[] {
  const { rise, fall } = countOf(cells)
  if (rise === 0 || fall === 0) return []
  const squares = Array.from({ length: (SIDE - 1) ** 2 }, (_, i) => [i % (SIDE - 1), Math.floor(i / (SIDE - 1))] as const)
  return squares.flatMap(([column, row]) => {
    const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([right, up]): Corner | undefined => {
      const cell = cells[(row + up!) * SIDE + column + right!]
      return isDefined(cell) ? { at: [column + right! + 0.5, row + up! + 0.5], change: cell } : undefined
    })
    const known = corners.filter(corner => corner !== undefined)
    return known.length === 4 && known.some(({ change }) => change.direction !== 0) ? piecesIn(known) : []
  })
}

interface Corner {
  readonly at: Point
  readonly change: Change
}

/** Returns the pieces of the line in the square between four hearts. */
function piecesIn(corners: readonly Corner[]): (readonly [Point, Point])[] {
  const values = corners.map(({ change }) => change.absolute!)
  const points = corners.flatMap(({ at }, i): Point[] => {
    const next = (i + 1) % 4
    const [from, to, other] = [values[i]!, values[next]!, corners[next]!.at]
    if (from < 0 === to < 0) return []
    const share = from / (from - to)
    return [[at[0] + share * (other[0] - at[0]), at[1] + share * (other[1] - at[1])]]
  })
  if (points.length < 4) return points.length === 2 ? [[points[0]!, points[1]!]] : []
  const middle = values.reduce((sum, value) => sum + value, 0) / 4
  const [a, b, c, d] = points as [Point, Point, Point, Point]
  return middle < 0 === values[0]! < 0 ? [[a, b], [c, d]] : [[d, a], [b, c]]
}

/** Returns the value of a control at a place along its axis. */
export function valueAtPlace(control: Control, place: number): number {
  const values = spread(control)
  const below = Math.min(Math.max(Math.floor(place - 0.5), 0), SIDE - 2)
  const [low, high] = [values[below]!, values[below + 1]!]
  return low + (place - 0.5 - below) * (high - low)
}
