"""The references of an answer: numbered in the order of the text, each source once."""

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from diastole.answers.answer import AnswerSection, AnswerSentence, Reference
from diastole.answers.library import Library
from diastole.knowledge.articles.article import Article
from diastole.knowledge.articles.front_matter import Bench
from diastole.knowledge.evidence.sources import Source
from diastole.knowledge.evidence.statement import Citation
from diastole.knowledge.evidence.statement_rules import check_level
from diastole.model.patient.presets import resolve
from diastole.numbers import listed
from diastole.studies.claim_shares.share_record import current_share

CLASS = re.compile(r"(?:I{1,3}|[123])[ab]?\b")  # such as IIa or 2b
# Such as that no trial is known, or what the simulator leaves out.
OWN = Reference(0, "own", "own", "The diastole authors: what they looked for and did not find, and what they built")
GROUPS = {"guideline": "guideline", "manufacturer": "label"}  # of a type of source; the others are research


def numbered(
    sections: Iterable[AnswerSection], library: Library, article: Article | None = None
) -> tuple[tuple[AnswerSection, ...], tuple[Reference, ...]]:
    """Return sections whose sentences name the numbers of their references, and the references."""
    cited: dict[str, Reference] = {}

    def number(reference: Reference) -> int:
        """Return the number of a reference, whose recommendations join those that it has already."""
        first = cited.setdefault(reference.id, replace(reference, number=len(cited) + 1))
        printed = tuple(dict.fromkeys((*first.recommendations, *reference.recommendations)))
        cited[reference.id] = replace(first, recommendations=printed)
        return first.number

    def with_numbers(sentence: AnswerSentence) -> AnswerSentence:
        numbers = [number(each) for each in _cited(sentence, library, article)]
        return replace(sentence, references=tuple(dict.fromkeys((*sentence.references, *numbers))))

    told = tuple(replace(section, sentences=tuple(map(with_numbers, section.sentences))) for section in sections)
    return told, tuple(cited.values())


def _cited(sentence: AnswerSentence, library: Library, article: Article | None) -> list[Reference]:
    statements = [library.statements[id_] for id_ in sentence.statements if id_ in library.statements]
    cited = [source_reference(support, library) for one in statements for support in one.support]
    cited += [OWN for one in statements if not one.support]
    cited += [claim_reference(id_, library) for id_ in sentence.claims if id_ in library.claims]
    if article:
        cited += [bench_reference(name, article.benches[name]) for name in sentence.runs if name in article.benches]
    return cited


def source_reference(support: Citation, library: Library) -> Reference:
    """Return the reference of a source, without a number yet."""
    source: Source = library.sources[support.ref]
    printed = ", ".join(
        part for part in (_class_words(support.class_), support.level and f"level {support.level}") if part
    )
    return Reference(
        0, GROUPS.get(source.type, "research"), source.id, source.citation, source.short_identifier, source.address,
        check_level(support, library.sources), (printed,) if printed else (),
    )  # fmt: skip


def _class_words(class_: str | None) -> str:
    """Return a class of recommendation with the word for it; what is no such class stays as it is."""
    return f"class {class_}" if class_ and CLASS.match(class_) else class_ or ""


def claim_reference(id_: str, library: Library) -> Reference:
    """Return the reference of a claim, with the share of patients in whom it holds; without a number yet."""
    sentence, share = library.claims[id_].sentence.clinician.rstrip("."), current_share(id_)
    text = f"Experiment: {sentence}" if share is None else f"Experiment: {sentence}; {share.words}"
    return Reference(0, "simulation", id_, text, f"claim {id_}", commands=(f"diastole claims {id_}",))


def bench_reference(name: str, bench: Bench) -> Reference:
    """Return the reference of a run, without a number yet."""
    return Reference(
        0, "simulation", name, f"Simulated patient “{_name_of(bench.patient)}”, {listed(list(bench.arms))}",
        commands=commands(bench),
    )  # fmt: skip


@cache
def _name_of(preset: str) -> str:
    """Return what a preset is called; its file is read once."""
    return str(resolve(preset)[1]["name"])


def commands(bench: Bench) -> tuple[str, ...]:
    """Return a command for each arm of an experiment."""
    return tuple(_command(bench, list({**bench.set, **change}.items())) for change in bench.arms.values())


def _command(bench: Bench, changes: Sequence[tuple[str, str]]) -> str:
    words = ["diastole", "simulate", bench.patient]
    for key, value in changes:
        words += ["--set", f"{key}={value}"]
    return shlex.join([*words, *(["--reflex"] if bench.reflex else [])])
