// What hearts run with, from the modules that stand in the page.

import { Heart, Measures, Preparation } from "../src/index.js"
import type { Source } from "../src/memory.js"
import type { Engines, Given } from "./arms.js"

export interface Modules {
  readonly heart: BufferSource
  readonly measures: BufferSource
  readonly prepare: BufferSource
}

/** Loads engines for hearts of a patient. */
export async function loaded(modules: Modules, given: Given): Promise<Engines> {
  const [measures, preparation] = await Promise.all([Measures.load(compiled(modules.measures)), Preparation.load(compiled(modules.prepare))])
  return { heart: await Heart.load(compiled(modules.heart), preparation.record(given.numbers)), measures, preparation }
}

/**
 * Compiles at once, each function when it is first called: to begin threads that do it beside this one takes longer. Some browsers
 * let a page compile so much only there.
 */
export function compiled(bytes: BufferSource): Source {
  try {
    return new WebAssembly.Module(bytes)
  } catch {
    return bytes
  }
}
