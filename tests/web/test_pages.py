"""Pages: their contents, and that everybody can read them."""

import re
from functools import cache
from urllib.parse import quote, urlencode

import pytest

from diastole.faces.pages.experiment_figure import figure_file
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.rules.fact_definitions import vocabulary
from diastole.knowledge.rules.rulebook import all_rules
from tests.barriers import check_barriers
from tests.html_page import HtmlPage
from tests.web.reading import check_page

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


@pytest.fixture(scope="module")
def tab(browser):
    """Return a tab that shows one page after another: a new one starts a process."""
    tab = browser.new_page()
    yield tab
    tab.close()


@pytest.mark.barriers
@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES.values(), ids=list(PAGES))
def test_a_page_has_no_barrier_in_a_browser(client, tab, path):
    tab.set_content(client.get(path).text)
    check_barriers(tab)


def test_the_first_page_has_an_introduction_one_picture_and_one_question(page):
    first = page("/")
    assert "every sentence with its source" in first.text
    assert len(first.all("img")) == 1
    assert [field["name"] for field in first.all("input")] == ["q"]


def test_every_article_is_listed(page):
    text = page("/articles").text
    assert [article.id for article in load_articles().values() if article.head.question not in text] == []


@pytest.mark.parametrize("reader", ["clinician", "trainee", "patient"])
def test_each_sentence_of_an_answer_has_its_support(page, reader):
    answer = page(f"/ask?{urlencode({'q': QUESTION, 'reader': reader})}")
    supports = [span["data-support"] for span in answer.all("span") if "data-support" in span]
    assert len(supports) >= 3
    assert all(supports)
    assert "submitted" in answer.text
    links = [link["href"] for link in answer.all("a")]
    assert any(link.startswith("https://doi.org/") for link in links)
    assert any(link.startswith("/ask?") and quote(QUESTION.split()[0]) in link for link in links)


def test_the_reader_is_remembered(client):
    chosen = client.get("/articles/late-deflation?reader=patient")
    assert "reader=patient" in chosen.headers["set-cookie"]
    remembered = client.get("/articles/late-deflation", headers={"cookie": "reader=patient"})
    texts = [HtmlPage(answer.text).text.partition("Made by diastole")[0] for answer in (chosen, remembered)]  # no date
    assert texts[0] == texts[1]
    assert client.get("/articles/late-deflation", headers={"cookie": "reader=<b>"}).status_code == 200


def test_a_follow_up_knows_the_page_it_is_asked_on(client):
    article = client.get("/articles/balloon-in-aortic-regurgitation").text
    assert '<input type="hidden" name="about" value="balloon-in-aortic-regurgitation">' in article
    answer = client.get("/ask?q=and+in+MR%3F&about=balloon-in-aortic-regurgitation")
    assert "mitral" in re.search(r"<h1>(.*?)</h1>", answer.text)[1]
    assert '<input type="hidden" name="after" value="and in MR?">' in answer.text


def test_a_follow_up_keeps_the_question_before_for_every_reader(client):
    asked = {"q": "what if too early", "about": "timing-of-the-balloon", "after": "When should the balloon inflate?"}
    answer = client.get("/ask", params=asked).text
    assert "Early inflation" in answer
    others = re.findall(r'href="(/ask\?[^"]*reader=patient[^"]*)"', answer)
    assert others
    assert all("after=When+should+the+balloon+inflate" in each for each in others)


def test_the_figure_of_an_article_is_drawn_light_and_dark(client):
    for theme in ("light", "dark"):
        drawn = client.get(f"/{figure_file(load_articles()['late-deflation'].head.bench, theme)}")
        assert drawn.headers["content-type"] == "image/svg+xml"
        assert "<svg" in drawn.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ask?q=", 400),
        (f"/ask?q={'x' * 1001}", 400),
        ("/ask?q=why&reader=nobody", 400),
        ("/ask?q=why&about=nothing", 400),
        (f"/ask?q=why&after={'x' * 1001}", 400),
        ("/articles/nothing", 404),
        ("/articles/late-deflation?reader=nobody", 400),
        ("/figures/nothing-light.svg", 404),
        ("/figures/..%2f..%2fetc", 404),
        ("/claims/C99", 404),
        ("/claims/..%2f..%2fetc", 404),
        ("/alternatives/nobody", 404),
        ("/nowhere", 404),
    ],
)
def test_refusals_are_pages(client, path, status):
    refusal = client.get(path)
    assert refusal.status_code == status
    check_page(refusal)


def test_markup_in_a_question_is_text(client):
    question = '<script>alert(1)</script> balloon pump "onload=x'
    assert check_page(client.get("/ask", params={"q": question})).text


def test_a_question_that_is_too_long_stays_in_its_box(client):
    question = "why " * 300
    page = client.get("/ask", params={"q": question, "reader": "patient"})
    assert page.status_code == 400
    assert "at most 1000" in page.text
    assert question.strip() in page.text


def test_a_notice_in_another_language_names_it(client):
    page = client.get("/ask", params={"q": "Warum ist die Ballonpumpe bei Aorteninsuffizienz kontraindiziert?"})
    assert '<p class="small" lang="de" dir="auto">Die Antworten' in page.text


def test_the_answer_names_its_author_and_date(page):
    head = load_articles()["balloon-in-aortic-regurgitation"].head
    assert f"Written by {head.author}, last updated {head.updated.isoformat()}" in page(PAGES["answer"]).text


def test_a_claim_shows_what_is_known_about_it_and_how_far_it_was_checked(page):
    text = page("/claims/C05").text
    assert "No human, animal or bench series known to us measures regurgitant volume" in text
    assert "Checked:" in text


# --------------------------------------------------------------------------------------------------- the screening form


def screened(client, body=None, **facts):
    content = urlencode(facts) if body is None else body
    return client.post("/screen", content=content, headers={"content-type": "application/x-www-form-urlencoded"})


def verdict(response):
    return re.search(r'class="verdict (\w+)"', response.text)[1]


def test_the_form_has_a_field_for_each_fact_and_asks_the_five_first_that_decide_first(page):
    asked = [attributes["id"] for _, attributes in page("/screen").tags if attributes.get("id") in vocabulary()]
    assert asked[:5] == ["ar.grade", "echo.age", "aortic_dissection", "aortic_aneurysm", "peripheral_arterial_disease"]
    assert sorted(asked) == sorted(kind.name for kind in vocabulary().values() if not kind.derived)
    fields = {field["name"] for tag in ("input", "select") for field in page("/screen").all(tag)}
    assert set(asked) <= fields


def test_the_form_screens(client):
    assert verdict(screened(client, **{"ar.grade": "severe"})) == "contraindicated"
    assert verdict(screened(client)) == "data_needed"
    assert verdict(screened(client, **{"ar.vena_contracta": "7", "ar.vena_contracta.unit": "mm"})) == "contraindicated"
    wrong = screened(client, **{"ar.vena_contracta": "0.7", "ar.vena_contracta.unit": "mm"})
    assert verdict(wrong) == "data_needed"
    assert "implausible" in wrong.text


def test_entered_facts_stay_in_the_form(client):
    page = check_page(screened(client, **{"ar.eroa": "35", "ar.eroa.unit": "mm²", "ar.onset": "acute"}))
    (field,) = [field for field in page.all("input") if field.get("id") == "ar.eroa"]
    assert field["value"] == "35"
    assert sum("selected" in option and option.get("value") == "acute" for option in page.all("option")) == 1


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
    refusal = screened(client, body)
    assert refusal.status_code == 400
    assert 'role="alert"' in refusal.text
    assert len(HtmlPage(refusal.text).all("form")) == 1


@pytest.mark.parametrize(("name", "value"), [("ar.eroa", "much"), ("ar.grade", "terrible"), ("echo.age", "1,5")])
def test_an_error_calls_a_field_by_its_label(client, name, value):
    text = re.search(r'role="alert">(.*?)</p>', screened(client, **{name: value}).text, re.DOTALL)[1]
    assert vocabulary()[name].title in text
    assert name not in text


@pytest.mark.parametrize(
    "given", [{"ar.grade": "severe"}, {"ar.eroa": "0.2", "ar.eroa.unit": "cm²", "ar.grade": "none"}, {}]
)
def test_a_result_shows_no_names_of_the_program(client, given):
    text = check_page(screened(client, **given)).text
    inner = [name for name in (*vocabulary(), *(rule.id for rule in all_rules())) if re.search(r"[._-]", name)]
    assert not [name for name in inner if re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)]
    assert " version 1" not in text


def unfolded(response):
    """The part of a result that is shown before anything is unfolded."""
    text = response.text.split('id="verdict"')[1].split('id="form"')[0]
    inner = re.compile(r"<details((?!<details).)*?</details>", re.DOTALL)
    while inner.search(text):
        text = inner.sub("", text)
    return text


def test_a_result_is_short_until_it_is_unfolded(client):
    """At first a phone shows the verdict, one line for each rule that fired, and five missing facts."""
    shown = unfolded(screened(client))
    assert 0 < shown.count("<li>") <= 5
    assert len(re.sub(r"<[^>]*>|\s+", " ", shown)) < 1500
    shown = unfolded(screened(client, **{"ar.grade": "severe"}))
    assert "reported grade of aortic regurgitation: severe" in shown
    assert shown.count("<h3>") <= 6
