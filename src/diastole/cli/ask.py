"""``diastole ask``: a cited answer to a question."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diastole.cli.failures import reported
from diastole.cli.options import AsJson, Changes, Debug, Quiet, help_text

if TYPE_CHECKING:
    from diastole.answers.answer import Answer
    from diastole.answers.patient_run import PatientRun
    from diastole.cli.progress_bar import Voice

HELP = help_text(
    "Answer a question about balloon pumps and other support in valve disease with a written article, each sentence "
    "with its source or its simulated experiment.\n\nWhere two or three articles fit, they are offered as a choice; "
    "where none does, the question is not answered. Education only, no advice for a named patient.",
    "diastole ask 'Why is a balloon pump contraindicated in aortic regurgitation?'",
    "diastole ask 'and in MR?' --about balloon-in-aortic-regurgitation",
    "diastole ask 'What can be used instead of an IABP in acute AR?' --reader trainee --html answer.html",
    "diastole ask 'What does the balloon do in MR?' --patient shock_mr --json",
    "diastole ask --list",
)


class AnswerReader(StrEnum):
    """For whom the answer is worded."""

    clinician = "clinician"
    trainee = "trainee"
    patient = "patient"


Question = Annotated[str, typer.Argument(metavar="QUESTION", help="In quotation marks.")]
For = Annotated[AnswerReader, typer.Option("--reader", help="For whom it is worded.")]
About = Annotated[
    str, typer.Option("--about", metavar="ARTICLE", help="The article on which this is a follow-up question.")
]
OfPatient = Annotated[
    str | None, typer.Option("--patient", metavar="PATIENT", help="Put the run of this patient beside the text.")
]
Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a self-contained page.")]
Markdown = Annotated[Path | None, typer.Option("--markdown", metavar="FILE", help="Write Markdown.")]
Rewrite = Annotated[
    bool, typer.Option("--rewrite", help="Re-word with the endpoint in DIASTOLE_REWRITER_URL, within the guards.")
]
Listed = Annotated[bool, typer.Option("--list", help="List the articles by topic, and answer nothing.")]


@reported
def ask(
    question: Question = "",
    reader: For = AnswerReader.clinician,
    about: About = "",
    patient: OfPatient = None,
    changes: Changes = None,
    html: Html = None,
    markdown: Markdown = None,
    rewrite: Rewrite = False,
    list_: Listed = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Answer a question."""
    from diastole.answers.answerer import load_answerer
    from diastole.answers.rewriter import ChatRewriter
    from diastole.cli import outputs, stdout
    from diastole.cli.progress_bar import Voice
    from diastole.errors import InputError

    if list_:
        if question or html or markdown:
            raise InputError("--list answers nothing; leave out the question and the files, or --list")
        _list(as_json=as_json)
        return
    if changes and patient is None:
        raise InputError("--set changes the patient of --patient; give --patient as well, such as --patient shock")
    files = [path for path in (html, markdown) if path]
    outputs.check_outputs(files, source=patient or "")
    rewriter = ChatRewriter.from_environment() if rewrite else None
    voice = Voice(quiet=quiet)
    answerer = load_answerer()
    answer = answerer.answer(question, reader.value, about=about, rewriter=rewriter)
    if answer.pending:
        _run_pending(answer, voice)
        answer = answerer.answer(question, reader.value, about=about, rewriter=rewriter)
    if answer.article and patient is not None:
        run = _run(question, patient, changes or [], voice)
        answer = answerer.answer(question, reader.value, about=about, patient_run=run, rewriter=rewriter)
    _write(answer, html, markdown, voice)
    voice.wrote(*files)
    if as_json:
        from diastole.faces.json.answer_json import AskJson

        stdout.print_document(AskJson.of(answer))
    elif not (quiet and files):
        from diastole.faces.terminal.answer_text import print_answer

        print_answer(answer, stdout.console())


def _list(*, as_json: bool) -> None:
    """Print the question of each article by topic."""
    from diastole.answers.library import load_library
    from diastole.cli import stdout
    from diastole.knowledge.articles.collection import load_articles
    from diastole.knowledge.articles.head import TOPICS

    articles = load_articles()
    if as_json:
        from diastole.faces.json.answer_json import ArticlesJson

        stdout.print_document(ArticlesJson.of(articles.values()))
        return
    console = stdout.console()
    for topic, title in TOPICS.items():
        console.print(f"\n[bold]{title}[/]")
        for one in articles.values():
            if one.head.topic == topic:
                console.print(f"  {load_library().link(one.id).question}\n    [dim]{one.id}[/]", highlight=False)


def _run_pending(answer: "Answer", voice: "Voice") -> None:
    """Run the simulated patients whose numbers an answer lacks."""
    from diastole.answers.answerer import load_answerer
    from diastole.cli.quick_start import load_simulator

    load_simulator()
    with voice.progress("running the simulated patients of this answer"):
        load_answerer().run_pending(answer)


def _run(question: str, reference: str, changes: list[str], voice: "Voice") -> "PatientRun":
    """Run the patient; without and with the balloon pump where the question is about it."""
    import shlex

    from diastole.answers.answerer import load_answerer
    from diastole.answers.patient_run import run_patient
    from diastole.cli.inputs import read_patient
    from diastole.cli.quick_start import load_simulator

    load_simulator()
    chosen = read_patient(reference, changes, voice)
    again = shlex.join([reference, *(word for change in changes for word in ("--set", change))])
    with voice.progress():
        return run_patient(chosen, again, with_balloon="iabp" in load_answerer().subject(question))


def _write(answer: "Answer", html: Path | None, markdown: Path | None, voice: "Voice") -> None:
    """Write the files that are asked for, whole or not at all."""
    if html:
        from diastole.cli.quick_start import load_simulator
        from diastole.faces.pages.answer_page import write_answer_page

        load_simulator()
        with voice.progress():
            write_answer_page(answer, html)
    if markdown:
        from diastole.faces.pages.answer_markdown import markdown as as_markdown
        from diastole.files import write_whole

        write_whole(markdown, as_markdown(answer).encode())
