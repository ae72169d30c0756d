"""Find the article that answers a question, and the section that it begins with."""

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from diastole.answers.concepts import CORE, DEGREES, DEVICES, DISEASES
from diastole.answers.follow_ups import is_follow_up, key
from diastole.answers.lexicon import Lexicon, Token, read_words
from diastole.answers.question import ParsedQuestion, parse_question, weigh, with_the_pump
from diastole.answers.search_result import Hit, SearchResult
from diastole.answers.search_texts import ASKED, load_outside, texts_of, texts_without
from diastole.answers.text_index import Saturation, TextIndex, words_of
from diastole.knowledge.articles.article import READERS, Article, Place
from diastole.knowledge.evidence.statement import Statement

# Chosen on the tuning half of the question sets, by the test that scores them.
OTHERS = 4.0  # weight of a question on another subject, of which there are fewer
OF_WHOLE, OF_PLACE = Saturation(8.0, 0.7), Saturation(6.0, 0.3)  # of an article, and of a section among all
OF_SECTION = Saturation(1.5, 1.0)  # of a section among those of its article
OTHER = 0.05  # what an article loses that is about another device or disease
ITSELF, NEIGHBOUR = 0.1, 0.12  # what the article of the page gains, and those that it names as related
CARRIED = 0.6  # what a subject counts that is carried along from the page on which a follow-up is asked
TOPIC = 0.3  # what another concept of the page's question counts
OWN = 0.02  # what articles for patients gain with them, and lose with others
OURS = 1.2  # by how much a question on another subject has to be closer to refuse one that names what is ours
NAMED = 1.5  # the same for one that names a device of ours
PART = 0.25  # least part of what a question tells that one of its parts has to tell
ANSWERED = 0.04  # least confidence of an answer
REMOTE = 0.095  # the same for a question that names nothing at the core of the subject
CLOSE = 0.97  # of the best score: what is this close is a choice
SECOND = 0.3  # least score of the article of each of several parts
OPENING = 1.3  # what an opening counts against its sections, except on its page, where it was read already
SHORT = 4  # letters of a stem, with its mark, that may be a slip
COLLEAGUES = {"clinician", "trainee"}  # whose questions find the sections of both; patients stay apart
OUTSIDE = "outside: "  # begins what is known of another subject, in the place of an article's id
NEAREST = 0.3  # least score of a statement that is listed as near
CHOICES = 3


class Finder:
    """Finds the articles, and the statements, for a question."""

    def __init__(self, articles: Mapping[str, Article], statements: Mapping[str, Statement], lexicon: Lexicon):
        self.articles = articles
        self.lexicon = lexicon
        self._statements = statements
        self._read: set[str] = set()  # words of what is indexed
        asked = [
            (article.id, place, text)
            for article in articles.values()
            for place, texts in article.asked.items()
            for text in texts
        ]
        on_pages = {text for *_, text in asked if is_follow_up(text, lexicon)}  # count on the page of the article only
        told = {id_: self._told(article, on_pages) for id_, article in articles.items()}
        self._ours = {
            term for places in told.values() for texts in places.values() for _, terms in texts for term in terms
        }
        told |= {
            f"{OUTSIDE}{subject}": {Place(f"{OUTSIDE}{subject}"): [(OTHERS, self._terms(text)) for text in texts]}
            for subject, texts in load_outside().items()
        }
        self._whole = TextIndex(
            {id_: [each for texts in places.values() for each in texts] for id_, places in told.items()}, OF_WHOLE
        )
        self._places = TextIndex(
            {place: texts for places in told.values() for place, texts in places.items()}, OF_PLACE
        )
        self._asked_for = {tuple(read_words(text, lexicon)): place for _, place, text in asked if text not in on_pages}
        self._follow_ups = {(id_, key(text, lexicon)): place for id_, place, text in asked if text in on_pages}
        self._by_section: dict[tuple[str, str], TextIndex[int]] = {}  # made when it is asked for
        self._subjects = {id_: lexicon.with_broader(one.head.subject) for id_, one in articles.items()}

    def _terms(self, text: str) -> dict[str, float]:
        """Return the terms of a text of ours, whose words are kept."""
        words = words_of(text, self.lexicon)
        self._read.update(words)
        return weigh(self.lexicon.tokens(words), self.lexicon)

    def _told(self, article: Article, left_out: Container[str]) -> dict[Place, list[tuple[float, dict[str, float]]]]:
        """Return the terms of what an article is asked and says, by place, each with its weight; not all questions."""
        texts = texts_without(article, left_out)
        return {place: [(weight, self._terms(text)) for weight, text in each] for place, each in texts.items()}

    @cached_property
    def _by_statement(self) -> TextIndex[str]:
        return TextIndex(
            {
                id_: [(1.0, self._terms(str(getattr(one.text, reader)))) for reader in READERS]
                for id_, one in self._statements.items()
            },
            OF_WHOLE,
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of an article or of a question on another subject, for the correction of spelling."""
        return frozenset(self._read)

    def concepts(self, text: str) -> frozenset[str]:
        """Return the concepts that a text of ours names."""
        return frozenset(self._terms(text)) & frozenset(self.lexicon.concepts)

    def read(self, text: str, about: str = "") -> ParsedQuestion:
        """Read a question; ``the pump`` is the device that it names otherwise, or that of the page."""
        question = parse_question(text, self.words, self.lexicon)
        page = self.articles[about].head.subject if about else ()
        return with_the_pump(question, page)

    def find(self, question: ParsedQuestion, about: str = "", reader: str = READERS[0]) -> SearchResult:
        """Return the articles for a question.

        Parameters
        ----------
        about
            Id of the article on whose page it is asked.
        reader
            Who asks: some articles answer what patients ask.
        """
        page = self.articles[about] if about else None
        subject = page.head.subject if page else ()
        whole = self._ranked(question, subject, page, reader)
        if page and self._wording(question, about) in page.asked:
            first = next((hit for hit in whole if hit.id == about), Hit(about, 0.0))
            return SearchResult((first, *(hit for hit in whole if hit.id != about)), (about,), is_wording=True)
        goes_on = is_follow_up(question.text, self.lexicon)
        if page and self._stays(question, page):  # such as ‘is that an emergency?’ or ‘and in women?’
            whole = tuple(hit for hit in whole if hit.id in (page.id, *page.head.related)) or whole
        if self._is_wording(question):
            return SearchResult(whole, (whole[0].id,), is_wording=True)
        named = question.concepts - self._of_other_kind(question)
        is_core = bool(named & CORE)
        margin = NAMED if named & DEVICES else OURS if is_core or page else 1.0
        telling = [token for token in question.tokens if not self.lexicon.stopwords.issuperset(token.said)]
        is_short = page is not None and (goes_on or len(telling) == 1)  # such as ‘and with a pacemaker?’
        if (
            not whole
            or (page is None and all(token.term in DEGREES for token in question.tokens))
            or all(token.term.isdecimal() for token in question.tokens)
            or (not is_short and self._best_outside(question) > whole[0].score * margin)
        ):
            return SearchResult(whole, ())
        if self._confidence(question, whole) < (ANSWERED if is_core or page else REMOTE):
            return SearchResult(whole, (page.id,) if page and not self._has_strange_word(question) else ())
        if page is None and not is_core and self._has_strange_word(question):
            return SearchResult(whole, ())
        parts = [
            (part, hits[0])
            for part in question.parts
            if (hits := self._ranked(part, subject or self._subject(question), page, reader))
            and (self._mass(part) >= PART * self._mass(question) or self._is_wording(part))
        ]
        return self._decided(whole, parts, about)

    def order(
        self, question: ParsedQuestion, id_: str, reader: str, right: Iterable[Place] = (), about: str = ""
    ) -> tuple[int, ...]:
        """Return the places of an article's sections as a question asks for them.

        First comes the section that sets right what the question takes for granted; else the one that answers a
        question closer to it than any that the opening answers. Where that is said in the text for another reader, the
        section that rests on most of the same comes first.

        Parameters
        ----------
        right
            Where false beliefs are set right that it takes for granted, the first first.
        about
            Id of the article on whose page it is asked; its own opening was read already.
        """
        known = self._wording(question, about)
        right = [place for place in (*right, *([known] if known else [])) if place.article == id_]
        if right:
            wanted = next((place for place in right if place.reader in ("", reader)), right[0])
            lead = self._in_text_for(reader, wanted)
        else:
            scores = self._sections(id_, reader).scores(self._asked(question))
            scores[0] = scores.get(0, 0.0) * (1.0 if about == id_ else OPENING)
            lead = 0 if self._names_a_subject_only(question) else max(scores, key=lambda place: scores[place])
        return (lead, *(place for place in range(len(self.articles[id_].texts[reader])) if place != lead))

    def _sections(self, id_: str, reader: str) -> TextIndex[int]:
        """Return the index of the sections of a text, in which a word tells what stands in few of them."""
        if (id_, reader) not in self._by_section:
            told: dict[int, list[tuple[float, dict[str, float]]]] = {}
            for place, texts in texts_of(self.articles[id_]).items():
                if place.reader in ("", reader):
                    told.setdefault(place.section, []).extend((weight, self._terms(text)) for weight, text in texts)
                elif {place.reader, reader} == COLLEAGUES and (same := self._counterpart(reader, place)):
                    asked = [(weight, self._terms(text)) for weight, text in texts if weight == ASKED]
                    told.setdefault(same, []).extend(asked)
            self._by_section[id_, reader] = TextIndex(told, OF_SECTION)
        return self._by_section[id_, reader]

    def _in_text_for(self, reader: str, place: Place) -> int:
        """Return the section of a reader's text that rests on most of what one for another reader rests on."""
        if place.reader in ("", reader) or not place.section:
            return place.section
        shared = self._shared(reader, place)
        return shared.index(max(shared))  # the opening, where several share as much

    def _shared(self, reader: str, place: Place) -> list[int]:
        """Return how much each section of a reader's text shares of what one for another reader rests on."""
        texts = self.articles[place.article].texts
        carried = texts[place.reader][place.section].support
        return [len(carried & section.support) for section in texts[reader]]

    def _counterpart(self, reader: str, place: Place) -> int:
        """Return the section for a reader that rests on most of what one for another rests on; 0 if none does."""
        carried = self.articles[place.article].texts[place.reader][place.section].support
        shared = self._shared(reader, place)
        return shared.index(max(shared)) if place.section and 2 * max(shared) > len(carried) else 0

    def _is_wording(self, question: ParsedQuestion) -> bool:
        """Tell whether a question is one that an article answers, to the word."""
        return self._words(question) in self._asked_for

    def _wording(self, question: ParsedQuestion, about: str) -> Place | None:
        """Return the place that answers a question to the word; a follow-up only on its page."""
        place = self._follow_ups.get((about, key(question.text, self.lexicon)))
        return place or self._asked_for.get(self._words(question))

    def _stays(self, question: ParsedQuestion, page: Article) -> bool:
        """Tell whether a question on a page is about its subject: it names no concept, or goes on with no other."""
        other = question.concepts & (DEVICES | DISEASES) - self._subjects[page.id]
        return not question.concepts or (not other and is_follow_up(question.text, self.lexicon))

    def _words(self, question: ParsedQuestion) -> tuple[str, ...]:
        return tuple(read_words(question.text, self.lexicon))

    def _has_strange_word(self, question: ParsedQuestion) -> bool:
        """Tell whether a question has a word that no article uses."""
        return any(self._is_strange(token) for token in question.tokens)

    def _is_strange(self, token: Token) -> bool:
        terms = weigh([token], self.lexicon)
        return any(len(term) > SHORT and term[1:].isalpha() and term not in self._ours for term in terms)

    def _of_other_kind(self, question: ParsedQuestion) -> frozenset[str]:
        """Return the concepts of single words such as ``balloon`` that a strange word makes another thing."""
        pairs = [*pairwise(question.tokens), *((after, before) for before, after in pairwise(question.tokens))]
        return frozenset(
            token.term
            for near, token in pairs
            if token.said in (("balloon",), ("balloons",)) and self._is_strange(near)
        )

    def _asked(self, question: ParsedQuestion) -> dict[str, float]:
        return weigh(question.tokens, self.lexicon)

    def share(self, words: frozenset[str], terms: frozenset[str]) -> float:
        """Return how much of what some words tell stands in some terms, 0 to 1."""
        told = dict.fromkeys(words, 1.0)
        return self._whole.mass(dict.fromkeys(words & terms, 1.0)) / (self._whole.mass(told) or 1.0) if words else 1.0

    def most_telling(self, words: frozenset[str]) -> str:
        """Return the rarest of some terms."""
        return max(sorted(words), key=self._whole.rarity, default="")

    def _names_a_subject_only(self, question: ParsedQuestion) -> bool:
        """Tell whether a question names a device or disease and says hardly anything else, as ‘what about AR?’."""
        rest = weigh([token for token in question.tokens if token.term not in DEVICES | DISEASES], self.lexicon)
        return self._whole.mass(rest) < PART * self._mass(question)

    def _mass(self, question: ParsedQuestion) -> float:
        return self._whole.mass(self._asked(question))

    def _confidence(self, question: ParsedQuestion, hits: Sequence[Hit]) -> float:
        """Return how well the best article fits, times how much of the question it speaks of."""
        if not hits:
            return 0.0
        terms = self._asked(question)
        return hits[0].score * self._whole.mass(terms, hits[0].id) / (self._whole.mass(terms) or 1.0)

    def nearest_statements(self, question: ParsedQuestion, most: int = CHOICES) -> tuple[str, ...]:
        """Return the ids of the statements closest to a question."""
        scores = self._by_statement.scores(self._asked(question))
        ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple(id_ for id_, score in ranked[:most] if score >= NEAREST)

    def _subject(self, question: ParsedQuestion) -> tuple[str, ...]:
        """Return the device and disease that the parts of a question share."""
        return tuple(sorted(question.concepts & (DEVICES | DISEASES)))

    def _ranked(
        self, question: ParsedQuestion, subject: Iterable[str], page: Article | None, reader: str
    ) -> tuple[Hit, ...]:
        carried = self._carried(question, subject)
        topic = self.concepts(page.head.question) - question.concepts - DEVICES - DISEASES if page else frozenset()
        terms = dict.fromkeys(topic, TOPIC) | self._asked(question) | dict.fromkeys(carried, CARRIED)
        scores, wanted = self._scores(terms), self._asked_for.get(self._words(question))
        near = dict.fromkeys(page.head.related, NEIGHBOUR) | {page.id: ITSELF} if page else {}
        hits = [
            Hit(
                id_,
                scores[id_]
                + (wanted is not None and wanted.article == id_)
                - self._elsewhere(id_, question.concepts | carried)
                + near.get(id_, 0.0)
                + OWN * self._is_for_patients(id_) * (1 if reader == "patient" else -1),
            )
            for id_ in scores.keys() & self.articles.keys()
        ]
        return tuple(sorted(hits, key=lambda hit: (-round(hit.score, 9), hit.id)))

    def _scores(self, terms: Mapping[str, float]) -> dict[str, float]:
        """Return the scores of what is known: the mean of that of the whole and of that of its best place."""
        best: dict[str, float] = {}
        for place, score in self._places.scores(terms).items():
            best[place.article] = max(score, best.get(place.article, 0.0))
        return {id_: (score + best[id_]) / 2 for id_, score in self._whole.scores(terms).items()}

    def _best_outside(self, question: ParsedQuestion) -> float:
        """Return how well the best of the other subjects fits."""
        scores = self._scores(self._asked(question))
        return max((score for id_, score in scores.items() if id_ not in self.articles), default=0.0)

    def _decided(self, whole: tuple[Hit, ...], parts: Sequence[tuple[ParsedQuestion, Hit]], about: str) -> SearchResult:
        """Return which are shown: one for each part; the best, which is that of the page if it is as near; or a choice.

        A choice is offered between articles on different devices or diseases.
        """
        clear: dict[str, ParsedQuestion] = {}
        for part, hit in parts:
            if hit.score >= SECOND:
                clear.setdefault(hit.id, part)
        best = whole[0]
        if len(clear) > 1 and best.score < max(hit.score for _, hit in parts):
            return SearchResult(whole, tuple(clear)[:CHOICES], tuple(clear.values())[:CHOICES])
        near = [hit.id for hit in whole if hit.score >= CLOSE * best.score]
        if about in near:
            return SearchResult(whole, (about,))
        kinds = {id_: self._subjects[id_] & (DEVICES | DISEASES) for id_ in near}
        others = [id_ for id_ in near if kinds[id_] != kinds[best.id]]
        return SearchResult(whole, (best.id, *others[: CHOICES - 1]))

    def _is_for_patients(self, id_: str) -> bool:
        return self.articles[id_].head.topic == "patients"

    def _elsewhere(self, id_: str, named: frozenset[str]) -> float:
        """Return what an article loses that is about another device or disease than those that are named."""
        kinds = [named & kind for kind in (DEVICES, DISEASES)]
        return OTHER * sum(bool(each) and not each & self._subjects[id_] for each in kinds)

    def _carried(self, question: ParsedQuestion, subject: Iterable[str]) -> frozenset[str]:
        """Return what a question leaves out and the page is about: a device, or a disease."""
        open_kinds = [kind for kind in (DEVICES, DISEASES) if not question.concepts & kind]
        return frozenset(name for name in subject if any(name in kind for kind in open_kinds))
