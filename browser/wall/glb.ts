// A beating wall from the content of a .glb file, as diastole writes it.

/** What colours can show: at each point, by frame. */
export interface Quantity {
  readonly title: string // with its unit
  readonly limits: readonly [number, number] // at both ends of the colours
  readonly frames: readonly Float32Array[]
}

/** A wall at the times of its frames; places are in m, the long axis along y. */
export interface Wall {
  readonly times: Float32Array // s, from 0 to the end of the cycle
  readonly positions: readonly Float32Array[]
  readonly normals: readonly Float32Array[]
  readonly quantities: readonly Quantity[]
  readonly triangles: Uint32Array
  readonly colours: readonly string[]
}

interface Description {
  readonly accessors: readonly { bufferView: number; count: number; type: "SCALAR" | "VEC3"; componentType: number }[]
  readonly bufferViews: readonly { byteOffset: number }[]
  readonly meshes: readonly [{
    readonly primitives: readonly [{ attributes: Attributes; targets: readonly Attributes[]; indices: number }]
    readonly extras: {
      quantities: readonly { attribute: string; title: string; limits: readonly [number, number] }[]
      colours: readonly string[]
    }
  }]
  readonly animations: readonly [{ samplers: readonly [{ input: number }] }]
}

type Attributes = Readonly<Record<string, number>>

const [HEADER, CHUNK, UNSIGNED] = [12, 8, 5125] // bytes, bytes, and glTF's number of a kind

/** Returns the wall in a file, whose length and place in memory are multiples of four bytes. */
export function readWall(bytes: Uint8Array<ArrayBuffer>): Wall {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(HEADER, true)
  const text = bytes.subarray(HEADER + CHUNK, HEADER + CHUNK + length)
  const described = JSON.parse(new TextDecoder().decode(text)) as Description
  const data = bytes.byteOffset + HEADER + CHUNK + length + CHUNK

  const numbers = (place: number): Float32Array | Uint32Array => {
    const { bufferView, count, type, componentType } = described.accessors[place]!
    const from = data + described.bufferViews[bufferView]!.byteOffset
    const size = count * (type === "VEC3" ? 3 : 1)
    return componentType === UNSIGNED ? new Uint32Array(bytes.buffer, from, size) : new Float32Array(bytes.buffer, from, size)
  }
  const [{ primitives: [{ attributes, targets, indices }], extras }] = described.meshes
  const frames = (name: string): Float32Array[] => {
    const first = numbers(attributes[name]!) as Float32Array
    return [first, ...targets.map(target => numbers(target[name]!).map((added, i) => first[i]! + added) as Float32Array)]
  }
  return {
    times: numbers(described.animations[0].samplers[0].input) as Float32Array,
    positions: frames("POSITION"),
    normals: frames("NORMAL"),
    quantities: extras.quantities.map(({ attribute, title, limits }) => ({ title, limits, frames: frames(attribute) })),
    triangles: numbers(indices) as Uint32Array,
    colours: extras.colours,
  }
}

/** Returns numbers at a time of a cycle, between those of the frames before and after it. */
export function between(times: Float32Array, frames: readonly Float32Array[], time: number): Float32Array {
  const later = times.findIndex(each => each > time)
  const next = later === -1 ? times.length - 1 : Math.max(1, later)
  const [before, after] = [frames[next - 1]!, frames[next]!]
  const share = Math.max(0, Math.min(1, (time - times[next - 1]!) / (times[next]! - times[next - 1]!)))
  return before.map((value, i) => value + share * (after[i]! - value))
}
