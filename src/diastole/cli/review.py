"""``diastole review``: the review desk."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from diastole.cli.command import Options, command
from diastole.cli.options import AsJson, help_text
from diastole.cli.purposes import PURPOSES
from diastole.installed import check_extra
from diastole.review.subject_kinds import SubjectKind, any_kind

HELP = help_text(
    PURPOSES["review"],
    "diastole review",
    "diastole review --kind rule --state submitted --json",
    "diastole review show C-01",
    "diastole review start C-01 --reviewer 'Ann Lee' --interests 'none declared'",
    "diastole review approve C-01 --reviewer 'Ann Lee' --interests 'none declared'",
    more="Something is approved by two named reviewers with declared interests who are not its authors. An interest "
    "in the maker of a device bars a review of what is said on that device and its rivals. A change of its "
    "content reopens it, and an approval expires. Nothing ships as approved. Decisions are kept in a file of the "
    "user, or in the database of DIASTOLE_DATABASE_URL, in an audit that only grows. The desk believes the names "
    "that it is given.",
)
SHOW = help_text(
    "Show a subject: wording, sources with their check level, what has changed since it was approved, its audit.",
    "diastole review show C-01",
    "diastole review show AR-SEVERE --json",
)
SUBMIT = help_text(
    "Put an author's name to the present content; an author cannot review it.",
    "diastole review submit C-01 --author 'Eve Stone'",
    "diastole review submit C-01 --author 'Eve Stone' --reason 'limit as the label prints it' --json",
)
START = help_text(
    "Take something under review.",
    "diastole review start C-01 --reviewer 'Ann Lee' --interests 'none declared'",
    "diastole review start C05 --reviewer 'Ann Lee' --interests 'grant of the Heart Foundation' --json",
)
APPROVE = help_text(
    "Approve what is under review; the second reviewer's approval makes it approved.",
    "diastole review approve C-01 --reviewer 'Ann Lee' --interests 'none declared'",
    "diastole review approve C-01 --reviewer 'Bo Chen' --interests 'none declared' --json",
)
REJECT = help_text(
    "Return something to submitted, with a reason; also what was approved.",
    "diastole review reject C-01 --reviewer 'Ann Lee' --interests 'none declared' --reason 'the class is missing'",
    "diastole review reject C-01 --reviewer 'Bo Chen' --interests 'none declared' --reason 'withdrawn' --json",
)
VERIFY = help_text(
    "Check the whole audit and print its last hash. Note it elsewhere and give it with --expect the next time: an "
    "audit that was cut, erased or written anew no longer holds it. Where nothing is there, nothing is intact.",
    "diastole review verify",
    f"diastole review verify --expect {64 * 'a'} --json",
)


class StatusOption(StrEnum):
    """How far something is reviewed."""

    submitted = "submitted"
    under_review = "under_review"
    approved = "approved"


Id = Annotated[str, typer.Argument(metavar="ID", help=f"Of a {any_kind()}.")]
Person = Annotated[str, typer.Option("--reviewer", metavar="NAME", help="Who reviews; a full name.")]
Interests = Annotated[
    str, typer.Option("--interests", metavar="TEXT", help="Declared interests; 'none declared' if there are none.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]


@dataclass(frozen=True, kw_only=True)
class ReviewOptions(Options):
    """The options of every command at the review desk."""

    as_json: AsJson = False


@dataclass(frozen=True, kw_only=True)
class ListOptions(ReviewOptions):
    """The options of the list."""

    context: typer.Context
    kind: Annotated[SubjectKind | None, typer.Option("--kind", help="List only these.")] = None
    state: Annotated[StatusOption | None, typer.Option("--state", help="List only these.")] = None


@dataclass(frozen=True, kw_only=True)
class SubjectOptions(ReviewOptions):
    """The options of a command on one subject."""

    subject: Id


@dataclass(frozen=True, kw_only=True)
class SubmitOptions(SubjectOptions):
    """The options of ``submit``."""

    author: Annotated[str, typer.Option("--author", metavar="NAME", help="Who wrote it; a full name.")]
    reason: Reason = ""


@dataclass(frozen=True, kw_only=True)
class StartOptions(SubjectOptions):
    """The options of ``start``."""

    reviewer: Person
    interests: Interests


@dataclass(frozen=True, kw_only=True)
class DecideOptions(StartOptions):
    """The options of ``approve`` and ``reject``."""

    reason: Reason = ""


@dataclass(frozen=True, kw_only=True)
class VerifyOptions(ReviewOptions):
    """The options of ``verify``."""

    expect: Annotated[
        str, typer.Option("--expect", metavar="HASH", help="Last hash of an earlier time; it must still be there.")
    ] = ""


COMMANDS = {
    "show": (SHOW, SubjectOptions),
    "submit": (SUBMIT, SubmitOptions),
    "start": (START, StartOptions),
    "approve": (APPROVE, DecideOptions),
    "reject": (REJECT, DecideOptions),
    "verify": (VERIFY, VerifyOptions),
}

app = typer.Typer(rich_markup_mode=None, invoke_without_command=True, subcommand_metavar="[COMMAND]")
app.callback(help=HELP)(command(ListOptions, "run_review:list_subjects", partial(check_extra, "web")))
for name, (text, options) in COMMANDS.items():
    app.command(name, help=text)(command(options, f"run_review:{name}", partial(check_extra, "web")))
