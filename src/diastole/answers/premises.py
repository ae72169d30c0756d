"""False assumptions in a question: the false beliefs that articles set right, taken for granted in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diastole.answers.article_index import ArticleIndex
from diastole.answers.assertions import ADVICE, LEAKS, OPPOSITE, Assertion, direction, directions, read_assertions, same
from diastole.answers.bounds import COMPARED, Bounds, read_bounds
from diastole.answers.concepts import DEGREES, DISEASES, TARGETS, TREATMENTS
from diastole.answers.lexicon import Lexicon, Token, read_words
from diastole.answers.question import TAG, ParsedQuestion, stem
from diastole.knowledge.articles.article import Article, Place

# A question that asks whether takes nothing for granted; one that asks why, how or when does, and what it adds as fact.
OPEN = re.compile(
    r"(?:^|, |\? |^(?:and|but|so|or|also|then|hi|hello|ok|okay|please|tell me) )"
    r"(?:is|are|was|were|does|do|did|can|could|may|might|should|would|will|has|have|must|am|isn't|doesn't|aren't)\b"
    r"|\b(?:whether|what if|what happens (?:if|when)|true that|true or false|is it true|myth)\b|^if\b"
)
ASKS = re.compile(r"\b(?:why|how|what|when|which|where|who|whose|whom|explain|so)\b")  # more than keywords
GRANTED = re.compile(
    r"(?:\b(?:since|because(?! of\b)|given that|now that|considering(?: that)?)|(?:^|[,.;] )as)\b (?P<fact>[^,?]{8,})"
)
# A statement before a question.
TOLD = re.compile(r"^(?P<fact>[^,?]{8,}),? (?:so )?(?:how|what|when|which|who|where|why)\b")
# What asks for the reason or the way of what it states; who asks who, what or when leaves the rest open. Who asks how
# to do something takes for granted what is repeated nearly whole.
STATES = re.compile(
    r"\b(?:why|how come|how (?:do|does|did|is|are|can|could)(?! (?:i|we|you|it|one)\b)|explain how|the reason)\b"
)
ASKS_HOW = re.compile(r"\bhow (?:do|does|did|is|are|can|could) (?:i|we|you|one)\b")
ASKING = frozenset(
    {"why", "how", "what", "when", "which", "where", "who", "since", "because", "given", "considering",
     "cannot", "cant", "not"}
)  # fmt: skip
FREE = frozenset({"contraindication", "guideline", "severe", "significant"})  # what a question need not repeat
ALL = frozenset(f"~{word}" for word in ("alway", "everi", "all", "ani", "never"))  # one of them says the others
BOUNDS = ALL | frozenset(
    f"~{word}"
    for word in ("onli", "mild", "moder", "most", "best", "worst", "hard", "everybodi", "nobodi", "main", "first")
)
PUMP = frozenset({"iabp", "mechanical_support"})  # named in nearly every belief
SHARED = 0.5  # least share of the other words of a belief, by what they tell, that a question repeats; assumed
REPEATED = 0.65  # least share of a fact that a belief repeats, and of the belief that the fact repeats; assumed
NEARLY_ALL = 0.8  # the same where a disease, the pump of a verdict or the word that tells most is left out; assumed
NEVER = 2.0  # more than any share
NEGATED = re.compile(r"\b(?:not|never|no|cannot|without|\w{4,}less)\b|n't\b")
TWOFOLD = re.compile(r"\b(?:but|while|whereas)\b")  # says two things, of which a direction is one
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
CHOICE = re.compile(
    r"\b(?:which|or|(?:preferred|favou?red|chosen|used|better) over|when (?:is|are|not|\w+ (?:is|are))|than|instead of"
    r"|best (?:answer|way)|what (?:else )?helps|one\b.*\bthe other)\b"
)  # leaves a verdict open


@dataclass(frozen=True)
class SentenceMeaning:
    """What a sentence says, as far as two of them are compared.

    Attributes
    ----------
    concepts
        What it names, but the pump.
    words
        Stems of its words that belong to no concept, but those that only ask.
    plain
        Those of them that point no way.
    terms
        All of it, and what the concepts are kinds of.
    asserts
        What goes up or down, and what is advised or not.
    points
        The directions and verdicts that it names, whatever they concern.
    """

    concepts: frozenset[str]
    words: frozenset[str]
    plain: frozenset[str]
    terms: frozenset[str]
    asserts: frozenset[Assertion]
    points: frozenset[str]
    negated: bool
    numbers: frozenset[str]
    bounds: Bounds


@dataclass(frozen=True)
class Premise:
    """A false belief, and where it is set right.

    Attributes
    ----------
    needs
        What bounds the belief: a question has to name all of it.
    words
        Its other concepts and words, of which a question that points the same way has to name most.
    """

    says: str
    place: Place
    said: SentenceMeaning
    needs: frozenset[str]
    words: frozenset[str]


def load_premises(articles: Iterable[Article], lexicon: Lexicon) -> tuple[Premise, ...]:
    """Return the false beliefs of all articles."""
    return tuple(
        _premise(text, place, lexicon)
        for article in articles
        for place, beliefs in article.corrects.items()
        for text in beliefs
    )


def _premise(says: str, place: Place, lexicon: Lexicon) -> Premise:
    said = _read(says, lexicon)
    subjects = frozenset(name for one in said.asserts for name in one.subjects & (said.concepts | PUMP))
    free = FREE | (LEAKS & TARGETS) | {one.target for one in said.asserts}
    needs = (said.concepts - free) | subjects | (said.plain & BOUNDS)
    return Premise(says, place, said, needs, said.plain - BOUNDS)


def _read(text: str, lexicon: Lexicon) -> SentenceMeaning:
    low = text.lower().replace("’", "'")
    tokens = lexicon.tokens([word for word in read_words(low.replace("'", ""), lexicon) if word not in ASKING])
    named = frozenset(token.term for token in tokens if token.term in lexicon.concepts)
    loose = [token for token in tokens if token.term not in named]
    terms = lexicon.with_broader(named) | _stems(tokens, lexicon)
    points = any(map(direction, tokens))
    order = [token.term for token in tokens if token.term in lexicon.concepts or COMPARED.fullmatch(token.term)]
    return SentenceMeaning(
        named - PUMP, _stems(loose, lexicon), _stems([one for one in loose if not direction(one)], lexicon), terms,
        read_assertions(low) if points else frozenset(), directions(low) if points else frozenset(),
        bool(NEGATED.search(low)), frozenset(NUMBER.findall(low)), read_bounds(low, _plain(loose, named), order),
    )  # fmt: skip


def _plain(loose: Iterable[Token], named: frozenset[str]) -> str:
    """Return the words that belong to no concept, and the degrees."""
    return " ".join([*(word for token in loose for word in token.said), *sorted(named & DEGREES)])


def _stems(tokens: Iterable[Token], lexicon: Lexicon) -> frozenset[str]:
    return frozenset(f"~{stem(word)}" for token in tokens for word in token.said if word not in lexicon.stopwords)


def false_premises(
    question: ParsedQuestion, premises: Iterable[Premise], index: ArticleIndex, subject: Iterable[str] = ()
) -> list[Premise]:
    """Return the false beliefs that a question takes for granted, the one that shares most with it first.

    Parameters
    ----------
    subject
        What the page is about on which it is asked.
    """
    facts = [(_read(fact, index.lexicon), least) for fact, least in _granted(question)]
    if not facts:
        return []
    page, leaves_open = frozenset(subject), bool(CHOICE.search(question.wording))
    found: dict[Premise, float] = {}
    for each in premises:
        for fact, least in facts:
            about = page | _left_out(question, fact)
            fits = _points(each, fact, about, index, leaves_open=leaves_open)
            repeated = _repeats(each, fact, about, index)
            fits = max(fits, repeated if repeated >= least else 0.0)
            if fits > found.get(each, 0.0):
                found[each] = fits
    return sorted(found, key=lambda each: (-found[each], each.place))


def _left_out(question: ParsedQuestion, fact: SentenceMeaning) -> frozenset[str]:
    """Return the subjects of a question, where what it takes for granted leaves them out."""
    return frozenset().union(*(question.concepts & kind for kind in (DISEASES, TREATMENTS) if not fact.terms & kind))


def _granted(question: ParsedQuestion) -> Iterator[tuple[str, float]]:
    """Yield what a question takes for granted or adds as a fact, and how much of it a belief has to repeat."""
    asks = bool(ASKS.search(question.wording))
    for part in question.parts or (question,):
        rest = part.said
        told = TOLD.search(part.said)
        if told and (ASKS.search(told["fact"]) or OPEN.search(told["fact"])):
            told = None
        if told:
            yield told["fact"], NEARLY_ALL
        if fact := GRANTED.search(part.said):
            yield fact["fact"], REPEATED
            rest = part.said[: fact.start()] + part.said[fact.end() :]
        if TAG.search(question.wording) or (asks and not OPEN.search(part.wording)):
            states = STATES.search(rest) or not ASKS.search(rest)
            yield rest, REPEATED if states else NEARLY_ALL if ASKS_HOW.search(rest) else NEVER


def _points(
    premise: Premise, fact: SentenceMeaning, page: frozenset[str], index: ArticleIndex, *, leaves_open: bool
) -> float:
    """Return how much a fact shares with a belief that points the same way; 0 if it does not, or the other way too."""
    terms = fact.terms | page | (ALL if fact.terms & ALL else frozenset())
    if not premise.needs <= terms or not (premise.needs & DISEASES or premise.words):
        return 0.0
    asserted = [one for one in fact.asserts if not (leaves_open and one.target == ADVICE)]
    own = premise.said.asserts
    if TWOFOLD.search(premise.says) or not premise.said.bounds.hold_for(fact.bounds):
        return 0.0
    if premise.said.terms & DISEASES and fact.terms & DISEASES - premise.said.terms - page:
        return 0.0
    if any(way in fact.points and OPPOSITE[way] in fact.points - premise.said.points for way in premise.said.points):
        return 0.0  # one here and the other there
    is_same = any(_is_same(one, other, page) for one in own for other in asserted)
    if not is_same or any(_is_same(one.opposite, other, page) for one in own for other in asserted):
        return 0.0
    told = index.share(premise.words, terms)
    return told + len(premise.needs) if told >= SHARED and premise.said.numbers <= fact.numbers else 0.0


def _repeats(premise: Premise, fact: SentenceMeaning, page: frozenset[str], index: ArticleIndex) -> float:
    """Return how much a fact and a belief say in the same words; 0 if they point, bound or count differently."""
    one, other = premise.said, fact
    if one.points != other.points or one.negated != other.negated or not one.numbers <= other.numbers:
        return 0.0
    if not one.terms & BOUNDS <= other.terms | (ALL if other.terms & ALL else frozenset()):
        return 0.0
    if (
        one.asserts
        and other.points
        and not {(each.does, each.target) for each in one.asserts}
        & {(each.does, each.target) for each in other.asserts}
    ):
        return 0.0
    treated, its = one.terms & TREATMENTS, other.terms & TREATMENTS
    if not one.bounds.hold_for(other.bounds) or (treated != its and (treated | its) - PUMP):
        return 0.0
    told = min(index.share(a.concepts | a.words, b.terms) for a, b in ((one, other), (other, one)))
    is_whole = (
        one.terms & DISEASES <= other.terms | page
        and (treated <= its | page or not one.points & {"for", "against"})
        and index.most_telling(one.concepts | one.words) in other.terms
    )
    return told if told >= (REPEATED if is_whole else NEARLY_ALL) else 0.0


def _is_same(one: Assertion, other: Assertion, page: frozenset[str]) -> bool:
    """Tell whether a question asserts what a belief says, of what is named there or on the page."""
    return one.does == other.does and same(one.target, other.target) and one.subjects <= other.subjects | page
