// A wall drawn on a canvas.

import { between, type Wall } from "./glb.js"

const VERTEX = `#version 300 es
uniform float turn, tilt, size, aspect;
uniform vec3 middle;
uniform vec2 limits;
in vec3 place, normal;
in float quantity;
out vec3 facing, reference;
out float level;
vec3 turned(vec3 p) {
  vec3 about = vec3(cos(turn) * p.x + sin(turn) * p.z, p.y, cos(turn) * p.z - sin(turn) * p.x);
  return vec3(about.x, cos(tilt) * about.y - sin(tilt) * about.z, sin(tilt) * about.y + cos(tilt) * about.z);
}
void main() {
  vec3 seen = turned(place - middle) / size;
  facing = turned(normal);
  level = (quantity - limits.x) / (limits.y - limits.x);
  reference = place - middle;
  gl_Position = vec4(seen.x / aspect, seen.y, -0.5 * seen.z, 1.0);
}`
const FRAGMENT = `#version 300 es
precision highp float;
const vec3 LAMP = normalize(vec3(-0.5, 0.5, 1.0));
uniform vec3 colours[STOPS];
uniform bool cut;
in vec3 facing, reference;
in float level;
out vec4 colour;
void main() {
  if (cut && reference.z > 0.0) discard;
  float place = clamp(level, 0.0, 1.0) * float(STOPS - 1);
  int stop = min(int(place), STOPS - 2);
  vec3 shown = mix(colours[stop], colours[stop + 1], place - float(stop));
  float light = 0.5 + 0.5 * abs(dot(normalize(facing), LAMP));
  colour = vec4(shown * light, 1.0);
}`
const ROOM = 1.12 // of the canvas, over the greatest extent of the wall

/** How a wall is looked at. */
export interface Look {
  readonly turn: number // rad, about the long axis
  readonly tilt: number // rad
  readonly isCut: boolean // whether the half in front is left out
}

/** Half of the greatest extent of walls over their cycles [m], and the point between their ends. */
export interface Extent {
  readonly size: number
  readonly middle: readonly [number, number, number]
}

export function extentOf(walls: readonly Wall[]): Extent {
  const [low, high] = [[Infinity, Infinity, Infinity], [-Infinity, -Infinity, -Infinity]]
  for (const places of walls.flatMap(({ positions }) => positions))
    places.forEach((value, i) => {
      low[i % 3] = Math.min(low[i % 3]!, value)
      high[i % 3] = Math.max(high[i % 3]!, value)
    })
  const middle = low.map((value, i) => (value + high[i]!) / 2)
  return { size: Math.max(...high.map((value, i) => value - low[i]!)) / 2, middle: middle as [number, number, number] }
}

/** A wall on a canvas. */
export class WallView {
  readonly #canvas: HTMLCanvasElement
  readonly #wall: Wall
  readonly #extent: Extent
  readonly #gl: WebGL2RenderingContext
  readonly #buffers: Readonly<Record<"place" | "normal" | "quantity", WebGLBuffer>>
  readonly #uniforms: Readonly<Record<"turn" | "tilt" | "size" | "aspect" | "cut" | "limits", WebGLUniformLocation | null>>

  /** Throws an Error where the browser draws nothing in space. */
  constructor(canvas: HTMLCanvasElement, wall: Wall, extent: Extent) {
    this.#canvas = canvas
    this.#wall = wall
    this.#extent = extent
    const gl = canvas.getContext("webgl2", { antialias: true, preserveDrawingBuffer: true })
    if (!gl) throw new Error("it has no WebGL 2")
    this.#gl = gl
    const program = linked(gl, wall.colours.length)
    gl.useProgram(program)
    const at = (name: string) => gl.getUniformLocation(program, name)
    gl.uniform3fv(at("colours"), wall.colours.flatMap(lightOf))
    gl.uniform3fv(at("middle"), extent.middle)
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer())
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, wall.triangles, gl.STATIC_DRAW)
    this.#uniforms = { turn: at("turn"), tilt: at("tilt"), size: at("size"), aspect: at("aspect"), cut: at("cut"), limits: at("limits") }
    const attribute = (name: string, size: number) => attributed(gl, gl.getAttribLocation(program, name), size)
    this.#buffers = { place: attribute("place", 3), normal: attribute("normal", 3), quantity: attribute("quantity", 1) }
    gl.enable(gl.DEPTH_TEST)
  }

  /** Draws the wall at a time of its cycle [s], coloured by the quantity of that number. */
  draw(time: number, quantity: number, look: Look): void {
    const gl = this.#gl
    const { times, positions, normals, quantities, triangles } = this.#wall
    const shown = quantities[quantity]!
    const end = times[times.length - 1]!
    const now = time % end
    const { width, height } = fitted(this.#canvas)
    gl.viewport(0, 0, width, height)
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
    this.#fill("place", between(times, positions, now))
    this.#fill("normal", between(times, normals, now))
    this.#fill("quantity", between(times, shown.frames, now))
    const { turn, tilt, size, aspect, cut, limits } = this.#uniforms
    gl.uniform1f(turn, look.turn)
    gl.uniform1f(tilt, look.tilt)
    gl.uniform1f(size, this.#extent.size * ROOM * Math.max(1, height / width))
    gl.uniform1f(aspect, width / height)
    gl.uniform1i(cut, Number(look.isCut))
    gl.uniform2f(limits, ...shown.limits)
    gl.drawElements(gl.TRIANGLES, triangles.length, gl.UNSIGNED_INT, 0)
  }

  #fill(name: "place" | "normal" | "quantity", values: Float32Array): void {
    this.#gl.bindBuffer(this.#gl.ARRAY_BUFFER, this.#buffers[name])
    this.#gl.bufferData(this.#gl.ARRAY_BUFFER, values, this.#gl.DYNAMIC_DRAW)
  }
}

/** Returns a buffer with so many numbers at each point for an attribute of a program. */
function attributed(gl: WebGL2RenderingContext, place: number, size: number): WebGLBuffer {
  const buffer = gl.createBuffer()
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  gl.enableVertexAttribArray(place)
  gl.vertexAttribPointer(place, size, gl.FLOAT, false, 0, 0)
  return buffer
}

/** Gives a canvas as many pixels as it takes on the screen, and returns how many. */
function fitted(canvas: HTMLCanvasElement): { width: number; height: number } {
  const { width, height } = canvas.getBoundingClientRect()
  const wanted = { width: Math.max(1, Math.round(width * devicePixelRatio)), height: Math.max(1, Math.round(height * devicePixelRatio)) }
  if (canvas.width !== wanted.width || canvas.height !== wanted.height) Object.assign(canvas, wanted)
  return wanted
}

function linked(gl: WebGL2RenderingContext, stops: number): WebGLProgram {
  const program = gl.createProgram()
  const sources = [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT.replaceAll("STOPS", String(stops))]] as const
  for (const [kind, source] of sources) {
    const shader = gl.createShader(kind)!
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? "it cannot shade")
  return program
}

/** Returns red, green and blue from 0 to 1 of a colour such as #00224e. */
function lightOf(colour: string): number[] {
  return [1, 3, 5].map(from => parseInt(colour.slice(from, from + 2), 16) / 255)
}
