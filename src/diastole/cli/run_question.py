"""Answers a question: runs the simulated patients, writes the files, prints the answer."""

import shlex
from functools import partial
from typing import TYPE_CHECKING

from diastole.answers.answer import Answer
from diastole.answers.answerer import load_answerer
from diastole.answers.library import load_library
from diastole.answers.patient_run import PatientRun, run_patient
from diastole.answers.rewriter import ChatRewriter
from diastole.cli import stdout
from diastole.cli.ask import AskOptions
from diastole.cli.inputs import read_input
from diastole.cli.reporter import Reporter
from diastole.cli.standard_input import as_typed
from diastole.errors import InputError
from diastole.faces.pages.answer_markdown import markdown
from diastole.files import write_whole
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.articles.front_matter import TOPICS

if TYPE_CHECKING:
    from rich.console import Console

    from diastole.faces.json.answer_json import AskJson


def run_question(options: AskOptions) -> None:
    """Answer a question, write the files that are asked for, and print the answer; or list the articles.

    Raise InputError if the question, the reader, the article, the patient or a file is wrong, or options exclude each
    other, and SimulationError if the heart of the patient cannot sustain a beat.
    """
    if options.listed and (options.question or options.files):
        raise InputError("--list answers nothing; leave out the question and the files, or --list")
    if options.changes and options.patient is None:
        raise InputError("--set changes the patient of --patient; give --patient as well, such as --patient shock")
    if options.listed:
        _list_articles(as_json=options.as_json)
        return
    options.check_files(options.patient or "")
    reporter = Reporter(quiet=options.quiet)
    answer = _answer(options, reporter)
    if options.html:
        from diastole.faces.pages.answer_page import answer_page  # with templates and figures

        with reporter.progress():
            write_whole(options.html, answer_page(answer).encode())
    if options.markdown:
        write_whole(options.markdown, markdown(answer).encode())
    reporter.wrote(*options.files)

    def document() -> "AskJson":
        from diastole.faces.json.answer_json import AskJson  # slow, and the text needs none of it

        return AskJson.of(answer)

    def text(console: "Console") -> None:
        from diastole.faces.terminal.answer_text import print_answer  # loads rich, which JSON does without

        print_answer(answer, console)

    options.print_result(document, text)


def _answer(options: AskOptions, reporter: Reporter) -> Answer:
    """Answer a question once its simulated patients have been run."""
    answerer = load_answerer()
    answer = partial(
        answerer.answer, options.question, options.reader.value, about=options.about, after=options.after,
        rewriter=ChatRewriter.from_environment() if options.rewrite else None,
    )  # fmt: skip
    draft = answer()
    if draft.pending:
        with reporter.progress("running the simulated patients of this answer"):
            answerer.run_pending(draft)
        draft = answer()
    if not draft.article or options.patient is None:
        return draft
    return answer(patient_run=_run(options.question, options.patient, options.changes, reporter))


def _run(question: str, reference: str, changes: list[str], reporter: Reporter) -> PatientRun:
    """Run the patient; without and with the balloon pump if the question is about it."""
    patient = read_input(reference, changes, reporter).patient
    words = shlex.join([as_typed(reference), *(word for change in changes for word in ("--set", change))])
    with reporter.progress():
        return run_patient(patient, words, with_balloon="iabp" in load_answerer().subject(question))


def _list_articles(*, as_json: bool) -> None:
    """Print the question of each article by topic."""
    articles = load_articles()
    if as_json:
        from diastole.faces.json.answer_json import ArticlesJson  # as above

        stdout.print_document(ArticlesJson.of(articles.values()))
        return
    console = stdout.console()
    for topic, title in TOPICS.items():
        console.print(f"\n[bold]{title}[/]")
        for article in articles.values():
            if article.head.topic == topic:
                console.print(
                    f"  {load_library().link(article.id).question}\n    [dim]{article.id}[/]", highlight=False
                )
