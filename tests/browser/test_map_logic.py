"""The map of hearts under Node: which hearts it has, where the line of no change lies, and what it says."""

import pytest

from diastole.faces.browser.bench_payload import bench_payload
from diastole.model.bench_state import BenchState
from diastole.model.patient import Patient

LEAK, STIFFNESS = "lesions.aortic_regurgitation.orifice_area", "left_ventricle.passive_stiffness"
SIDE = 12
# Cells of a map of one measure whose change is given; null: no steady beat.
CELLS = """
const words = given.payload.measures[given.measure]
const cells = given.changes.map(change => change === null ? "no beat"
  : new bench.Change(words, 100, 100 + change, false, given.payload.thresholds))
const line = bench.noChangeLine(cells)
const axes = bench.defaultAxes(given.payload)
"""


@pytest.fixture(scope="module")
def payload():
    return bench_payload(Patient.preset("acute_severe_ar"), BenchState("acute_severe_ar"))


def field(of):
    """Return the changes of a map from a function of column and row."""
    return [of(column, row) for row in range(SIDE) for column in range(SIDE)]


def line_of(ask, payload, changes):
    given = {"payload": payload, "measure": "mean_aortic_pressure", "changes": changes}
    return ask(f"{CELLS} return line", given)


def test_an_axis_goes_from_one_end_of_the_slider_to_the_other_on_its_steps(ask, payload):
    found = ask(
        """
        const { x, y } = bench.defaultAxes(given)
        return [x.key, y.key, bench.spread(x), bench.spread(y),
                bench.axisControls(given).map(each => each.key)]""",
        payload,
    )
    assert found[:2] == [LEAK, STIFFNESS]  # the one moves by steps, the other by ratio
    controls = {control["key"]: control for control in payload["controls"]}
    for key, values in zip(found[:2], found[2:4], strict=True):
        control = controls[key]
        assert (values[0], values[-1], len(values)) == (control["low"], control["high"], SIDE)
        for place, value in enumerate(values):
            share = place / (SIDE - 1)
            exact = (
                control["low"] * (control["high"] / control["low"]) ** share
                if "isScaled" in control
                else control["low"] + (control["high"] - control["low"]) * share
            )
            assert value == pytest.approx(exact, abs=0.5 * control["step"])
            assert round(value / control["step"], 6).is_integer()
    assert "balloon_pump.ratio" not in found[4]
    assert "pacing.rate" in found[4]


def test_the_map_begins_with_the_larger_leak_of_the_patient(ask):
    body = "const { x, y } = bench.defaultAxes(given); return [x.key, y.key]"
    mitral = ask(body, bench_payload(Patient.preset("shock_mr"), BenchState("shock_mr")))
    assert mitral == ["lesions.mitral_regurgitation.orifice_area", "left_ventricle.passive_stiffness"]


def test_a_patient_without_that_leak_has_another_axis(ask):
    operated = Patient.preset("acute_severe_ar").with_values({"surgery.aortic_valve_replacement": {}})
    axes = ask(
        "const { x, y } = bench.defaultAxes(given); return [x.key, y.key]",
        bench_payload(operated, BenchState("acute_severe_ar")),
    )
    assert LEAK not in axes
    assert len(set(axes)) == 2


def test_a_heart_of_the_map_is_that_of_the_bench_but_for_two_values(ask, payload):
    found = ask(
        """
        const axes = bench.defaultAxes(given)
        const rate = given.controls.find(({ key }) => key === "pacing.rate")
        const state = bench.changed({ ...bench.startOf(given), reflex: true }, rate, 90)
        const at = bench.stateAt(state, axes, 3, 11)
        const beside = bench.changed(state, axes.x, 0.2)
        return [Object.fromEntries(at.values), at.reflex, bench.mapKey(state, axes) === bench.mapKey(at, axes),
                bench.mapKey(beside, axes) === bench.mapKey(state, axes),
                bench.mapKey(bench.startOf(given), axes) === bench.mapKey(state, axes)]""",
        payload,
    )
    controls = {control["key"]: control for control in payload["controls"]}
    assert found[0] == {
        "pacing.rate": 90, LEAK: pytest.approx(3 / 11 * controls[LEAK]["high"], abs=0.005),
        STIFFNESS: controls[STIFFNESS]["high"],
    }  # fmt: skip
    assert found[1:] == [True, True, True, False]


def test_the_line_of_no_change_lies_where_the_change_is_zero(ask, payload):
    pieces = line_of(ask, payload, field(lambda column, row: 10.0 * (column - 4.25) + 2.0 * (row - 5.5)))
    assert len(pieces) >= SIDE - 1
    for piece in pieces:
        for across, up in piece:
            assert 10.0 * (across - 4.75) + 2.0 * (up - 6.0) == pytest.approx(0.0, abs=1e-9)
    assert {up for piece in pieces for _, up in piece} >= {row + 0.5 for row in range(SIDE)}


def test_it_closes_around_an_island(ask, payload):
    """Each of its points belongs to two pieces."""
    pieces = line_of(ask, payload, field(lambda column, row: 20.0 - (column - 5.2) ** 2 - 2 * (row - 6.1) ** 2))
    ends = [tuple(round(number, 9) for number in point) for piece in pieces for point in piece]
    assert len(ends) >= 16
    assert all(ends.count(end) == 2 for end in ends)


def test_it_parts_a_saddle_by_its_middle(ask, payload):
    """The line turns around the two hearts that differ in sign from the middle."""
    corners = {(5, 5): 8.0, (6, 6): 8.0, (6, 5): -1.0, (5, 6): -1.0}
    pieces = line_of(ask, payload, field(lambda column, row: corners.get((column, row), 8.0)))
    middle = [piece for piece in pieces if all(5.5 <= x <= 6.5 and 5.5 <= y <= 6.5 for x, y in piece)]
    assert len(middle) == 2
    for (x0, y0), (x1, y1) in middle:
        assert abs((x0 + x1) / 2 - 6.0) + abs((y0 + y1) / 2 - 6.0) > 0.7


@pytest.mark.parametrize(
    ("why", "of"),
    [
        ("all rise", lambda column, row: 3.0 + column),
        ("what falls falls by too little", lambda column, row: 9.0 - column if column < 9 else -0.4),
        ("nothing changes enough", lambda column, row: 0.1 * (-1) ** column),
        ("no heart has a steady beat between them", lambda column, row: None if column == 6 else column - 6.0),
    ],
)
def test_nothing_is_crossed_where(ask, payload, why, of):
    assert line_of(ask, payload, field(of)) == [], why


def said(ask, payload, changes, row=None, measure="mean_aortic_pressure"):
    given = {"payload": payload, "measure": measure, "changes": changes, "row": row}
    return ask(
        f"{CELLS} return bench.mapSentence(axes, words, cells, line, given.row ?? undefined, 'the balloon')",
        given,
    )


def test_the_map_is_summed_up_in_words(ask, payload):
    def change(column, row):
        return None if row == 0 and column < 2 else (0.1 if column == 5 else 4.0 * (5 - column))

    assert said(ask, payload, field(change), row=4) == (
        "With the balloon, mean aortic pressure rises in 58 hearts, falls in 72 and does not change in 12. "
        "2 hearts have no steady beat. "
        "The line of no change is crossed at aortic regurgitant orifice 0.45 cm²; in the row of your heart "
        "(stiffness of the left ventricle 0.30\u00a0kPa) at 0.45 cm²."
    )
    assert said(ask, payload, field(lambda column, row: 9.0)) == (
        "With the balloon, mean aortic pressure rises in all 144 hearts. No line of no change is crossed."
    )
    assert said(ask, payload, field(lambda column, row: 0.1)) == (
        "With the balloon, mean aortic pressure does not change in all 144 hearts."
    )
    one = field(lambda column, row: None if (column, row) == (0, 0) else -9.0)
    assert "1 heart has no steady beat." in said(ask, payload, one)
    assert said(ask, payload, [None] * SIDE**2) == "144 hearts have no steady beat."


def test_a_heart_is_told_as_everywhere(ask, payload):
    given = {"payload": payload, "measure": "mean_aortic_pressure", "changes": [-4.0, None]}
    body = f"{CELLS} return [...cells, undefined].map(cell => bench.heartSentence(axes, [0.3, 1], cell))"
    told, silent, unknown = ask(body, given)
    start = "Aortic regurgitant orifice 0.30\u00a0cm², stiffness of the left ventricle 1.00\u00a0kPa: "
    assert told == f"{start}mean aortic pressure falls by 4.0\u00a0mmHg (4.0\u00a0%) to 96.0\u00a0mmHg."
    assert silent == f"{start}no steady beat."
    assert unknown == f"{start}not yet run."
