"""Does what ``diastole review`` is asked for at the review desk, and prints the outcome."""

from collections import Counter

import typer

from diastole.cli import stdout
from diastole.cli.failures import WRONG_INPUT
from diastole.cli.review import (
    DecideOptions,
    ListOptions,
    StartOptions,
    SubjectOptions,
    SubmitOptions,
    VerifyOptions,
)
from diastole.faces.json.review_json import ReviewCaseJson, ReviewDecisionJson, ReviewListJson, ReviewVerifyJson
from diastole.faces.terminal.review_tables import print_case, print_decision, print_list, print_verdict
from diastole.review.review_desk import ReviewDesk
from diastole.review.review_status import ReviewState, ReviewStatus


def list_subjects(options: ListOptions) -> None:
    """Print the subjects of a kind and in a state."""
    desk = ReviewDesk()
    rows = [
        (desk.subjects[name], status)
        for name, status in desk.statuses().items()
        if options.kind in (None, desk.subjects[name].kind) and options.state in (None, status.state.value)
    ]
    counted = Counter(status.state for _, status in rows)
    totals = {each.value: counted[each] for each in ReviewState}
    if options.as_json:
        stdout.print_document(ReviewListJson.of(rows, totals, desk.place))
    else:
        print_list(rows, totals, stdout.console())


def show(options: SubjectOptions) -> None:
    """Print a subject with its review."""
    case = ReviewDesk().case(options.subject)
    if options.as_json:
        stdout.print_document(ReviewCaseJson.of_case(case))
    else:
        print_case(case, stdout.console())


def submit(options: SubmitOptions) -> None:
    """Put an author's name to the content."""
    desk = ReviewDesk()
    _print(desk, options, desk.submit(options.subject, options.author, options.reason))


def start(options: StartOptions) -> None:
    """Take a subject under review."""
    desk = ReviewDesk()
    _print(desk, options, desk.start(options.subject, options.reviewer, options.interests))


def approve(options: DecideOptions) -> None:
    """Approve a subject."""
    desk = ReviewDesk()
    _print(desk, options, desk.approve(options.subject, options.reviewer, options.interests, options.reason))


def reject(options: DecideOptions) -> None:
    """Return a subject to submitted."""
    desk = ReviewDesk()
    _print(desk, options, desk.reject(options.subject, options.reviewer, options.interests, options.reason))


def _print(desk: ReviewDesk, options: SubjectOptions, status: ReviewStatus) -> None:
    """Print the status of a subject after a decision."""
    subject = desk.subjects[options.subject]
    if options.as_json:
        stdout.print_document(ReviewDecisionJson.of(subject, status))
    else:
        print_decision(subject, status, stdout.console())


def verify(options: VerifyOptions) -> None:
    """Check the audit: print what is wrong with it, or its last hash.

    Raise typer.Exit if it is not intact.
    """
    desk = ReviewDesk()
    findings = desk.verify(options.expect)
    head = None if findings else desk.head()
    if options.as_json:
        stdout.print_document(ReviewVerifyJson.of(findings, head, desk.place))
    else:
        print_verdict(findings, head, desk.place, stdout.console())
    if findings:
        raise typer.Exit(WRONG_INPUT)
