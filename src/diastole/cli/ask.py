"""``diastole ask``: a cited answer to a question."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import PrintOptions, command
from diastole.cli.options import MAY_BE_PIPED, Changes, Html, Written, help_text
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["ask"],
    "diastole ask 'Why is a balloon pump contraindicated in aortic regurgitation?'",
    "diastole ask 'and in MR?' --about balloon-in-aortic-regurgitation",
    "diastole ask 'which trigger then?' --after 'Should the balloon pump run during CPR?'",
    "diastole ask 'What can be used instead of an IABP in acute AR?' --reader trainee --html answer.html",
    "diastole ask 'What does the balloon do in MR?' --patient shock_mr --json",
    "diastole ask --list",
    more="Where a question names no device or disease and two or three articles fit, they are offered as a choice; "
    "where none fits, it is not answered. Education only, no advice for a named patient.",
)


class AnswerReader(StrEnum):
    """For whom the answer is worded."""

    clinician = "clinician"
    trainee = "trainee"
    patient = "patient"


@dataclass(frozen=True, kw_only=True)
class AskOptions(PrintOptions):
    """The options of the command."""

    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In quotation marks.")] = ""
    reader: Annotated[AnswerReader, typer.Option("--reader", help="For whom it is worded.")] = AnswerReader.clinician
    about: Annotated[
        str, typer.Option("--about", metavar="ARTICLE", help="The article on which this is a follow-up question.")
    ] = ""
    after: Annotated[
        str, typer.Option("--after", metavar="QUESTION", help="The question before, whose answer this follows up.")
    ] = ""
    patient: Annotated[
        str | None,
        typer.Option("--patient", metavar="PATIENT", help="Put the run of this patient beside the text."),
        MAY_BE_PIPED,
    ] = None
    changes: Changes = field(default_factory=list)
    html: Html = None
    markdown: Annotated[Path | None, typer.Option("--markdown", metavar="FILE", help="Write Markdown."), Written()] = (
        None
    )
    rewrite: Annotated[
        bool, typer.Option("--rewrite", help="Re-word with the endpoint in DIASTOLE_REWRITER_URL, within the guards.")
    ] = False
    listed: Annotated[bool, typer.Option("--list", help="List the articles by topic, and answer nothing.")] = False


ask = command(AskOptions, "run_question:run_question")
