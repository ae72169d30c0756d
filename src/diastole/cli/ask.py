"""``diastole ask``: a cited answer to a question."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.failures import reported
from diastole.cli.options import AsJson, Changes, Debug, Quiet, help_text
from diastole.cli.quick_start import load_simulator
from diastole.errors import InputError

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
    if list_ and (question or html or markdown):
        raise InputError("--list answers nothing; leave out the question and the files, or --list")
    if changes and patient is None:
        raise InputError("--set changes the patient of --patient; give --patient as well, such as --patient shock")
    load_simulator()
    from diastole.cli.run_question import Asked, answer_question, list_articles  # load the simulator

    if list_:
        list_articles(as_json=as_json)
    else:
        asked = Asked(question, reader.value, about, patient, changes or [], rewrite=rewrite)
        answer_question(asked, html, markdown, as_json=as_json, quiet=quiet)
