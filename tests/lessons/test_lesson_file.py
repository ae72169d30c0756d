"""A lesson of a teacher: what it becomes, and the sentence with which each mistake is refused."""

from pathlib import Path

import pytest

from diastole.faces.browser.bench_lesson import lesson_payload, run_lesson
from diastole.faces.pages.lesson_text import LessonText
from diastole.knowledge.lessons.lesson import LessonError
from diastole.knowledge.lessons.lesson_file import find_lesson, read_lesson
from diastole.model.bench_state import BenchState

GOOD = """\
---
title: A leak
patient: acute_severe_ar
teaches: What a leak does.
set:
  left_ventricle.passive_stiffness: 0.4 kPa
---

# The leak as found

```bench
controls: balloon_pump.volume, reflex
claims: rise aortic_regurgitant_volume, fall lv_peak_pressure, same heart_rate
```

More blood leaks: {rise aortic_regurgitant_volume}, to {value aortic_regurgitant_volume} [M-44].

## What rises?

- [x] The leak.

  By {rise aortic_regurgitant_volume %}.

- [ ] Output of *this* heart.

  No, <b>no</b>.

# A small leak

```bench
set:
  lesions.aortic_regurgitation.orifice_area: 0.1 cm2
  balloon_pump.ratio: 1:2
  pacing.rate: 110/min
reflex: on
```

The leak is smaller by {fall aortic_regurgitant_volume at without since the-leak-as-found}.

## Does it leak?

- [ ] No.

  A little.

- [x] Yes.

  {value aortic_regurgitant_volume at without}.
"""


def read(text):
    return read_lesson(text.encode(), "leak.md")


def refused(text):
    with pytest.raises(LessonError) as error:
        run_lesson(read(text))
    return str(error.value)


def changed(old, new):
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def line(words, text=GOOD):
    return text[: text.index(words)].count("\n") + 1


def test_a_lesson_is_read():
    lesson = read(GOOD)
    first, second = lesson.steps
    assert lesson.title == "A leak"
    assert lesson.state == BenchState("acute_severe_ar", {"left_ventricle.passive_stiffness": "0.4 kPa"})
    assert lesson.patient.left_ventricle.passive_stiffness == pytest.approx(0.4)
    assert lesson.patient.balloon_pump is not None
    assert [step.id for step in lesson.steps] == ["the-leak-as-found", "a-small-leak"]
    assert first.controls == ("balloon_pump.volume", "reflex")
    assert first.statements == ("M-44",)
    assert not first.reflex
    assert second.reflex
    assert [answer.is_right for answer in second.question.answers] == [False, True]


def test_the_page_gets_states_as_its_controls_read_them():
    first, second = lesson_payload(read(GOOD))
    assert first == {"values": {}, "reflex": False, "controls": ("balloon_pump.volume", "reflex"), "right": 0}
    assert second["values"] == {
        "lesions.aortic_regurgitation.orifice_area": "0.1 cm²", "balloon_pump.ratio": "1:2", "pacing.rate": "110 /min",
    }  # fmt: skip
    assert second["right"] == 1


def test_numbers_are_those_of_the_runs_and_markup_of_the_teacher_is_text():
    run = run_lesson(read(GOOD))
    text = LessonText(run)
    first, second = text.steps
    runs = run.runs["the-leak-as-found"]
    before, after = (each.measures["aortic_regurgitant_volume"] for each in (runs.without, runs.with_))
    assert f">{after - before:.1f}\u00a0mL</span>" in first["text"]
    assert f">{after:.1f}\u00a0mL</span>" in first["text"]
    assert f">{100 * (after / before - 1):.0f}\u00a0%</span>" in first["answers"][0]["why"]
    assert "<em>this</em>" in first["answers"][1]["text"]
    assert "&lt;b&gt;no&lt;/b&gt;" in first["answers"][1]["why"]
    assert [source.id for source in text.sources] == ["teleflex-ac3"]
    assert 'aria-label="Source 1"' in first["text"]
    other = run.runs["a-small-leak"].without.measures["aortic_regurgitant_volume"]
    assert f">{before - other:.1f}\u00a0mL</span>" in second["text"]


FAULTS = {
    "no head": ("---\ntitle", "title", 1, "a head between two lines of '---'"),
    "no patient": ("patient: acute_severe_ar\n", "", 1, "no 'patient'"),
    "unknown patient": ("patient: acute_severe_ar", "patient: acute_severe_as", 3, "Did you mean 'acute_severe_ar'?"),
    "impossible head": ("0.4 kPa", "400 kPa", 6, "left_ventricle.passive_stiffness"),
    "unknown word of the head": ("teaches:", "teaches: x\nlanguage:", 5, "'language' is unknown"),
    "text before the steps": ("# The leak as found", "Hello.\n\n# The leak as found", 9, "before the first step"),
    "no text": (
        "More blood leaks: {rise aortic_regurgitant_volume}, to {value aortic_regurgitant_volume} [M-44].\n",
        "",
        9,
        "has no text",
    ),
    "no question": ("## What rises?\n", "", 9, "has no question"),
    "two questions": ("# A small leak", "## And?\n\n# A small leak", 28, "a second question"),
    "no right answer": ("- [x] The leak.", "- [ ] The leak.", 18, "marked [x]: 0"),
    "two right answers": ("- [ ] Output", "- [x] Output", 18, "marked [x]: 2"),
    "one answer": ("- [ ] No.\n\n  A little.\n\n", "", 40, "marked [x]: 1"),
    "an answer without a mark": ("- [ ] Output", "- Output", 24, "has no mark"),
    "no explanation": ("\n  A little.\n", "", 42, "has no explanation"),
    "a third heading": ("The leak is smaller", "### Why\n\nThe leak is smaller", 38, "'# Step' and '## Question?'"),
    "text after the answers": (
        "# A small leak",
        "And so on.\n\n# A small leak",
        28,
        "after a question stand its answers",
    ),
    "unknown control": (
        "controls: balloon_pump.volume",
        "controls: balloon_pump.volum",
        12,
        "Did you mean 'balloon_pump.volume'?",
    ),
    "a value without a control": ("pacing.rate: 110/min", "body.height: 180 cm", 34, "no control of the bench"),
    "an impossible value": ("0.1 cm2", "99 cm2", 32, "'99 cm2' is impossible"),
    "no unit": ("0.1 cm2", "0.1", 32, "orifice_area"),
    "unknown key": ("balloon_pump.ratio: 1:2", "balloon_pump.ration: 1:2", 33, "balloon_pump.ratio"),
    "not YAML": ("reflex: on", "reflex: on\n  x: y", 36, "leak.md, line 36"),
    "reflex of its own": ("reflex: on", "reflex: perhaps", 35, "allowed is on or off"),
    "an unknown key of the block": ("reflex: on", "reflexes: on", 35, "Did you mean 'reflex'?"),
    "a second block": ("The leak is smaller", "```bench\n```\n\nThe leak is smaller", 38, "a step has one state"),
    "unknown measure": ("{rise aortic_regurgitant_volume}", "{rise aortic_regurgitation}", 16, "is not a measure"),
    "no number": ("{rise aortic_regurgitant_volume}", "{more leak}", 16, "write one like"),
    "half a brace": ("{rise aortic_regurgitant_volume}", "{rise aortic", 16, "a brace stands alone"),
    "the other way": ("{rise aortic_regurgitant_volume}", "{fall aortic_regurgitant_volume}", 16, "does not fall"),
    "a claim that does not hold": ("fall lv_peak_pressure", "rise lv_peak_pressure", 13, "does not rise"),
    "a claim of no change": ("same heart_rate", "same lv_peak_pressure", 13, "does not stay the same"),
    "no such step": ("since the-leak-as-found", "since the-leak", 38, "there is no other step 'the-leak'"),
    "two steps of one name": ("# A small leak", "# The leak as found", 28, "a second step is called"),
    "no such statement": ("[M-44]", "[M-4444]", 16, "'M-4444' is not a statement"),
    "no steady beat": (
        "pacing.rate: 110/min",
        "left_ventricle.passive_stiffness: 50 kPa\n  pacing.rate: 250/min",
        28,
        "another state",
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_mistake_is_told_with_file_line_and_what_to_do(what):
    old, new, where, says = FAULTS[what]
    told = refused(changed(old, new))
    assert told.startswith(("leak.md, line ", f"leak.md:{where}: ")), told
    assert says in told


def test_a_statement_without_a_source_leaves_no_gap():
    run = run_lesson(read(changed("[M-44]", "[CORE-16]")))
    assert "\u00a0mL</span>.</p>" in next(LessonText(run).steps)["text"]


def test_a_file_and_a_name_that_is_none(tmp_path):
    path = tmp_path / "leak.md"
    path.write_text(GOOD, encoding="utf-8")
    assert find_lesson(str(path)).title == "A leak"
    with pytest.raises(ValueError, match="Did you mean 'timing_errors'"):
        find_lesson("timing_error")
    path.write_bytes(b"\xff\xff")
    with pytest.raises(ValueError, match="not UTF-8"):
        find_lesson(str(Path(path)))
