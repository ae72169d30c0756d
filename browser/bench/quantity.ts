// A number with its unit, read as the package reads it (`diastole.units`): by the same patterns, with the same sentences.

import { didYouMean } from "./nearest_word.js"
import { BLANKS, DOSE, KINDS, LONGEST_TEXT, PATTERNS, RAISED, SAID, SAME, SPELLINGS, UNITS } from "./quantity_tables.js"
import { type Ratio, ofDecimal, product, quotient } from "./ratio.js"

/** What a person gave that is not usable; the message is the sentence of the command line. */
export class Refused extends Error {}

interface Unit {
  readonly size: Ratio
  readonly powers: readonly number[] // of m, g, s and mol
}

type Names = Readonly<Record<string, string>>

const ONE: Ratio = [1n, 1n]
const NONE: Unit = { size: ONE, powers: [0, 0, 0, 0] }
const SYMBOLS = new Map<string, Unit>(
  Object.entries(UNITS).map(([name, [above, below, ...powers]]) => [name, { size: [BigInt(above!), BigInt(below!)], powers }]),
)

const pattern = (name: keyof typeof PATTERNS, flags: string) => new RegExp(PATTERNS[name].replaceAll("\\s", BLANKS), flags)
const ENDS = new RegExp(`^${BLANKS}+|${BLANKS}+$`, "g")
const BETWEEN = new RegExp(`${BLANKS}+`)

export const stripped = (text: string): string => text.replace(ENDS, "")
const parts = (text: string): string[] => stripped(text).split(BETWEEN)
const swapped = (text: string, signs: Names): string => [...text].map(sign => signs[sign] ?? sign).join("")

/** Returns a sentence with words in its gaps. */
export function said(name: keyof typeof SAID, words: Names): string {
  return SAID[name].replace(/\{(\w+)\}/g, (_, gap: string) => words[gap]!)
}

/** Returns the match of a pattern that begins at a place of a text. */
export function matched(name: keyof typeof PATTERNS, text: string, place = 0): RegExpExecArray | null {
  const expression = pattern(name, "y")
  expression.lastIndex = place
  return expression.exec(text)
}

export const isWhole = (name: keyof typeof PATTERNS, text: string): boolean => matched(name, text)?.[0] === text

/** Returns a text in which a minus and a dash are hyphens. */
export const plainMinus = (text: string): string => text.replace(/[−–]/g, "-")

/** Returns a text without signs that mean nothing, such as blanks between thousands. */
export const plainly = (text: string): string => stripped(swapped(text, SAME).replace(pattern("thousands", "g"), ""))

/** Returns what was given, cut to a readable length. */
export function shown(text: string): string {
  const words = [...parts(text).join(" ")]
  return words.length <= LONGEST_TEXT ? words.join("") : `${words.slice(0, LONGEST_TEXT - 1).join("")}…`
}

/** Splits a text into its number and what follows it. @throws Refused if it does not begin with one plain number */
export function split(text: string, allowed: string): readonly [number: string, rest: string] {
  const refused = (name: keyof typeof SAID, words: Names = {}) => new Refused(said(name, { text, allowed, ...words }))
  if ([...text].length > LONGEST_TEXT) throw refused("long", { text: shown(text) })
  const plain = plainly(text)
  const number = matched("number", plain)?.[0]
  if (number === undefined) throw refused("no number")
  const rest = stripped(plain.slice(number.length))
  const advice = respelled(plain)
  if (advice) throw refused("respelled", { advice })
  if (matched("second", rest)) throw refused("two")
  if (matched("more", rest)) throw refused("more")
  return [number, rest]
}

/** Says how a number with a decimal comma or with thousands signs is to be written; nothing where it has none. */
function respelled(plain: string): string {
  const [grouped, comma] = [matched("grouped", plain), matched("comma", plain)]
  if (comma && !(grouped && comma[1]!.replace(/^[+-]+/, "") !== "0")) {
    return said("comma", { whole: comma[1] || "0", fraction: comma[2]!, rest: plain.slice(comma[0].length) })
  }
  if (!grouped || (grouped[2] === "." && grouped[1]!.split(".").length === 2 && !grouped[3])) return ""
  const whole = grouped[1]!.replace(pattern("separators", "g"), "")
  const rest = plain.slice(grouped[0].length)
  if (comma) return said("either", { decimal: `${comma[1]}.${comma[2]}`.replace(/0+$/, "").replace(/\.$/, ""), whole, rest })
  const fraction = grouped[3] ? `.${grouped[3]}` : ""
  return said(plain[grouped[1]!.length] === "," ? "both" : "thousands", { whole, fraction, rest })
}

const KNOWN = new Map<string, Unit>() // that were read

/** Reads a unit such as `mmHg s/mL`. @throws Refused if a part of it is not a known unit */
function readUnit(text: string): Unit {
  const unit = KNOWN.get(text) ?? parsedUnit(text)
  if (text.length <= LONGEST_TEXT) KNOWN.set(text, unit)
  return unit
}

function parsedUnit(text: string): Unit {
  let plain = swapped(text, SAME)
  for (const [written, known] of Object.entries(SPELLINGS)) plain = plain.replaceAll(written, known)
  plain = stripped(swapped(plain, RAISED)).replace(pattern("bracket", "g"), (_, inside: string) => `/${parts(inside).join("/")}`)
  let { size, powers } = NONE
  let place = 0
  do {
    const factor = matched("factor", plain, place)
    if (!factor || isOfANumber(factor)) throw new Refused(said("no such unit", { text: shown(text) }))
    const power = Number(factor[3] ?? 1) * (factor[1] === "/" ? -1 : 1)
    const symbol = symbolOf(factor[2]!)
    for (let i = 0; i < Math.abs(power); i++) size = power > 0 ? product(size, symbol.size) : quotient(size, symbol.size)
    powers = powers.map((sum, i) => sum + power * symbol.powers[i]!)
    place += factor[0].length
  } while (place < plain.length)
  return { size, powers }
}

/** Returns whether a factor is a piece of a number: 1 stands first or below, nothing is multiplied with nothing. */
function isOfANumber({ index, 1: sign = "", 2: name }: RegExpExecArray): boolean {
  return sign !== "/" && (index === 0 ? sign !== "" : name === "1")
}

function symbolOf(name: string): Unit {
  const known = SYMBOLS.get(name) ?? (name.startsWith("u") ? SYMBOLS.get(`µ${name.slice(1)}`) : undefined)
  if (!known) throw new Refused(said("unknown unit", { name, advice: didYouMean(name, [...SYMBOLS.keys()]) }))
  return known
}

const isSame = (one: Unit, other: Unit): boolean => one.powers.every((power, i) => power === other.powers[i])

export const isOfKind = (unit: string, other: string): boolean => isSame(readUnit(unit), readUnit(other))

function kindOf(unit: string): readonly [kind: string, units: readonly string[]] | undefined {
  const known = readUnit(unit)
  return Object.entries<readonly string[]>(KINDS).find(([, units]) => isSame(readUnit(units[0]!), known))
}

/** Says in words what may be given for a unit, in the units that are offered. */
export function allowed(unit: string, offered: readonly string[] = []): string {
  if (unit === DOSE) return `a dose in ${DOSE}`
  const [kind, units] = kindOf(unit) ?? []
  if (!kind || !units) return `a value in ${unit}`
  const article = "aei".includes(kind[0]!) ? "an" : "a"
  return `${article} ${kind}${units[0] === "1" ? "" : ` in ${(offered.length > 0 ? offered : units).join(" or ")}`}`
}

function example(number: string, unit: string, offered: readonly string[]): string {
  const [, units] = kindOf(unit) ?? []
  const usual = unit === DOSE || !units || units.includes(unit) ? unit : units[0]!
  return `'${number} ${offered[0] ?? usual}'`
}

/** Returns how many of one unit another one is. @throws Refused if they are of different kinds */
export function ratioOf(given: string, unit: string, text: string): Ratio {
  const [here, there] = [readUnit(given), readUnit(unit)]
  if (!isSame(here, there)) throw new Refused(said("other kind", { text: shown(text), allowed: allowed(unit), given: allowed(given) }))
  return quotient(here.size, there.size)
}

/** Reads a number with its unit, as so many of a unit. @throws Refused if it is none */
export function parseQuantity(text: string, unit: string, offered: readonly string[]): Ratio {
  const [number, given] = split(text, allowed(unit))
  if (given === "" && unit !== "1") throw new Refused(said("no unit", { number, allowed: allowed(unit, offered), example: example(number, unit, offered) }))
  try {
    readUnit(given || "1")
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem
    throw new Refused(said("wrong unit", { text: shown(text), problem: problem.message, allowed: allowed(unit) }))
  }
  return product(ofDecimal(number), ratioOf(given || "1", unit, text))
}
