// Lets the reader take what is shown along, as files.

import type { Pair } from "./arms.js"
import { byId } from "./elements.js"
import { measuresTable, picture, tracesTable } from "./export.js"
import type { Payload } from "./payload.js"
import { type Scenario, toFile } from "./scenarios.js"
import { type State } from "./state.js"
import { commandOf } from "./state_texts.js"

interface Shown {
  readonly state: State
  readonly pair: Pair | undefined
  readonly scenarios: readonly Scenario[]
}

/** Lets buttons save what is shown now. */
export function offerFiles(payload: Payload, now: () => Shown): void {
  const name = payload.patient.replace(/[^\w-]+/g, "_")
  const offer = (id: string, ending: string, made: (pair: Pair) => BlobPart | Promise<BlobPart>) => byId(id).addEventListener("click", async () => {
    const { pair } = now()
    if (pair) save(`${name}${ending}`, new Blob([await made(pair)]))
  })
  byId("save").addEventListener("click", () => save(`${name}.json`, new Blob([toFile(payload, now().state, now().scenarios)])))
  offer("export-traces", "_traces.csv", pair => tracesTable(payload, pair))
  offer("export-measures", "_measures.csv", measuresTable)
  offer("export-picture", ".png", () => picture(
    ["screen-without", "screen-with", "loops-figure"].map(id => byId(id)), document.title,
    [commandOf(payload, now().state), document.querySelector("footer strong")?.textContent ?? ""],
  ))
}

function save(name: string, content: Blob): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}
