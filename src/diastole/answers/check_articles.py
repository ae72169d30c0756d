"""``python -m diastole.answers.check_articles``: prints each fault of the articles with line, sentence and reason.

It exits with 2 if there are faults. Ids of articles may be named; ``--run`` runs experiments that have no record.
"""

import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress

from diastole.answers.article_checks import check_article, shared_wordings
from diastole.answers.sentence_checks import Evidence
from diastole.errors import InputError, SimulationError
from diastole.knowledge.articles.article import Article, ArticleError, parse_article
from diastole.knowledge.articles.collection import article_files
from diastole.knowledge.evidence.check_evidence import check_package
from diastole.knowledge.evidence.sources import load_sources
from diastole.studies.claims.claim import load_claims
from diastole.studies.experiments.runs import Arms, known_arms, load_record, run_bench


def check_files(texts: Mapping[str, str], only: Iterable[str] = (), *, run: bool = False) -> list[str]:
    """Return the faults of articles as lines.

    Parameters
    ----------
    texts
        The files of the articles, by id.
    only
        Ids of the articles to check; all if empty.
    run
        Whether to run experiments without a record, so that their numbers are checked as well.
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
    return lines + [str(fault) for fault in shared_wordings(articles.values()) if fault.article in chosen]


def load_evidence(articles: Iterable[str]) -> Evidence:
    """Return all that articles with these ids may rest on; ``check_evidence`` reports the faults of statements."""
    statements = check_package().statements
    return Evidence(statements, load_claims(), load_sources(), frozenset(articles), load_record().verdicts)


def _measured(article: Article, *, run: bool) -> dict[str, Arms | None]:
    """Return the measures of an article's experiments by name."""
    measured = {name: known_arms(bench) for name, bench in article.benches.items()}
    for name in [name for name, arms in measured.items() if run and arms is None]:
        with suppress(InputError, SimulationError):
            measured[name] = run_bench(article.benches[name])
    return measured


def main(arguments: list[str]) -> int:
    """Print the faults and return the exit code."""
    only = [each.removesuffix(".md") for each in arguments if not each.startswith("-")]
    texts = dict(article_files())
    faults = check_files(texts, only, run="--run" in arguments)
    for fault in faults:
        print(f"error: {fault}")
    print(f"{len(only) or len(texts)} articles, {len(faults)} errors")
    return 2 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
