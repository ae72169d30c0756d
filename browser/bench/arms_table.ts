// The table of an experiment: the measures of each arm, and what each does against the first.

import type { Measure } from "../src/index.js"
import type { Arm } from "./arms.js"
import { type Change, changes } from "./change.js"
import { element } from "./elements.js"
import { NONE } from "./numbers.js"
import type { ExplorablePayload, MeasureWords } from "./payload.js"

const ARROWS = new Map([[1, "▲"], [-1, "▼"]])
const FAVOURS = new Map([[1, "better"], [-1, "worse"]])

export class ArmsTable {
  readonly #payload: ExplorablePayload
  readonly #rows: readonly (readonly [Measure, HTMLTableCellElement[]])[]

  constructor(table: HTMLTableElement, payload: ExplorablePayload) {
    this.#payload = payload
    const heads = ["At the steady beat", ...payload.arms].map(name => element("th", { scope: "col" }, name))
    const body = element("tbody", {})
    this.#rows = payload.story.map(name => {
      const cells = payload.arms.map(() => element("td", {}))
      body.append(element("tr", { "data-measure": name }, headOf(payload.measures[name]!), ...cells))
      return [name, cells] as const
    })
    table.append(element("thead", {}, element("tr", {}, ...heads)), body)
  }

  /** Shows the arms; a leak is left out where no valve leaks. */
  show(arms: readonly Arm[]): void {
    const [first] = arms
    const found = arms.map(arm => changes(this.#payload, first!.values, arm.values))
    for (const [name, cells] of this.#rows) {
      const { leak, scale } = this.#payload.measures[name]!
      const { closing } = this.#payload.thresholds
      cells[0]!.parentElement!.hidden = leak !== "" && arms.every(({ values }) => !((values[leak] ?? 0) >= closing))
      cells.forEach((cell, i) => {
        const value = arms[i]!.values[name] ?? null
        cell.dataset["value"] = String(value ?? "") // with all digits, for whoever checks the page
        const change = found[i]!.get(name)!
        cell.replaceChildren(value === null ? NONE : change.shown(value), ...(i > 0 && scale !== 0 ? changeOf(change) : []))
      })
    }
  }
}

function headOf(words: MeasureWords): HTMLElement {
  const head = element("th", { scope: "row" }, element("abbr", { title: words.meaning }, words.title))
  if (words.unit !== "") head.append(" ", element("small", {}, words.unit))
  return head
}

function changeOf(change: Change): (Node | string)[] {
  const arrow = ARROWS.get(change.direction)
  if (arrow === undefined) return []
  const word = FAVOURS.get(change.favour)
  return [
    " ",
    element(
      "span", { class: "change", "data-favour": word ?? "" },
      element("span", { class: "arrow", "aria-hidden": "true" }, arrow), change.absoluteText,
      ...(word ? [element("span", { class: "hidden" }, ` ${word}`)] : []),
    ),
  ]
}
