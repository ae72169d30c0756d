"""From a question to an answer: sections of cited sentences, references, what is related and what is missing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from diastole.answers.beside import TITLE, Beside
from diastole.answers.corpus import READERS, REVIEW_STATES, Corpus, load_corpus
from diastole.answers.gate import Refusal, load_rules, refuse
from diastole.answers.guards import violations
from diastole.answers.parts import Answer, Reference, Section, Sentence
from diastole.answers.plan import RELATED, Chosen, choose, follow_ups, load_plans
from diastole.answers.premises import Premise, false_premises
from diastole.answers.retrieval import Found, Index
from diastole.answers.rewriter import Rewriter, Worded, reworded
from diastole.answers.simulation import claim_sentences, run_claims, run_words
from diastole.answers.subjects import DRUG_GROUPS
from diastole.answers.terms import Question, read_question
from diastole.errors import InputError, SimulationError, did_you_mean
from diastole.evidence.statements import Statement, Support, check_level

if TYPE_CHECKING:
    from diastole.claims.ledger import Entry

REWORDED = "Re-worded by a language model, within the guards."
NOT_REVIEWED = "No clinician has reviewed these statements."
UNCERTAIN = 0.6  # share of a question below which the words are told that no statement has
SHORTEST_TOLD = 5  # letters of a word whose absence from all statements is told
UNCHECKED, UNCITED = "not yet checked against a source", "no source is cited"
GROUPS = {"guideline": "guideline", "research": "research", "review": "research", "manufacturer": "label"}


class Desk:
    """Answers questions from one corpus."""

    def __init__(self, corpus: Corpus):
        self.corpus = corpus
        self.index = Index(corpus)

    def refusal(self, text: str, reader: str) -> Refusal | None:
        """Return why a question is not answered; None if it is."""
        question, found = self.look_up(text)
        return refuse(question, found, reader, known=bool(false_premises(question)))

    def look_up(self, text: str) -> tuple[Question, Found]:
        """Read a question and find what fits it."""
        question = read_question(text, self.corpus.vocabulary, self.corpus.language)
        return question, self.index.find(question)

    def answer(
        self, text: str, reader: str = "clinician", *, beside: Beside | None = None, rewriter: Rewriter | None = None
    ) -> Answer:
        """Answer a question.

        Parameters
        ----------
        reader
            ``clinician``, ``trainee`` or ``patient``.
        beside
            The run of a model patient that is put beside the text.
        rewriter
            Re-words the sentences; what the guards reject stays as reviewed.

        Raises
        ------
        InputError
            If the question is empty or the reader unknown.
        """
        if not text.strip():
            raise InputError("the question is empty; ask such as 'Why is a balloon pump contraindicated in AR?'")
        if reader not in READERS:
            raise InputError(
                f"'{reader}' is not a reader; readers are {', '.join(READERS)}.{did_you_mean(reader, READERS)}"
            )
        question, found = self.look_up(text)
        premises = false_premises(question)
        refusal = refuse(question, found, reader, known=bool(premises))
        if refusal:
            return self._refused(question, reader, refusal)
        chosen = choose(question, found, self.corpus, premises)
        if not chosen:
            return self._refused(question, reader, load_rules()[-1].refusal)
        answer = self.compose(question, reader, chosen, premises, beside, rewriter)
        return replace(answer, notices=(*self._unknown(question, found), *answer.notices))

    def _unknown(self, question: Question, found: Found) -> list[str]:
        """Return what has to be said about words that no statement has."""
        said, concepts = self.corpus.vocabulary, self.corpus.language.phrases
        notices = [
            f"No statement names ‘{word}’; what follows is about the group: {concepts[word,].replace('_', ' ')}."
            for word in question.special
            if word not in said and concepts.get((word,)) in DRUG_GROUPS
        ]
        words = [term for term in found.nowhere if len(term) >= SHORTEST_TOLD and found.confidence < UNCERTAIN]
        return [*notices, *([f"No statement here speaks of: {', '.join(words)}."] if words else [])]

    def _refused(self, question: Question, reader: str, refusal: Refusal) -> Answer:
        near = () if refusal.reason == "emergency" else self._related(question)
        return Answer(
            question.text, reader, answered=False, reason=refusal.reason, message=refusal.text, intent=question.intent,
            badge="", related=near, corpus=self.corpus.hash,
        )  # fmt: skip

    def compose(
        self, question: Question, reader: str, chosen: Sequence[Chosen], premises: Sequence[Premise] = (),
        beside: Beside | None = None, rewriter: Rewriter | None = None,
    ) -> Answer:  # fmt: skip
        """Return the answer that consists of the chosen sections, after the guards.

        Raises
        ------
        SimulationError
            If a sentence breaks a guard, which would be an error in the program.
        """
        ids = [id_ for section in chosen for id_ in section.ids]
        entries = run_claims(self.corpus.claims[id_] for id_ in ids if id_ in self.corpus.claims)
        evidence = self.evidence(ids, entries, beside)
        sections = [self._section(each, reader, entries) for each in chosen]
        if beside:
            sections.append(Section(TITLE, tuple(Sentence(line, runs=(beside.run,)) for line in beside.sentences)))
        notices = [f"Read ‘{wrong}’ as ‘{right}’." for wrong, right in question.corrected]
        if rewriter:
            sections, why = _rewritten(sections, rewriter, evidence)
            notices.append(f"The wording is that of the statements: {why}." if why else REWORDED)
        faults = violations((each for section in sections for each in section.sentences), evidence)
        if faults:
            raise SimulationError(f"the answer breaks its own rules and is not shown: {faults[0]}")
        numbered, references = self._numbered(sections, entries, beside)
        used = [self.corpus.statements[id_] for id_ in ids if id_ in self.corpus.statements]
        badge = min((each.review.status for each in used), key=REVIEW_STATES.index, default="")
        if badge == REVIEW_STATES[0]:
            notices.append(NOT_REVIEWED)
        return Answer(
            question.text, reader, answered=True, reason="", message="", intent=question.intent, badge=badge,
            sections=tuple(numbered), references=tuple(references), related=self._related(question),
            follow_ups=follow_ups(question), premises=tuple(each.says for each in premises), notices=tuple(notices),
            versions={each.id: each.version for each in used}, corpus=self.corpus.hash, entries=entries,
        )  # fmt: skip

    def evidence(
        self, ids: Iterable[str], entries: Mapping[str, "Entry"], beside: Beside | None = None
    ) -> dict[str, str]:
        """Return, by id, everything that a sentence resting on a statement or a run may repeat."""
        found = {id_: statement_words(self.corpus.statements[id_]) for id_ in ids if id_ in self.corpus.statements}
        found |= {id_: run_words(entry) for id_, entry in entries.items()}
        return found | ({beside.run: beside.words} if beside else {})

    def _section(self, chosen: Chosen, reader: str, entries: Mapping[str, "Entry"]) -> Section:
        sentences: list[Sentence] = []
        for id_ in chosen.ids:
            if id_ in entries:
                sentences += [Sentence(text, runs=(id_,)) for text in claim_sentences(entries[id_], reader)]
            else:
                sentences.append(self._said(self.corpus.statements[id_], reader))
        return Section(chosen.title, tuple(sentences))

    def _said(self, statement: Statement, reader: str) -> Sentence:
        text = str(getattr(statement.text, reader))
        printed = [
            ", ".join(part for part in (support.class_, support.level and f"level {support.level}") if part)
            for support in statement.support
        ]
        checked = {check_level(support, self.corpus.sources) for support in statement.support}
        remark = "" if checked - {"unverified"} else UNCHECKED if checked else UNCITED
        shown = tuple(dict.fromkeys(each for each in printed if each and reader != "patient"))
        return Sentence(text, statements=(statement.id,), printed=shown, remark=remark)

    def _numbered(
        self, sections: Sequence[Section], entries: Mapping[str, "Entry"], beside: Beside | None
    ) -> tuple[list[Section], list[Reference]]:
        """Return the sections with the numbers of their references, counted in the order of the text."""
        references: dict[str, Reference] = {}

        def number(reference: Reference) -> int:
            return references.setdefault(reference.id, replace(reference, number=len(references) + 1)).number

        numbered = []
        for section in sections:
            sentences = []
            for each in section.sentences:
                cited = [
                    self._source(support) for id_ in each.statements for support in self.corpus.statements[id_].support
                ]
                cited += [_run(id_, entries, beside) for id_ in each.runs]
                sentences.append(replace(each, references=tuple(dict.fromkeys(map(number, cited)))))
            numbered.append(Section(section.title, tuple(sentences)))
        return numbered, list(references.values())

    def _source(self, support: Support) -> Reference:
        source = self.corpus.sources[support.ref]
        return Reference(0, GROUPS.get(source.type, "research"), source.id, source.citation, source.checked, source.doi)

    def _related(self, question: Question) -> tuple[str, ...]:
        """Return the prepared questions that share most with this one, without itself."""
        ranked = []
        for place, other in enumerate(load_plans().questions):
            read = read_question(other, (), self.corpus.language)
            shared = len(read.concepts & question.concepts) / max(len(read.concepts | question.concepts), 1)
            if other != question.text and read.terms != question.terms:
                ranked.append((-shared, place, other))
        return tuple(other for _, _, other in sorted(ranked)[:RELATED])


def statement_words(statement: Statement) -> str:
    """Return everything that a sentence resting on a statement may repeat."""
    support = [f"{each.class_ or ''} {each.level or ''} {each.locator or ''}" for each in statement.support]
    return " ; ".join([*(getattr(statement.text, reader) for reader in READERS), *support])


def _run(id_: str, entries: Mapping[str, "Entry"], beside: Beside | None) -> Reference:
    from diastole.claims.ledger import content_hash

    if beside and id_ == beside.run:
        return Reference(0, "simulation", id_, f"Run of a model patient; again with: {beside.command}", "")
    again = f"Claim {id_} of the ledger, run {content_hash(entries[id_].claim)[:8]}; again with: diastole claims {id_}"
    return Reference(0, "simulation", id_, again, "")


def _rewritten(
    sections: Sequence[Section], rewriter: Rewriter, evidence: Mapping[str, str]
) -> tuple[list[Section], str]:
    """Return the sections in new words, and why not if they stay."""
    plan = [Worded(each.text, (*each.statements, *each.runs)) for section in sections for each in section.sentences]
    new, why = reworded(rewriter, plan, evidence)
    texts = iter(new)
    return [
        replace(section, sentences=tuple(replace(each, text=next(texts).sentence) for each in section.sentences))
        for section in sections
    ], why


@lru_cache(maxsize=1)
def load_desk() -> Desk:
    """Return the desk over the corpus that comes with the package."""
    return Desk(load_corpus())
