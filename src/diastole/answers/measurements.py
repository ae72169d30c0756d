"""What the measurements in a question say of a leak: a half-time of 180 ms is in the range of severe regurgitation."""

import re
from collections.abc import Iterator
from math import isinf

from diastole.answers.lexicon import Lexicon
from diastole.answers.question import ParsedQuestion
from diastole.knowledge.articles.article import Section, Sentence
from diastole.knowledge.evidence.thresholds import Threshold, load_thresholds
from diastole.knowledge.rules.fact_definitions import FactKind, vocabulary
from diastole.knowledge.rules.facts import Finding, PatientFacts, WrittenQuantity
from diastole.knowledge.rules.grading import VALVES, GradedMeasurement, grade
from diastole.knowledge.screening.admission import admit
from diastole.knowledge.screening.spellings import spellings

TITLE = "The numbers in the question"
STATEMENTS = {  # of the limits, by the facts that they grade
    "ar.vena_contracta": "GR-01", "ar.eroa": "GR-02", "ar.regurgitant_volume": "GR-03",
    "ar.regurgitant_fraction": "GR-04", "ar.pressure_half_time": "GR-07", "mr.vena_contracta": "GR-11",
    "mr.eroa": "GR-12", "mr.regurgitant_volume": "GR-13", "mr.regurgitant_fraction": "GR-14",
}  # fmt: skip
NAMES = {
    "vena_contracta": "a vena contracta", "eroa": "an effective orifice", "regurgitant_volume": "a regurgitant volume",
    "regurgitant_fraction": "a regurgitant fraction", "pressure_half_time": "a pressure half-time",
}  # fmt: skip
SHORT = {"vena_contracta": ("vc",), "regurgitant_fraction": ("rf",), "regurgitant_volume": ("rv",)}  # beside a number
UNITS = {unit.lower(): (unit, 1.0) for kind in vocabulary().values() for unit in kind.accepted if unit != "1"} | {
    written.lower(): meant
    for written, meant in spellings().units.items()
    if written != "in"  # a word, no inch
}
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
# A number that is not part of a range, and its unit. Letters that touch it and are no unit make it none.
NUMBER = rf"(?P<number>\d+(?:[.,]\d+)?)(?:\s*(?P<unit>{_UNIT})(?![\w^]))?(?![.,]?\w)(?!\s*(?:-|–|to|or)\s*\d)"
LINK = r"\s*(?:(?:is|was|of|at|about|around|measures|measured)\s+|[=:~]\s*){0,2}"


def read_measurements(question: ParsedQuestion, lexicon: Lexicon) -> Section | None:
    """Return a section that grades the measurements of a leak that a question states; None if it states none.

    A number without a unit is taken in the first unit in which it is plausible, and the sentence prints that unit. A
    limit, such as ``above 6 mm``, a range, or one of two values of a quantity is no measurement. The valve is the one
    that the question names, and of a half-time the aortic one.
    """
    valve = _valve(question)
    stated = {each.fact: each for each in _stated(question.text.lower(), valve, lexicon)} if valve else {}
    graded = grade(valve, PatientFacts(stated)) if stated else None
    if graded is None or not graded.parameters:
        return None
    lesion, worst = VALVES[valve].replace("_", " "), _in_words(graded.grade or "")
    is_one_range = len({each.grade for each in graded.parameters}) == 1
    told = _listed([_told(each, is_graded=not is_one_range) for each in graded.parameters])
    if is_one_range:
        text = f"{told} {'is' if len(graded.parameters) == 1 else 'are'} in the range of {worst} {lesion}."
    elif not worst:
        text = f"These measurements of {lesion} contradict each other, and no grade follows from them: {told}."
    else:
        text = f"By the worst of these measurements the {lesion} is {worst}: {told}."
    support = tuple(STATEMENTS[each.finding.fact] for each in graded.parameters)
    return Section(TITLE, (Sentence(f"{text[0].upper()}{text[1:]}", 0, support),))


def _valve(question: ParsedQuestion) -> str:
    """Return the valve that a question names; empty if it names none or both."""
    named = [valve for valve, lesion in VALVES.items() if lesion in question.concepts]
    if not named and "pressure_half_time" in question.concepts:
        return "ar"
    return named[0] if len(named) == 1 else ""


def _stated(text: str, valve: str, lexicon: Lexicon) -> Iterator[Finding]:
    """Yield each measurement that a text states, in a unit in which it is plausible."""
    for name in NAMES:
        phrases = (name.replace("_", " "), *lexicon.concepts[name], *SHORT.get(name, ()))
        called = "|".join(re.escape(each).replace(r"\ ", "[ -]") for each in phrases)
        forms = (rf"\b(?:{called})\b{LINK}{NUMBER}", rf"\b{NUMBER} (?:of )?(?:{called})\b")
        matches = next(filter(None, ([*re.finditer(form, text)] for form in forms)), [])
        if len(matches) == 1 and (kind := vocabulary().get(f"{valve}.{name}")):
            yield from _plausible(kind, matches[0])


def _plausible(kind: FactKind, match: re.Match[str]) -> Iterator[Finding]:
    """Yield a measurement in the first unit in which it is plausible."""
    number, (unit, times) = float(match["number"].replace(",", ".")), UNITS.get(match["unit"] or "", ("", 1.0))
    written = [unit] if unit else kind.accepted
    read = (admit(kind.name, WrittenQuantity(number * times, each), source="the question") for each in written)
    yield from [finding for finding in read if finding.value is not None][:1]


def _told(measured: GradedMeasurement, *, is_graded: bool) -> str:
    """Return a measurement with the range that it lies in, and with its grade if that is asked for."""
    kind = vocabulary()[measured.finding.fact]
    assert kind.graded is not None  # it has a grade
    limit = _range(load_thresholds().of(*kind.graded), float(measured.finding.value or 0.0))
    of = f"{_in_words(measured.grade)}, " if is_graded else ""
    return f"{NAMES[kind.name.split('.')[1]]} of {measured.finding.in_words} ({of}{limit})"


def _range(bands: Threshold, value: float) -> str:
    """Return the range of a value in words, such as ``below 200 ms``."""
    band = next(each for each in bands.bands if each.holds(value))
    if isinf(band.most):
        return f"{'above' if band.from_ is None else 'at least'} {band.least:g} {bands.unit}"
    if isinf(band.least):
        return f"{'below' if band.to is None else 'at most'} {band.most:g} {bands.unit}"
    return f"between {band.least:g} and {band.most:g} {bands.unit}"


def _in_words(grade: str) -> str:
    return grade.replace("_", " to ")


def _listed(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
