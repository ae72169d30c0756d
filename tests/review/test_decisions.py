from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.review.audit_entry import AuditEntry, ReviewAction
from diastole.review.review_desk import ReviewDesk
from diastole.review.review_status import ReviewState, check_action, review_status
from diastole.review.reviewer_names import same_person
from diastole.review.subject_kinds import KINDS, any_kind
from tests.review.conftest import NONE, approve, subject


def test_two_reviewers_approve(desk):
    assert desk.state_of("T-01") == ReviewState.submitted
    assert desk.start("T-01", "Ann Lee", NONE).state == ReviewState.under_review
    assert desk.approve("T-01", "Ann Lee", NONE).state == ReviewState.under_review
    status = desk.approve("T-01", "Bo Chen", "speaker fees")
    assert status.state == ReviewState.approved
    reviewers = [(one.name, one.interests, one.decision) for one in status.reviewers]
    assert reviewers == [("Ann Lee", NONE, "approved"), ("Bo Chen", "speaker fees", "approved")]
    assert desk.verify() == ()


def test_a_decision_is_seen_by_others(desk, open_desk):
    approve(desk)
    assert open_desk().state_of("T-01") == ReviewState.approved


SAME = [
    "Ann Lee", "  ann   LEE ", "Ann Lee.", "Ann-Lee", "Ａｎｎ Lee",  # case, spaces, width
    "Аnn Lee", "Ann Lее", "Αnn Lee", "Αռռ Lee", "𝐀𝐧𝐧 Lee", "Ann 1ee", "Ann Iee", "Ánn Leé",  # Cyrillic, Greek, Armenian
    "Lee Ann", "Lee, Ann", "AnnLee", "LEEANN",  # parts
    "Dr. Ann Lee", "Prof. Dr. med. Ann Lee", "Ann Lee, M.D., Ph.D.", "Mrs Ann Lee FESC",  # titles
    "ANN LEE", "ann lee", "A. Lee", "Lee A.",
    "Ann M. Lee", "Ann Mary Lee", "Ann Lee-Chen", "Dr Lee A M",  # initials and further names
]  # fmt: skip


def test_one_person_is_not_two_reviewers(desk):
    approve(desk, people=("Ann Lee",))
    for again in SAME:
        with pytest.raises(InputError, match="different reviewer"):
            desk.approve("T-01", again, NONE)
        assert desk.state_of("T-01") == ReviewState.under_review, again


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Lee", "Bo Lee"), ("Ann Lee", "Ann Chen"), ("Ann Lee", "B. Lee"), ("Ann M. Lee", "Ann B. Lee"),
        ("Dr. Ann Lee", "Dr. Bo Chen"), ("Анна Ли", "Борис Чен"), ("Yo-Yo Ma", "Yo Do"),
        ("Mary Ann Lee", "Ann Mae Lee"), ("王伟", "李娜"), ("Jr Sr", "Dr Prof"),
    ],
)  # fmt: skip
def test_two_persons_are_two(one, other):
    assert not same_person(one, other)
    assert not same_person(other, one)


@given(st.lists(st.text("aAеЕlI1 Leeо-.бΒ", min_size=1), min_size=1, max_size=4).map(" ".join), st.randoms())
def test_whoever_turns_a_name_stays_the_same_person(name, chance):
    parts = name.split()
    chance.shuffle(parts)
    assert same_person(name, " ".join(parts))
    assert same_person(name, f"Dr. {name.upper()}")


def test_signs_that_look_alike_are_one_sign():
    """Each pair of the table, also where a letter looks like two."""
    from confusable_homoglyphs.confusables import confusables_data

    wrong = [
        (sign, only["c"])
        for sign, near in confusables_data.items()
        for only in near
        if len(near) == 1 and sign.isalpha() and not same_person(f"Xyz{sign}", f"Xyz{only['c']}")
    ]
    assert len(wrong) < 0.02 * len(confusables_data), wrong[:20]


def test_a_refusal_names_whom_a_name_is_not_told_from(desk):
    approve(desk, "T-01", people=("Ann Lee",))
    with pytest.raises(InputError, match=r"^Dr\. Ann Lee, whose name is not told from Ann Lee, has approved T-01"):
        desk.approve("T-01", "Dr. Ann Lee", NONE)


def test_the_author_of_an_article_cannot_review_it(open_desk):
    article = replace(subject(), content={"author": "Eve Stone", "text": "x"})
    with pytest.raises(InputError, match="Stone, Eve, whose name is not told from Eve Stone, is an author of T-01"):
        open_desk(article).start("T-01", "Stone, Eve", NONE)


def test_an_author_cannot_review(desk):
    desk.submit("T-01", "Eve Stone", "limit as printed")
    with pytest.raises(InputError, match="is an author of T-01"):
        desk.start("T-01", "eve stone", NONE)
    desk.start("T-01", "Ann Lee", NONE)
    for action, *reason in (("approve",), ("reject", "x1")):
        with pytest.raises(InputError, match="is an author of T-01"):
            getattr(desk, action)("T-01", "Eve Stone", NONE, *reason)


def test_an_author_remains_one_after_an_edit_and_the_authors_of_the_package_are_too(desk, open_desk):
    desk.submit("T-01", "Eve Stone")
    for author in ("Eve Stone", "The diastole authors"):
        with pytest.raises(InputError, match="author"):
            open_desk(subject(text="The leak shrinks.")).start("T-01", author, NONE)


def test_a_rejection_returns_it_with_its_reason(desk):
    approve(desk, people=("Ann Lee",))
    status = desk.reject("T-01", "Bo Chen", NONE, "the class is missing")
    assert (status.words, status.reason) == ("submitted (rejected)", "the class is missing")
    desk.start("T-01", "Bo Chen", NONE)
    assert desk.approve("T-01", "Bo Chen", NONE).state == ReviewState.under_review  # Ann Lee's approval is gone


def test_an_approval_can_be_withdrawn(desk):
    approve(desk)
    assert desk.reject("T-01", "Cy Diaz", NONE, "a trial says otherwise").state == ReviewState.submitted


@pytest.mark.parametrize("reason", ["", "  ", "…"])
def test_a_rejection_needs_a_reason(desk, reason):
    desk.start("T-01", "Ann Lee", NONE)
    with pytest.raises(InputError, match="reason for a rejection is empty"):
        desk.reject("T-01", "Ann Lee", NONE, reason)


@pytest.mark.parametrize("interests", ["", " ", "-"])
def test_interests_are_declared(desk, interests):
    with pytest.raises(InputError, match="none declared"):
        desk.start("T-01", "Ann Lee", interests)


@pytest.mark.parametrize("name", ["", " ", "A", "12", "Ann\x1b[2JLee", "a" * 3000])
def test_a_reviewer_has_a_name(desk, name):
    with pytest.raises(InputError, match="name"):
        desk.start("T-01", name, NONE)
    assert desk.case("T-01").history == ()


def test_what_a_state_does_not_allow(desk):
    decisions = {
        "submit": lambda: desk.submit("T-01", "Eve Stone"),
        "start": lambda: desk.start("T-01", "Cy Diaz", NONE),
        "approve": lambda: desk.approve("T-01", "Cy Diaz", NONE),
        "reject": lambda: desk.reject("T-01", "Cy Diaz", NONE, "wrong"),
    }

    def refuses(state, *allowed):
        for action in decisions.keys() - {*allowed}:
            said = f"T-01 is {state}; '{action}' is not possible, allowed: {', '.join(allowed)}"
            with pytest.raises(InputError, match=said):
                decisions[action]()

    refuses("submitted", "start", "submit")
    approve(desk, people=("Ann Lee",))
    refuses("under review", "approve", "reject")
    desk.approve("T-01", "Bo Chen", NONE)
    refuses("approved", "reject")
    assert len(desk.case("T-01").history) == 3


def test_nobody_knows_this_id(desk):
    with pytest.raises(InputError, match=rf"'T-1' is no {any_kind()}. Did you mean 'T-01'"):
        desk.state_of("T-1")


def test_an_edit_reopens_what_was_approved(desk, open_desk):
    approve(desk)
    edited = open_desk(subject(text="The leak shrinks."))
    status = edited.status("T-01")
    assert (status.state, status.because, status.changed) == (ReviewState.submitted, "changed", True)
    diff = edited.case("T-01").diff
    assert [line for line in diff if line.startswith(("-  ", "+  "))] == [
        "-  clinician: The leak grows.",
        "+  clinician: The leak shrinks.",
    ]
    approve(edited)
    assert edited.state_of("T-01") == ReviewState.approved
    assert edited.case("T-01").diff == ()
    assert [entry.action for entry in edited.case("T-01").history][3:5] == ["reopen", "start"]
    assert desk.state_of("T-01") == ReviewState.submitted  # the old content is not what was approved


def test_an_edit_reopens_what_is_under_review(desk, open_desk):
    approve(desk, people=("Ann Lee",))
    edited = open_desk(subject(text="The leak shrinks."))
    with pytest.raises(InputError, match=r"T-01 is submitted \(changed\)"):
        edited.approve("T-01", "Bo Chen", NONE)


def test_an_approval_expires_after_a_year(desk, clock):
    approve(desk)
    assert desk.status("T-01").expires == date(2027, 11, 24)
    clock.wait(365)
    assert desk.state_of("T-01") == ReviewState.approved
    clock.wait(1)
    assert (desk.state_of("T-01"), desk.status("T-01").because) == (ReviewState.submitted, "expired")
    approve(desk)
    assert desk.state_of("T-01") == ReviewState.approved
    assert desk.verify() == ()


def test_an_approval_ends_with_the_statement(open_desk, clock):
    desk = open_desk(subject(valid_until="2026-12"))
    approve(desk)
    assert desk.status("T-01").expires == date(2026, 12, 31)
    clock.wait(38)
    assert desk.status("T-01").because == "expired"
    with pytest.raises(InputError, match="was valid until 2026-12"):
        desk.start("T-01", "Ann Lee", NONE)


def test_a_leap_day_has_its_year(open_desk, clock):
    clock.time = clock.time.replace(year=2028, month=2, day=29)
    desk = open_desk()
    approve(desk)
    assert desk.status("T-01").expires == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"barred": "its source a is unverified"}, "has to stay submitted: its source a is unverified"),
        ({"withdrawn": "it was retracted"}, r"T-01 is withdrawn \(it was retracted\); nobody can {} it"),
    ],
)
def test_an_unverified_source_and_a_withdrawal_stop_a_review(desk, open_desk, given, refusal):
    changed = open_desk(subject(**given))
    with pytest.raises(InputError, match=refusal.format("start")):
        changed.start("T-01", "Bo Chen", NONE)
    desk.start("T-01", "Ann Lee", NONE)
    with pytest.raises(InputError, match=refusal.format("approve")):
        changed.approve("T-01", "Bo Chen", NONE)


def test_a_maker_bars_start_and_approval_but_not_a_rejection(open_desk):
    desk = open_desk(subject(devices=("iabp",)))
    with pytest.raises(InputError, match="Ann Lee cannot start T-01: an interest in Getinge is declared"):
        desk.start("T-01", "Ann Lee", "speaker fees of Getinge")
    desk.start("T-01", "Bo Chen", NONE)
    desk.approve("T-01", "Bo Chen", NONE)
    with pytest.raises(InputError, match=r"Ann Lee cannot approve T-01: an interest in Abiomed .* a rival"):
        desk.approve("T-01", "Ann Lee", "consultant to Abiomed")
    assert desk.state_of("T-01") == ReviewState.under_review
    status = desk.reject("T-01", "Ann Lee", "consultant to Abiomed", "the trial is not cited")
    assert status.state == ReviewState.submitted
    assert len(desk.case("T-01").history) == 3


def test_a_reviewer_has_the_day_of_the_decision(desk, clock):
    desk.start("T-01", "Ann Lee", NONE)
    clock.wait(2)
    desk.approve("T-01", "Ann Lee", NONE)
    assert [one.day for one in desk.status("T-01").reviewers] == ["2026-11-26"]


def test_nothing_of_the_package_ships_as_approved(tmp_path):
    desk = ReviewDesk(f"sqlite:///{tmp_path / 'review.sqlite'}")
    statuses = desk.statuses()
    assert {desk.subjects[name].kind for name in statuses} == set(KINDS)
    assert {one.state for one in statuses.values()} == {ReviewState.submitted}


PEOPLE = ("Ann Lee", "Bo Chen", "Cy Diaz")
STEPS = st.lists(
    st.tuples(st.sampled_from([*ReviewAction]), st.sampled_from(PEOPLE), st.sampled_from("AB"), st.integers(0, 250)),
    max_size=25,
)


@given(STEPS)
def test_approved_means_two_people_on_this_content(steps):
    entries, today = [], date(2026, 11, 24).toordinal()
    for number, (action, actor, content, days) in enumerate(steps, start=1):
        today += days
        day = date.fromordinal(today)
        status = review_status(entries, content, day)
        if action == ReviewAction.reopen and status.because not in ("changed", "expired"):
            continue
        try:
            if action != ReviewAction.reopen:
                check_action("T-01", status, action, actor, "{}")
        except InputError:
            continue
        until = date.fromordinal(today + 365).isoformat()
        reason = status.because if action == ReviewAction.reopen else ""
        at = f"{day}T12:00:00+00:00"
        entries.append(AuditEntry(number, at, actor, NONE, action.value, "claim", "T-01", content, reason, until, ""))
        for each in "AB":
            if review_status(entries, each, day).state == ReviewState.approved:
                start = max(entry.number for entry in entries if entry.action == ReviewAction.start)
                since = [entry for entry in entries if entry.number >= start]
                approvals = [entry for entry in since if entry.action == ReviewAction.approve]
                authors = {entry.actor for entry in entries if entry.action == ReviewAction.submit}
                assert len({entry.actor for entry in approvals} - authors) >= 2
                assert {entry.content_hash for entry in since} == {each}
                assert not any(entry.action == ReviewAction.reject for entry in since)
                assert (day - approvals[1].day).days <= 365
