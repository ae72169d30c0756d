// What the console prints beside its trace: six labels, and why one of them is not there.

import { LABELS } from "../src/engine_names.js"
import type { Label } from "../src/index.js"
import type { Arm } from "./arms.js"
import { element } from "./elements.js"
import { NONE, plain } from "./numbers.js"
import type { Payload, TimingError } from "./payload.js"
import type { State } from "./state.js"

const LATE = "Deflation is late: in people output then falls; this model lets it rise, and is no guide here."
const NAMES = Object.keys(LABELS) as Label[]
const UNSEEN = {
  peak: "pressure does not rise again in diastole",
  notch: "no notch is to be seen where the aortic valve closes",
  systole: "",
  end_diastole: "",
}

export class ConsolePanel {
  readonly #numbers: ReadonlyMap<Label, HTMLElement>
  readonly #absent: HTMLElement
  readonly #late: TimingError | undefined

  constructor(labels: HTMLElement, absent: HTMLElement, { labels: meanings, timingErrors }: Payload) {
    this.#late = timingErrors.find(({ key, value }) => key.endsWith("deflation_offset") && value > 0)
    this.#absent = absent
    this.#numbers = new Map(NAMES.map(label => {
      const number = element("dd", { "data-label": label }, NONE)
      labels.append(element("div", { title: `${meanings[label]}, mmHg` }, element("dt", {}, label), number))
      return [label, number]
    }))
  }

  /** Prints the labels of the heart with the balloon, and says which of them its trace does not have, and where people differ. */
  print({ outcome, marks, onsets, isPumping }: Arm, state: State): void {
    const isSteady = outcome === "steady"
    for (const [label, number] of this.#numbers) {
      const mark = isSteady ? marks[label] : null
      number.textContent = plain(mark?.pressure ?? null, 0)
      number.dataset["value"] = String(mark?.pressure ?? "") // with all digits, for whoever checks the page
    }
    const reasons = new Map<string, Label[]>()
    for (const label of isSteady ? NAMES.filter(name => !marks[name]) : []) {
      const reason = reasonOf(label, isPumping, onsets.length - 1)
      reasons.set(reason, [...(reasons.get(reason) ?? []), label])
    }
    const said = [...reasons].map(([reason, names]) => `No ${listed(names)}: ${reason}.`)
    this.#absent.textContent = [...said, ...(this.#isLate(state) ? [LATE] : [])].join(" ")
  }

  /** Whether the balloon is let out after the ventricle has begun to eject. */
  #isLate({ values }: State): boolean {
    return this.#late !== undefined && Number(values.get(this.#late.key) ?? 0) >= this.#late.value / 2
  }
}

function reasonOf(label: Label, isPumping: boolean, beats: number): string {
  const [which, point] = LABELS[label]
  if (which === "assisted" && !isPumping) return "the pump is on standby, and no beat is assisted"
  if (which === "unassisted" && isPumping && beats === 1) return "every beat is assisted; 1:2 shows one that is not"
  return UNSEEN[point]
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)!}`
}
