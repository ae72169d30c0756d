"""Answers a question for the command line: runs the simulated patients, writes the files, prints the answer."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from diastole.answers.answer import Answer
from diastole.answers.answerer import load_answerer
from diastole.answers.library import load_library
from diastole.answers.patient_run import PatientRun, run_patient
from diastole.answers.rewriter import ChatRewriter
from diastole.cli import outputs, stdout
from diastole.cli.inputs import read_patient
from diastole.cli.progress_bar import Voice
from diastole.faces.json.answer_json import ArticlesJson, AskJson
from diastole.faces.pages.answer_markdown import markdown as as_markdown
from diastole.faces.pages.answer_page import answer_page
from diastole.faces.terminal.answer_text import print_answer
from diastole.files import write_whole
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.articles.head import TOPICS


@dataclass(frozen=True)
class Asked:
    """A question, and for whom and on what it is answered."""

    question: str
    reader: str
    about: str  # id of the article on whose page it is asked
    patient: str | None
    changes: list[str]  # of the patient
    rewrite: bool


def answer_question(asked: Asked, html: Path | None, markdown: Path | None, *, as_json: bool, quiet: bool) -> None:
    """Answer a question, write the files that are asked for, and print the answer.

    Raises
    ------
    InputError
        If the question, the reader, the article, the patient or a file is wrong.
    SimulationError
        If the heart of the patient cannot sustain a beat.
    """
    files = [path for path in (html, markdown) if path]
    outputs.check_outputs(files, source=asked.patient or "")
    voice = Voice(quiet=quiet)
    answer = _answer(asked, voice)
    if html:
        with voice.progress():
            write_whole(html, answer_page(answer).encode())
    if markdown:
        write_whole(markdown, as_markdown(answer).encode())
    voice.wrote(*files)
    if as_json:
        stdout.print_document(AskJson.of(answer))
    elif not (quiet and files):
        print_answer(answer, stdout.console())


def _answer(asked: Asked, voice: Voice) -> Answer:
    """Answer a question once its simulated patients have been run."""
    rewriter = ChatRewriter.from_environment() if asked.rewrite else None
    answerer = load_answerer()
    answer = answerer.answer(asked.question, asked.reader, about=asked.about, rewriter=rewriter)
    if answer.pending:
        with voice.progress("running the simulated patients of this answer"):
            answerer.run_pending(answer)
        answer = answerer.answer(asked.question, asked.reader, about=asked.about, rewriter=rewriter)
    if not answer.article or asked.patient is None:
        return answer
    run = _run(asked.question, asked.patient, asked.changes, voice)
    return answerer.answer(asked.question, asked.reader, about=asked.about, patient_run=run, rewriter=rewriter)


def _run(question: str, reference: str, changes: list[str], voice: Voice) -> PatientRun:
    """Run the patient; without and with the balloon pump if the question is about it."""
    chosen = read_patient(reference, changes, voice)
    again = shlex.join([reference, *(word for change in changes for word in ("--set", change))])
    with voice.progress():
        return run_patient(chosen, again, with_balloon="iabp" in load_answerer().subject(question))


def list_articles(*, as_json: bool) -> None:
    """Print the question of each article by topic."""
    articles = load_articles()
    if as_json:
        stdout.print_document(ArticlesJson.of(articles.values()))
        return
    console = stdout.console()
    for topic, title in TOPICS.items():
        console.print(f"\n[bold]{title}[/]")
        for one in articles.values():
            if one.head.topic == topic:
                console.print(f"  {load_library().link(one.id).question}\n    [dim]{one.id}[/]", highlight=False)
