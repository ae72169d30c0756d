"""The reach of a denial: a site, a form or a degree that is denied says nothing of the others."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.resource import Node
from diastole.knowledge.fhir.texts import FROM_THE_REST
from diastole.knowledge.screening.mentions import names_a_rule
from diastole.knowledge.screening.spellings import mentioned
from diastole.strict_yaml import read_yaml

DENIED = {True: "none", False: "absent"}  # what denies a condition, by whether it has a severity
SURROUNDING = {  # keys that say who, when, how and how surely, and nothing of what is denied
    "resourceType", "id", "meta", "language", "identifier", "status", "clinicalStatus", "verificationStatus",
    "category", "code", "subject", "patient", "encounter", "context", "recordedDate", "assertedDate", "dateRecorded",
    "recorder", "asserter", "issued", "performer", "basedOn", "partOf", "interpretation", "device", "specimen",
    "method", "referenceRange", "hasMember", "derivedFrom", "component", "dataAbsentReason",
}  # fmt: skip
SURROUNDING_KINDS = ("onset", "abatement", "effective", "value")  # how keys of these begin
SITES = ("bodySite", "bodyStructure")
LONGEST_ENDING = 5  # letters
_WORD = re.compile(r"[^\W_]+")


def narrowed(whole: Node, part: Node, concept: str) -> str:
    """Return what makes a denial one of a part of its concept only; nothing where it denies all of it.

    Of a leak that an observation grades, words of degree and form count and its notes do not: those are searched for
    words of grades elsewhere, and stand beside many a "none".

    Parameters
    ----------
    whole, part
        The resource, and its component if that denies; else the same.
    """
    leak = codes.GRADED.get(concept) in codes.VALVES and whole.value.get("resourceType") == "Observation"
    named = [
        name for name in codes.names(part.block("code")) if not (_names_a_leak if leak else _names_all)(name, concept)
    ]
    if named:
        return f"'{named[0]}'"
    if any(one.concept == concept and not one.whole for one in codes.meanings(part.block("code"))):
        return "a code of one form"
    nodes = (whole, part) if part is not whole else (whole,)
    return next((key for node in nodes for key in _more(node) if not leak or key in SITES), "")


def negated(concept: Node | None) -> str:
    """Return a name that denies what rules ask, so that to refute it is to say that it is there; or nothing."""
    return next((name for name in codes.names(concept) if _denies(_split(name))), "")


def _denies(words: list[str]) -> bool:
    """Tell whether a word denies those of what the rules ask that it belongs to."""
    known: Any = _words()["negating"]
    return any(
        names_a_rule(" ".join(part), value=True)
        for place, word in enumerate(words)
        for kind, part in (("before", words[place + 1 :]), ("after", words[:place]), ("around", words))
        if word in known[kind]
    )


def _more(node: Node) -> Iterator[str]:
    """Yield the keys that may say of what a denial is one."""
    for key, given in node.value.items():
        if key in SURROUNDING or key.startswith(SURROUNDING_KINDS) or given in (None, [], {}, ""):
            continue
        if key == "text" and isinstance(given, Mapping) and given.get("status") == FROM_THE_REST:
            continue
        if key not in SITES or not all(map(_is_everywhere, _site_names(node, key))):
            yield key


def _site_names(node: Node, key: str) -> list[str]:
    """Return the names of the sites under a key; one without a name may be any, and counts as an empty one."""
    return [name for block in node.blocks(key) for name in (list(codes.names(block)) or [""])]


def _is_everywhere(site: str) -> bool:
    return bool(site) and all(_is_one_of("sites", word) for word in _split(site))


def _names_all(name: str, concept: str) -> bool:
    return all(_is_one_of("plain", word) for word in _split(name))


def _names_a_leak(name: str, concept: str) -> bool:
    words = _split(name)
    return not mentioned(name) and _words()["forms"].isdisjoint(words) and not _denies(words)


def _is_one_of(block: str, word: str) -> bool:
    known: Any = _words()[block]
    return word in known["words"] or known["stems"].fullmatch(word) is not None


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    """Return the words that come with the package."""
    tree = read_yaml((files("diastole.knowledge.fhir") / "denials.yaml").read_text(encoding="utf-8"), "denials.yaml")
    named = {
        key: {"words": block["words"], "stems": _made_of(block["stems"])}
        for key, block in tree.items()
        if "stems" in block
    }
    return {**tree, **named, "forms": frozenset(tree["forms"])}


def _made_of(stems: list[str]) -> re.Pattern[str]:
    """Return a pattern of the words that are made of these stems alone, each with its ending."""
    return re.compile(rf"((?:{'|'.join(map(re.escape, stems))})\w{{0,{LONGEST_ENDING}}})+")
