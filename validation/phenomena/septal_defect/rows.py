"""A balloon where the septum has ruptured."""

from validation.interventions import BALLOON, FALLS, RISES, Expectation, presets, rows_of

TOPIC = "Balloon in septal rupture"
HOLE = "lesions.ventricular_septal_defect.orifice_area"
AREAS = (0.5, 1.0, 1.5)  # cm²
EXPECTED = (Expectation("left_to_right_shunt", "L/min", FALLS), Expectation("cardiac_output", "L/min", RISES))
ROWS = [
    row
    for case in presets("shock", "healthy")
    for area in AREAS
    for row in rows_of(
        TOPIC, case.but(f"hole of {area} cm²", (HOLE, f"{area} cm²")), "balloon, 40 mL, 1:1", BALLOON, EXPECTED
    )
]
