"""The block ``echo`` of a bedside sheet: what echocardiography reported, as facts and as lesions of the patient.

An orifice that was not measured follows from the worst grade that was reported or measured: the middle of its band.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from math import inf
from typing import NamedTuple

from diastole.errors import InputError
from diastole.knowledge.evidence.thresholds import GRADES, load_thresholds
from diastole.knowledge.rules.fact_definitions import FactKind, vocabulary
from diastole.knowledge.rules.facts import PatientFacts, WrittenQuantity
from diastole.knowledge.rules.grading import MAIN_STEP, VALVES, grade
from diastole.knowledge.rules.times import When
from diastole.knowledge.screening.fact_sheet import StatedFact, read_stated, read_value, stated_time
from diastole.knowledge.screening.model_patient import LEAKS
from diastole.knowledge.screening.spellings import finding_word, grade_words, plain_unit
from diastole.model.measures.definitions import SPELLINGS, plain_words
from diastole.model.patient.lesions import Lesions
from diastole.studies.fit.drugs_given import MISSPELT
from diastole.studies.fit.intervals import DERIVED
from diastole.units import format_quantity, shown

SOURCE = "echo of the bedside sheet"
ORIFICE = "effective_regurgitant_orifice_area"
BEYOND_LIMIT = 4.0 / 3.0  # 1, of the limit of the worst grade: an orifice where only this grade is known; assumed
TRACE = 0.25  # 1, of the upper limit of mild: an orifice where only a trace is known; assumed
WORST_AGREEMENT = 1  # grades of mild, moderate and severe by which two findings may differ
LESION_NAMES = {  # in plain words → lesion
    **{plain_words(name): name for name in Lesions.model_fields},
    "ar": "aortic_regurgitation", "ai": "aortic_regurgitation", "aortic insufficiency": "aortic_regurgitation",
    "mr": "mitral_regurgitation", "mitral insufficiency": "mitral_regurgitation",
    "as": "aortic_stenosis", "ms": "mitral_stenosis", "vsd": "ventricular_septal_defect",
    "septal rupture": "ventricular_septal_defect",
}  # fmt: skip
PREFIXES = {lesion: prefix for prefix, lesion in VALVES.items()}
ITEM_NAMES = {  # in plain words → what a fact of a leaking valve is called after its prefix
    "severity": "grade", "orifice area": "eroa", "effective regurgitant orifice area": "eroa", "ero": "eroa",
    "vc": "vena_contracta", "pht": "pressure_half_time", "half time": "pressure_half_time",
    "rvol": "regurgitant_volume", "rf": "regurgitant_fraction", "jet width": "jet_width_lvot",
    "jet area": "jet_area_lvot",
}  # fmt: skip
TIME_NAMES = ("time", "date", "when", "on", "at", "performed")
AREA_NAMES = ("orifice area", "area", "valve area", "ava", "mva", "eoa")  # of what opens too little, and of a hole
NO_LESION = "none"


class EchoReport(NamedTuple):
    """What was read of the block, and what is wrong with the rest."""

    stated: list[StatedFact]
    lines: dict[str, object]  # of the block `measured`
    lesions: dict[str, dict[str, str]]  # orifice area and onset, where they follow
    not_used: list[str]
    notes: list[str]
    problems: list[str]


def read_echo(given: object) -> EchoReport:
    """Read the block: a time, measures such as EF, and for each lesion a grade or a block of what was seen."""
    report = EchoReport([], {}, {}, [], [], [])
    if given is None or given == {}:
        return report
    if not isinstance(given, Mapping):
        report.problems.append(
            f"echo: '{shown(given)}' is no block; give a line for each finding, such as 'aortic_regurgitation: severe'"
        )
        return report
    time = _time(given, "echo", None, report)
    report.stated.append(StatedFact("echo.done", value=True, source=SOURCE, time=time))
    report.stated.append(StatedFact("echo.age", WrittenQuantity(0.0, "h"), SOURCE, time))
    for called, node in given.items():
        plain = plain_words(called)
        if lesion := LESION_NAMES.get(plain):
            _read_lesion(report, lesion, f"echo.{called}", node, time)
        elif plain in SPELLINGS:
            report.lines[called] = _value(node)
        elif (kind := vocabulary().get(plain.replace(" ", "_"))) and not kind.derived:
            _read_finding(report, kind, f"echo.{called}", node, time)
        elif plain not in TIME_NAMES:
            _keep(report, called, "echo", node, (*LESION_NAMES, *SPELLINGS))
    return report


def _time(block: Mapping[str, object], key: str, time: When | None, report: EchoReport) -> When | None:
    """Return the time of a block; that of the block around it where it has none."""
    given = [called for called in block if plain_words(called) in TIME_NAMES]
    try:
        return stated_time(shown(block[given[0]]), f"{key}.{given[0]}") if given else time
    except InputError as problem:
        report.problems.append(str(problem))
        return time


def _keep(report: EchoReport, called: str, key: str, node: object, known: tuple[str, ...]) -> None:
    """Keep what the model does not use; ask where it resembles what it does."""
    near = get_close_matches(plain_words(called), known, n=1, cutoff=MISSPELT)
    if near:
        report.problems.append(f"unknown key '{key}.{called}'. Did you mean '{near[0]}'?")
    else:
        report.not_used.extend(f"{key}.{name} {shown(text)}" for name, text in _texts(called, node))


def _read_finding(report: EchoReport, kind: FactKind, key: str, node: object, time: When | None) -> None:
    """Read a finding that rules ask for and that is no valve, such as a thrombus."""
    words = finding_word(shown(node)) if not isinstance(node, Mapping) else None
    try:
        fact = read_stated(kind.name, words or node, key)
    except InputError as problem:
        report.problems.append(str(problem))
        return
    report.stated.append(fact._replace(source=SOURCE, time=fact.time or time))


def _texts(called: str, node: object) -> Iterator[tuple[str, object]]:
    if isinstance(node, Mapping):
        for name, inner in node.items():
            yield from _texts(f"{called}.{name}", inner)
    else:
        yield called, node


def _read_lesion(report: EchoReport, lesion: str, key: str, node: object, time: When | None) -> None:
    if lesion in PREFIXES:
        _read_leak(report, lesion, key, node if isinstance(node, Mapping) else {"grade": node}, time)
    else:
        _read_opening(report, lesion, key, node, time)


def _read_leak(report: EchoReport, lesion: str, key: str, node: Mapping[str, object], time: When | None) -> None:
    """Read what was seen of a valve that leaks."""
    kinds = _items(PREFIXES[lesion])
    stated: dict[str, StatedFact] = {}
    time = _time(node, key, time, report)
    for called, text in node.items():
        plain = plain_words(called)
        if plain in TIME_NAMES:
            continue
        kind = kinds.get(ITEM_NAMES.get(plain, plain.replace(" ", "_")))
        if kind is None:
            _keep(report, called, key, text, (*map(plain_words, kinds), *ITEM_NAMES))
            continue
        if kind.name in stated:
            report.problems.append(f"{key}.{called} has a line already; give each finding once")
            continue
        try:
            own = _time(text, f"{key}.{called}", time, report) if isinstance(text, Mapping) else time
            stated[kind.name] = _stated(kind, lesion, f"{key}.{called}", _value(text), own)
        except InputError as problem:
            report.problems.append(str(problem))
            continue
        if kind.name in LEAKS and stated[kind.name].value is not None:
            report.lines[LEAKS[kind.name]] = _value(text)
    report.stated.extend(stated.values())
    _derive(report, lesion, key, stated)


def _value(node: object) -> object:
    """Return the value of a line, which may have a time beside it."""
    return node.get("value") if isinstance(node, Mapping) else node


def _items(prefix: str) -> dict[str, FactKind]:
    """Return the facts of a valve that a person gives, by their names after its prefix."""
    known = (kind for name, kind in vocabulary().items() if name.startswith(f"{prefix}.") and not kind.derived)
    return {kind.name.removeprefix(f"{prefix}."): kind for kind in known}


def _stated(kind: FactKind, lesion: str, key: str, text: object, time: When | None) -> StatedFact:
    """Read one finding.

    Raises
    ------
    InputError
        If it is not understood, or implausible.
    """
    words = shown(text).strip()
    if plain_words(words) in ("", "unknown", "null", "~", "not assessed", "n/a"):
        return StatedFact(kind.name, None, SOURCE, time)
    if kind.name.endswith(".grade"):
        grades = grade_words(words, lesion.split("_", maxsplit=1)[0]) or set()
        if len(grades) != 1:
            raise InputError(f"{key}: '{words}' is no grade; give {', '.join(kind.words)} or unknown")
        return StatedFact(kind.name, grades.pop(), SOURCE, time)
    value = read_value(kind, words.casefold().replace(" ", "_") if kind.words else words, key)
    if isinstance(value, WrittenQuantity):
        unit, times = plain_unit(value.unit)
        value = WrittenQuantity(value.value * times, unit)
    fact = StatedFact(kind.name, value, SOURCE, time)
    admitted = fact.finding(None)
    if admitted.value is None:
        raise InputError(f"{key}: {admitted.reason}", code="out_of_range", path=key)
    return fact


def _derive(report: EchoReport, lesion: str, key: str, stated: Mapping[str, StatedFact]) -> None:
    """Add the lesion that follows from what was seen, and say where that contradicts itself."""
    prefix = PREFIXES[lesion]
    facts = PatientFacts({name: one.finding(None) for name, one in stated.items()})
    onset, orifice = facts[f"{prefix}.onset"].value, facts[f"{prefix}.eroa"].value
    block = {"onset": str(onset)} if onset else {}
    seen = _grades(prefix, facts)
    steps = [MAIN_STEP[one] for one in seen]
    if steps and max(steps) - min(steps) > WORST_AGREEMENT:
        said = "; ".join(f"{words}: {one.replace('_', ' to ')}" for one, words in _shown_grades(prefix, facts))
        report.notes.append(f"{key} contradicts itself ({said}): the worst of it counts.")
    if isinstance(orifice, float):
        block["orifice_area"] = format_quantity(orifice, "cm²")
    elif seen and (worst := max(seen, key=GRADES.index)) != NO_LESION:
        area = typical_orifice(lesion, worst)
        block["orifice_area"] = format_quantity(area, "cm²")
        report.notes.append(
            f"{key}: an orifice of {format_quantity(area, 'cm²')} is assumed for the grade "
            f"{worst.replace('_', ' to ')}; give orifice_area where it was measured."
        )
    if block:
        report.lesions[lesion] = block


def _shown_grades(prefix: str, facts: PatientFacts) -> list[tuple[str, str]]:
    """Return every grade that was seen, with the words for what it comes from."""
    reported = facts[f"{prefix}.grade"].value
    measured = [(one.grade, one.in_words.rpartition(":")[0]) for one in grade(prefix, facts).parameters]
    return ([(str(reported), "reported grade")] if reported else []) + measured


def _grades(prefix: str, facts: PatientFacts) -> list[str]:
    return [one for one, _ in _shown_grades(prefix, facts)]


def typical_orifice(lesion: str, of_grade: str) -> float:
    """Return the orifice [cm²] in the middle of the band of a grade, where the orifice itself is not known."""
    bands = {band.grade: band for band in load_thresholds().of(lesion, ORIFICE).bands}
    if of_grade not in bands:
        return TRACE * bands["mild"].most
    low, high = max(0.0, bands[of_grade].least), bands[of_grade].most
    return float(f"{BEYOND_LIMIT * low if high == inf else 0.5 * (low + high):.3g}")


def _read_opening(report: EchoReport, lesion: str, key: str, node: object, time: When | None) -> None:
    """Read what was seen of a valve that opens too little, or of a hole in the septum: its area."""
    seen = node if isinstance(node, Mapping) else {"finding": node}
    time = _time(seen, key, time, report)
    for called, text in seen.items():
        plain = plain_words(called)
        if plain in TIME_NAMES:
            continue
        if plain in AREA_NAMES:
            report.lesions.setdefault(lesion, {})["orifice_area"] = shown(_value(text))
        elif plain == "onset":
            report.lesions.setdefault(lesion, {})["onset"] = shown(_value(text))
        elif plain in ("finding", "grade", "severity"):
            _found(report, lesion, key, shown(_value(text)), time)
        else:
            report.not_used.extend(f"{key}.{name} {shown(inner)}" for name, inner in _texts(called, text))
    if "orifice_area" not in report.lesions.get(lesion, {"orifice_area": ""}):
        report.lesions.pop(lesion)


def _found(report: EchoReport, lesion: str, key: str, words: str, time: When | None) -> None:
    """Take whether the lesion is there; how bad it is gives no area."""
    finding, grades = finding_word(words), grade_words(words, "")
    absent = finding == "absent" or grades == {NO_LESION}
    if lesion == "ventricular_septal_defect":
        if finding is None and not grades:
            report.problems.append(f"{key}: '{words}' is not understood; give absent, suspected or present")
            return
        report.stated.append(StatedFact(lesion, "absent" if absent else finding or "present", SOURCE, time))
    if not absent:
        report.not_used.append(f"{key} {words} (give its orifice_area, from which the model has the lesion)")


def disagreement(lesion: str, area: float, report: EchoReport) -> str:
    """Say that the orifice of the block ``lesions`` [cm²] contradicts what echocardiography reported, if so."""
    prefix = PREFIXES.get(lesion)
    if prefix is None:
        return ""
    facts = PatientFacts({one.fact: one.finding(None) for one in report.stated})
    orifice, seen = facts[f"{prefix}.eroa"].value, _grades(prefix, facts)
    own = load_thresholds().of(lesion, ORIFICE).grade(area) if area > 0.0 else NO_LESION
    if isinstance(orifice, float):
        agree = abs(area - orifice) <= DERIVED * max(area, orifice)
        said = format_quantity(orifice, "cm²")
    else:
        agree = not seen or min(abs(MAIN_STEP[own] - MAIN_STEP[one]) for one in seen) <= WORST_AGREEMENT
        said = ", ".join(dict.fromkeys(one.replace("_", " to ") for one in seen))
    if agree:
        return ""
    return (
        f"lesions.{lesion}.orifice_area ({format_quantity(area, 'cm²')}: {own.replace('_', ' to ')}) and what echo "
        f"reports ({said}) contradict each other; correct one, or leave it out"
    )
