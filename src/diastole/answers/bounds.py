"""What bounds a sentence beside what it names: how it relates things, on which scale, by which measure, how surely.

Two sentences that name the same things say different things where one of these differs: a short half-time *suggests* or
*proves* a leak, a pulse pressure is *wide* or *normal*, one pressure exceeds the other or is exceeded by it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Relations that a sentence states.
RELATIONS = {
    "causes": r"caus\w+|leads? to|led to|due to|comes? from|results? (?:in|from)|induc\w+",
    "prevents": r"prevent\w*|protect\w*",
    "proves": r"prov(?:e|es|ed|en|ing)|proof|confirm\w*|guarantee\w*|rules? in",
    "excludes": r"exclud\w+|rul(?:e|es|ed|ing) out",
    "indicates": r"indicat\w+|reasons? for",
    "estimates": r"\w*estimat\w+",
    "needs": r"need\w*|requir\w+",
    "heals": r"heal\w*|cur(?:e|es|ed)|mend\w*",
    "depends": r"if|unless",
    "compares": r"than|exceed\w*|more|less|longer|larger|bigger|higher|stronger|\w+estimates?",
}
_CHAMBER = r"(?! ventric\w+| atri\w+| heart| main| sided)"
# Values of which a thing has one.
SCALES = (
    (r"high|large|big|tall|wid(?:e|en\w*)|dilat\w+|enlarged|huge", r"low|small|narrow\w*|tiny|mild", r"normal"),
    (r"long|longer|lengthen\w*|prolong\w*", r"short|shorter|shorten\w*|brief"),
    (r"loud\w*", r"soft|quiet|silent"),
    (r"fast|faster|quick\w*|rapid\w*", r"slow|slower"),
    (r"early|earlier", r"late|later"),
    (r"acute|sudden\w*", r"chronic|old|slowly"),
    (rf"left{_CHAMBER}", rf"right{_CHAMBER}"),
    (r"stiff\w*", r"complian\w+|elastic"),
)
PER = re.compile(r"\bper (\w+)")
HEDGED = re.compile(
    r"\b(?:may|might) (?:also )?(?:be|cause|lead|raise|increase|lower|reduce|worsen|happen|occur|help)\b"
    r"|\b(?:sometimes|rarely|suggests?)\b"
)
COMPARED = re.compile(r"\b(?:than|exceed\w*|\w+estimat\w+)\b")
_RELATIONS = {name: re.compile(rf"\b(?:{forms})\b") for name, forms in RELATIONS.items()}
_SCALES = tuple(tuple(re.compile(rf"\b(?:{forms})\b") for forms in scale) for scale in SCALES)


@dataclass(frozen=True)
class Bounds:
    """What bounds a sentence.

    Attributes
    ----------
    values, within
        For each of `SCALES`, the values that it names, and those within a name as well: ``early`` in ``early closure``.
    before, after
        What it names before and after the word that compares.
    """

    relations: frozenset[str]
    values: tuple[frozenset[int], ...]
    within: tuple[frozenset[int], ...]
    per: frozenset[str]
    is_hedged: bool
    is_compared: bool
    before: frozenset[str]
    after: frozenset[str]

    def hold_for(self, other: "Bounds") -> bool:
        """Tell whether another sentence is bound alike, so that it may say what this one says."""
        return (
            self.relations <= other.relations
            and self.is_hedged >= other.is_hedged
            and self.is_compared >= other.is_compared
            and not (self.per and other.per and not self.per & other.per)
            and not (self.before & other.after - other.before and self.after & other.before - other.after)
            and all(self._fits(n, other) for n in range(len(SCALES)))
        )

    def _fits(self, scale: int, other: "Bounds") -> bool:
        """Tell whether another sentence names the same values of a scale, or one of two that are compared here."""
        mine, its = self.values[scale], other.within[scale]
        is_named = mine <= its or (self.is_compared and bool(mine & its))
        return is_named and (not self.within[scale] or other.values[scale] <= self.within[scale])


def read_bounds(text: str, loose: str, terms: Sequence[str]) -> Bounds:
    """Return what bounds a sentence.

    Parameters
    ----------
    text
        In lower case.
    loose
        Its words that belong to no concept.
    terms
        What it names, in its order.
    """
    middle = next((place for place, term in enumerate(terms) if COMPARED.fullmatch(term)), len(terms))
    return Bounds(
        frozenset(name for name, pattern in _RELATIONS.items() if pattern.search(loose)),
        _values(loose),
        _values(text),
        frozenset(PER.findall(text)),
        bool(HEDGED.search(text)),
        bool(COMPARED.search(text)),
        frozenset(terms[:middle]),
        frozenset(terms[middle + 1 :]),
    )


def _values(text: str) -> tuple[frozenset[int], ...]:
    return tuple(frozenset(place for place, value in enumerate(scale) if value.search(text)) for scale in _SCALES)
