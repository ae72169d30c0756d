"""The reach of a denial: to deny a site, a form or a degree is not to deny the others."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from diastole.knowledge.fhir import coding as codes
from diastole.knowledge.fhir.resource import Node
from diastole.knowledge.fhir.texts import FROM_THE_REST
from diastole.knowledge.screening.mentions import names_a_rule
from diastole.knowledge.screening.spellings import mentioned
from diastole.strict_yaml import read_packaged

DENIED = {True: "none", False: "absent"}  # value of a denied condition, by whether it has a severity
SURROUNDING = {  # keys of who, when, how and how certain, which do not narrow a denial
    "resourceType", "id", "meta", "language", "identifier", "status", "clinicalStatus", "verificationStatus",
    "category", "code", "subject", "patient", "encounter", "context", "recordedDate", "assertedDate", "dateRecorded",
    "recorder", "asserter", "issued", "performer", "basedOn", "partOf", "interpretation", "device", "specimen",
    "method", "referenceRange", "hasMember", "derivedFrom", "component", "dataAbsentReason",
}  # fmt: skip
SURROUNDING_KINDS = ("onset", "abatement", "effective", "value")  # first letters of such keys
KEYS = {"plain", "sites", "forms", "negating"}
STEMMED = ("plain", "sites")  # blocks with words and stems
SITES = ("bodySite", "bodyStructure")
LONGEST_ENDING = 5  # letters
_WORD = re.compile(r"[^\W_]+")


def narrowed(whole: Node, part: Node, concept: str) -> str:
    """Return the key or name that limits a denial to a part of its concept; empty if all of it is denied.

    Of a leak that an observation grades, words of degree and form count and its notes do not: notes are searched for
    words of grades in another place, and accompany many a "none".

    Parameters
    ----------
    whole, part
        The resource, and its component if that is the denial; else the same.
    """
    leak = codes.GRADED.get(concept) in codes.VALVES and whole.value.get("resourceType") == "Observation"
    is_whole = _names_a_leak if leak else _names_all
    if narrow := next((name for name in codes.names(part.block("code")) if not is_whole(name)), ""):
        return f"'{narrow}'"
    if any(each.concept == concept and not each.whole for each in codes.meanings(part.block("code"))):
        return "a code of one form"
    nodes = (whole, part) if part is not whole else (whole,)
    return next((key for node in nodes for key in _more(node) if not leak or key in SITES), "")


def negated(concept: Node | None) -> str:
    """Return a name that is itself a denial of what rules ask, so that its refutation affirms it; else empty."""
    return next((name for name in codes.names(concept) if _denies(_split(name))), "")


def _denies(words: list[str]) -> bool:
    """Return whether a negating word applies to words of what the rules ask."""
    known: Any = _words()["negating"]
    return any(
        names_a_rule(" ".join(part), value=True)
        for place, word in enumerate(words)
        for kind, part in (("before", words[place + 1 :]), ("after", words[:place]), ("around", words))
        if word in known[kind]
    )


def _more(node: Node) -> Iterator[str]:
    """Yield the keys that may narrow a denial."""
    for key, given in node.value.items():
        if key in SURROUNDING or key.startswith(SURROUNDING_KINDS) or given in (None, [], {}, ""):
            continue
        if key == "text" and isinstance(given, Mapping) and given.get("status") == FROM_THE_REST:
            continue
        if key not in SITES or not all(map(_is_everywhere, _site_names(node, key))):
            yield key


def _site_names(node: Node, key: str) -> list[str]:
    """Return the names of the sites under a key; a site without a name may be any, and has an empty name."""
    return [name for block in node.blocks(key) for name in (list(codes.names(block)) or [""])]


def _is_everywhere(site: str) -> bool:
    return bool(site) and all(_is_one_of("sites", word) for word in _split(site))


def _names_all(name: str) -> bool:
    return all(_is_one_of("plain", word) for word in _split(name))


def _names_a_leak(name: str) -> bool:
    words = _split(name)
    return not mentioned(name) and _words()["forms"].isdisjoint(words) and not _denies(words)


def _is_one_of(block: str, word: str) -> bool:
    known: Any = _words()[block]
    return word in known["words"] or known["stems"].fullmatch(word) is not None


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    """Return the words of the package, their stems as patterns."""
    blocks: dict[str, Any] = read_packaged("diastole.knowledge.fhir", "denials.yaml", KEYS)
    for name in STEMMED:
        blocks[name] = {"words": blocks[name]["words"], "stems": _made_of(blocks[name]["stems"])}
    return {**blocks, "forms": frozenset(blocks["forms"])}


def _made_of(stems: list[str]) -> re.Pattern[str]:
    """Return a pattern of the words that are made of these stems alone, each with its ending."""
    return re.compile(rf"((?:{'|'.join(map(re.escape, stems))})\w{{0,{LONGEST_ENDING}}})+")
