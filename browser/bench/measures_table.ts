// The table of key measures: without, with, and the change in words, signs and colour.

import type { Measure } from "../src/index.js"
import type { Pair } from "./arms.js"
import { type Change, areBeatsLeftOut, changes, isTold } from "./change.js"
import { byId, element } from "./elements.js"
import { NONE } from "./numbers.js"
import type { MeasureWords, Payload } from "./payload.js"

const BASIS = "At the steady beat"
const CLOSING = "A sound valve lets so much back before it is shut; that is no leak"
export const ARROWS = new Map([[1, "▲"], [-1, "▼"], [0, ""]])
export const FAVOURS = new Map([[1, "better"], [-1, "worse"]])

interface Row {
  readonly row: HTMLTableRowElement
  readonly note: HTMLElement
  readonly without: HTMLTableCellElement
  readonly with: HTMLTableCellElement
  readonly change: HTMLTableCellElement
}

export class MeasuresTable {
  readonly #payload: Payload
  readonly #rows = new Map<Measure, Row>()

  constructor(body: HTMLTableSectionElement, payload: Payload) {
    this.#payload = payload
    for (const [name, words] of Object.entries(payload.measures)) this.#rows.set(name as Measure, rowOf(body, name, words))
  }

  /** Shows two hearts; dashes where one of them has no steady beat. */
  show(pair: Pair): void {
    const isSteady = pair.without.outcome === "steady" && pair.with.outcome === "steady"
    const found = isSteady ? changes(this.#payload, pair.without.values, pair.with.values) : undefined
    const areLeftOut = [pair.without, pair.with].some(areBeatsLeftOut)
    const { beat, cycle } = this.#payload.bases
    byId("basis").textContent = areLeftOut ? beat : BASIS
    for (const [name, cells] of this.#rows) {
      const isTight = isSteady && !isTold(this.#payload, name, pair.without.values, pair.with.values)
      cells.row.hidden = isTight && this.#payload.measures[name]!.isShare
      const basis = areLeftOut && this.#payload.measures[name]!.scope === "cycle" ? cycle : ""
      cells.note.textContent = [isTight ? "as it closes" : "", basis].filter(text => text !== "").join(", ")
      cells.note.title = isTight ? CLOSING : ""
      fill(cells, found?.get(name), isTight)
    }
  }

  /** Shows dashes. */
  clear(): void {
    for (const cells of this.#rows.values()) fill(cells, undefined, false)
  }
}

function rowOf(body: HTMLTableSectionElement, name: string, words: MeasureWords): Row {
  const row = element("tr", { "data-measure": name })
  const head = element("th", { scope: "row" }, element("abbr", { title: words.meaning }, words.title))
  if (words.unit !== "") head.append(" ", element("small", {}, words.unit))
  const note = element("small", {})
  head.append(" ", note)
  const cells = { without: element("td", {}), with: element("td", { class: "with" }), change: element("td", { class: "change" }) }
  row.append(head, cells.without, cells.with, cells.change)
  body.append(row)
  return { row, note, ...cells }
}

/** @param isTight whether it is what a sound valve lets back, which is neither better nor worse */
function fill(cells: Row, change: Change | undefined, isTight: boolean): void {
  const favour = isTight ? 0 : (change?.favour ?? 0)
  cells.row.classList.toggle("still", change === undefined || change.direction === 0)
  cells.change.dataset["favour"] = FAVOURS.get(favour) ?? ""
  for (const [cell, value] of [[cells.without, change?.before], [cells.with, change?.after]] as const) {
    cell.textContent = change?.shown(value ?? null) ?? NONE
    cell.dataset["value"] = String(value ?? "") // with all digits, for whoever checks the page
    cell.title = value === null ? (change?.words.whyUndefined ?? "") : ""
  }
  if (change === undefined || change.absolute === null) cells.change.replaceChildren(NONE)
  else if (change.isNone) cells.change.replaceChildren(change.absoluteText)
  else {
    const word = FAVOURS.get(favour)
    const share = change.words.isShare || change.relative === null ? "" : change.percentText
    cells.change.replaceChildren(
      element("span", { class: "arrow", "aria-hidden": "true" }, ARROWS.get(change.direction)!), change.absoluteText,
      element("span", { class: "share" }, share), ...(word ? [element("span", { class: "hidden" }, ` ${word}`)] : []),
    )
  }
}
