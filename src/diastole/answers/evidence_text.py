"""Texts of statements, claims and experiments: the words and numbers that a sentence resting on them may repeat."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from diastole.knowledge.articles.article import READERS
from diastole.knowledge.articles.front_matter import Bench
from diastole.knowledge.evidence.sources import Source
from diastole.knowledge.evidence.statement import Statement
from diastole.model.patient.patient_file_tree import split
from diastole.model.patient.presets import resolve
from diastole.studies.claims.claim import Claim


def statement_text(statement: Statement, sources: Mapping[str, Source]) -> str:
    """Return everything that a sentence resting on a statement may repeat."""
    support = [
        f"{each.class_ or ''} {each.level or ''} {each.locator or ''} {sources[each.ref].citation}"
        for each in statement.support
        if each.ref in sources
    ]
    return " ; ".join([*(getattr(statement.text, reader) for reader in READERS), *support])


def claim_text(claim: Claim) -> str:
    """Return everything that a sentence resting on a claim may repeat."""
    return " ; ".join([*claim.sentence.model_dump().values(), claim.standing, claim.flips, claim.not_shown])


def bench_text(bench: Bench) -> str:
    """Return what a sentence may say about the settings of an experiment."""
    changes = [pair for change in (bench.set, *bench.arms.values()) for pair in change.items()]
    settings = (*_settings(bench.patient), *changes)
    return " ; ".join([*bench.arms, *(f"{key.replace('_', ' ').replace('.', ' ')} {value}" for key, value in settings)])


@lru_cache(maxsize=64)
def _settings(preset: str) -> tuple[tuple[str, object], ...]:
    """Return every key of a preset with its value; many sentences rest on runs of one."""
    return tuple(_leaves(split(resolve(preset)[1])[0]))


def _leaves(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for name, node in tree.items():
        if isinstance(node, Mapping):
            yield from _leaves(node, f"{prefix}{name}.")
        else:
            yield prefix + name, node
