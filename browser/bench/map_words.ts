// What a map of hearts says, in plain words.

import { type Axes, type Cell, NO_BEAT, type Point, countOf, valueAtPlace } from "./heart_map.js"
import { plain, withUnit } from "./numbers.js"
import type { Control, MeasureWords } from "./payload.js"
import { decimalsOf } from "./values.js"

/** Returns a title as it stands within a sentence. */
const lowered = (title: string) => (/^[A-Z][a-z]/.test(title) ? title[0]!.toLowerCase() + title.slice(1) : title)

/** Returns a value of a control with its unit. */
export const valueText = (control: Control, value: number) => withUnit(value, decimalsOf(control), control.unit)

/** Says what the device does in one heart. */
export function heartSentence({ x, y }: Axes, at: Point, cell: Cell): string {
  const heart = `${x.title} ${valueText(x, at[0])}, ${lowered(y.title)} ${valueText(y, at[1])}: `
  if (cell === undefined) return `${heart}not yet run.`
  if (cell === NO_BEAT) return `${heart}no steady beat.`
  return `${heart}${cell.absolute === null ? cell.words.whyUndefined : cell.clause}.`
}

/** Sums a map up: in how many hearts what rises and falls, and where it turns. */
export function mapSentence(axes: Axes, words: MeasureWords, cells: readonly Cell[], line: readonly (readonly Point[])[], row: number | undefined, device: string): string {
  const { rise, fall, same, noBeat, notDefined } = countOf(cells)
  const does = [["rises", rise], ["falls", fall], ["does not change", same]] as const
  const told = does.filter(([, count]) => count > 0).map(([what, count], i) =>
    `${what} in ${count === cells.length ? `all ${hearts(count)}` : i === 0 ? hearts(count) : count}`)
  return [
    told.length > 0 ? `With ${device}, ${words.phrase} ${listed(told)}.` : "",
    notDefined > 0 ? `In ${hearts(notDefined)} it is not defined.` : "",
    noBeat > 0 ? `${hearts(noBeat)} ${noBeat === 1 ? "has" : "have"} no steady beat.` : "",
    rise + fall > 0 ? lineSentence(axes, line, row) : "",
  ].filter(Boolean).join(" ")
}

function lineSentence({ x, y }: Axes, line: readonly (readonly Point[])[], row: number | undefined): string {
  if (line.length === 0) return "No line of no change is crossed."
  const points = line.flat()
  const text = (place: number) => plain(valueAtPlace(x, place), decimalsOf(x))
  const span = (places: readonly number[]) => {
    const [least, most] = [text(Math.min(...places)), text(Math.max(...places))]
    return `${least === most ? least : `${least} to ${most}`} ${x.unit}`.trim()
  }
  const here = row === undefined ? [] : points.filter(([, up]) => up === row + 0.5).map(([across]) => across)
  const ofRow = here.length === 0 ? "" : `; in the row of your heart (${lowered(y.title)} ${valueText(y, valueAtPlace(y, row! + 0.5))}) at ${span(here)}`
  return `The line of no change is crossed at ${lowered(x.title)} ${span(points.map(([across]) => across))}${ofRow}.`
}

const hearts = (count: number) => (count === 1 ? "1 heart" : `${count} hearts`)
const listed = (parts: readonly string[]) => (parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`)
