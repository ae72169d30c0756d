"""The treatment of a patient in words."""

from types import SimpleNamespace

import pytest

from diastole.faces.words.treatment_words import NOTHING, doing, treatments
from diastole.model.patient import Patient

SICK = Patient.preset("shock_mr").with_values({"lesions.ventricular_septal_defect.orifice_area": "0.4 cm²"})


def words(**values):
    found = treatments(SICK.with_values({key.replace("__", "."): value for key, value in values.items()}))
    return " | ".join(found).replace("\u2009", " ").replace("\u202f", " ").replace("\u00a0", " ")


def test_nothing_done_is_nothing_said():
    assert words() == ""
    assert words(drugs__dobutamine="0 µg/kg/min") == ""


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"drugs__nitroprusside": "0.5 µg/kg/min"}, "nitroprusside 0.5 µg/kg/min"),
        ({"pacing__rate": "90 /min"}, "paced at 90 /min"),
        ({"axial_pump__model": "5.5", "axial_pump__level": "P-7"}, "Impella 5.5 at P-7"),
        ({"surgery__mitral_valve_repair__open_area": "2.5 cm²"}, "mitral valve repaired"),
        ({"surgery__mitral_valve_replacement__open_area": "2 cm²"}, "mitral valve replaced"),
        ({"surgery__septal_defect_closure__residual_area": "0 cm²"}, "septal defect closed"),
    ],
)
def test_what_is_done_is_said_with_its_dose(values, said):
    assert words(**values) == said


@pytest.mark.parametrize(("circuit", "said"), [("va_ecmo", "VA-ECMO"), ("tandemheart", "TandemHeart")])
def test_a_circuit_is_said_with_its_target(circuit, said):
    at_flow = words(extracorporeal__circuit=circuit, extracorporeal__flow="3 L/min")
    at_speed = words(extracorporeal__circuit=circuit, extracorporeal__speed="3200 /min")
    assert at_flow.startswith(said)
    assert "3" in at_flow
    assert at_flow != at_speed


def test_everything_done_is_said():
    both = words(drugs__esmolol="50 µg/kg/min", drugs__noradrenaline="0.1 µg/kg/min", pacing__rate="100 /min")
    assert [part.split()[0] for part in both.split(" | ")] == ["noradrenaline", "esmolol", "paced"]


def test_what_is_done_names_the_balloon_first_and_says_where_its_size_is_that_of_the_height():
    short = SICK.with_values({"body.height": "158 cm"})
    assert doing(SimpleNamespace(patient=short)) == NOTHING
    pumped = short.with_values({"balloon_pump.trigger": "pressure", "drugs.dobutamine": "5 µg/kg/min"})
    said = doing(SimpleNamespace(patient=pumped, deflation_after_r_wave=None)).replace("\u00a0", " ")
    assert said.startswith("Balloon pump 34 mL by height, 1:1, triggered by aortic pressure")
    assert said.endswith("; dobutamine 5 µg/kg/min")
    usual = pumped.with_values({"balloon_pump.volume": "40 mL"})
    assert "by height" not in doing(SimpleNamespace(patient=usual, deflation_after_r_wave=None))
