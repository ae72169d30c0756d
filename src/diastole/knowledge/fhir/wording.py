"""The grade or finding in the codes and words of a FHIR resource; or None and the reason."""

from collections.abc import Iterable

from diastole.knowledge.evidence.thresholds import GRADES
from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.quantities import ValueOrReason, not_understood
from diastole.knowledge.fhir.resource import Node
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.screening.spellings import finding_word, grade_words, mentioned
from diastole.units import shown

PARTLY = "denies one form of it only"  # and not the others
DENIED = {"none", "absent"}
QUIET = ("none", "trace", "mild")
NORMAL = ("n", "neg", "nd", "nr", "normal")  # interpretations of HL7: not detected, not reactive


def graded(part: Node, concept: str) -> ValueOrReason:
    """Return the grade of a lesion by an observation."""
    value, own = part.flag("valueBoolean"), tuple(codes.names(part.block("code")))
    if value is not None:
        words = {"absent"} if value is False else {"present"}
        return _interpreted(part, _judged(part, concept, words.union(*map(mentioned, own)), ""))
    if text := part.text("valueString"):
        return _interpreted(part, _joined(part, concept, [], [text], further=own))
    block = part.block("valueCodeableConcept")
    others = [] if any(key.startswith("value") for key in part.value) else part.blocks("interpretation")
    return _interpreted(part, _joined(part, concept, [block] if block else others, [], further=own))


def severity(node: Node, concept: str) -> ValueOrReason:
    """Return the severity of a condition: of its block, of its code, or of its names if they are worse."""
    block = node.block("severity")
    return _joined(node, concept, [block] if block else [], [], further=_further(node))


def finding(part: Node, concept: str) -> ValueOrReason:
    """Return absent, suspected or present, as an observation says of a finding."""
    value, texts = part.flag("valueBoolean"), [text] if (text := part.text("valueString")) else []
    words: set[str] = set() if value is None else {"present" if value else "absent"}
    if block := part.block("valueCodeableConcept"):
        words |= {_FINDINGS[each.concept] for each in codes.meanings(block) if each.concept in _FINDINGS}
        texts += codes.names(block)
    read = {text: _finding_word(text, concept) for text in texts}
    unread = [text for text, word in read.items() if word is None]
    if unread and words <= {"absent"}:  # a denial counts only if everything beside it is understood
        return None, f"{not_understood(part, '')}: '{shown(unread[0])}'" if words else not_understood(part, "no value")
    words |= {word for word in read.values() if word}
    if len(words) != 1:
        return None, _contradictory(words) if words else not_understood(part, "no value")
    word = words.pop()
    if word == "absent" and not codes.is_wide(part.block("code"), concept):
        return None, PARTLY
    return _interpreted(part, ("suspected" if word == "present" and concept in codes.SUSPECTED else word, ""))


_FINDINGS = {
    "absent": "absent", "none": "absent", "present": "present", "suspected": "suspected",
    **dict.fromkeys(GRADES[1:], "present"),
}  # fmt: skip


def _finding_word(text: str, concept: str) -> str | None:
    if word := finding_word(text, concept.split("_")):
        return word
    grades = {_FINDINGS[grade] for grade in grade_words(text, "") or ()}
    return grades.pop() if len(grades) == 1 else None


def _interpreted(part: Node, given: ValueOrReason) -> ValueOrReason:
    """Return the given value, unless the interpretation beside it contradicts it."""
    value = given[0]
    if value not in (*QUIET, "absent") or not any(key.startswith("value") for key in part.value):
        return given
    for block in part.blocks("interpretation"):
        words = {each.concept for each in codes.meanings(block) if each.concept in _GRADE_VALUES}
        texts = [*codes.names(block), *(coding.text("code") or "" for coding in block.blocks("coding"))]
        words |= {word for name in codes.names(block) for word in mentioned(name, briefly=True)}
        normal = any(text.casefold() in NORMAL or finding_word(text) == "absent" for text in texts)
        if words - {value, *DENIED} or (value in DENIED and not words and not normal):
            return None, f"its interpretation is {codes.described(block) or 'without a name'}"
    return given


def _joined(
    part: Node, concept: str, blocks: Iterable[Node], texts: Iterable[str], further: Iterable[Node | str] = ()
) -> ValueOrReason:
    """Return the grade in codes, their names and texts; None if they differ.

    A denial, a trace or a mild grade in codes counts only if the names beside it are understood, or repeat it. Further
    blocks and texts beside it may give another grade, or none.
    """
    valve = codes.VALVES.get(codes.GRADED[concept], "")
    words: set[str] = set()
    names = list(texts)
    for block in blocks:
        words |= {each.concept for each in codes.meanings(block) if each.concept in _GRADE_VALUES}
        words |= {each.severity for each in codes.meanings(block) if each.concept == concept and each.severity}
        names += codes.names(block)
    coded, unread = set(words), ""
    for name in names:
        whole = grade_words(name, valve)
        if whole is None and not coded:
            return None, f"'{shown(name)}' is not understood"
        grades = mentioned(name, briefly=True) if whole is None else whole
        words |= grades
        if whole is None and (grades != coded or coded & DENIED):
            unread = name
    words |= {word for each in further for word in _grades_of(each) if words or word not in QUIET}
    if unread and words <= {*QUIET, *DENIED}:
        return None, f"'{shown(unread)}' beside its code is not understood"
    return _judged(part, concept, words, not_understood(part, "the severity is not given"))


_GRADE_VALUES = (*codes.SEVERITY, "absent", "present")


def _further(node: Node) -> Iterable[Node | str]:
    """Yield further parts of a condition with its severity: the names of its code, its stages and extensions."""
    yield from codes.names(node.block("code"))
    for block in (*node.blocks("stage"), *node.blocks("extension")):
        for key in ("summary", "type", "valueCodeableConcept"):
            if isinstance(block.value.get(key), dict):
                yield Node(block.value[key], f"{block.place}.{key}")
        if isinstance(block.value.get("valueString"), str):
            yield block.value["valueString"]


def _grades_of(given: Node | str) -> set[str]:
    if isinstance(given, str):
        return mentioned(given)
    coded = {each.concept for each in codes.meanings(given) if each.concept in codes.SEVERITY}
    return coded.union(*map(mentioned, codes.names(given)))


def _judged(part: Node, concept: str, words: set[str], otherwise: str) -> ValueOrReason:
    """Return the grade that words and the code of the resource itself share."""
    kind = fact_kind(codes.GRADED[concept])
    denied = words & DENIED
    if denied and words - denied:
        return None, _contradictory(words)
    if denied:
        wide = codes.is_wide(part.block("code"), concept)
        return ("none", "") if wide else (None, PARTLY)
    own = codes.implied_severity(part.block("code"), concept)
    grades = words - {"present"} | ({own} if own else set())
    if len(grades) > 1:
        return None, _contradictory(grades)
    if not grades:
        return None, "recorded, the severity is not given" if "present" in words or not otherwise else otherwise
    word = grades.pop()
    word = "severe" if word == "moderate_severe" and word not in kind.words else word
    return (word, "") if word in kind.words else (None, f"'{word}' is no severity of it")


def _contradictory(words: Iterable[str | None]) -> str:
    return f"contradictory: {' and '.join(sorted(str(word).replace('_', ' to ') for word in words))}"
