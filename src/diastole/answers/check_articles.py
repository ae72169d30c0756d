"""Checks the articles: every fault in one list, with file, line, sentence and reason.

``python -m diastole.answers.check_articles`` prints the list and exits with 2 if there are faults.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from diastole.answers.assertions import Assertion, directions, read_assertions, ways
from diastole.answers.evidence_text import bench_text, claim_text, statement_text
from diastole.answers.faithfulness import unsupported_numbers
from diastole.answers.follow_ups import is_follow_up
from diastole.answers.lexicon import load_lexicon
from diastole.answers.placeholders import PLACEHOLDER, FillingError, fill_in, placeholders
from diastole.errors import InputError, SimulationError, did_you_mean
from diastole.knowledge.articles.article import (
    DIFFERENCE,
    READERS,
    Article,
    ArticleError,
    Section,
    Sentence,
    parse_article,
)
from diastole.knowledge.articles.collection import article_files
from diastole.knowledge.evidence.check_evidence import check_package
from diastole.knowledge.evidence.readability import flesch_kincaid_grade
from diastole.knowledge.evidence.sources import Source, load_sources
from diastole.knowledge.evidence.statement import Statement
from diastole.knowledge.evidence.statement_rules import BANNED
from diastole.model.blocks.fields import fields
from diastole.model.patient import Patient
from diastole.studies.claims.claim import Claim, load_claims
from diastole.studies.experiments.runs import Arms, known_arms, load_record, run_bench

LONGEST = {"clinician": 450, "trainee": 350, "patient": 180}  # words of a text
LONGEST_BOTTOM_LINE = 60  # words
HARDEST_GRADE = 8.0  # Flesch-Kincaid grade of a sentence for patients
WORD = re.compile(r"[^\W_]+(?:[-’'.,/][^\W_]+)*")
TWO_SENTENCES = re.compile(r"(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)[.?!]\s+[A-Z]")
DIRECTION_OF = {"rise": "up", "fall": "down"}


@dataclass(frozen=True)
class Fault:
    """What is wrong with an article, and where."""

    article: str
    line: int
    text: str  # the sentence; empty where it is about the article
    reason: str

    def __str__(self) -> str:
        said = f" ‘{self.text}’" if self.text else ""
        return f"{self.article}.md:{self.line}:{said} {self.reason}"


@dataclass(frozen=True)
class Evidence:
    """All that articles may rest on."""

    statements: Mapping[str, Statement]
    claims: Mapping[str, Claim]
    sources: Mapping[str, Source]
    articles: frozenset[str]  # ids
    verdicts: Mapping[str, str]  # by claim, as the runs give them

    def words(self, sentence: Sentence, article: Article) -> str:
        """Return all that a sentence may repeat."""
        said = [
            statement_text(self.statements[id_], self.sources) for id_ in sentence.statements if id_ in self.statements
        ]
        said += [claim_text(self.claims[id_]) for id_ in sentence.claims if id_ in self.claims]
        said += [bench_text(article.benches[name]) for name in sentence.runs if name in article.benches]
        return " ; ".join(said)


type Guard = Callable[[Article, Evidence], Iterable[Fault]]


def bare(sentence: Sentence) -> str:
    """Return a sentence without the numbers of runs."""
    return " ".join(PLACEHOLDER.sub("", sentence.template).split())


def has_support(article: Article, evidence: Evidence) -> Iterator[Fault]:
    """Refuse support that does not exist, was withdrawn, or says otherwise by now, and two sentences on one support."""
    for sentence in _all(article):
        for id_ in sentence.statements:
            statement = evidence.statements.get(id_)
            if statement is None:
                yield _fault(
                    article, sentence, f"statement '{id_}' does not exist.{did_you_mean(id_, evidence.statements)}"
                )
            elif statement.withdrawn:
                yield _fault(article, sentence, f"statement '{id_}' was withdrawn: {statement.withdrawn}")
        for id_, word in sentence.claims.items():
            now = evidence.verdicts.get(id_, word)
            if id_ not in evidence.claims:
                yield _fault(article, sentence, f"claim '{id_}' does not exist")
            elif now != word:
                yield _fault(article, sentence, f"was written for {id_}:{word}, and the runs say {now}")
        for name in sentence.runs:
            if name not in article.benches:
                yield _fault(article, sentence, f"run '{name}' does not exist; runs are {', '.join(article.benches)}")
        if TWO_SENTENCES.search(sentence.template):
            yield _fault(article, sentence, "two sentences share a support; give each its own")


def bottom_line_is_sourced(article: Article, evidence: Evidence) -> Iterator[Fault]:
    """Refuse a bottom line that rests on nothing published: neither a source nor an experiment."""
    for reader in READERS:
        for sentence in article.texts[reader][0].sentences:
            cited = [evidence.statements[id_] for id_ in sentence.statements if id_ in evidence.statements]
            without = [one.id for one in cited if not one.support and not one.claims]
            if without:
                yield _fault(article, sentence, f"{', '.join(without)} has no source, which a bottom line needs")


def numbers_stand_in_support(article: Article, evidence: Evidence) -> Iterator[Fault]:
    """Refuse a number that stands in no support."""
    for sentence in _all(article):
        for number in unsupported_numbers(bare(sentence), evidence.words(sentence, article)):
            yield _fault(article, sentence, f"{number} stands in no support of it")


def numbers_can_be_filled(article: Article, arms: Mapping[str, Arms | None]) -> Iterator[Fault]:
    """Refuse a number of a run that is not there, goes the other way, or is told with words of the other way."""
    for sentence in _all(article):
        try:
            fill_in(sentence, {name: arms.get(name) for name in sentence.runs})
        except FillingError as problem:
            yield _fault(article, sentence, str(problem))
        wanted = {DIRECTION_OF[place.what] for place in placeholders(sentence) if place.what in DIRECTION_OF}
        said = ways(bare(sentence)) & {"up", "down"}
        if said and wanted and not wanted & said:
            told = "/".join(sorted(wanted))
            yield _fault(article, sentence, f"tells a number that goes {told} with words for the other way")


def says_what_support_says(article: Article, evidence: Evidence) -> Iterator[Fault]:
    """Refuse a sentence that turns its support round."""
    for sentence in _all(article):
        text = bare(sentence)
        words = evidence.words(sentence, article)
        known = _asserted(words)
        said = read_assertions(text)
        for one in sorted(said, key=str):
            same = {each.does for each in known if each.target == one.target}
            if same and one.does not in same:
                yield _fault(article, sentence, f"says that {_words(one)}; its support says the opposite")
        wanted = directions(text) & {"for", "against"}
        there = directions(words)
        for does in sorted(wanted):
            other = {"for": "against", "against": "for"}[does]
            if does not in there and other in there:
                yield _fault(article, sentence, f"speaks {does} something; its support speaks {other} it")


def does_not_contradict_itself(article: Article, evidence: Evidence) -> Iterator[Fault]:
    """Refuse two sentences of one text that assert opposite things of the same subjects; the box may."""
    for reader in READERS:
        open_ones = [
            each for section in article.texts[reader] if section.title != DIFFERENCE for each in section.sentences
        ]
        told = [(sentence, read_assertions(bare(sentence))) for sentence in open_ones]
        for (first, one), (second, other) in combinations(told, 2):
            for each in sorted(one, key=str):
                if each.subjects and each.opposite in other and each.opposite not in one:
                    yield _fault(article, second, f"contradicts line {first.line}: ‘{first.template}’")


def is_short(article: Article, evidence: Evidence) -> Iterator[Fault]:
    """Refuse texts and bottom lines that are too long."""
    for reader, most in LONGEST.items():
        sections = article.texts[reader]
        for what, counted, limit in (
            (f"the {reader}'s text", words_of(sections), most),
            (f"the {reader}'s bottom line", words_of(sections[:1]), LONGEST_BOTTOM_LINE),
        ):
            if counted > limit:
                yield Fault(
                    article.id, sections[0].line, "", f"{what} has {counted} words; at most {limit} are allowed"
                )


def patients_can_read_it(article: Article, evidence: Evidence) -> Iterator[Fault]:
    """Refuse sentences for patients that are hard to read, promise, judge or dose."""
    for sentence in article.sentences("patient"):
        text = bare(sentence)
        grade = flesch_kincaid_grade(text)
        if grade > HARDEST_GRADE:
            yield _fault(
                article, sentence, f"reads at grade {grade:.1f}; at most {HARDEST_GRADE:.0f} is allowed for patients"
            )
        for word in BANNED.findall(text):
            yield _fault(article, sentence, f"says '{word}' to a patient")


def head_is_right(article: Article, evidence: Evidence) -> Iterator[Fault]:
    """Refuse related articles that do not exist, and settings or controls that a patient does not have."""
    for other in article.head.related:
        if other not in evidence.articles or other == article.id:
            yield Fault(
                article.id, 1, "", f"related: '{other}' is no other article.{did_you_mean(other, evidence.articles)}"
            )
    for name, bench in article.benches.items():
        try:
            base = Patient.preset(bench.patient).with_values(bench.set)
            for change in bench.arms.values():
                base.with_values(change)
        except (InputError, SimulationError) as problem:
            yield Fault(article.id, 1, "", f"{name}: {problem}")
    known = _controls()
    for key in article.head.bench.controls:
        if key not in known:
            yield Fault(article.id, 1, "", f"controls: '{key}' is not a key of a patient.{did_you_mean(key, known)}")


GUARDS: tuple[Guard, ...] = (
    has_support,
    bottom_line_is_sourced,
    numbers_stand_in_support,
    says_what_support_says,
    does_not_contradict_itself,
    is_short,
    patients_can_read_it,
    head_is_right,
)


def words_of(sections: Iterable[Section]) -> int:
    """Return the count of words, headings too; a number that is filled in counts as one."""
    texts = [
        text
        for section in sections
        for text in (section.title, *(PLACEHOLDER.sub("1", each.template) for each in section.sentences))
    ]
    return sum(len(WORD.findall(text)) for text in texts)


def check_article(article: Article, evidence: Evidence, arms: Mapping[str, Arms | None]) -> list[Fault]:
    """Return the faults of an article.

    Parameters
    ----------
    arms
        What its experiments measured, by name; None where it is not known.
    """
    return [fault for guard in GUARDS for fault in guard(article, evidence)] + list(
        numbers_can_be_filled(article, arms)
    )


def wordings_lead_home(articles: Iterable[Article]) -> Iterator[Fault]:
    """Refuse a wording that stands in two articles; follow-ups without a subject may, each counts on its page."""
    home: dict[str, str] = {}
    lexicon = load_lexicon()
    for article in articles:
        for wording in (text for texts in article.asked.values() for text in texts):
            key = " ".join(WORD.findall(wording.lower()))
            if not is_follow_up(wording, lexicon) and home.setdefault(key, article.id) != article.id:
                yield Fault(article.id, 1, "", f"‘{wording}’ is a wording of {home[key]} too")


def load_evidence(articles: Iterable[str]) -> Evidence:
    """Return all that articles of these ids may rest on; statements with faults of their own are another check's."""
    statements = check_package().statements
    return Evidence(statements, load_claims(), load_sources(), frozenset(articles), load_record().verdicts)


def check_files(texts: Mapping[str, str], only: Iterable[str] = (), *, run: bool = False) -> list[str]:
    """Return the faults of articles, given by id, as lines.

    Parameters
    ----------
    only
        Ids of those to check; all if empty.
    run
        Whether experiments without a record are run, so that their numbers are checked as well.
    """
    articles: dict[str, Article] = {}
    lines: list[str] = []
    for id_, text in texts.items():
        try:
            articles[id_] = parse_article(text, id_)
        except ArticleError as problem:
            lines.append(str(problem))
    chosen = set(only) or set(texts)
    evidence = load_evidence(texts)
    for id_, article in articles.items():
        if id_ in chosen:
            lines += map(str, check_article(article, evidence, _measured(article, run=run)))
    lines += [str(fault) for fault in wordings_lead_home(articles.values()) if fault.article in chosen]
    return lines


def _measured(article: Article, *, run: bool) -> dict[str, Arms | None]:
    found: dict[str, Arms | None] = {}
    for name, bench in article.benches.items():
        found[name] = known_arms(bench)
        if run and found[name] is None:
            try:
                found[name] = run_bench(bench)
            except (InputError, SimulationError):
                found[name] = None
    return found


def _all(article: Article) -> Iterator[Sentence]:
    for reader in READERS:
        yield from article.sentences(reader)


def _fault(article: Article, sentence: Sentence, reason: str) -> Fault:
    return Fault(article.id, sentence.line, sentence.template, reason)


def _asserted(words: str) -> frozenset[Assertion]:
    """Return what the sentences of a support assert."""
    return frozenset(one for part in re.split(r"(?<=[.?!])\s+| ; ", words) for one in read_assertions(part))


def _words(one: Assertion) -> str:
    return f"{one.target.replace('_', ' ')} goes {one.does}" if one.does in ("up", "down") else f"advice is {one.does}"


def _controls() -> frozenset[str]:
    return frozenset(key for key, _ in fields(Patient))


def main(arguments: list[str]) -> int:
    """Print what is wrong; return 2 if there are faults. Ids of articles may be named; ``--run`` runs experiments."""
    only = [each.removesuffix(".md") for each in arguments if not each.startswith("-")]
    texts = dict(article_files())
    faults = check_files(texts, only, run="--run" in arguments)
    for fault in faults:
        print(f"error: {fault}")
    print(f"{len(only) or len(texts)} articles, {len(faults)} errors")
    return 2 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
