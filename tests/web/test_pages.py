"""Pages: their contents, and that everybody can read them."""

import re
from functools import cache
from urllib.parse import quote, urlencode

import pytest

from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.rules.fact_definitions import vocabulary
from diastole.knowledge.rules.rulebook import all_rules
from tests.web.reading import Page, check_in_browser, check_page

QUESTION = "Why is a balloon pump contraindicated in aortic regurgitation?"
PARTS = "How does the balloon pump work? And what does early inflation look like on the trace?"
PAGES = {
    "index": "/", "answer": f"/ask?q={quote(QUESTION)}", "refusal": "/ask?q=who+won+the+cup", "articles": "/articles",
    "article": "/articles/late-deflation?reader=patient", "parts": f"/ask?q={quote(PARTS)}", "claims": "/claims",
    "claim": "/claims/C05", "screen": "/screen", "alternatives": "/alternatives",
    "alternatives of a preset": "/alternatives/acute_severe_ar", "absent": "/nowhere", "empty": "/ask?q=",
}  # fmt: skip


@pytest.fixture(scope="module")
def page(client):
    return cache(lambda path: check_page(client.get(path)))


@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_a_page_can_be_read(page, path):
    page(path)


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_a_page_has_no_barrier_in_a_browser(client, browser, path):
    shown = browser.new_page()
    shown.set_content(client.get(path).text)
    check_in_browser(shown)
    shown.close()


def test_the_first_page_says_what_this_is_and_shows_one_picture_and_one_question(page):
    found = page("/")
    assert "every sentence with its source" in found.text
    assert len(found.all("img")) == 1
    assert [one["name"] for one in found.all("input")] == ["q"]


def test_every_article_is_listed(page):
    text = page("/articles").text
    for one in load_articles().values():
        assert one.head.question in text


@pytest.mark.parametrize("reader", ["clinician", "trainee", "patient"])
def test_each_sentence_of_an_answer_has_its_support(client, reader):
    found = Page(client.get(f"/ask?{urlencode({'q': QUESTION, 'reader': reader})}").text)
    sentences = [one for one in found.all("span") if "data-support" in one]
    assert len(sentences) >= 3
    assert all(one["data-support"] for one in sentences)
    assert "submitted" in found.text
    links = [one["href"] for one in found.all("a")]
    assert any(link.startswith("https://doi.org/") for link in links)
    assert any(link.startswith("/ask?") and quote(QUESTION.split()[0]) in link for link in links)


def test_the_reader_is_remembered(client):
    chosen = client.get("/articles/late-deflation?reader=patient")
    assert "reader=patient" in chosen.headers["set-cookie"]
    again = client.get("/articles/late-deflation", headers={"cookie": "reader=patient"})
    assert Page(again.text).text == Page(chosen.text).text
    assert client.get("/articles/late-deflation", headers={"cookie": "reader=<b>"}).status_code == 200


def test_a_follow_up_knows_the_page_it_is_asked_on(client):
    assert (
        '<input type="hidden" name="about" value="balloon-in-aortic-regurgitation">'
        in client.get("/articles/balloon-in-aortic-regurgitation").text
    )
    found = client.get("/ask?q=and+in+MR%3F&about=balloon-in-aortic-regurgitation")
    assert "mitral" in re.search(r"<h1>(.*?)</h1>", found.text)[1]


def test_the_figure_of_an_article_is_drawn_light_and_dark(client):
    for theme in ("light", "dark"):
        drawn = client.get(f"/articles/late-deflation/figure.svg?theme={theme}")
        assert drawn.headers["content-type"] == "image/svg+xml"
        assert "<svg" in drawn.text
    assert client.get("/articles/late-deflation/figure.svg?theme=red").status_code == 400
    assert client.get("/articles/nothing/figure.svg").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ask?q=", 400),
        (f"/ask?q={'x' * 1001}", 400),
        ("/ask?q=why&reader=nobody", 400),
        ("/ask?q=why&about=nothing", 400),
        ("/articles/nothing", 404),
        ("/articles/late-deflation?reader=nobody", 400),
        ("/claims/C99", 404),
        ("/claims/..%2f..%2fetc", 404),
        ("/alternatives/nobody", 404),
        ("/nowhere", 404),
    ],
)
def test_refusals_are_pages(client, path, status):
    assert client.get(path).status_code == status


def test_markup_in_a_question_is_text(client):
    answer = client.get(f"/ask?{urlencode({'q': '<script>alert(1)</script> balloon pump "onload=x'})}")
    assert answer.status_code == 200
    assert not Page(answer.text).all("script")


def screened(client, **given):
    return client.post(
        "/screen", content=urlencode(given), headers={"content-type": "application/x-www-form-urlencoded"}
    )


def verdict(answer):
    found = re.search(r'class="verdict (\w+)"', answer.text)
    return found and found[1]


def test_the_form_has_a_field_for_each_fact_that_can_be_known(page):
    names = {one["name"] for one in (*page("/screen").all("input"), *page("/screen").all("select"))}
    assert {kind.name for kind in vocabulary().values() if not kind.derived} <= names


def test_the_form_screens(client):
    assert verdict(screened(client, **{"ar.grade": "severe"})) == "contraindicated"
    assert verdict(screened(client)) == "data_needed"
    assert verdict(screened(client, **{"ar.vena_contracta": "7", "ar.vena_contracta.unit": "mm"})) == "contraindicated"
    wrong = screened(client, **{"ar.vena_contracta": "0.7", "ar.vena_contracta.unit": "mm"})
    assert verdict(wrong) == "data_needed"
    assert "implausible" in wrong.text


def test_what_was_entered_stays_in_the_form(client):
    found = Page(screened(client, **{"ar.eroa": "35", "ar.eroa.unit": "mm²", "ar.onset": "acute"}).text)
    assert {"id": "ar.eroa", "value": "35"}.items() <= next(
        one for one in found.all("input") if one.get("id") == "ar.eroa"
    ).items()
    assert sum("selected" in one and one.get("value") == "acute" for one in found.all("option")) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"ar.eroa=much",
        b"ar.grade=terrible",
        b"\xff\xfe",
        b"a&b&c",
        b"ar.eroa=1&ar.eroa.unit=%FF",
        b"&".join([b"a=1"] * 500),
        b"ar.eroa=" + b"1" * 60_000,
    ],
)
def test_a_form_that_cannot_be_read(client, body):
    answer = client.post("/screen", content=body, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert len(Page(answer.text).all("form")) == 1


def test_the_answer_tells_who_wrote_it_and_when(page):
    head = load_articles()["balloon-in-aortic-regurgitation"].head
    assert f"Written by {head.author}, last updated {head.updated.isoformat()}" in page(PAGES["answer"]).text


def test_a_claim_shows_what_is_known_about_it_and_how_far_it_was_checked(page):
    text = page("/claims/C05").text
    assert "No human, animal or bench series known to us measures regurgitant volume" in text
    assert "Checked:" in text


def test_the_form_asks_the_five_that_decide_first(page):
    asked = [one["id"] for _, one in page("/screen").tags if one.get("id") in vocabulary()]
    assert asked[:5] == ["ar.grade", "echo.age", "aortic_dissection", "aortic_aneurysm", "peripheral_arterial_disease"]
    assert len(asked) == len(set(asked)) == sum(not kind.derived for kind in vocabulary().values())


def test_an_error_calls_a_field_by_its_label(client):
    for name, value in (("ar.eroa", "much"), ("ar.grade", "terrible"), ("echo.age", "1,5")):
        text = re.search(r'role="alert">(.*?)</p>', screened(client, **{name: value}).text, re.DOTALL)[1]
        assert vocabulary()[name].title in text
        assert name not in text


@pytest.mark.parametrize(
    "given", [{"ar.grade": "severe"}, {"ar.eroa": "0.2", "ar.eroa.unit": "cm²", "ar.grade": "none"}, {}]
)
def test_no_inner_name_stands_before_a_reader(client, given):
    text = re.sub(r"<style.*?</style>|<[^>]*>", " ", screened(client, **given).text, flags=re.DOTALL)
    inner = [name for name in (*vocabulary(), *(rule.id for rule in all_rules())) if re.search(r"[._-]", name)]
    assert not [name for name in inner if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)]
    assert " version 1" not in text


def unfolded(answer):
    """What the result shows before anything is unfolded."""
    text = answer.text.split('id="verdict"')[1].split('id="form"')[0]
    inner = re.compile(r"<details((?!<details).)*?</details>", re.DOTALL)
    while inner.search(text):
        text = inner.sub("", text)
    return text


def test_a_result_is_short_until_it_is_unfolded(client):
    """What a phone shows of a result at first: the verdict, one line for each rule that fired, five facts that lack."""
    shown = unfolded(screened(client))
    assert 0 < shown.count("<li>") <= 5
    assert len(re.sub(r"<[^>]*>|\s+", " ", shown)) < 1500
    shown = unfolded(screened(client, **{"ar.grade": "severe"}))
    assert "reported grade of aortic regurgitation: severe" in shown
    assert shown.count("<h3>") <= 6


def test_a_question_that_is_too_long_stays_in_its_box(client):
    question = "why " * 300
    page = client.get("/ask", params={"q": question, "reader": "patient"})
    assert page.status_code == 400
    assert "at most 1000" in page.text
    assert question.strip() in page.text


def test_what_is_said_in_another_language_says_which(client):
    page = client.get("/ask", params={"q": "Warum ist die Ballonpumpe bei Aorteninsuffizienz kontraindiziert?"})
    assert '<p class="small" lang="de" dir="auto">Die Antworten' in page.text
