"""The grade or finding that a FHIR resource says in codes and words; or None, and why it says nothing."""

from collections.abc import Iterable

from diastole.knowledge.evidence.thresholds import GRADES
from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.quantities import Said, not_understood
from diastole.knowledge.fhir.resource import Node
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.screening.spellings import finding_word, grade_words, mentioned
from diastole.units import shown

PARTLY = "denies one form of it only"  # which says nothing of the others
DENIED = {"none", "absent"}
QUIET = ("none", "trace", "mild")
NORMAL = ("n", "neg", "nd", "nr", "normal")  # interpretations of HL7: not detected, not reactive


def graded(part: Node, concept: str) -> Said:
    """Return the grade that a measurement of a lesion says."""
    value, own = part.flag("valueBoolean"), tuple(codes.names(part.block("code")))
    if value is not None:
        words = {"absent"} if value is False else {"present"}
        return _interpreted(part, _judged(part, concept, words.union(*map(mentioned, own)), ""))
    if text := part.text("valueString"):
        return _interpreted(part, _told(part, concept, [], [text], beside=own))
    block = part.block("valueCodeableConcept")
    others = [] if any(key.startswith("value") for key in part.value) else part.blocks("interpretation")
    return _interpreted(part, _told(part, concept, [block] if block else others, [], beside=own))


def severity(node: Node, concept: str) -> Said:
    """Return the severity of a condition: of its block, of its code, or of its names where they are louder."""
    block = node.block("severity")
    return _told(node, concept, [block] if block else [], [], beside=_beside(node))


def found(part: Node, concept: str) -> Said:
    """Return whether something was found: absent, suspected or present."""
    value, texts = part.flag("valueBoolean"), [text] if (text := part.text("valueString")) else []
    words: set[str] = set() if value is None else {"present" if value else "absent"}
    if block := part.block("valueCodeableConcept"):
        words |= {_FINDINGS[one.concept] for one in codes.meanings(block) if one.concept in _FINDINGS}
        texts += codes.names(block)
    told = {text: _finding(text, concept) for text in texts}
    unread = [text for text, word in told.items() if word is None]
    if unread and words <= {"absent"}:  # a denial counts only where everything beside it is understood
        return None, f"{not_understood(part, '')}: '{shown(unread[0])}'" if words else not_understood(part, "no value")
    words |= {word for word in told.values() if word}
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


def _finding(text: str, concept: str) -> str | None:
    if word := finding_word(text, concept.split("_")):
        return word
    grades = {_FINDINGS[grade] for grade in grade_words(text, "") or ()}
    return grades.pop() if len(grades) == 1 else None


def _interpreted(part: Node, said: Said) -> Said:
    """Return what was said, unless the interpretation beside it speaks against it."""
    value = said[0]
    if value not in (*QUIET, "absent") or not any(key.startswith("value") for key in part.value):
        return said
    for block in part.blocks("interpretation"):
        words = {one.concept for one in codes.meanings(block) if one.concept in _GRADE_VALUES}
        every = [*codes.names(block), *(coding.text("code") or "" for coding in block.blocks("coding"))]
        words |= {word for name in codes.names(block) for word in mentioned(name, briefly=True)}
        normal = any(name.casefold() in NORMAL or finding_word(name) == "absent" for name in every)
        if words - {value, *DENIED} or (value in DENIED and not words and not normal):
            return None, f"its interpretation is {codes.said(block) or 'without a name'}"
    return said


def _told(
    part: Node, concept: str, blocks: Iterable[Node], texts: Iterable[str], beside: Iterable[Node | str] = ()
) -> Said:
    """Join what codes, their names and texts say of one grade; where they differ, nothing is said.

    A denial, a trace or a mild grade in codes counts only where the names beside it are understood, or repeat it.

    Parameters
    ----------
    beside
        Blocks and texts that may say another grade, and need not say any.
    """
    valve = codes.VALVES.get(codes.GRADED[concept], "")
    words: set[str] = set()
    names = list(texts)
    for block in blocks:
        words |= {one.concept for one in codes.meanings(block) if one.concept in _GRADE_VALUES}
        words |= {one.severity for one in codes.meanings(block) if one.concept == concept and one.severity}
        names += codes.names(block)
    coded, unread = set(words), ""
    for name in names:
        told = grade_words(name, valve)
        if told is None and not coded:
            return None, f"'{shown(name)}' is not understood"
        said = mentioned(name, briefly=True) if told is None else told
        words |= said
        if told is None and (said != coded or coded & DENIED):
            unread = name
    words |= {word for one in beside for word in _said_of(one) if words or word not in QUIET}
    if unread and words <= {*QUIET, *DENIED}:
        return None, f"'{shown(unread)}' beside its code is not understood"
    return _judged(part, concept, words, not_understood(part, "the severity is not given"))


_GRADE_VALUES = (*codes.SEVERITY, "absent", "present")


def _beside(node: Node) -> Iterable[Node | str]:
    """Yield what else of a condition may say its severity: the names of its code, its stages and extensions."""
    yield from codes.names(node.block("code"))
    for block in (*node.blocks("stage"), *node.blocks("extension")):
        for key in ("summary", "type", "valueCodeableConcept"):
            if isinstance(block.value.get(key), dict):
                yield Node(block.value[key], f"{block.place}.{key}")
        if isinstance(block.value.get("valueString"), str):
            yield block.value["valueString"]


def _said_of(one: Node | str) -> set[str]:
    if isinstance(one, str):
        return mentioned(one)
    coded = {found.concept for found in codes.meanings(one) if found.concept in codes.SEVERITY}
    return coded.union(*(mentioned(name) for name in codes.names(one)))


def _judged(part: Node, concept: str, words: set[str], otherwise: str) -> Said:
    """Return the one grade that words say together with the code of the resource itself."""
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
