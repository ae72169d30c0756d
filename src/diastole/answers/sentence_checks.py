"""Checks of a single sentence of an article: each yields the reasons for which the sentence is refused."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from diastole.answers.assertions import OPPOSITE, directions, read_assertions, ways
from diastole.answers.evidence_text import bench_text, claim_text, statement_text
from diastole.answers.faithfulness import unsupported_numbers
from diastole.answers.placeholders import PLACEHOLDER, FillingError, fill_in, placeholders
from diastole.errors import did_you_mean
from diastole.knowledge.articles.article import Article, Sentence
from diastole.knowledge.evidence.readability import flesch_kincaid_grade
from diastole.knowledge.evidence.sources import Source
from diastole.knowledge.evidence.statement import Statement
from diastole.knowledge.evidence.statement_rules import BANNED
from diastole.studies.claims.claim import Claim
from diastole.studies.experiments.runs import Arms

HARDEST_GRADE = 8.0  # Flesch-Kincaid grade of a sentence for patients
TWO_SENTENCES = re.compile(r"(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)[.?!]\s+[A-Z]")
DIRECTION_OF = {"rise": "up", "fall": "down"}


@dataclass(frozen=True)
class Evidence:
    """All that articles may rest on."""

    statements: Mapping[str, Statement]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    articles: frozenset[str]  # ids
    verdicts: Mapping[str, str]  # of the runs, by claim


@dataclass(frozen=True)
class CheckedArticle:
    """An article with its evidence.

    Attributes
    ----------
    arms
        Measures of the article's experiments by name; None for an experiment that was not run.
    """

    article: Article
    evidence: Evidence
    arms: Mapping[str, Arms | None]

    def support_text(self, sentence: Sentence) -> str:
        """Return all words and numbers that a sentence may repeat."""
        known, benches = self.evidence, self.article.benches
        texts = [
            statement_text(known.statements[id_], known.sources)
            for id_ in sentence.statements
            if id_ in known.statements
        ]
        texts += [claim_text(known.claims[id_]) for id_ in sentence.claims if id_ in known.claims]
        texts += [bench_text(benches[name]) for name in sentence.runs if name in benches]
        return " ; ".join(texts)


type SentenceCheck = Callable[[Sentence, CheckedArticle], Iterator[str]]


def without_placeholders(sentence: Sentence) -> str:
    """Return a sentence without the numbers of runs."""
    return " ".join(PLACEHOLDER.sub("", sentence.template).split())


def has_support(sentence: Sentence, checked: CheckedArticle) -> Iterator[str]:
    """Refuse support that does not exist, was withdrawn or has changed, and two sentences with one support."""
    known = checked.evidence
    for id_ in sentence.statements:
        statement = known.statements.get(id_)
        if statement is None:
            yield f"statement '{id_}' does not exist.{did_you_mean(id_, known.statements)}"
        elif statement.withdrawn:
            yield f"statement '{id_}' was withdrawn: {statement.withdrawn}"
    for id_, word in sentence.claims.items():
        now = known.verdicts.get(id_, word)
        if id_ not in known.claims:
            yield f"claim '{id_}' does not exist"
        elif now != word:
            yield f"was written for {id_}:{word}, and the runs say {now}"
    for name in sentence.runs:
        if name not in checked.article.benches:
            yield f"run '{name}' does not exist; runs are {', '.join(checked.article.benches)}"
    if TWO_SENTENCES.search(sentence.template):
        yield "two sentences share a support; give each its own"


def has_supported_numbers(sentence: Sentence, checked: CheckedArticle) -> Iterator[str]:
    """Refuse a number that is in no support."""
    for number in unsupported_numbers(without_placeholders(sentence), checked.support_text(sentence)):
        yield f"{number} is in no support of it"


def can_be_filled_in(sentence: Sentence, checked: CheckedArticle) -> Iterator[str]:
    """Refuse a number that no run gives, or that goes the other way than the placeholder or the words say."""
    try:
        fill_in(sentence, {name: checked.arms.get(name) for name in sentence.runs})
    except FillingError as problem:
        yield str(problem)
    wanted = {DIRECTION_OF[one.what] for one in placeholders(sentence) if one.what in DIRECTION_OF}
    worded = ways(without_placeholders(sentence)) & {"up", "down"}
    if worded and wanted and not wanted & worded:
        yield f"tells a number that goes {'/'.join(sorted(wanted))} with words for the other way"


def agrees_with_support(sentence: Sentence, checked: CheckedArticle) -> Iterator[str]:
    """Refuse a sentence that says the opposite of its support."""
    text, support = without_placeholders(sentence), checked.support_text(sentence)
    parts = re.split(r"(?<=[.?!])\s+| ; ", support)
    known = {one for part in parts for one in read_assertions(part)}
    for one in sorted(read_assertions(text), key=str):
        same = {each.does for each in known if each.target == one.target}
        if same and one.does not in same:
            what = f"{one.target.replace('_', ' ')} goes" if one.does in ("up", "down") else "advice is"
            yield f"says that {what} {one.does}; its support says the opposite"
    supported = directions(support)
    for does in sorted(directions(text) & {"for", "against"}):
        if does not in supported and OPPOSITE[does] in supported:
            yield f"speaks {does} something; its support speaks {OPPOSITE[does]} it"


def is_sourced(sentence: Sentence, checked: CheckedArticle) -> Iterator[str]:
    """Refuse a statement with neither a source nor an experiment, as a bottom line must not rest on one."""
    known = checked.evidence.statements
    cited = [known[id_] for id_ in sentence.statements if id_ in known]
    without = [one.id for one in cited if not one.support and not one.claims]
    if without:
        yield f"{', '.join(without)} has no source, which a bottom line needs"


def is_for_patients(sentence: Sentence, checked: CheckedArticle) -> Iterator[str]:
    """Refuse a sentence for patients that is hard to read, or that promises, judges or doses."""
    text = without_placeholders(sentence)
    grade = flesch_kincaid_grade(text)
    if grade > HARDEST_GRADE:
        yield f"reads at grade {grade:.1f}; at most {HARDEST_GRADE:.0f} is allowed for patients"
    for word in BANNED.findall(text):
        yield f"says '{word}' to a patient"


EVERY_SENTENCE: tuple[SentenceCheck, ...] = (has_support, has_supported_numbers, agrees_with_support, can_be_filled_in)
