"""What the loader promises and refuses, checked under Node by assertions of Node."""

from diastole.faces.browser.engine_heart import heart_record
from diastole.model.patient import Patient
from tests.browser.engine_cases import beats_of
from tests.browser.under_node import ask


def test_the_loader_keeps_what_it_promises():
    patient = Patient.preset("shock")
    (beat,) = beats_of(patient, 1)
    assert ask("loader_checks.mjs", record=heart_record(patient), **beat.question()) == ""
