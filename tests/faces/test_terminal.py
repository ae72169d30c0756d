from functools import partial
from io import StringIO
from types import SimpleNamespace

import pytest
from rich.console import Console

from diastole.faces.terminal.tables import print_comparison, print_fit, print_run
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient import BalloonPump, Patient
from diastole.studies.alternatives.current_treatments import against
from diastole.studies.fit.fitting import FitParameter, FitRow
from tests.faces.synthetic import CASES, Pump, regurgitation, run

FIT = SimpleNamespace(
    rows=[
        FitRow("systolic_aortic_pressure", "mmHg", 92.0, 91.7, -0.3, False),
        FitRow("lv_ejection_fraction", "1", 0.25, 0.251, 0.001, False),
    ],
    parameters=[
        FitParameter("resistances.lower_body_bed", 1.5, 1.8, "mmHg s/mL", True),
        FitParameter("left_ventricle.passive_exponent", 0.0, 6.7, "1", False),
    ],
    left_open=[
        "The sheet does not determine the size of the left ventricle: any LV end-diastolic volume from 90 mL to 180 mL "
        "fits."
    ],
    notes=["The right ventricle is that of the preset [shock]."],
)


def printed(show, thing, width=100):
    out = StringIO()
    show(thing, Console(file=out, width=width, force_terminal=False))
    return out.getvalue().replace("\u00a0", " ")


@pytest.mark.parametrize("case", CASES)
def test_a_comparison_shows_every_measure_the_reading_and_how_sure(case):
    text = printed(print_comparison, CASES[case](), 120)
    for measure in MEASURES.values():
        assert measure.title in text
    assert "In short" in text
    assert "The baroreflex is off." in text
    assert "None" not in text


def test_what_speaks_against_a_treatment_is_said_before_the_numbers():
    found = against(Patient.preset("acute_severe_ar").with_balloon_pump(BalloonPump()))
    text = printed(partial(print_comparison, against=found), regurgitation(), 1000)
    said = text.index("✗ IABP is contraindicated in this patient. Severe aortic regurgitation")
    assert "teleflex-ac3 (primary-abstract)" in text
    assert said < text.index("Mean aortic pressure")
    assert "contraindicated" not in printed(print_comparison, regurgitation(), 300)


def test_numbers_stand_beside_their_measure_and_a_dash_has_its_reason():
    text = printed(print_comparison, regurgitation())
    line = next(line for line in text.splitlines() if "Aortic regurgitant volume" in line)
    assert line.split()[3:] == ["40.0", "46.9", "mL", "+6.9", "+17"]
    assert "– Aortic pressure half-time: defined only where the aortic valve leaks" in text


def test_a_run_shows_every_measure_and_the_beats_between():
    text = printed(print_run, run(Pump(ratio="1:2")))
    for measure in MEASURES.values():
        assert measure.title in text
    assert "Beats between" in text
    assert "1:2" in text
    assert "Steady after 14 beats" in text


def test_a_fit_shows_residuals_and_what_was_not_determined():
    text = printed(print_fit, FIT, 120)
    line = next(line for line in text.splitlines() if "Systolic aortic pressure" in line)
    assert line.split()[3:] == ["92.0", "91.7", "−0.3", "mmHg"]
    assert "+20 %" in text
    assert "not determined by these numbers" in text
    assert "does not determine the size of the left ventricle" in text
    assert "[shock]" in text


@pytest.mark.parametrize("width", [80, 60])
def test_it_fits_a_narrow_terminal(width):
    text = printed(print_comparison, regurgitation(Pump(ratio="1:2")), width)
    assert max(len(line) for line in text.splitlines()) <= width
    assert "46.9" in text


def test_a_narrow_terminal_shows_short_names_and_no_percent():
    rows = [printed(print_comparison, regurgitation(Pump()), width).partition("In short")[0] for width in (80, 60)]
    assert ["LV end-diastolic pressure" in text for text in rows] == [True, False]
    assert ["LVEDP" in text for text in rows] == [False, True]
    assert [" % \n" in text for text in rows] == [True, False]
