"""``diastole ask``: a cited answer to a question."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import PrintOptions, command
from diastole.cli.options import Changes, Html, help_text
from diastole.cli.quick_start import load_simulator
from diastole.cli.standard_input import MAY_BE_PIPED

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
    str | None,
    typer.Option("--patient", metavar="PATIENT", help="Put the run of this patient beside the text."),
    MAY_BE_PIPED,
]
Markdown = Annotated[Path | None, typer.Option("--markdown", metavar="FILE", help="Write Markdown.")]
Rewrite = Annotated[
    bool, typer.Option("--rewrite", help="Re-word with the endpoint in DIASTOLE_REWRITER_URL, within the guards.")
]
Listed = Annotated[bool, typer.Option("--list", help="List the articles by topic, and answer nothing.")]


@dataclass(frozen=True, kw_only=True)
class AskOptions(PrintOptions):
    """The options of the command."""

    question: Question = ""
    reader: For = AnswerReader.clinician
    about: About = ""
    patient: OfPatient = None
    changes: Changes = field(default_factory=list)
    html: Html = None
    markdown: Markdown = None
    rewrite: Rewrite = False
    listed: Listed = False

    @property
    def files(self) -> list[Path]:
        """Every file that will be written."""
        return [path for path in (self.html, self.markdown) if path]


ask = command(AskOptions, "run_question:run_question", load_simulator)
