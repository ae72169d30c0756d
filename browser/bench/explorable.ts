// A figure in a text: the arms of an experiment, with the few controls that matter there.

import type { Arm, Setting } from "./arms.js"
import { ArmsFigure } from "./arms_figure.js"
import { ArmsTable } from "./arms_table.js"
import { changes, isTold } from "./change.js"
import { Controls } from "./controls.js"
import { Crew } from "./crew.js"
import type { Modules } from "./engines.js"
import { byId } from "./elements.js"
import { opening } from "./opening.js"
import type { Control, ExplorableControl, ExplorablePayload } from "./payload.js"
import { sentence } from "./sentences.js"
import { type Value, numberOf } from "./values.js"

const MOST = 4 // clauses of a sentence
const SPOKEN = 900 // ms without a change, after which the sentence is read out

class Explorable {
  readonly #payload: ExplorablePayload
  readonly #crew: Crew
  readonly #controls: Controls
  readonly #figure: ArmsFigure
  readonly #table: ArmsTable
  readonly #values = new Map<string, Value>() // that differ from those of the text
  #speaking = 0
  #last = new AbortController()

  constructor(payload: ExplorablePayload, script: string, modules: Modules) {
    this.#payload = payload
    this.#controls = new Controls(byId("controls"), (control, value) => this.#change(control, value))
    this.#controls.add(payload.controls)
    this.#figure = new ArmsFigure(byId("pressures"), byId("volumes"), payload.arms)
    this.#table = new ArmsTable(byId<HTMLTableElement>("arm-numbers"), payload)
    this.#crew = new Crew(script, { modules, given: payload.givens[0]! }, 1, 1)
    byId("reset").addEventListener("click", () => this.#reset())
    this.#run()
  }

  #valueOf(control: Control): Value {
    const value = this.#values.get(control.key)
    return value === undefined ? control.base : value
  }

  #change(control: Control, value: Value): string {
    if (value === control.base) this.#values.delete(control.key)
    else this.#values.set(control.key, value)
    this.#run()
    return ""
  }

  #reset(): void {
    this.#values.clear()
    this.#run()
  }

  /** Runs all arms; of several changes that follow each other quickly, the newest. */
  #run(): void {
    const { givens, reflex } = this.#payload
    this.#last.abort()
    this.#last = new AbortController()
    const { signal } = this.#last
    this.#controls.set(control => this.#valueOf(control))
    byId<HTMLButtonElement>("reset").disabled = this.#values.size === 0
    byId("moved").hidden = this.#values.size === 0
    const runs = givens.map((given, i) => this.#crew.run({ values: this.#settings(i + 1), reflex }, signal, given))
    Promise.all(runs).then(
      ran => { if (!signal.aborted) this.#show([ran.at(-1)!.pair.without, ...ran.map(({ pair }) => pair.with)]) },
      (error: Error) => { byId("refused").textContent = `The engine stopped: ${error.message}` },
    )
  }

  /** Returns the numbers that controls set in an arm; what the first arm differs by stays as it is there. */
  #settings(arm: number): Setting[] {
    return this.#payload.controls
      .filter(control => control.acts.includes(arm) && this.#values.has(control.key))
      .flatMap(control => settingsOf(control, this.#valueOf(control)))
  }

  #show(arms: readonly Arm[]): void {
    const { arms: names } = this.#payload
    const failed = names.filter((_, i) => arms[i]!.outcome !== "steady")
    byId("refused").textContent = failed.map(name => `${titled(name)}: no circulation is possible with these values.`).join(" ")
    this.#figure.show(arms)
    this.#table.show(arms)
    byId("drawn").hidden = true
    for (const id of ["living", "explorable"]) byId(id).hidden = false
    this.#figure.draw()
    this.#tell(arms)
    const { dataset } = document.documentElement
    dataset["answers"] = String(Number(dataset["answers"] ?? 0) + 1)
  }

  /** Says what the last arm does against the first, where there are two. */
  #tell([first, second, ...others]: readonly Arm[]): void {
    if (!first || !second || others.length > 0 || first.outcome !== "steady" || second.outcome !== "steady") {
      byId("told").textContent = ""
      return
    }
    const found = changes(this.#payload, first.values, second.values)
    const told = this.#payload.story
      .filter(name => isTold(this.#payload, name, first.values, second.values))
      .map(name => found.get(name)!)
      .filter(change => change.direction !== 0)
    const [before, after] = this.#payload.arms
    const start = `${titled(after!)}, against ‘${before!}’: `
    const text = told.length === 0 ? `${start}none of these measures changes.` : sentence(start, told.slice(0, MOST).map(change => change.clause))
    byId("told").textContent = text
    clearTimeout(this.#speaking)
    this.#speaking = setTimeout(() => { byId("spoken").textContent = text }, SPOKEN)
  }
}

/** Opens the page of a figure. */
export async function open(script: string): Promise<void> {
  const { payload, modules } = await opening<ExplorablePayload>()
  new Explorable(payload, script, modules)
}

function settingsOf(control: ExplorableControl, value: Value): Setting[] {
  const opened = control.opens?.setting ? [control.opens.setting] : []
  return [...opened, [control.place, numberOf(control, value)]]
}

export const titled = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
