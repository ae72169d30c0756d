"""The order in which an answer shows the sections of its article."""

from collections.abc import Iterable, Mapping

import numpy as np

from diastole.answers.answer_kinds import gives, is_bare, kinds_asked, share_asking
from diastole.answers.article_index import ArticleIndex
from diastole.answers.concepts import DEVICES, DISEASES, TRIALS
from diastole.answers.question import ParsedQuestion, weigh
from diastole.answers.search_texts import ASKED, texts_of
from diastole.answers.term_vectors import TermVectors
from diastole.answers.text_index import Passage, Saturation, TextIndex, terms_of
from diastole.arrays import Array
from diastole.knowledge.articles.article import Article, Place

# Chosen on the tuning half of the question sets, by the test that scores them.
OF_SECTION = Saturation(1.5, 1.0)  # of a section among those of its article
OPENING = 1.3  # weight of the opening against later sections, except on its own page, where it was read already
ARRIVAL = 1.6  # the same where a follow-up leads from its page to another article, of which nothing was read yet
LEFT_OUT = 0.6  # weight there of a device, disease or trial of the question before that is not that article's own
KIND = 0.05  # what a section gains for the kind of answer that is asked for, where the words of the question count too
ASKED_ONLY = 0.1  # what the opening gains where the kind of answer is all that is asked for
TITLED = 0.5  # what a heading that names the kind of answer counts, against the share of questions that ask for it
GIVEN = 0.5  # what giving a kind of answer counts, against the share of questions that ask for it
FIRST = 2  # sentences of a section that have to give the answer
MEANING = 0.3  # weight of the meaning of a question against its words; chosen on questions left out of the vectors
NEAR = 2  # questions of a section that are compared by meaning
HARDLY_MORE = 0.25  # a question says hardly more than its subject if the rest of it tells less than this
COLLEAGUES = {"clinician", "trainee"}  # whose questions find the sections of both; patients stay apart


class SectionOrder:
    """Orders the sections of articles by what a question asks for."""

    def __init__(self, articles: Mapping[str, Article], index: ArticleIndex, vectors: TermVectors):
        self.articles = articles
        self._index = index
        self._vectors = vectors
        # By article and reader, made when first needed.
        self._by_section: dict[tuple[str, str], TextIndex[int]] = {}
        self._by_meaning: dict[tuple[str, str], dict[int, Array]] = {}

    def order(
        self, question: ParsedQuestion, id_: str, reader: str, right: Iterable[Place] = (), about: str = ""
    ) -> tuple[int, ...]:
        """Return the numbers of an article's sections in the order in which they answer a question.

        The section that sets a false belief right comes first; otherwise the section that is closer to the question
        than the opening is. If that section is in the text for another reader, the section of this reader's text that
        rests on the same support comes first.

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
            lead = self._in_text_for(reader, next((one for one in right if one.reader in ("", reader)), right[0]))
        elif self._names_a_subject_only(question) and not kinds_asked(question.wording):
            lead = 0
        else:
            scores = self._scores(question, id_, reader, about)
            lead = max(scores, key=lambda number: scores[number])
        return (lead, *(number for number in range(len(self.articles[id_].texts[reader])) if number != lead))

    def _scores(self, question: ParsedQuestion, id_: str, reader: str, about: str) -> dict[int, float]:
        """Return how well each section answers a question: by its words, and by the kind of answer that it gives."""
        kinds = self._scores_by_kind(question, id_, reader)
        if about == id_ and is_bare(question.wording, self._index.lexicon):
            return kinds | {0: kinds[0] + ASKED_ONLY}
        left = question.left_out & (DEVICES | DISEASES | TRIALS) - self._index.subjects[id_]
        carried = dict.fromkeys(sorted(left) if about != id_ else (), LEFT_OUT)
        words = self._sections(id_, reader).scores(carried | question.terms(self._index.lexicon))
        words[0] = words.get(0, 0.0) * (OPENING if not about else 1.0 if about == id_ else ARRIVAL)
        near = {} if about else self._scores_by_meaning(question, id_, reader)
        return {
            number: words.get(number, 0.0) + KIND * score + MEANING * near.get(number, 0.0)
            for number, score in kinds.items()
        }

    def _scores_by_meaning(self, question: ParsedQuestion, id_: str, reader: str) -> dict[int, float]:
        """Return, by section, how close in meaning the closest of its questions and its heading are, -1 to 1."""
        meaning = self._vectors.meaning(question.terms(self._index.lexicon))
        return {
            number: float(np.sort(rows @ meaning)[-NEAR:].mean())
            for number, rows in self._meanings(id_, reader).items()
        }

    def _meanings(self, id_: str, reader: str) -> dict[int, Array]:
        """Return, by section, the meaning of its heading and of each question that it answers, one a row."""
        if (id_, reader) not in self._by_meaning:
            article = self.articles[id_]
            texts = {number: [each.title] * bool(each.title) for number, each in enumerate(article.texts[reader])}
            for place, asked in article.asked.items():
                number = self._number(reader, place)
                if number or place.reader in ("", reader):
                    texts[number].extend(asked)
            self._by_meaning[id_, reader] = {
                number: np.array([self._vectors.meaning(terms_of(text, self._index.lexicon)) for text in own])
                for number, own in texts.items()
                if own
            }
        return self._by_meaning[id_, reader]

    def _scores_by_kind(self, question: ParsedQuestion, id_: str, reader: str) -> dict[int, float]:
        """Return, by section, whether it gives the kinds of answer that are asked for, and is asked for them."""
        asked: dict[int, list[str]] = {}
        for place, texts in self.articles[id_].asked.items():
            asked.setdefault(self._number(reader, place), []).extend(texts)
        sections = self.articles[id_].texts[reader]
        told = [" ".join(each.template for each in section.sentences[:FIRST]) for section in sections]
        return {
            number: sum(
                GIVEN * gives(kind, text)
                + share_asking(kind, asked.get(number, ()))
                + TITLED * (kind in kinds_asked(sections[number].title))
                for kind in kinds_asked(question.wording)
            )
            for number, text in enumerate(told)
        }

    def _number(self, reader: str, place: Place) -> int:
        """Return the section of a reader's text that stands for a place; the opening if none does."""
        return place.section if place.reader in ("", reader) else self._counterpart(reader, place)

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
