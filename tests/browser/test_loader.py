"""What the loader promises and refuses, checked under Node by assertions of Node."""

from diastole.faces.browser.engine_heart import heart_record
from diastole.model.patient import BalloonPump, Patient
from tests.browser.engine_cases import beats_of
from tests.browser.under_node import ask


def test_the_loader_keeps_what_it_promises():
    patient = Patient.preset("shock")
    (beat,) = beats_of(patient, 1)
    records = {"record": heart_record(patient), "pumped": heart_record(patient.with_balloon_pump(BalloonPump()))}
    assert ask("loader_checks.mjs", **records, **beat.question()) == ""
