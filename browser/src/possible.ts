// What of the numbers of a patient must not be so together; apart from preparation, so that a page without hearts has little to load.

import { CONTRADICTIONS, PATIENT_SIZE } from "./engine_names.js"
import { type Memory, type Source, instantiate, layOut } from "./memory.js"

/** What `prepare.wasm` exports for it; each argument is the address of an array. */
interface Exports extends Memory {
  check(numbers: number, found: number): void
}

/** Whether something is so that must not be, and a number that its sentence has. */
export interface Checked {
  readonly holds: boolean
  readonly computed: number
}

export class Possibility {
  readonly #exports: Exports
  readonly #arrays: Record<"numbers" | "found", Float64Array>

  private constructor(exports: Exports) {
    this.#exports = exports
    this.#arrays = layOut(exports, { numbers: PATIENT_SIZE, found: 2 * CONTRADICTIONS })
  }

  /** Loads `prepare.wasm`. */
  static async load(source: Source): Promise<Possibility> {
    return new Possibility(await instantiate<Exports>(source))
  }

  /** Returns what of the numbers of a patient must not be so together, in the order of `CONTRADICTIONS` in Python. */
  contradictions(given: ArrayLike<number>): Checked[] {
    const { numbers, found } = this.#arrays
    numbers.set(given)
    this.#exports.check(numbers.byteOffset, found.byteOffset)
    return Array.from({ length: CONTRADICTIONS }, (_, i) => ({ holds: found[2 * i]! > 0, computed: found[2 * i + 1]! }))
  }
}
