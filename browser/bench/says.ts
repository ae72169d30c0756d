// The sentences over the hearts: what the device does, why, where the flow goes, and what the last change did.

import type { Pair } from "./arms.js"
import { causes } from "./causes.js"
import type { Told } from "./devices.js"
import { byId, element } from "./elements.js"
import type { Payload } from "./payload.js"
import { ofDevice, ofFlow } from "./sentences.js"

const NO_BEAT = "The monitor shows the last hearts that had a steady beat. Choose other values, or reset."
const SPOKEN = 900 // ms without a change, after which the sentences are read out

export class Says {
  readonly #payload: Payload
  #speaking = 0

  constructor(payload: Payload) {
    this.#payload = payload
  }

  /** Tells of two hearts that differ by a device, and of the last change, if there was one. */
  tell(pair: Pair, device: string, devices: Told, ofChange: string): void {
    const [does, goes] = [ofDevice(this.#payload, pair, device), ofFlow(this.#payload, pair, devices)]
    const why = causes(this.#payload, pair.without, pair.with, devices)
    const first = why[0] ?? ""
    byId("of-device").textContent = does
    write("why", first)
    write("flow", goes)
    byId("causes").replaceChildren(...why.map(text => element("li", {}, text)))
    byId("causes-none").hidden = why.length > 0
    write("of-change", ofChange)
    clearTimeout(this.#speaking)
    this.#speaking = setTimeout(() => { byId("spoken").textContent = [ofChange, does, first, goes].join(" ").trim() }, SPOKEN)
  }

  /** Says that there is nothing to tell, since one of the hearts has no steady beat. */
  noBeat(): void {
    for (const id of ["of-device", "why", "flow"]) byId(id).textContent = ""
    byId("causes").replaceChildren()
    byId("of-change").textContent = NO_BEAT
  }
}

/** Writes a sentence, with what it is about set off: what stands before its first colon or bracket. */
function write(id: string, text: string): void {
  const [, about = "", rest = text] = /^(.*?(?::(?= )|(?= \()))(.*)$/.exec(text) ?? [] // a ratio such as 1:2 has a colon too
  byId(id).replaceChildren(...(about === "" ? [] : [element("strong", {}, about)]), rest)
}
