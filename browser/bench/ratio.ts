// Whole numbers over each other, so that a unit is converted without rounding; and the nearest number of one.

export type Ratio = readonly [above: bigint, below: bigint]

const BITS = 64 // of a quotient, more than a number has

export const product = (one: Ratio, other: Ratio): Ratio => [one[0] * other[0], one[1] * other[1]]

export const quotient = (one: Ratio, other: Ratio): Ratio => product(one, [other[1], other[0]])

/** Returns what a number in decimal digits says, such as `-1.5e-3`. */
export function ofDecimal(text: string): Ratio {
  const [, sign, whole = "", fraction = "", exponent = "0"] = /^([+-]?)(\d*)\.?(\d*)(?:e(.+))?$/i.exec(text)!
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n)
  const power = Number(exponent) - fraction.length
  return power < 0 ? [digits, 10n ** BigInt(-power)] : [digits * 10n ** BigInt(power), 1n]
}

const lengthOf = (whole: bigint): number => whole.toString(2).length

/** Returns the nearest number, an infinite one where it is too large. */
export function nearest([above, below]: Ratio): number {
  const size = above < 0n ? -above : above
  if (size === 0n) return 0
  const shift = BITS - lengthOf(size) + lengthOf(below)
  const [over, under] = shift > 0 ? [size << BigInt(shift), below] : [size, below << BigInt(-shift)]
  const rest = over % under === 0n ? 0n : 1n // for all bits that are cut off
  const half = Math.trunc(shift / 2) // since a power of two by itself may be too large or too small
  const found = Number((over / under) | rest) * 2 ** -half * 2 ** (half - shift)
  return above < 0n ? -found : found
}
