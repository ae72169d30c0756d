"""A static site: every answer in each wording, every claim, lesson and bench of a preset, as files."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from diastole.answers.answerer import load_answerer
from diastole.faces.pages.answer_page import answer_page
from diastole.faces.pages.article_pages import first_page, list_page
from diastole.faces.pages.bench_page import benches_page, lesson_page, preset_bench_page
from diastole.faces.pages.claim_pages import claim_markup, claim_page, claims_page
from diastole.faces.pages.experiment_figure import SHOWN_THEMES, drawn, figure_file
from diastole.faces.pages.living import PROGRAMS, PageProgram, shared_script
from diastole.faces.pages.place import InSite, site_file
from diastole.faces.pages.policy_page import policy_page
from diastole.knowledge.articles.article import READERS
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.lessons.shipped_lessons import LESSONS
from diastole.model.patient.presets import PRESETS
from diastole.studies.claims.claim import Claim, load_claims
from diastole.studies.claims.ledger import LedgerEntry, ledger
from diastole.studies.experiments.runs import bench_key

MARK = ".diastole-site"  # file that says that a folder is such a site


class SitePart(NamedTuple):
    """Files of a site that are made together."""

    names: tuple[str, ...]
    make: Callable[[], Iterable[str | bytes]]  # their contents


def site_parts() -> Iterator[SitePart]:
    """Yield the parts of the site in the order in which they are made: the lists tell what was found before."""
    entries: dict[str, LedgerEntry] = {}
    for program in PROGRAMS:
        yield SitePart((program.shared,), partial(_script, program))
    for preset in PRESETS:
        yield SitePart((site_file(f"bench/{preset}"),), partial(_bench, preset))
    for name in LESSONS:
        yield SitePart((site_file(f"lessons/{name}"),), partial(_lesson, name))
    for claim in load_claims().values():
        yield SitePart((site_file(f"claims/{claim.id}"),), partial(_claim, claim, entries))
    benches = {bench_key(article.head.bench): article.head.bench for article in load_articles().values()}
    for bench in benches.values():
        yield SitePart(tuple(figure_file(bench, theme) for theme in SHOWN_THEMES), partial(drawn, bench))
    for id_ in load_articles():
        yield SitePart(_wordings(f"articles/{id_}"), partial(_article, id_))
    yield SitePart(_wordings("articles"), lambda: [list_page(InSite("articles"), reader) for reader in READERS])
    yield SitePart(tuple(map(site_file, LISTS)), partial(_lists, entries))


def _wordings(page: str) -> tuple[str, ...]:
    return tuple(site_file(page, reader) for reader in READERS)


def _script(program: PageProgram) -> list[str]:
    return [shared_script(program)]


def _bench(preset: str) -> list[str]:
    return [preset_bench_page(preset, InSite(f"bench/{preset}"))]


def _lesson(name: str) -> list[str]:
    return [lesson_page(name, InSite(f"lessons/{name}"))]


def _claim(claim: Claim, entries: dict[str, LedgerEntry]) -> list[str]:
    """Return the page of a claim, and keep its verdict for the list."""
    (entry,) = ledger([claim])
    entries[claim.id] = entry
    return [claim_page(InSite(f"claims/{claim.id}"), entry, claim_markup(entry))]


def _article(id_: str) -> Iterator[str]:
    """Yield the page of an article in each wording, once its numbers are known."""
    answerer = load_answerer()
    for reader in READERS:
        answer = answerer.article(id_, reader)
        if answer.pending:
            answerer.run_pending(answer)
            answer = answerer.article(id_, reader)
        yield answer_page(answer, place=InSite(f"articles/{id_}"))


LISTS = ("", "policy", "claims", "bench")


def _lists(entries: dict[str, LedgerEntry]) -> list[str]:
    """Return the pages `LISTS`."""
    return [
        first_page(InSite(""), READERS[0]),
        policy_page(InSite("policy")),
        claims_page(InSite("claims"), entries),
        benches_page(InSite("bench")),
    ]
