// Scenarios on the page: named, kept, put on the bench again, removed, and compared with the bench and with each other.

import type { Measure } from "../src/index.js"
import type { Pair } from "./arms.js"
import { type Change, changes } from "./change.js"
import type { Crew } from "./crew.js"
import { byId, element } from "./elements.js"
import { ARROWS, FAVOURS } from "./measures_table.js"
import { NONE } from "./numbers.js"
import type { Payload } from "./payload.js"
import { type Drawn, loopsOf } from "./scenario_loops.js"
import { LONGEST_NAME, type Scenario, freeName, withScenario } from "./scenarios.js"
import { settingsOf } from "./settings.js"
import { type State, StateError, valueOf } from "./state.js"
import { textOf } from "./values.js"

/** What scenarios need of the bench. */
interface Bench {
  readonly state: () => State
  readonly take: (state: State) => void
  readonly changed: () => void // after scenarios were kept or removed
}

/** A column of the table. */
interface Column extends Drawn {
  readonly scenario: Scenario | undefined // none of the bench
  readonly head: readonly Node[]
  readonly state: State
}

export class ScenarioView {
  readonly #payload: Payload
  readonly #crew: () => Crew
  readonly #bench: Bench
  readonly #name = byId<HTMLInputElement>("scenario-name")
  #scenarios: readonly Scenario[] = []
  readonly #pairs = new WeakMap<Scenario, Pair>()
  #now: Pair | undefined
  #headed: readonly (Scenario | undefined)[] = [] // in the head of the table

  constructor(payload: Payload, crew: () => Crew, bench: Bench) {
    this.#payload = payload
    this.#crew = crew
    this.#bench = bench
    this.#name.maxLength = LONGEST_NAME
    byId("scenario-keep").addEventListener("click", () => this.#keep())
    this.#name.addEventListener("keydown", event => { if (event.key === "Enter") this.#keep() })
    this.#render()
  }

  get scenarios(): readonly Scenario[] {
    return this.#scenarios
  }

  /** Takes scenarios in place of those that are kept, and runs their hearts. */
  set scenarios(scenarios: readonly Scenario[]) {
    this.#scenarios = scenarios
    for (const scenario of scenarios) this.#run(scenario)
    this.#render()
  }

  /** Takes the hearts of the bench. */
  show(pair: Pair): void {
    this.#now = pair
    if (this.#scenarios.length > 0) this.#render()
  }

  /** Says whether the link has the scenarios too. */
  linked(isWhole: boolean): void {
    byId("scenario-link").textContent = isWhole ? "" : "These are too many words for a link: save the file to pass the scenarios on."
  }

  #keep(): void {
    try {
      this.scenarios = withScenario(this.#scenarios, this.#name.value.trim() || freeName(this.#scenarios), this.#bench.state())
      this.#name.value = ""
      this.#say("")
      this.#bench.changed()
    } catch (error) {
      if (!(error instanceof StateError)) throw error
      this.#say(error.message)
    }
  }

  #remove(scenario: Scenario): void {
    this.scenarios = this.#scenarios.filter(each => each !== scenario)
    this.#say("")
    this.#bench.changed()
    this.#name.focus()
  }

  #say(refusal: string): void {
    byId("scenario-refused").textContent = refusal
    this.#name.setAttribute("aria-invalid", String(refusal !== ""))
  }

  #run(scenario: Scenario): void {
    if (this.#pairs.has(scenario)) return
    this.#crew().run(settingsOf(this.#payload, scenario.state)).then(({ pair }) => {
      this.#pairs.set(scenario, pair)
      this.#render()
    }, (error: Error) => this.#say(`The engine stopped: ${error.message}`))
  }

  #render(): void {
    this.#name.placeholder = freeName(this.#scenarios)
    byId("scenario-compared").hidden = this.#scenarios.length === 0
    const columns = this.#columns()
    this.#renderHead(columns)
    byId("scenario-rows").replaceChildren(this.#differences(columns), ...this.#rows(columns))
    byId("scenario-loops").replaceChildren(loopsOf(columns))
  }

  /** Renders the head where it changes, so that a button in it keeps the focus. */
  #renderHead(columns: readonly Column[]): void {
    const of = columns.map(({ scenario }) => scenario)
    if (of.length === this.#headed.length && of.every((scenario, i) => scenario === this.#headed[i])) return
    this.#headed = of
    const cells = columns.map(({ head }) => element("th", { scope: "col" }, ...head))
    byId("scenario-head").replaceChildren(element("tr", {}, element("th", { scope: "col" }, "Without → with the device"), ...cells))
  }

  #columns(): Column[] {
    const swatch = (kind: string, mark: string) => element("i", { class: `swatch ${kind}`, "aria-hidden": "true" }, mark)
    const kept = this.#scenarios.flatMap((scenario, i): Column[] => {
      const pair = this.#pairs.get(scenario)
      const [mark, kind] = [String(i + 1), `kept-${i + 1}`]
      return pair ? [{ scenario, mark, kind, pair, state: scenario.state, head: [swatch(kind, mark), ...this.#buttons(scenario)] }] : []
    })
    const now: Column[] = this.#now ? [{ scenario: undefined, mark: "", kind: "now", pair: this.#now, state: this.#bench.state(), head: [swatch("now", ""), new Text("Bench")] }] : []
    return [...now, ...kept]
  }

  #buttons(scenario: Scenario): HTMLElement[] {
    const open = element("button", { type: "button", class: "open", title: "Put on the bench" }, scenario.name)
    open.addEventListener("click", () => this.#bench.take(scenario.state))
    const remove = element("button", { type: "button", class: "remove", "aria-label": `Remove ${scenario.name}`, title: "Remove" }, "×")
    remove.addEventListener("click", () => this.#remove(scenario))
    return [open, remove]
  }

  /** Returns the row of what differs from the patient. */
  #differences(columns: readonly Column[]): HTMLElement {
    const words = ({ values, reflex }: State) => [
      ...this.#payload.controls.filter(({ key }) => values.has(key)).map(control => {
        const value = valueOf({ values, reflex }, control)
        return `${control.title} ${value === null ? "off" : textOf(control, value)}`
      }),
      ...(reflex ? ["baroreflex on"] : []),
    ].join("; ").replaceAll("-", "−") || "as the patient"
    return element("tr", { class: "differences" }, element("th", { scope: "row" }, "Changed"), ...columns.map(({ state }) => element("td", {}, words(state))))
  }

  #rows(columns: readonly Column[]): HTMLElement[] {
    const found = columns.map(({ pair }) => {
      const isSteady = pair.without.outcome === "steady" && pair.with.outcome === "steady"
      return isSteady ? changes(this.#payload, pair.without.values, pair.with.values) : undefined
    })
    return Object.entries(this.#payload.measures).map(([name, { title, unit }]) => {
      const heading = element("th", { scope: "row" }, title, ...(unit === "" ? [] : [" ", element("small", {}, unit)]))
      return element("tr", { "data-measure": name }, heading, ...found.map(of => cellOf(of?.get(name as Measure))))
    })
  }
}

function cellOf(change: Change | undefined): HTMLElement {
  if (!change) return element("td", {}, NONE)
  const word = FAVOURS.get(change.favour)
  const after = element("span", { "data-favour": word ?? "" }, change.shown(change.after), ...(word ? [element("span", { class: "hidden" }, ` ${word}`)] : []))
  const arrow = element("span", { class: "arrow", "aria-hidden": "true" }, ARROWS.get(change.direction)!)
  return element("td", {}, `${change.shown(change.before)} → `, after, arrow)
}
