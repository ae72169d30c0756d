"""The editorial policy: what it must say, and that it becomes a page."""

import re

import pytest

from diastole.review.badges import ORDER
from diastole.review.policy import policy_html, policy_text, policy_title
from diastole.review.review_status import APPROVALS_NEEDED, VALID_MONTHS


def test_it_is_short_and_plain():
    words = re.findall(r"[\w'’-]+", policy_text())
    assert 350 <= len(words) <= 520


@pytest.mark.parametrize(
    "said",
    [
        "No clinician has reviewed anything that ships", "education and research", "neither of them an author",
        "present or past", "rivals", "reopens", "withdrawn", "Primary, abstract read", "Secondary", "Unverified",
        "not clinical evidence", "Reporting a mistake", "Rejecting stays possible",
    ],
)  # fmt: skip
def test_it_says(said):
    assert said in policy_text()


def test_it_agrees_with_the_desk():
    assert APPROVALS_NEEDED == 2
    assert "two named reviewers" in policy_text()
    assert VALID_MONTHS == 12
    assert "twelve months" in policy_text()
    for state in ORDER:
        assert f"**{state.replace('_', ' ').capitalize()}:**" in policy_text()


def test_it_becomes_a_page():
    html = policy_html()
    assert policy_title() == "Editorial policy"
    assert policy_title() not in html
    assert re.findall(r"<h(\d)", html) == ["2"] * html.count("<h2>")
    assert html.count("<h2>") >= 6
    assert "<ul>\n<li><strong>Submitted:</strong>" in html
    assert '<a href="/review">review desk</a>' in html
    assert not re.search(r"[*#]|<(?!/?(?:h2|p|ul|li|strong|a)\b)", html)
