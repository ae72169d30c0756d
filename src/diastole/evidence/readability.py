"""How hard a text is to read: the Flesch-Kincaid grade, with syllables counted by a rule of thumb."""

import re

_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^td]ed|[^szxaeiouy]es|[^aeiouy]les?)$")  # no syllable, but that of -le
_APART = re.compile(r"ia|io(?!us|n)|eo|ua(?!l|rd)|uou|ying")  # vowels that are spoken one by one


def syllables(word: str) -> int:
    """Return the syllables of an English word, at least one."""
    word = word.lower()
    count = len(_VOWELS.findall(word)) + len(_APART.findall(word))
    if _SILENT.search(word) and not re.search(r"[^aeiouy]les?$", word):
        count -= 1
    return max(count, 1)


def flesch_kincaid_grade(text: str) -> float:
    """Return 0.39 words per sentence + 11.8 syllables per word − 15.59, a school grade of the United States."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(len(_SENTENCE.findall(text)), 1)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
