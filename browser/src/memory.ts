// Modules of one version, and arrays in their memory.

import { NAMES_HASH } from "./engine_names.js"

const NAMES_SECTION = "diastole.names"
const PAGE = 65536 // bytes, unit of a memory

/** What every module exports beside its functions. */
export interface Memory {
  readonly memory: WebAssembly.Memory
  readonly heap_base: WebAssembly.Global
}

/** Bytes of a module, or the module that was compiled from them. */
export type Source = BufferSource | WebAssembly.Module

/** Loads a module; throws an Error if it is not of the version of this loader. */
export async function instantiate<Exports extends Memory>(source: Source): Promise<Exports> {
  const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source)
  const names = WebAssembly.Module.customSections(module, NAMES_SECTION).map(part => new TextDecoder().decode(part))
  if (names.length !== 1 || names[0] !== NAMES_HASH) {
    throw new Error("this module and this loader are not of one version: build both with make engine")
  }
  return (await WebAssembly.instantiate(module)).exports as unknown as Exports
}

/** Lays arrays of these lengths out in the free memory of a module, which grows as it must. */
export function layOut<Name extends string>(
  { memory, heap_base }: Memory, lengths: Record<Name, number>,
): Record<Name, Float64Array> {
  const wanted = Object.entries<number>(lengths)
  const begin: number = heap_base.value
  const bytes = wanted.reduce((sum, [, length]) => sum + length, 0) * Float64Array.BYTES_PER_ELEMENT
  memory.grow(Math.max(0, Math.ceil((begin + bytes - memory.buffer.byteLength) / PAGE)))
  let next = begin
  return Object.fromEntries(wanted.map(([name, length]) => {
    const array = new Float64Array(memory.buffer, next, length)
    next += array.byteLength
    return [name, array]
  })) as Record<Name, Float64Array>
}
