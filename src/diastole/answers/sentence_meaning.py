"""Reads a sentence so that it can be compared with another one: names, directions, numbers and their bounds.

Two sentences that name the same things say different things if they relate them differently (a short half-time
*suggests* or *proves* a leak) or put them at different values of one scale (a pulse pressure is *wide* or *normal*).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from diastole.answers.assertions import Assertion, direction, directions, read_assertions
from diastole.answers.concepts import DEGREES
from diastole.answers.lexicon import Lexicon, Token, read_words
from diastole.answers.question import marked

PUMP = frozenset({"iabp", "mechanical_support"})  # named in nearly every belief
ASKING = frozenset(
    {
        "why", "how", "what", "when", "which", "where", "who", "since", "because", "given", "considering", "cannot",
        "cant", "not",
    }
)  # fmt: skip
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
    (rf"(?<!be )left{_CHAMBER}", rf"right{_CHAMBER}"),
    (r"stiff\w*", r"complian\w+|elastic"),
    (r"more", r"less|fewer"),
)
COMPARED = re.compile(r"\b(?:than|exceed\w*|\w+estimat\w+)\b")
NEGATED = re.compile(r"\b(?:not|never|no|cannot|without|\w{4,}less)\b|n't\b")
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_RELATIONS = {name: re.compile(rf"\b(?:{forms})\b") for name, forms in RELATIONS.items()}
_SCALES = tuple(tuple(re.compile(rf"\b(?:{forms})\b") for forms in scale) for scale in SCALES)

type Values = tuple[frozenset[int], ...]  # for each of `SCALES`


@dataclass(frozen=True)
class SentenceMeaning:
    """The meaning of a sentence.

    Attributes
    ----------
    concepts
        The concepts that it names, without the pump.
    words
        Stems of its words that belong to no concept and do more than ask.
    plain
        Those of them that point no way.
    terms
        Concepts with those that they are a kind of, and the stems of all words.
    asserts
        What goes up or down, and what is advised or not.
    points
        The directions and verdicts that it names, whatever they concern.
    values, within
        The values that it names on each scale, alone and also within a name: ``early`` in ``early closure``.
    """

    concepts: frozenset[str]
    words: frozenset[str]
    plain: frozenset[str]
    terms: frozenset[str]
    asserts: frozenset[Assertion]
    points: frozenset[str]
    is_negated: bool
    is_compared: bool
    numbers: frozenset[str]
    relations: frozenset[str]
    values: Values
    within: Values

    def is_bound_like(self, other: "SentenceMeaning") -> bool:
        """Tell whether another sentence has the relations and values of this one, so that it may say the same."""
        return (
            self.relations <= other.relations
            and self.is_compared >= other.is_compared
            and all(self._has_value(other, scale) for scale in range(len(SCALES)))
        )

    def _has_value(self, other: "SentenceMeaning", scale: int) -> bool:
        """Tell whether another sentence has the same values of a scale, or one of two that are compared here."""
        mine, its = self.values[scale], other.within[scale]
        is_named = mine <= its or (self.is_compared and bool(mine & its))
        return is_named and (not self.within[scale] or other.values[scale] <= self.within[scale])


def read_meaning(text: str, lexicon: Lexicon) -> SentenceMeaning:
    """Read what a sentence says."""
    low = text.lower().replace("’", "'")
    tokens = lexicon.tokens([word for word in read_words(low.replace("'", ""), lexicon) if word not in ASKING])
    named = frozenset(token.term for token in tokens if token.term in lexicon.concepts)
    loose = [token for token in tokens if token.term not in named]
    outside_names = " ".join([*(word for token in loose for word in token.words), *sorted(named & DEGREES)])
    points = any(map(direction, tokens))
    return SentenceMeaning(
        concepts=named - PUMP,
        words=_stems(loose, lexicon),
        plain=_stems([one for one in loose if not direction(one)], lexicon),
        terms=lexicon.with_broader(named) | _stems(tokens, lexicon),
        asserts=read_assertions(low) if points else frozenset(),
        points=directions(low) if points else frozenset(),
        is_negated=bool(NEGATED.search(low)),
        is_compared=bool(COMPARED.search(low)),
        numbers=frozenset(NUMBER.findall(low)),
        relations=frozenset(name for name, pattern in _RELATIONS.items() if pattern.search(outside_names)),
        values=_values(outside_names),
        within=_values(low),
    )


def _stems(tokens: Iterable[Token], lexicon: Lexicon) -> frozenset[str]:
    return frozenset(marked(word) for token in tokens for word in token.words if word not in lexicon.stopwords)


def _values(text: str) -> Values:
    return tuple(frozenset(place for place, value in enumerate(scale) if value.search(text)) for scale in _SCALES)
