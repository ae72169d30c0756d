"""What a user sets and what nothing reads is said; and only that."""

import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.faces.words.idle_values import IDLE, idle_values
from diastole.model.patient import Patient
from diastole.model.run import simulate

PRESET = "acute_severe_ar"
PUMPED = {"balloon_pump.volume": "40 mL"}
LEAKS, SOUND = {"lesions.mitral_regurgitation.orifice_area": "0.2 cm²"}, {"lesions.aortic_regurgitation": "none"}
STENOSES = {"lesions.aortic_stenosis.orifice_area": "1 cm²", "lesions.mitral_stenosis.orifice_area": "1.5 cm²"}
PNEUMATIC = PUMPED | {"balloon_pump.drive": "pneumatic"}
# Of each key: another value, a patient in whom nothing reads it, and one in whom it acts, if there is one.
CASES = {
    **{
        f"vessels.{store}.wall_viscosity": ("0.05 mmHg s/mL", {}, None)
        for store in ("upper_body", "lower_body", "systemic_veins", "great_veins")
    },
    "balloon_pump.drive_pressure": ("150 mmHg", PUMPED, PNEUMATIC),
    "balloon_pump.vacuum": ("-100 mmHg", PUMPED, PNEUMATIC),
    "balloon_pump.catheter_bore": ("1.5 mm", PUMPED, PNEUMATIC),
    "balloon_pump.catheter_length": ("0.8 m", PUMPED, PNEUMATIC),
    "balloon_pump.fill_time": ("100 ms", PNEUMATIC, PUMPED),
    "valves.aortic.closed_area": ("0.02 cm²", {}, SOUND),
    "valves.mitral.closed_area": ("0.02 cm²", LEAKS, {}),
    "valves.aortic.open_area": ("3.4 cm²", STENOSES, {}),
    "valves.mitral.open_area": ("4.8 cm²", STENOSES, {}),
}


def measures(*changes):
    patient = Patient.preset(PRESET)
    for change in changes:
        patient = patient.with_values(change)
    return simulate(patient).measures


def test_every_idle_value_has_a_case():
    assert set(CASES) == {key for idle in IDLE for key in idle.keys}


@pytest.mark.parametrize("key", CASES)
def test_what_is_said_to_change_nothing_changes_nothing(key):
    text, idle, acting = CASES[key]
    assert idle_values(Patient.preset(PRESET).with_values(idle), [key, "heart_rate"])[0].startswith(f"{key} changes")
    assert measures(idle, {key: text}) == measures(idle)
    if acting is not None:
        assert idle_values(Patient.preset(PRESET).with_values(acting), [key]) == []
        assert measures(acting, {key: text}) != measures(acting)


def test_the_command_line_warns_of_it():
    words = ["simulate", PRESET, "--quiet", "--set", "vessels.upper_body.wall_viscosity=0.05 mmHg s/mL"]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0
    assert done.stderr == (
        "warning: vessels.upper_body.wall_viscosity changes nothing here: a viscous wall resists flows with inertia, "
        "and none leads into or out of there\n"
    )
    assert CliRunner().invoke(app, [*words[:3], "--set", "heart_rate=80 /min"]).stderr == ""
