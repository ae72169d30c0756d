// Rows of numbers, one after another.

/** Returns the numbers of one place in each row. */
export function column(rows: Float64Array, width: number, place: number): Float64Array {
  const found = new Float64Array(rows.length / width)
  for (let row = 0; row < found.length; row++) found[row] = rows[row * width + place]!
  return found
}

/** Returns arrays one after another. */
export function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let next = 0
  for (const part of parts) {
    whole.set(part, next)
    next += part.length
  }
  return whole
}
