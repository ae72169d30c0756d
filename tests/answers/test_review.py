"""Approvals at the desk change what an answer shows: on the page, in the terminal and in JSON."""

import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from diastole.answers.answerer import load_answerer
from diastole.cli.app import app
from diastole.review import badges
from diastole.review.badges import Badges
from diastole.review.database import VARIABLE
from diastole.review.review_desk import ReviewDesk
from diastole.review.review_subjects import load_subjects
from tests.web.conftest import Client

NONE = "none declared"


@pytest.fixture
def file(tmp_path, monkeypatch):
    """A database of its own."""
    path = tmp_path / "review.sqlite"
    monkeypatch.setenv(VARIABLE, f"sqlite:///{path}")
    badges._badges.cache_clear()
    yield path
    badges._badges.cache_clear()


def approvable() -> str:
    """An article that two people can approve with all that it rests on."""
    subjects = load_subjects()
    return next(
        one.id
        for one in load_answerer().library.articles.values()
        if not any(subjects[id_].barred or subjects[id_].withdrawn for id_ in (one.id, *one.statements))
    )


def approve(desk: ReviewDesk, id_: str) -> None:
    desk.start(id_, "Ann Lee", NONE)
    desk.approve(id_, "Ann Lee", NONE)
    desk.approve(id_, "Bo Chen", NONE)


def shown(id_: str) -> tuple[str, str, dict]:
    """The article on the page, in the terminal and as JSON."""
    from diastole.web.application import make_app

    title = load_answerer().library.articles[id_].head.question
    run = CliRunner()
    return (
        Client(make_app()).get(f"/articles/{id_}").text,
        " ".join(run.invoke(app, ["ask", title]).stdout.split()),
        json.loads(run.invoke(app, ["ask", title, "--json"]).stdout),
    )


def test_nothing_is_approved_before_somebody_did(file):
    page, terminal, plain = shown(approvable())
    assert "Review: submitted" in page
    assert "Review: submitted" in terminal
    assert plain["badge"] == "submitted"


def test_two_approvals_change_the_badge_everywhere_and_an_edit_takes_it_back(file, monkeypatch):
    id_ = approvable()
    article, desk = load_answerer().library.articles[id_], ReviewDesk()
    for each in article.statements:
        approve(desk, each)
    badges.load_badges().forget()
    page, terminal, plain = shown(id_)
    assert plain["badge"] == "submitted"  # the article itself is not
    assert set(plain["review"]["statements"].values()) == {"approved"}
    assert f"{len(article.statements)} approved" in page
    assert f"{len(article.statements)} approved" in terminal
    approve(desk, id_)
    badges.load_badges().forget()
    page, terminal, plain = shown(id_)
    assert "Review: approved" in page
    assert "Review: approved" in terminal
    assert plain["badge"] == "approved"
    subjects = load_subjects()
    first = subjects[article.statements[0]]
    edited = {
        **subjects,
        first.id: replace(first, content={**first.content, "polarity": "other"}),
    }
    monkeypatch.setattr("diastole.answers.article_review.load_badges", lambda: Badges(subjects=edited))
    assert load_answerer().article(id_).badge == "submitted"


def test_where_the_desk_cannot_be_reached_nothing_is_approved(file, monkeypatch):
    file.write_text("this is no database")
    page, terminal, plain = shown(approvable())
    assert "Review: unknown" in page
    assert "Review: unknown" in terminal
    assert plain["badge"] == "unknown"
    assert "approved" not in plain["review"]["statements"].values()


def test_an_answer_that_two_articles_open_is_reviewed_as_far_as_the_less_reviewed_one(monkeypatch):
    question = "is the balloon pump painful and how long does it normally stay in for"
    own, guest = "does-a-balloon-pump-hurt", "how-long-a-balloon-can-stay"

    class Desk:
        def states(self, ids):
            return {id_: "submitted" if id_ == guest else "approved" for id_ in ids}

    monkeypatch.setattr("diastole.answers.article_review.load_badges", Desk)
    assert load_answerer().article(own, "patient").review.badge == "approved"
    answer = load_answerer().answer(question, "patient")
    assert answer.article == own
    assert answer.review.badge == "submitted"
