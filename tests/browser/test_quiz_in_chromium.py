"""The quiz in a browser: asked, answered, explained with the right timing beside it; the same from the same link."""

import pytest

from diastole.faces.browser.bench_quiz import RIGHT, SIGNS
from tests.barriers import VIEWS, check_barriers
from tests.browser.bench_on_a_screen import opened, written

HIDDEN = (
    "#controls",
    "#command",
    "#measures",
    "#of-balloon",
    "#screen-without",
    ".panel",
    "#strips-with .strip:has(.balloon) >> nth=0",
    ".map",
)
# A frame lays out what is shown now, at which its strips are written, and the next one has drawn them.
PAINTED = (
    "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("quiz"), "shock")


def painted(page, which):
    """Return the picture of the pressures of a heart that is seen."""
    canvas = f"#strips-{which} .strip[data-title=Pressures] canvas.over"
    page.wait_for_selector(canvas)
    page.evaluate(PAINTED)
    return page.eval_on_selector(canvas, "canvas => canvas.toDataURL()")


def answer(page, title):
    """Choose an answer and return what is said to it."""
    page.click(f"#quiz-choices button:text-is('{title}')")
    page.wait_for_selector("body.answered")
    return page.inner_text("#quiz-verdict")


def kind_of(said):
    return next(title for title, sign in SIGNS.items() if sign in said)


def test_a_question_is_asked_answered_and_explained(browser, path):
    with opened(browser, path, "#quiz=11") as bench:
        page = bench.page
        kinds = []
        for number in range(1, 7):
            assert page.url.endswith(f"#quiz=11&question={number}")
            assert [each for each in HIDDEN if page.is_visible(each)] == []
            assert page.inner_text("#screen-with .legend").split("\n") == ["Aorta", "Left ventricle", "Left atrium"]
            said = answer(page, "Late deflation")
            kinds.append(kind_of(said))
            right = kinds.count("Late deflation")
            assert said.startswith("Right: " if kinds[-1] == "Late deflation" else "Not quite.")
            assert page.inner_text("#quiz-progress") == f"Question {number}, {right} of {number} right"
            same = painted(page, "without") == painted(page, "with")
            assert same == (kinds[-1] == RIGHT)
            assert ("Against right timing, " in said) == (kinds[-1] != RIGHT)
            before = bench.answers
            page.click("#quiz-next")
            bench.wait(before)
        assert len(set(kinds)) > 2
        before = bench.answers
        page.click("#quiz-leave")
        bench.wait(before)
        assert page.is_visible("#controls")
        assert "#" not in page.url
        assert page.text_content("#screen-without-title") == "Without the balloon"
        assert bench.complaints == []


def test_who_leaves_finds_the_bench_as_it_was(browser, path):
    with opened(browser, path) as bench:
        bench.set("lesions.aortic_regurgitation.orifice_area", "0.3")
        before, url = bench.answers, bench.page.url
        bench.page.click("#quiz-start")
        bench.wait(before)
        before = bench.answers
        bench.page.click("#quiz-leave")
        bench.wait(before)
        assert bench.page.url == url
        assert "0.3" in url


def test_the_same_link_asks_the_same(browser, path):
    found = []
    for fragment in ("#quiz=4711&question=3", "#quiz=4711&question=3", "#quiz=4712&question=3"):
        with opened(browser, path, fragment) as bench:
            found.append((painted(bench.page, "with"), kind_of(answer(bench.page, RIGHT))))
    assert found[0] == found[1]
    assert found[0][0] != found[2][0]


@pytest.mark.barriers
def test_the_keyboard_is_enough_and_it_is_accessible(browser, path):
    for size, scheme in VIEWS:
        with opened(browser, path, color_scheme=scheme, viewport=size) as bench:
            page = bench.page
            page.focus("#quiz-start")
            before = bench.answers
            page.keyboard.press("Enter")
            bench.wait(before)
            assert page.evaluate("document.activeElement.id") == "quiz-title"
            check_barriers(page, [(size, scheme)])
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            page.wait_for_selector("body.answered")
            check_barriers(page, [(size, scheme)])
            assert page.get_attribute("#quiz-verdict", "role") == "status"


HOSTILE = ("quiz=0", "quiz=1e3", "quiz=-1", "quiz=1&quiz=2", "quiz=1&question=0", "quiz=1&question=x", "quiz=")


def test_a_hostile_link_is_refused(browser, path):
    """Opened, and followed in an open page."""
    with opened(browser, path, f"#{HOSTILE[0]}") as bench:
        assert_refused(bench, HOSTILE[0])
        for fragment in HOSTILE:
            bench.follow(fragment)
            assert_refused(bench, fragment)


def assert_refused(bench, fragment):
    assert bench.page.inner_text("#refused").startswith("Not opened. "), fragment
    assert bench.page.is_hidden("#quiz"), fragment
    assert bench.page.is_visible("#controls"), fragment
    assert bench.complaints == [], fragment
