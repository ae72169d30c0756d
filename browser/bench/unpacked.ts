// Parts of the page that stand in it packed.

import { byId } from "./elements.js"

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
const [BASE, LETTERS, BYTES] = [85, 5, 4]
const VALUES = new Uint8Array(128) // of each digit by its code
for (let value = 0; value < BASE; value++) VALUES[DIGITS.charCodeAt(value)] = value

/** Returns the bytes of a text in base 85 (RFC 1924), in which five letters are four bytes; the last may be fewer. */
function decoded(text: string): Uint8Array<ArrayBuffer> {
  const groups = Math.ceil(text.length / LETTERS)
  const view = new DataView(new ArrayBuffer(groups * BYTES))
  const padded = text.padEnd(groups * LETTERS, DIGITS.at(-1))
  for (let group = 0; group < groups; group++) {
    let number = 0
    for (let i = 0; i < LETTERS; i++) number = number * BASE + VALUES[padded.charCodeAt(group * LETTERS + i)]!
    view.setUint32(group * BYTES, number)
  }
  return new Uint8Array(view.buffer, 0, Math.floor((text.length * BYTES) / LETTERS))
}

/** Returns the bytes of a part by the id of its element. Nothing waits here for another thread, as a blob or a response would. */
export async function unpacked(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new DecompressionStream("gzip")
  const writer = writable.getWriter()
  void writer.write(decoded(byId(id).textContent.trim()))
  void writer.close()
  const parts: Uint8Array[] = []
  for (const reader = readable.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
  }
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let next = 0
  for (const part of parts) {
    whole.set(part, next)
    next += part.length
  }
  return whole
}

export const unpackedText = async (id: string): Promise<string> => new TextDecoder().decode(await unpacked(id))
