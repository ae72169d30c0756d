"""Does at the review desk what ``diastole review`` is asked for, and prints the outcome."""

from collections import Counter

from diastole.cli import stdout
from diastole.faces.json.review_json import ReviewCaseJson, ReviewDecisionJson, ReviewListJson, ReviewVerifyJson
from diastole.faces.terminal.review_tables import print_case, print_decision, print_list, print_verdict
from diastole.review.review_desk import ReviewDesk
from diastole.review.review_status import ReviewState, ReviewStatus


class ReviewCommands:
    """The commands at a review desk; they print JSON if asked for it."""

    def __init__(self, *, as_json: bool):
        self.desk = ReviewDesk()
        self._as_json = as_json

    def list(self, kind: str | None, state: str | None) -> None:
        """Print the subjects of a kind and in a state."""
        rows = [
            (self.desk.subjects[name], status)
            for name, status in self.desk.statuses().items()
            if kind in (None, self.desk.subjects[name].kind) and state in (None, status.state.value)
        ]
        counted = Counter(status.state for _, status in rows)
        totals = {each.value: counted[each] for each in ReviewState}
        if self._as_json:
            stdout.print_document(ReviewListJson.of(rows, totals, self.desk.place))
        else:
            print_list(rows, totals, stdout.console())

    def show(self, subject: str) -> None:
        """Print a subject with its review."""
        case = self.desk.case(subject)
        if self._as_json:
            stdout.print_document(ReviewCaseJson.of_case(case))
        else:
            print_case(case, stdout.console())

    def say(self, subject: str, status: ReviewStatus) -> None:
        """Print the status of a subject after a decision."""
        if self._as_json:
            stdout.print_document(ReviewDecisionJson.of(self.desk.subjects[subject], status))
        else:
            print_decision(self.desk.subjects[subject], status, stdout.console())

    def verify(self, expected: str) -> bool:
        """Print what is wrong with the audit, or its last hash; tell whether it is intact."""
        findings = self.desk.verify(expected)
        head = None if findings else self.desk.head()
        if self._as_json:
            stdout.print_document(ReviewVerifyJson.of(findings, head, self.desk.place))
        else:
            print_verdict(findings, head, self.desk.place, stdout.console())
        return not findings
