// Parts of the page that stand in it packed.

import { byId } from "./elements.js"

/** Returns the bytes of a part by the id of its element. */
export async function unpacked(id: string): Promise<ArrayBuffer> {
  const packed = Uint8Array.from(atob(byId(id).textContent.trim()), letter => letter.charCodeAt(0))
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer()
}

export const unpackedText = async (id: string): Promise<string> => new TextDecoder().decode(await unpacked(id))
