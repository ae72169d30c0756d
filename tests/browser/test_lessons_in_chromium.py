"""Lessons in a browser: each step in its state, its question answered, by keyboard, on paper, without JavaScript."""

from urllib.parse import urlencode

import pytest

from diastole.faces.browser.bench_lesson import run_lesson
from diastole.faces.pages.bench_page import bench_page
from diastole.knowledge.lessons.lesson_file import find_lesson
from diastole.knowledge.lessons.shipped_lessons import LESSONS
from tests.barriers import FEWEST, VIEWS, check_barriers
from tests.browser.bench_on_a_screen import opened

SAME = 1e-6  # 1, relative; both end within the tolerance of a steady beat
NAME = LESSONS[0]
# Gives each answer of a step and returns what is said to it; to click on each takes longer than the hearts of the step.
ANSWERS = """() => {
  const step = document.querySelector(".step.current")
  return [...step.querySelectorAll("input")].map(each => {
    each.click()
    step.querySelector(".check").click()
    return step.querySelector(".verdict").innerText
  })
}"""
SEEN = "els => els.filter(each => each.offsetParent !== null).map(each => each.querySelector('[id]').id)"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return what runs a lesson and writes its page: the run, and the path."""
    folder, made = tmp_path_factory.mktemp("lessons"), {}

    def of(name):
        if name not in made:
            run = run_lesson(find_lesson(name))
            path = folder / f"{name}.html"
            path.write_text(bench_page(run.lesson.patient, run.lesson.state, lesson=run), encoding="utf-8")
            made[name] = run, path
        return made[name]

    return of


def assert_in_step(bench, run, place):
    """The hearts of the page are those of a step, and so are its text and its controls."""
    step = run.lesson.steps[place]
    assert bench.page.inner_text(".step.current h3") == f"{place + 1}. {step.title}"
    assert bench.page.inner_text("#progress") == f"Step {place + 1} of {len(run.lesson.steps)}"
    comparison = run.runs[step.id]
    for name, shown in bench.numbers().items():
        expected = [comparison.without.measures[name], comparison.with_.measures[name]]
        assert list(shown) == pytest.approx(expected, rel=SAME, abs=SAME), name
    seen = bench.page.eval_on_selector_all(".control", SEEN)
    wanted = [key for key in step.controls if key != "reflex"]
    assert len(seen) == len(wanted)
    assert all(any(each.startswith(f"control-{key.replace('.', '-')}") for each in seen) for key in wanted)
    assert bench.page.is_visible("#reflex") == ("reflex" in step.controls)


def answer(page, place):
    page.check(f".step.current input[value='{place}']")
    page.click(".step.current .check")
    return page.inner_text(".step.current .verdict")


@pytest.mark.parametrize("name", LESSONS)
def test_every_step_opens_in_its_state_and_is_answered(browser, written, name):
    run, path = written(name)
    with opened(browser, path) as bench:
        for place, step in enumerate(run.lesson.steps):
            assert_in_step(bench, run, place)
            assert bench.page.url.endswith(f"#step={place + 1}")
            told = bench.page.evaluate(ANSWERS)
            for each, said in zip(step.question.answers, told, strict=True):
                assert said.startswith("Right." if each.is_right else "Not quite.")
                assert len(said) > len("Not quite.") + 5
            if place + 1 < len(run.lesson.steps):
                before = bench.answers
                bench.page.click("#next")
                bench.wait(before)
        assert bench.page.is_disabled("#next")
        assert bench.complaints == []
        assert all(url.startswith(("file:", "blob:")) for url in bench.asked)


def test_the_keyboard_is_enough_and_the_step_is_announced(browser, written):
    run, path = written(NAME)
    with opened(browser, path) as bench:
        page = bench.page
        page.focus("#next")
        before = bench.answers
        page.keyboard.press("Enter")
        bench.wait(before)
        assert page.evaluate("document.activeElement.id") == "step-2"
        assert page.get_attribute("#progress", "role") == "status"
        page.focus(".step.current input[value='0']")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className").startswith("check")
        page.keyboard.press("Enter")
        right = run.lesson.steps[1].question.answers[1].is_right
        assert page.inner_text(".step.current .verdict").startswith("Right." if right else "Not quite.")
        assert page.get_attribute(".step.current .verdict", "role") == "status"
        page.focus(".step.current summary")
        page.keyboard.press("Enter")
        assert page.is_visible(".step.current .solution dl")
        before = bench.answers
        page.focus("#back")
        page.keyboard.press("Enter")
        bench.wait(before)
        assert_in_step(bench, run, 0)


def test_the_learner_leaves_for_the_free_bench_and_comes_back(browser, written):
    run, path = written(NAME)
    with opened(browser, path, "#step=2") as bench:
        page = bench.page
        page.click("#leave")
        assert page.locator(".step.current").count() == 0
        assert page.is_visible("#control-left_ventricle-passive_stiffness")
        assert page.is_visible("#away")
        bench.set("left_ventricle.passive_stiffness", "0.9")
        numbers, link = bench.numbers(), page.url
        before = bench.answers
        page.click("#leave")
        bench.wait(before)
        assert_in_step(bench, run, 1)
    with opened(browser, path, "#" + link.partition("#")[2]) as bench:
        assert bench.numbers() == numbers
        assert bench.page.is_visible("#away")


def test_what_the_learner_moves_is_in_the_link_and_is_undone_by_reset(browser, written):
    run, path = written("timing_errors")
    with opened(browser, path, "#step=3") as bench:
        assert bench.page.is_disabled("#reset")
        bench.set("balloon_pump.inflation_offset", "-40")
        numbers, link = bench.numbers(), bench.page.url
        assert "step=3&" in link
        before = bench.answers
        bench.page.click("#reset")
        bench.wait(before)
        assert_in_step(bench, run, 2)
    with opened(browser, path, "#" + link.partition("#")[2]) as bench:
        assert bench.numbers() == numbers
        assert bench.page.inner_text("#progress") == "Step 3 of 7"


HOSTILE = (
    "step=0", "step=99", "step=2.5", "step=one", "step=1&step=2", "step=2&patient=healthy&pacing.rate=90+/min",
    f"step=2&{urlencode({'patient': 'shock', 'pacing.rate': '9000 /min'})}", "step=<img src=x onerror=alert(1)>",
)  # fmt: skip


def assert_refused(bench, run):
    assert bench.page.inner_text("#refused").startswith("Not opened. ")
    assert_in_step(bench, run, 0)
    assert bench.page.locator("#refused img").count() == 0
    assert bench.complaints == []


def test_a_hostile_link_is_refused_and_the_lesson_begins(browser, written):
    """Opened, and followed in an open page."""
    run, path = written("timing_errors")
    for opening in (HOSTILE[0], HOSTILE[-1]):
        with opened(browser, path, f"#{opening}") as bench:
            assert_refused(bench, run)
    with opened(browser, path) as bench:
        for fragment in HOSTILE:
            bench.follow(fragment)
            assert_refused(bench, run)


@pytest.fixture(scope="module")
def bare(browser):
    """Return a tab without JavaScript."""
    context = browser.new_context(offline=True, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.barriers
@pytest.mark.parametrize("name", LESSONS)
def test_every_step_stands_without_javascript_and_on_paper_and_nothing_is_cut(browser, bare, written, name):
    """Lessons differ in their texts, not in their colours: one of them is looked at in each view."""
    run, path = written(name)
    bare.goto(path.as_uri())
    with opened(browser, path) as bench:
        answer(bench.page, 1)
        bench.page.click(".step.current summary")
        check_barriers(bench.page, VIEWS if name == NAME else FEWEST)
        bench.look_as_opened()
        bench.page.emulate_media(media="print")
        for each in (bench.page, bare):
            assert each.locator(".step:visible").count() == len(run.lesson.steps)
            assert each.locator("svg.drawn:visible").count() == len(run.lesson.steps)
            assert each.locator(".monitor:visible, .turns:visible, .check:visible").count() == 0
            assert each.locator(".sources li:visible").count() > 0
    bare.click(".step:first-of-type summary")
    assert bare.is_visible(".step:first-of-type .solution dd")
