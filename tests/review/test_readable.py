"""A content in words, and what has changed in it."""

import re

import pytest

from diastole.review.readable_content import content_changes, level_words, readable, reader_words
from diastole.review.review_subjects import canonical_json, load_subjects

INSIDE = re.compile(r"\b[a-z][a-z0-9]*_[a-z0-9_]+\b")


@pytest.mark.parametrize("id_", ["C-01", "C04", "AR-SEVERE", "MR-LEAK"])
def test_no_name_of_the_inside_is_shown(id_):
    for title, lines in readable(load_subjects()[id_].content).items():
        for line in (title, *lines):
            assert not INSIDE.search(re.sub(r"https?:\S+", "", line)), line
            assert "{" not in line


def test_a_rule_in_words():
    parts = readable(load_subjects()["AR-SEVERE"].content)
    assert parts["Condition"][:4] == (
        "any of:",
        "    reported grade of aortic regurgitation is severe",
        "    all of:",
        "        reported grade of aortic regurgitation is not known",
    )
    assert "            vena contracta of aortic regurgitation above 0.6 cm (severe)" in parts["Condition"]
    assert parts["Where the condition is unknown"] == ("data are needed",)
    assert "nothing is known → unknown" in parts["Cases of the rule"]


def test_a_statement_in_words():
    parts = readable(load_subjects()["C-01"].content)
    assert parts["Wording"][0].startswith("For a clinician: ")
    assert "checked: read in the source’s own abstract" in parts["Support"][0]
    assert "class absolute" in parts["Support"][0]
    assert parts["Subjects"] == ("balloon pump, aortic regurgitation",)


def test_a_condition_of_every_form():
    content = {
        "when": {"at_least": {"n": 2, "of": [{"known": "ar.grade"}, {"not": {"fact": "ar.grade", "in": ["a"]}}]}}
    }
    assert readable(content)["Condition"] == (
        "at least 2 of:",
        "    reported grade of aortic regurgitation is known",
        "    not:",
        "        reported grade of aortic regurgitation is one of a",
    )


def pieces(before, after):
    return [
        (change.title, [[(one.kind, one.text) for one in line] for line in change.lines])
        for change in content_changes(canonical_json(before), canonical_json(after))
    ]


def test_a_changed_word_is_shown_in_its_sentence():
    before = {"text": {"clinician": "The leak grows fast.", "patient": "It leaks."}, "polarity": "harm"}
    after = {"text": {"clinician": "The leak shrinks fast.", "patient": "It leaks."}, "polarity": "harm"}
    changed = [("kept", "For a clinician: The leak "), ("removed", "grows"), ("added", "shrinks"), ("kept", " fast.")]
    assert pieces(before, after) == [("Wording", [changed, [("kept", "For a patient or relative: It leaks.")]])]


def test_another_line_is_shown_whole():
    assert pieces({"if_unknown": "ask"}, {"if_unknown": "fire"}) == [
        ("Where the condition is unknown", [[("removed", "data are needed"), ("added", "it fires")]])
    ]


def test_what_is_new_and_what_is_gone():
    assert pieces({"note": "wait"}, {"withdrawn": "retracted"}) == [
        ("Withdrawn", [[("added", "retracted")]]),
        ("What a reviewer has to decide", [[("removed", "wait")]]),
    ]


def test_a_long_part_shows_what_is_around_a_change():
    before = {"tests": [{"facts": {"a": f"line {number}"}, "expect": True} for number in range(20)]}
    after = {"tests": [*before["tests"][:10], {"facts": {"a": "other"}, "expect": True}, *before["tests"][11:]]}
    ((_, shown),) = pieces(before, after)
    assert len(shown) == 5


def test_every_content_can_be_shown():
    for subject in load_subjects().values():
        assert readable(subject.content), subject.id
        assert content_changes(subject.body, subject.body) == (), subject.id


def test_words_of_levels_and_readers():
    assert level_words("primary-abstract").startswith("read in the source")
    assert level_words("") == "not said"
    assert reader_words("note") == "What a reviewer has to decide"
    assert reader_words("key_points") == "Key points"
