"""Readability of a text: the Flesch-Kincaid grade, with syllables counted by rules of thumb."""

import re

_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SPOKEN_APART = re.compile(r"ia|iu|[au]o(?!u)|iou?s$|io$|eing|ier|iet|rea$|dea$|yi|ual")  # two vowels, two syllables
_SILENT_END = re.compile(r"[^aeiouyl]e$|[aeiou]le$|[^aeiouytd]ed$|[aeiouy][lrn]es$|[^aeiouylrszxcgh]es$")


def syllables(word: str) -> int:
    """Return the syllables of an English word, at least one."""
    word = word.lower()
    count = len(_VOWELS.findall(word)) + len(_SPOKEN_APART.findall(word)) - len(_SILENT_END.findall(word))
    return max(count, 1)


def flesch_kincaid_grade(text: str) -> float:
    """Return 0.39 words per sentence + 11.8 syllables per word − 15.59, a school grade of the United States."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(len(_SENTENCE.findall(text)), 1)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
