"""``diastole review``: the review desk."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from diastole.cli.failures import WRONG_INPUT, reported
from diastole.cli.options import AsJson, Debug, help_text
from diastole.errors import InputError
from diastole.review.subject_kinds import SubjectKind, any_kind

if TYPE_CHECKING:
    from diastole.cli.run_review import ReviewCommands

HELP = help_text(
    "List what is reviewed and how far: statements, claims and screening rules.\n\nSomething is approved by two named "
    "reviewers with declared interests who are not its authors. An interest in the maker of a device bars a review of "
    "what is said on that device and its rivals. A change of its content reopens it, and an approval "
    "expires. Nothing ships as approved. Decisions are kept in a file of the user, or in the database of "
    "DIASTOLE_DATABASE_URL, in an audit that only grows. The desk believes the names that it is given.",
    "diastole review",
    "diastole review --kind rule --state submitted --json",
    "diastole review show C-01",
    "diastole review start C-01 --reviewer 'Ann Lee' --interests 'none declared'",
    "diastole review approve C-01 --reviewer 'Ann Lee' --interests 'none declared'",
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
NEEDS = "the review desk needs SQLAlchemy and Alembic, which are not here; pip install 'diastole[web]'"


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

app = typer.Typer(rich_markup_mode=None, invoke_without_command=True, subcommand_metavar="[COMMAND]")


@app.callback(help=HELP)
@reported
def review(
    context: typer.Context,
    kind: Annotated[SubjectKind | None, typer.Option("--kind", help="List only these.")] = None,
    state: Annotated[StatusOption | None, typer.Option("--state", help="List only these.")] = None,
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """List what is reviewed."""
    if context.invoked_subcommand:
        return
    _commands(as_json=as_json).list(kind, state.value if state else None)


@app.command("show", help=SHOW)
@reported
def show(subject: Id, as_json: AsJson = False, debug: Debug = False) -> None:
    """Show a subject."""
    _commands(as_json=as_json).show(subject)


@app.command("submit", help=SUBMIT)
@reported
def submit(
    subject: Id,
    author: Annotated[str, typer.Option("--author", metavar="NAME", help="Who wrote it; a full name.")],
    reason: Reason = "",
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Put an author's name to the content."""
    commands = _commands(as_json=as_json)
    commands.say(subject, commands.desk.submit(subject, author, reason))


@app.command("start", help=START)
@reported
def start(subject: Id, reviewer: Person, interests: Interests, as_json: AsJson = False, debug: Debug = False) -> None:
    """Take something under review."""
    commands = _commands(as_json=as_json)
    commands.say(subject, commands.desk.start(subject, reviewer, interests))


@app.command("approve", help=APPROVE)
@reported
def approve(
    subject: Id,
    reviewer: Person,
    interests: Interests,
    reason: Reason = "",
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Approve something."""
    commands = _commands(as_json=as_json)
    commands.say(subject, commands.desk.approve(subject, reviewer, interests, reason))


@app.command("reject", help=REJECT)
@reported
def reject(
    subject: Id,
    reviewer: Person,
    interests: Interests,
    reason: Reason = "",
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Return something to submitted."""
    commands = _commands(as_json=as_json)
    commands.say(subject, commands.desk.reject(subject, reviewer, interests, reason))


@app.command("verify", help=VERIFY)
@reported
def verify(
    expect: Annotated[
        str, typer.Option("--expect", metavar="HASH", help="Last hash of an earlier time; it must still be there.")
    ] = "",
    as_json: AsJson = False,
    debug: Debug = False,
) -> None:
    """Check the audit."""
    if not _commands(as_json=as_json).verify(expect):
        raise typer.Exit(WRONG_INPUT)


def _commands(*, as_json: bool) -> "ReviewCommands":
    try:
        from diastole.cli.run_review import ReviewCommands  # loads the extra
    except ModuleNotFoundError as missing:
        raise (missing if (missing.name or "").startswith("diastole") else InputError(NEEDS)) from None
    return ReviewCommands(as_json=as_json)
