"""Which sections of an article open its answer, and the order of the others."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from diastole.answers.article_index import ArticleIndex
from diastole.answers.concepts import DEVICES, DISEASES
from diastole.answers.question import ParsedQuestion, weigh
from diastole.answers.search_texts import ASKED, texts_of
from diastole.answers.text_index import Passage, Saturation, TextIndex, terms_of
from diastole.knowledge.articles.article import Article, Place, Section, Sentence

# Chosen on the tuning half of the question sets, by the test that scores them.
OF_SECTION = Saturation(1.5, 1.0)  # of a section among those of its article
# By how many times a later section is closer than the opening: from where the two open the answer, and it alone. Of
# questions left out of the index it answered 35 % where it was hardly closer, and 70 % above 2.
NEAR, SURE = 1.0, 1.6
HARDLY_MORE = 0.25  # a question says hardly more than its subject if the rest of it tells less than this
# Words that begin a sentence which leans on the one before it; no first sentence of a section may.
LEANS = re.compile(
    r"(?:It|They|This|These|That|Those|Its|Their|One|Others?|Both|Neither|Such|Then|So|But|There|Here)\b"
)
COLLEAGUES = {"clinician", "trainee"}  # whose questions find the sections of both; patients stay apart


class SectionOrder:
    """Chooses the sections of articles that answer a question."""

    def __init__(self, articles: Mapping[str, Article], index: ArticleIndex):
        self.articles = articles
        self._index = index
        self._by_section: dict[tuple[str, str], TextIndex[int]] = {}  # by article and reader, made when first needed

    def leads(
        self, question: ParsedQuestion, id_: str, reader: str, right: Iterable[Place] = (), about: str = ""
    ) -> tuple[int, ...]:
        """Return the numbers of the one or two sections of an article whose first sentences answer a question.

        The section that sets a false belief right, or is asked just this, stands alone. Otherwise it is the one that is
        closest to the question, beside the opening where both may be meant. If a section is in the text for
        another reader, it is the section of this reader's text that rests on the same support.

        Parameters
        ----------
        right
            Places that set right what the question takes for granted, the best first.
        about
            Id of the article on whose page the question is asked; its opening was read already.
        """
        known = self._index.place_of(question, about)
        right = [place for place in (*right, *([known] if known else [])) if place.article == id_]
        if right:
            return (self._in_text_for(reader, next((one for one in right if one.reader in ("", reader)), right[0])),)
        if self._names_a_subject_only(question):
            return (0,)
        scores = self._sections(id_, reader).scores(question.terms(self._index.lexicon))
        opening = scores.pop(0, 0.0)
        later = max(scores, key=lambda number: scores[number], default=0)
        closeness = scores.get(later, 0.0)
        if about == id_:
            return (later if closeness > opening else 0,)
        if closeness <= NEAR * opening:
            return (0,)
        return (0, later) if closeness < SURE * opening else (later,)

    def _names_a_subject_only(self, question: ParsedQuestion) -> bool:
        """Tell whether a question names a device or disease and says hardly anything else, as ‘what about AR?’."""
        lexicon, told = self._index.lexicon, self._index.information
        rest = weigh([token for token in question.tokens if token.term not in DEVICES | DISEASES], lexicon)
        return told(rest) < HARDLY_MORE * told(question.terms(lexicon))

    def _sections(self, id_: str, reader: str) -> TextIndex[int]:
        """Return the index of the sections of a text: a word tells more if few of them contain it."""
        if (id_, reader) not in self._by_section:
            passages: dict[int, list[Passage]] = {}
            for place, texts in texts_of(self.articles[id_]).items():
                own = place.reader in ("", reader)
                number = place.section if own else self._counterpart(reader, place)
                if own or number:
                    told = [(weight, text) for weight, text in texts if own or weight == ASKED]
                    read = [(weight, terms_of(text, self._index.lexicon)) for weight, text in told]
                    passages.setdefault(number, []).extend(read)
            self._by_section[id_, reader] = TextIndex(passages, OF_SECTION)
        return self._by_section[id_, reader]

    def _in_text_for(self, reader: str, place: Place) -> int:
        """Return the section of a reader's text that shares most support with a place; the opening at a tie."""
        if place.reader in ("", reader) or not place.section:
            return place.section
        shared = self._shared_support(reader, place)
        return shared.index(max(shared))

    def _counterpart(self, reader: str, place: Place) -> int:
        """Return the section for one colleague that shares over half the support of another's; 0 if none does."""
        if {place.reader, reader} != COLLEAGUES:
            return 0
        shared = self._shared_support(reader, place)
        support = self.articles[place.article].texts[place.reader][place.section].support
        return shared.index(max(shared)) if place.section and 2 * max(shared) > len(support) else 0

    def _shared_support(self, reader: str, place: Place) -> list[int]:
        """Return how much of the support of a place each section of a reader's text shares."""
        texts = self.articles[place.article].texts
        support = texts[place.reader][place.section].support
        return [len(support & section.support) for section in texts[reader]]


def opened_by(sections: Sequence[Section], leads: Sequence[int]) -> list[Section]:
    """Return the sections of a text so that they begin with those that answer a question.

    Where the opening and another do, the answer opens with the first sentence of each and the rest of the bottom line.
    No sentence is lost or told twice; one that leans on the sentence before it, as ‘it is then …’, stays with it.
    """
    later = next((number for number in leads if number), 0)
    others = [section for number, section in enumerate(sections) if number not in (0, later)]
    if len(leads) == 1:
        return [sections[later], *sections[:1], *others] if later else [*sections]
    (first, rest), (bottom, more) = _parted(sections[later]), _parted(sections[0])
    first = tuple(replace(each, starts="") for each in first)
    opening = (*bottom, *first, *more)
    left = [replace(sections[later], sentences=rest)] if rest else []
    return [replace(sections[0], sentences=opening), *left, *others]


def _parted(section: Section) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Return the first sentence of a section with those that lean on it, and the others."""
    told = section.sentences
    end = next((place for place in range(1, len(told)) if not LEANS.match(told[place].template)), len(told))
    return told[:end], told[end:]
