// How a number is written for a person, as `diastole.numbers` does.

export const NONE = "–"
const THIN = "\u00a0"

/** Returns a number with so many decimals, or a dash where it is undefined. */
export function plain(value: number | null, decimals: number): string {
  if (value === null || !Number.isFinite(value)) return NONE
  const text = value.toFixed(decimals)
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−")
}

/** Returns a number with its sign; nothing is added to a zero. */
export function signed(value: number | null, decimals: number): string {
  const text = plain(value, decimals)
  return value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text
}

/** Returns a relative change as signed percent: one decimal below 10 %, none above. */
export function percent(fraction: number | null): string {
  if (fraction === null || !Number.isFinite(fraction)) return NONE
  const value = 100 * fraction
  return `${signed(value, Math.abs(value) < 9.95 ? 1 : 0)}${THIN}%`
}

export function withUnit(value: number | null, decimals: number, unit: string): string {
  const text = plain(value, decimals)
  return unit === "" || text === NONE ? text : `${text}${THIN}${unit}`
}
