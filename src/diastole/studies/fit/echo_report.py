"""The block ``echo`` of a bedside sheet: what echocardiography reported, as facts and as lesions of the patient."""

from collections.abc import Mapping

from diastole.errors import InputError
from diastole.knowledge.evidence.thresholds import GRADES
from diastole.knowledge.rules.fact_definitions import FactKind, vocabulary
from diastole.knowledge.rules.facts import WrittenQuantity
from diastole.knowledge.rules.times import When
from diastole.knowledge.screening.fact_sheet import StatedFact, read_stated, read_value
from diastole.knowledge.screening.spellings import finding_word, grade_words
from diastole.model.measures.definitions import SPELLINGS, plain_words
from diastole.model.patient.lesions import Lesions
from diastole.studies.fit.echo_leaks import BEYOND_LIMIT, PREFIXES, assumed_for, read_leak
from diastole.studies.fit.echo_lines import (
    NO_LESION,
    SOURCE,
    TIME_NAMES,
    EchoReport,
    keep,
    line_value,
    texts,
    time_of,
)
from diastole.units import format_quantity, shown

LESION_NAMES = {  # in plain words → lesion
    **{plain_words(name): name for name in Lesions.model_fields},
    "ar": "aortic_regurgitation", "ai": "aortic_regurgitation", "aortic insufficiency": "aortic_regurgitation",
    "mr": "mitral_regurgitation", "mitral insufficiency": "mitral_regurgitation",
    "as": "aortic_stenosis", "ms": "mitral_stenosis", "vsd": "ventricular_septal_defect",
    "septal rupture": "ventricular_septal_defect",
}  # fmt: skip
# cm², by grade: the middle of its range, and as far beyond the last limit as the orifice of a severe leak; assumed.
# Echocardiography grades both valves at 1.5 and 1.0 cm²; otto2020 calls a mitral valve severe from 1.5 cm² on.
STENOSIS_AREAS = {"mild": 1.5 * BEYOND_LIMIT, "moderate": 1.25, "moderate_severe": 1.0, "severe": 1.0 / BEYOND_LIMIT}
STENOSES = ("aortic_stenosis", "mitral_stenosis")
AREA_NAMES = ("orifice area", "area", "valve area", "ava", "mva", "eoa")  # of what opens too little, and of a hole


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
    time = time_of(given, "echo", None, report)
    report.stated.append(StatedFact("echo.done", value=True, source=SOURCE, time=time))
    report.stated.append(StatedFact("echo.age", WrittenQuantity(0.0, "h"), SOURCE, time))
    read: set[str] = set()
    for called, node in given.items():
        plain = plain_words(called)
        if lesion := LESION_NAMES.get(plain):
            if lesion in read:
                report.problems.append(f"echo.{called} is {lesion}, which has a line already; give each lesion once")
                continue
            read.add(lesion)
            _read_lesion(report, lesion, f"echo.{called}", node, time)
        elif plain in SPELLINGS:
            _read_line(report, called, f"echo.{called}", node)
        elif "." in called:
            report.problems.append(
                f"echo.{called}: write it as a block, such as 'aortic_regurgitation: {{grade: severe}}'"
            )
        elif (kind := vocabulary().get(plain.replace(" ", "_"))) and not kind.derived:
            _read_finding(report, kind, f"echo.{called}", node, time)
        elif plain not in TIME_NAMES:
            keep(report, called, "echo", node, (*LESION_NAMES, *SPELLINGS))
    return report


def _read_line(report: EchoReport, called: str, key: str, node: object) -> None:
    try:
        report.lines[called] = line_value(node, key)
    except InputError as problem:
        report.problems.append(str(problem))


def _read_finding(report: EchoReport, kind: FactKind, key: str, node: object, time: When | None) -> None:
    """Read a finding that rules ask for and that is no valve, such as a thrombus."""
    words = finding_word(shown(node)) if not isinstance(node, Mapping) else None
    try:
        fact = read_stated(kind.name, words or node, key)
    except InputError as problem:
        report.problems.append(str(problem))
        return
    report.stated.append(fact._replace(source=SOURCE, time=fact.time or time))


def _read_lesion(report: EchoReport, lesion: str, key: str, node: object, time: When | None) -> None:
    if lesion in PREFIXES:
        read_leak(report, lesion, key, node if isinstance(node, Mapping) else {"grade": node}, time)
    else:
        _read_opening(report, lesion, key, node, time)


def _read_opening(report: EchoReport, lesion: str, key: str, node: object, time: When | None) -> None:
    """Read what was seen of a valve that opens too little, or of a hole in the septum: its area."""
    seen = node if isinstance(node, Mapping) else {"finding": node}
    time = time_of(seen, key, time, report)
    block: dict[str, str] = {}
    opening = ""
    for called, text in seen.items():
        plain = plain_words(called)
        name = "orifice_area" if plain in AREA_NAMES else plain
        if name in ("orifice_area", "onset"):
            block[name] = shown(text)
        elif plain in ("finding", "grade", "severity"):
            opening = shown(text)
        elif plain not in TIME_NAMES:
            report.not_used.extend(f"{key}.{name} {shown(inner)}" for name, inner in texts(called, text))
    is_measured = "orifice_area" in block
    grade = _read_presence(report, lesion, key, opening, time, has_area=is_measured) if opening else None
    if is_measured:
        _read_area(report, lesion, f"{key}.orifice_area", block["orifice_area"], time)
    elif lesion in STENOSES and grade in STENOSIS_AREAS:
        block["orifice_area"] = format_quantity(STENOSIS_AREAS[grade], "cm²")
        report.notes.append(assumed_for(key, block["orifice_area"], grade))
    elif grade:
        report.not_used.append(f"{key} {opening} (give its orifice_area, from which the model has the lesion)")
    if "orifice_area" in block:
        report.lesions[lesion] = block


def _read_area(report: EchoReport, lesion: str, key: str, text: str, time: When | None) -> None:
    """Take the fact that an area gives; whether the lesion can have it is checked with the lesion."""
    if lesion == "aortic_stenosis":
        try:
            area = read_value(vocabulary()["aortic_valve.area"], text, key)
        except InputError as problem:
            report.problems.append(str(problem))
        else:
            report.stated.append(StatedFact("aortic_valve.area", area, SOURCE, time))
    elif lesion == "ventricular_septal_defect":
        report.stated.append(StatedFact(lesion, "present", SOURCE, time))


def _read_presence(
    report: EchoReport, lesion: str, key: str, words: str, time: When | None, *, has_area: bool
) -> str | None:  # fmt: skip
    """Take whether the lesion is there; return its worst grade or ``present``, and nothing of one that is not there."""
    finding, grades = finding_word(words), grade_words(words, "")
    absent = finding == "absent" or grades == {NO_LESION}
    if finding is None and not grades:
        report.problems.append(f"{key}: '{words}' is not understood; give absent, suspected or present, or a grade")
        return None
    if absent and has_area:
        report.problems.append(f"{key}: it is '{words}', and has an area; leave one of both out")
    if lesion == "ventricular_septal_defect" and not has_area:
        report.stated.append(StatedFact(lesion, "absent" if absent else finding or "present", SOURCE, time))
    if absent:
        return None
    return max(grades, key=GRADES.index) if grades else finding
