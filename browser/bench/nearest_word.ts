// The word that is most like a misspelt one, as `difflib` of Python finds it.

const LEAST = 0.5 // likeness from which on a word is named

/** Returns how many letters two words share in blocks, the longest block first. */
function shared(one: string, other: string): number {
  let [length, at, there] = [0, 0, 0]
  for (let i = 0; i < one.length; i++) {
    for (let j = 0; j < other.length; j++) {
      let n = 0
      while (i + n < one.length && one[i + n] === other[j + n]) n++
      if (n > length) [length, at, there] = [n, i, j]
    }
  }
  if (length === 0) return 0
  return length + shared(one.slice(0, at), other.slice(0, there)) + shared(one.slice(at + length), other.slice(there + length))
}

/** Returns advice that names the nearest known word, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  let [best, found] = [LEAST, ""]
  for (const each of known) {
    const likeness = (2 * shared(each, word)) / (each.length + word.length)
    if (likeness > best || (likeness === best && each > found)) [best, found] = [likeness, each]
  }
  return found === "" ? "" : ` Did you mean '${found}'?`
}
