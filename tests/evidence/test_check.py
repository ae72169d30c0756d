"""Each rule of the checker refuses what it is there for, with file, id and reason; and nothing else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.knowledge.evidence import check_evidence as check
from diastole.knowledge.evidence import edition, statements
from diastole.knowledge.evidence.check_evidence import EvidenceIssue, Report, check_package, check_statements
from diastole.knowledge.evidence.records import Records
from diastole.knowledge.evidence.sources import parse_sources

SOURCES = parse_sources("""
- {id: good, type: guideline, checked: primary-abstract}
- {id: hearsay, type: review, checked: secondary}
- {id: unread, type: research, checked: unverified}
- {id: fitted, type: own}
""")
REVIEWER = {"name": "A. Reader", "interests": "none"}


def record(**changes: Any) -> dict[str, Any]:
    text = {
        "clinician": "The balloon raises diastolic pressure by 10 mmHg.",
        "trainee": "The balloon raises the pressure by 10 mmHg.",
        "patient": "The balloon lifts the pressure.",
    }
    return {
        "id": "T-01", "version": 1, "kind": "mechanism", "text": text, "entities": ["iabp"], "intents": ["why"],
        "polarity": "benefit", "support": [{"ref": "good", "class": "I", "level": "B", "locator": None}], "claims": [],
        "conflicts": [], "review": {"status": "submitted", "reviewers": [], "date": None}, "valid_until": "2027-11",
    } | changes  # fmt: skip


def reported(*records: dict[str, Any]) -> Report:
    text = yaml.safe_dump(list(records), allow_unicode=True)
    return check_statements({"t.yaml": text}, SOURCES, ("C01",), "2026-11-24")


def wording(**changes: str) -> dict[str, Any]:
    return {"text": record()["text"] | changes}


def review(status: str, *reviewers: dict[str, str], date: str | None = "2026-11-01") -> dict[str, Any]:
    return {"review": {"status": status, "reviewers": list(reviewers), "date": date}}


def test_a_good_record_passes():
    report = reported(record())
    assert (report.errors, report.warnings, list(report.statements)) == ((), (), ["T-01"])


OTHER = {"name": "B. Reader", "interests": "lectures for a maker of pumps"}
HARD = "Counterpulsation deteriorates regurgitation considerably, necessitating immediate discontinuation."

REFUSED = [
    # what cannot be read
    ({"kind": "rumour"}, "kind: .*'rumour' is unknown"),
    ({"polarity": "bad"}, "polarity: .*'bad' is unknown"),
    ({"polarity": True}, "polarity: .*string"),  # as `polarity: yes` would read
    ({"entities": ["iabpp"]}, "entities.0: .*Did you mean 'iabp'"),
    ({"entities": []}, "entities: .*at least 1"),
    ({"intents": ["wonder"]}, "intents.0: .*'wonder' is unknown"),
    ({"intents": []}, "intents: .*at least 1"),
    ({"version": True}, "version: .*integer"),
    ({"version": 0}, "version: .*greater"),
    ({"id": "t-1"}, "id: .*pattern"),
    ({"valid_until": "soon"}, "valid_until: .*pattern"),
    ({"valid_until": "2027-13"}, "valid_until: .*pattern"),
    ({"editor": "x"}, "editor: .*not permitted"),
    ({"text": {"clinician": "a", "trainee": "b"}}, "text.patient: .*required"),
    (wording(patient="  "), "text.patient: .*at least 1 character"),
    (review("believed"), "review.status: .*'believed' is unknown"),
    (review("approved", {"name": "A. Reader"}, OTHER), "interests: .*required"),
    ({"support": [{"ref": "good", "checked": "surely"}]}, "support.0.checked: .*'surely' is unknown"),
    ({"support": [{"ref": "good", "class": False}]}, "support.0.class: .*string"),
    # sources and claims
    ({"support": [{"ref": "nobody2020"}]}, "source 'nobody2020' does not exist"),
    ({"support": [{"ref": "fitted"}]}, "'fitted' is a note of our own"),
    ({"support": [{"ref": "good"}, {"ref": "good"}]}, "names a source twice"),
    ({"support": [{"ref": "hearsay", "checked": "primary-abstract"}]}, "'hearsay' as a whole is secondary"),
    ({"claims": ["C99"]}, "claim 'C99' does not exist"),
    # support
    ({"support": []}, "has no support"),
    ({"kind": "caution", "support": [], "claims": ["C01"]}, "that only a simulation supports"),
    ({"kind": "recommendation", "support": [], "claims": ["C01"]}, "that only a simulation supports"),
    ({"kind": "simulation"}, "simulation without a claim"),
    ({"uncited": True}, "a statement with support cannot be"),
    ({"kind": "caution", "support": [], "uncited": True}, "does not say so"),
    ({"kind": "recommendation", "support": [], "uncited": True}, "a recommendation or"),
    # conflicts
    ({"conflicts": ["T-02"]}, "'T-02', which does not exist"),
    ({"conflicts": ["T-01"]}, "conflicts with itself"),
    # review
    (review("under_review") | {"support": [{"ref": "unread"}]}, "has to stay submitted"),
    (review("under_review") | {"support": [{"ref": "good"}, {"ref": "unread"}]}, "has to stay submitted"),
    (review("under_review") | {"support": [{"ref": "good", "checked": "unverified"}]}, "has to stay submitted"),
    (review("approved"), "without two named reviewers"),
    (review("approved", REVIEWER), "without two named reviewers"),
    (review("approved", REVIEWER, dict(REVIEWER)), "without two named reviewers"),
    (review("approved", REVIEWER, OTHER, date=None), "without two named reviewers"),
    # lay texts
    (wording(patient="It lifts the pressure by 12."), "patient's text has 12"),
    (wording(trainee="It lifts the pressure by 12."), "trainee's text has 12"),
    (wording(patient="The pump is safe."), "says 'safe'"),
    (wording(patient="It works safely."), "says 'safely'"),
    (wording(patient="It is guaranteed to work."), "says 'guaranteed'"),
    (wording(patient="The pump is indicated for you."), "says 'indicated for you'"),
    (wording(patient="You should have a pump."), "says 'You should'"),
    (wording(clinician="Give 10 mg.", patient="They give 10 mg of it."), "says 'mg'"),
    (wording(patient=HARD), "reads at grade"),
]


@pytest.mark.parametrize(("changes", "reason"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_a_wrong_record_is_refused_with_its_place(changes: dict[str, Any], reason: str):
    errors = reported(record(**changes)).errors
    assert errors
    assert {error.file for error in errors} == {"t.yaml"}
    assert {error.id for error in errors} == {changes.get("id", "T-01")}
    with pytest.raises(AssertionError, match=f"(?s){reason}"):
        raise AssertionError("\n".join(error.reason for error in errors))


ALLOWED = [
    {"kind": "definition", "support": []},
    {"support": [], "claims": ["C01"]},
    {"kind": "simulation", "support": [], "claims": ["C01"]},
    {"support": [{"ref": "good", "checked": "unverified"}]},
    {"kind": "caution", "support": [], "uncited": True, **wording(clinician="No source is known to us for 10.")},
    review("under_review") | {"support": [{"ref": "hearsay"}]},
    review("approved", REVIEWER, OTHER),
    wording(patient="It lifts the pressure by 10."),
]


@pytest.mark.parametrize("changes", ALLOWED)
def test_the_neighbour_of_a_wrong_record_is_allowed(changes: dict[str, Any]):
    assert not reported(record(**changes)).errors


def test_a_conflict_has_two_sides():
    one = record(conflicts=["T-02"])
    (error,) = reported(one, record(id="T-02")).errors
    assert error == EvidenceIssue("t.yaml", "T-01", "conflicts with 'T-02', which does not say so")
    assert not reported(one, record(id="T-02", conflicts=["T-01"])).errors


def test_an_id_stands_once_over_all_files():
    text = yaml.safe_dump([record()])
    (error,) = check_statements({"a.yaml": text, "b.yaml": text}, SOURCES, (), "2026-11-24").errors
    assert error == EvidenceIssue("b.yaml", "T-01", "is given twice, first in a.yaml")


@pytest.mark.parametrize(("today", "expired"), [("2027-11-30", 0), ("2027-12-01", 1), ("2026-11-24", 0)])
def test_a_statement_that_has_expired_is_a_warning(today: str, expired: int):
    report = check_statements({"t.yaml": yaml.safe_dump([record()])}, SOURCES, (), today)
    assert (len(report.errors), len(report.warnings)) == (0, expired)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *((f"- {{id: T-01, {word}: 1}}", "read as bool") for word in ("no", "on", "yes", "off")),
        ("- {id: T-01, id: T-02}", "is given twice"),
        ("- &a {id: T-01}\n- *a", "line 2: a reference (*) is not allowed"),
        ("- " + "[" * 50_000, "nested more than 20 deep"),
        ("- [", "did not find expected"),
        ("\x07", "is not a YAML file"),
        ("- 2026-99-99", "line 1: month must be in 1..12"),
        ("- !!python/object/apply:os.getcwd []", "the tag tag:yaml.org,2002:python/object/apply:os.getcwd is not"),
        ("id: T-01", "not a list"),
        ("", "not a list"),
        ("- 5", "record 1"),
        ("- null", "record 1"),
        ("- {id: 5}", "record 1: id"),
    ],
)
def test_hostile_yaml_is_refused_and_the_other_files_are_still_checked(text: str, reason: str):
    texts = {"bad.yaml": text, "good.yaml": yaml.safe_dump([record(), record(id="T-02", support=[])])}
    report = check_statements(texts, SOURCES, (), "2026-11-24")
    assert {error.file for error in report.errors} == {"bad.yaml", "good.yaml"}
    assert reason in " ".join(str(error) for error in report.errors if error.file == "bad.yaml")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(field=st.sampled_from(sorted(record())), junk=JUNK)
def test_junk_in_a_field_is_read_or_reported(field: str, junk: Any):
    report = reported(record(**{field: junk}))
    assert report.errors or set(report.statements)


@given(text=st.text())
@example("a: " + "9" * 5000)
@example("- 1:1" + ":1" * 5000)
@example("\ud800")
def test_any_text_is_read_or_reported(text: str):
    assert check_statements({"t.yaml": text}, SOURCES, (), "2026-11-24").errors or text.strip() == "[]"


def test_all_errors_stand_in_one_list():
    errors = reported(record(support=[], polarity="bad"), record(id="T-02", support=[], conflicts=["T-09"])).errors
    assert [error.id for error in errors] == ["T-01", "T-02", "T-02"]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Give what makes the package's check find errors, and forget what was loaded."""

    def with_errors(count: int) -> None:
        found = tuple(EvidenceIssue("x.yaml", f"T-{number}", "is wrong") for number in range(count))
        report = Report(check_package("2026-11-24").statements, found, ())
        monkeypatch.setattr(check, "check_package", lambda: report)
        monkeypatch.setattr(statements, "outdated", lambda: "the evidence has changed")
        statements.load_statements.cache_clear()

    yield with_errors
    statements.load_statements.cache_clear()


def test_nothing_is_half_loaded(broken: Callable[[int], None]):
    broken(3)
    with pytest.raises(InputError, match=r"has 3 errors; the first is in x\.yaml: T-0: is wrong"):
        statements.load_statements()


def test_what_is_read_one_by_one_is_what_was_checked_as_a_whole():
    """An edition that has not changed is not checked again, and a record is read when it is asked for."""
    one_by_one = statements.load_statements()
    assert isinstance(one_by_one, Records)
    assert dict(one_by_one) == check_package("2026-11-24").statements


def test_the_command_prints_the_list_and_exits_with_two(
    broken: Callable[[int], None], capsys: pytest.CaptureFixture[str]
):
    assert check.main() == 0
    broken(2)
    assert check.main() == 2
    said = capsys.readouterr().out
    assert "error: x.yaml: T-1: is wrong" in said
    assert "2 errors" in said


def test_the_date_of_the_last_change_is_that_of_what_the_package_holds():
    assert edition.outdated() == ""
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", edition.load_edition().updated)


def test_a_changed_statement_asks_for_a_new_date(monkeypatch, capsys):
    monkeypatch.setattr(edition, "fingerprint", lambda: "0123456789abcdef")
    assert check.main() == 2
    assert "edition.yaml: -: the evidence has changed since" in capsys.readouterr().out
