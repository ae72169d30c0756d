"""The opening of an answer: its first sentence, and that of another section which answers what this leaves open."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from diastole.answers.answer_kinds import gives, kinds_asked, share_asking, without_kinds
from diastole.answers.article_index import ArticleIndex
from diastole.answers.asks import Ask, asks_of, telling_terms
from diastole.answers.concepts import DEGREES
from diastole.answers.question import ParsedQuestion
from diastole.answers.text_index import terms_of, words_of
from diastole.knowledge.articles.article import DIFFERENCE, Article, Section, Sentence

ANSWERED = 0.75  # least share of what an ask tells that a sentence repeats, and a question of its section
OPEN = 0.5  # an ask is left open below this share
TELLING = 2.0  # least information of an ask: a word like ``look`` finds whatever shares it
KIND_SHARE = 0.25  # least share of the questions of a section that ask for a kind, where nothing else is asked
MEANT = 0.35  # least share of what a question of a section tells that an ask repeats, for it to ask little else
GAIN = 0.3  # least share of an ask that the opening answers more; all these chosen on the examined sets
REPEATED = 0.6  # share of what a sentence tells from which on it says the same again
FIRST = 2  # sentences of an opening
# A sentence that begins so goes on from the one before it.
GOES_ON = re.compile(
    r"^(?:it|its|this|these|they|their|that|those|such|both|there|then|but|and|so|he|she|his|her|the same|one|none"
    r"|otherwise|instead)\b",
    re.I,
)


class _Guest(NamedTuple):
    """A section whose first sentence could stand second, and how well it would."""

    gain: float
    fit: float
    section: Section


def opened_by_both(own: Section, sentence: Sentence) -> Section:
    """Return a section whose first sentence is followed by one of another section."""
    first, *rest = own.sentences
    return replace(own, sentences=(first, replace(sentence, starts=""), *rest))


def completed(
    question: ParsedQuestion, article: Article, sections: Sequence[Section], index: ArticleIndex
) -> tuple[Section, ...]:
    """Return the sections of an article, the first with the sentence of another that answers what it leaves open.

    The rest of that other section follows the first. Sections stay as they are if the question asks one thing, if
    nothing is left open, or if no other section clearly answers it.
    """
    lead, *others = sections
    asks = asks_of(question.wording, index.subjects[article.id], index.lexicon)
    if len(asks) <= 1 or (len(lead.sentences) > 1 and GOES_ON.search(lead.sentences[1].template)):
        return tuple(sections)
    topic = telling_terms(question.tokens, index.lexicon) - index.subjects[article.id] - DEGREES
    guest = max(_guests(asks, topic, article, lead, others, index), key=lambda each: each[:2], default=None)
    if guest is None:
        return tuple(sections)
    first, *left = guest.section.sentences
    rest = [replace(guest.section, sentences=tuple(left))] if left else []
    return (opened_by_both(lead, first), *rest, *(one for one in others if one is not guest.section))


def _guests(
    asks: Sequence[Ask], topic: frozenset[str], article: Article, lead: Section, others: Sequence[Section],
    index: ArticleIndex,
) -> Iterator[_Guest]:  # fmt: skip
    """Yield the sections that clearly answer something that the first two sentences leave open.

    A bare ``why?`` asks it of what the first section is on: if that is a topic of the question, a guest is on it too.
    """
    topic = topic & _told(lead, index) if lead.title else frozenset()
    alone, both = ([_answers(ask, lead, last, index) for ask in asks] for last in (1, FIRST))
    is_open = [
        share < OPEN and (_tells(ask, index) if ask.terms else not _is_asked(ask, article, lead, index))
        for ask, share in zip(asks, both, strict=True)
    ]
    own = [_is_asked(ask, article, lead, index) >= ANSWERED for ask in asks]
    # Its second sentence is needed if the lead is asked for what it answers in other words.
    is_free = len(lead.sentences) == 1 or not any(
        is_own and ask.terms and told < OPEN for ask, is_own, told in zip(asks, own, both, strict=True)
    )
    for section in others:
        says, *_ = section.sentences
        if section.title == DIFFERENCE or any(map(_goes_on, section.sentences[:FIRST])) or _repeats(lead, says, index):
            continue
        answered = [
            1.0
            if is_free and left and not is_own and _is_meant(ask, section, index.subjects[article.id], index)
            else _answers(ask, section, 1, index)
            for ask, left, is_own in zip(asks, is_open, own, strict=True)
        ]
        gain = sum(map(max, alone, answered)) - sum(both)
        fits = [
            share + asked
            for ask, share, left in zip(asks, answered, is_open, strict=True)
            if left
            and share >= ANSWERED
            and (ask.terms or not topic or topic & _told(section, index))
            and (asked := _is_asked(ask, article, section, index)) >= ANSWERED
        ]
        if fits and gain >= GAIN:
            yield _Guest(gain, max(fits), section)


def _goes_on(sentence: Sentence) -> bool:
    return bool(GOES_ON.search(sentence.template))


def _repeats(lead: Section, sentence: Sentence, index: ArticleIndex) -> bool:
    """Tell whether a sentence says hardly more than the first one of a section."""
    said, says = (frozenset(terms_of(each.template, index.lexicon)) for each in (lead.sentences[0], sentence))
    return index.share(says, said) >= REPEATED


def _told(section: Section, index: ArticleIndex) -> frozenset[str]:
    return frozenset(terms_of(f"{section.title} {section.sentences[0].template}", index.lexicon))


def _tells(ask: Ask, index: ArticleIndex) -> bool:
    return index.information(dict.fromkeys(ask.terms, 1.0)) >= TELLING


def _answers(ask: Ask, section: Section, last: int, index: ArticleIndex) -> float:
    """Return the share of an ask that the first sentences of a section repeat; 0 without the kind of answer."""
    told = " ".join((section.title, *(each.template for each in section.sentences[:last])))
    return _share(ask, told, index) if all(gives(kind, told) for kind in ask.kinds) else 0.0


def _is_meant(ask: Ask, section: Section, subject: frozenset[str], index: ArticleIndex) -> bool:
    """Tell whether one question of a section asks for this and little else, beside the subject.

    The first sentence of a section answers its questions, in whatever words. The bottom line is left out: what it is
    asked is asked of the whole article.
    """
    return bool(section.title and ask.terms) and any(
        ask.kinds <= kinds_asked(text)
        and _share(ask, text, index) >= ANSWERED
        and index.share(_told_beside(text, subject, index), ask.terms) >= MEANT
        for text in section.asked
    )


def _told_beside(text: str, subject: frozenset[str], index: ArticleIndex) -> frozenset[str]:
    """Return what a question tells beside its subject and the kind of answer that it wants."""
    words = words_of(without_kinds(text.lower()), index.lexicon)
    return telling_terms(index.lexicon.tokens(words), index.lexicon) - subject - DEGREES


def _is_asked(ask: Ask, article: Article, section: Section, index: ArticleIndex) -> float:
    """Return the share of an ask that one question of a section repeats; 0 if none asks for the kind of answer."""
    asked = section.asked if section.title else (*section.asked, article.head.question, *article.head.wordings)
    if not ask.terms and not all(
        kind in kinds_asked(section.title) or share_asking(kind, asked) >= KIND_SHARE for kind in ask.kinds
    ):
        return 0.0
    return max((_share(ask, text, index) for text in asked if ask.kinds <= kinds_asked(text)), default=0.0)


def _share(ask: Ask, text: str, index: ArticleIndex) -> float:
    return index.share(ask.terms, frozenset(terms_of(text, index.lexicon))) if ask.terms else 1.0
