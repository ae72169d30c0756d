"""From a question to an answer: the article that answers it, with what carries each sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from diastole.answers import refusals
from diastole.answers.answer import BOTTOM_LINE, Answer, AnswerSection, AnswerSentence, ArticleLink, Reference
from diastole.answers.answer_kinds import missed
from diastole.answers.article_review import review_of
from diastole.answers.beliefs import Premise
from diastole.answers.citations import numbered
from diastole.answers.concepts import CORE
from diastole.answers.evidence_text import bench_text, claim_text, statement_text
from diastole.answers.finder import SearchResult
from diastole.answers.foreign_languages import ForeignLanguage, detect_language
from diastole.answers.library import Library, load_library
from diastole.answers.measurements import read_measurements
from diastole.answers.opening import FIRST
from diastole.answers.patient_run import TITLE, PatientRun
from diastole.answers.placeholders import PENDING, PLACEHOLDER, FillingError, fill_in
from diastole.answers.premises import false_premises
from diastole.answers.question import ParsedQuestion, checked_text
from diastole.answers.rewriter import Rewriter, rewritten
from diastole.answers.several_parts import OrderedArticle, written_for
from diastole.errors import InputError, did_you_mean
from diastole.knowledge.articles.article import DIFFERENCE, READERS, Article, Place
from diastole.knowledge.articles.article import Section as Written
from diastole.knowledge.articles.article import Sentence as Draft
from diastole.studies.experiments.runs import Arms, known_arms, run_bench

REWORDED = "Re-worded by a language model, within the guards."
NEARBY = 15  # articles among which one has to be that corrects a false belief
MOST_LINKS = 6
SHOWN_OF_A_CHOICE = 2  # sentences
EITHER = "This question could mean more than one thing. Which of these do you want to know?"


class Answerer:
    """Answers questions from one library."""

    def __init__(self, library: Library):
        self.library = library

    def answer(
        self, text: str, reader: str = "clinician", *, about: str = "", after: str = "",
        patient_run: PatientRun | None = None, rewriter: Rewriter | None = None,
    ) -> Answer:  # fmt: skip
        """Answer a question.

        Parameters
        ----------
        reader
            ``clinician``, ``trainee`` or ``patient``.
        about
            Id of the article on whose page it is asked: a follow-up without a subject takes that of the article.
        after
            The question before, whose subject a follow-up takes too; its answer is the page if ``about`` names none.
        patient_run
            The run of a model patient that is shown below the text.
        rewriter
            Re-words the sentences; what the guards reject stays as it was.

        Raises
        ------
        InputError
            If the question is empty or too long, or reader or article unknown.
        """
        text = checked_text(text)
        self._check(reader, about)
        if after.strip():
            after = checked_text(after)
            about = about or self._page_of(after, reader)
        finder = self.library.finder
        other = detect_language(text, self.library.index.words)
        question = finder.read(other.english(text) if other else text, about, after.strip())
        refusal = refusals.refuse(question.wording, reader)
        if refusal:
            result = SearchResult((), ()) if refusal.reason == "emergency" else finder.find(question, about, reader)
            wrong = self._wrong(question, result, about) if refusal.reason == "dosing" else []
            return self._refused(text, reader, refusal, result.nearest, wrong)
        if other:
            return self._foreign(text, question, reader, other)
        result = finder.find(question, about, reader)
        if wrong := self._wrong(question, result, about):
            same = {each.place.article for each in wrong if each.says == wrong[0].says}  # a belief that several correct
            first = next(hit.id for hit in result.hits if hit.id in same)
            result = replace(result, chosen=(first,), parts=())
        chosen = result.chosen
        notices = tuple(f"Read ‘{before}’ as ‘{after}’." for before, after in question.corrected)
        if not chosen:
            return self._refused(text, reader, refusals.outside(), result.nearest)
        if len(chosen) > 1 and not result.parts:
            return replace(self._choice(question, reader, result), notices=notices)
        ordered = written_for(question, result, self.library, reader, [one.place for one in wrong], about)
        if reader != "patient" and (graded := read_measurements(question, self.library.lexicon)):
            ordered = ordered._replace(sections=(graded, *ordered.sections))
        answer = self._composed(text, ordered, reader, patient_run, rewriter)
        if about and not wrong:
            notices += self._not_told(question, ordered.sections[0])
        near = (*chosen, *ordered.article.head.related)
        related = self._links(dict.fromkeys(id_ for id_ in near if id_ != ordered.article.id))
        told, notices = tuple(each.says for each in wrong[:1]), (*notices, *answer.notices)
        return replace(answer, premises=told, notices=notices, related=related)

    def article(self, id_: str, reader: str = "clinician") -> Answer:
        """Return an article as the answer to its own question.

        Raises
        ------
        InputError
            If there is no such article or reader.
        """
        self._check(reader, id_)
        article = self.library.articles[id_]
        return self._composed(article.head.question, OrderedArticle(article, article.texts[reader]), reader)

    def run_pending(self, answer: Answer) -> None:
        """Run the simulated patients whose numbers an answer lacks; asked again, the question has them.

        Raises
        ------
        SimulationError
            If the heart of one of them cannot sustain a beat.
        """
        for id_ in [answer.article] if answer.article else [section.article for section in answer.sections]:
            for bench in self.library.articles[id_].benches.values():
                run_bench(bench)

    def subject(self, text: str) -> frozenset[str]:
        """Return the concepts that a question names."""
        return self.library.finder.read(text).concepts

    def _wrong(self, question: ParsedQuestion, result: SearchResult, about: str) -> list[Premise]:
        """Return the false beliefs that a question takes for granted, of the articles near it."""
        if not (result.chosen or question.concepts & CORE):
            return []  # its words mean something else
        known = self.library.index.place_of(question, about)
        if known and known == Place(known.article):
            return []  # a question of an article as a whole takes nothing for granted
        believed = self.library.premises(hit.id for hit in result.hits[: 1 if result.is_wording else NEARBY])
        subject = self.library.articles[about].head.subject if about else ()
        return false_premises(question, believed, self.library.index, subject)

    def _not_told(self, question: ParsedQuestion, first: Written) -> tuple[str, ...]:
        """Return a notice where a bare follow-up asks for a kind of answer that the opening does not give."""
        told = " ".join(each.template for each in first.sentences[:FIRST])
        what = missed(question.wording, first.asked, told, self.library.lexicon)
        return (f"What is shown here does not say {what}.",) if what else ()

    def _page_of(self, text: str, reader: str) -> str:
        """Return the id of the first article that answers a question; none if nothing does."""
        answer = self.answer(text, reader)
        return answer.article or next((section.article for section in answer.sections), "")

    def _check(self, reader: str, about: str) -> None:
        if reader not in READERS:
            raise InputError(
                f"'{reader}' is not a reader; readers are {', '.join(READERS)}.{did_you_mean(reader, READERS)}"
            )
        if about and about not in self.library.articles:
            raise InputError(f"'{about}' is not an article.{did_you_mean(about, self.library.articles)}")

    def _refused(
        self, text: str, reader: str, refusal: refusals.Refusal, near: Iterable[str], wrong: Sequence[Premise] = ()
    ) -> Answer:
        return Answer(
            text, reader, answered=False, reason=refusal.reason, message=refusal.text, related=self._links(near),
            premises=tuple(each.says for each in wrong[:1]), edition=self.library.hash,
        )  # fmt: skip

    def _foreign(self, text: str, question: ParsedQuestion, reader: str, other: ForeignLanguage) -> Answer:
        """Return the article whose terms a question in another language shares, and say so in that language."""
        result = self.library.finder.find(question, reader=reader) if question.concepts else SearchResult((), ())
        if not result.chosen:
            refused = self._refused(text, reader, refusals.Refusal("language", refusals.outside().text), ())
            return replace(refused, notices=(f"{other.says.split('. ')[0]}.",), language=other.code)
        article = self.library.articles[result.chosen[0]]
        answer = self._composed(text, OrderedArticle(article, article.texts[reader]), reader)
        return replace(answer, notices=(other.says, *answer.notices), language=other.code)

    def _choice(self, question: ParsedQuestion, reader: str, result: SearchResult) -> Answer:
        """Return the bottom lines of several articles, to choose between."""
        sections: list[AnswerSection] = []
        pending: tuple[str, ...] = ()
        for id_ in result.chosen:
            article = self.library.articles[id_]
            (section,), _, more = self._sections(article, reader, article.texts[reader][:1])
            pending += more
            shown = tuple(replace(each, references=()) for each in section.sentences[:SHOWN_OF_A_CHOICE])
            sections.append(replace(section, title=article.head.question, article=id_, sentences=shown))
        told, references = numbered(sections, self.library)
        return Answer(
            question.text, reader, answered=True, message=EITHER, sections=told, references=references,
            related=self._links(hit.id for hit in result.hits if hit.id not in result.chosen),
            nearest=self._statements(question, reader), pending=pending,
            edition=self.library.hash,
        )  # fmt: skip

    def _statements(self, question: ParsedQuestion, reader: str) -> tuple[AnswerSentence, ...]:
        """Return the statements nearest to a question."""
        known = self.library.statements
        ids = self.library.statement_index.nearest(question)
        return tuple(AnswerSentence(str(getattr(known[id_].text, reader)), (id_,)) for id_ in ids)

    def _composed(
        self, text: str, ordered: OrderedArticle, reader: str, patient_run: PatientRun | None = None,
        rewriter: Rewriter | None = None,
    ) -> Answer:  # fmt: skip
        """Return an article as the answer, in the order given."""
        article, written, guests = ordered
        sections, references, pending = self._sections(article, reader, written)
        notices: list[str] = []
        if rewriter:
            sections, why = rewritten(sections, rewriter, self._evidence(article, sections))
            notices.append(f"The wording is that of the article: {why}." if why else REWORDED)
        if patient_run:
            number, name = len(references) + 1, patient_run.run
            run = Reference(number, "simulation", name, "Run of a model patient", commands=(patient_run.command,))
            lines = (AnswerSentence(line, runs=(name,), references=(number,)) for line in patient_run.sentences)
            sections, references = (*sections, AnswerSection(TITLE, tuple(lines))), (*references, run)
        told = (id_ for one in written for each in one.sentences for id_ in each.statements)
        ids = dict.fromkeys((*article.statements, *told))
        used = [self.library.statements[id_] for id_ in ids if id_ in self.library.statements]
        gone = [f"{one.id}: {one.withdrawn}" for one in used if one.withdrawn]
        gone += [f"{id_}: it no longer exists" for id_ in ids if id_ not in self.library.statements]
        gone += _no_longer_shown(article)
        return Answer(
            text, reader, answered=True, article=article.id, title=article.head.question, author=article.head.author,
            updated=article.head.updated.isoformat(), review=review_of((article.id, *guests), [one.id for one in used]),
            withdrawn=tuple(gone), sections=sections, references=references,
            related=self._links(article.head.related), notices=tuple(notices),
            pending=pending, bench=article.head.bench, versions={one.id: one.version for one in used},
            edition=self.library.hash,
        )  # fmt: skip

    def _sections(
        self, article: Article, reader: str, written: Sequence[Written]
    ) -> tuple[tuple[AnswerSection, ...], tuple[Reference, ...], tuple[str, ...]]:
        """Return sections with their numbers filled in, their references, and the runs that are not done yet."""
        arms = {name: known_arms(bench) for name, bench in article.benches.items()}
        sections = [
            AnswerSection(
                one.title or BOTTOM_LINE, tuple(_sentence(each, arms) for each in one.sentences),
                is_box=one.title == DIFFERENCE,
            )
            for one in written
        ]  # fmt: skip
        told, references = numbered(sections, self.library, article)
        waiting = {name for one in told for each in one.sentences if PENDING in each.text for name in each.runs}
        return told, references, tuple(sorted(name for name in waiting if arms.get(name) is None))

    def _links(self, ids: Iterable[str]) -> tuple[ArticleLink, ...]:
        return tuple(self.library.link(id_) for id_ in ids if id_ in self.library.articles)[:MOST_LINKS]

    def _evidence(self, article: Article, sections: Sequence[AnswerSection]) -> dict[str, str]:
        """Return, by id, everything that a sentence resting on a statement, claim or run may repeat."""
        known = self.library
        numbers = " ; ".join(each.text for one in sections for each in one.sentences if each.runs)
        return (
            {id_: statement_text(statement, known.sources) for id_, statement in known.statements.items()}
            | {id_: claim_text(claim) for id_, claim in known.claims.items()}
            | {name: f"{bench_text(bench)} ; {numbers}" for name, bench in article.benches.items()}
        )


def _filled_in(draft: Draft, arms: Mapping[str, Arms | None]) -> tuple[str, str]:
    """Return a sentence with its numbers; without them where the runs do not give what it says, and why not."""
    try:
        return fill_in(draft, {name: arms.get(name) for name in draft.runs}), ""
    except FillingError as problem:
        return PLACEHOLDER.sub(PENDING, draft.template), str(problem)


def _sentence(draft: Draft, arms: Mapping[str, Arms | None]) -> AnswerSentence:
    text, _ = _filled_in(draft, arms)
    return AnswerSentence(text, draft.statements, tuple(draft.claims), draft.runs, starts=draft.starts)


def _no_longer_shown(article: Article) -> list[str]:
    """Return what an article says of its runs that they do not give any more."""
    arms = {name: known_arms(bench) for name, bench in article.benches.items()}
    drafts = (draft for reader in READERS for draft in article.sentences(reader))
    return [f"the simulator: {problem}" for draft in drafts for problem in [_filled_in(draft, arms)[1]] if problem]


@lru_cache(maxsize=1)
def load_answerer() -> Answerer:
    """Return the answerer of the library that comes with the package."""
    return Answerer(load_library())
