"""The names and units of the engine's numbers as TypeScript, from the tables of the circulation."""

import json
from hashlib import sha256
from typing import Any

from diastole.faces.browser.engine_heart import finite_numbers
from diastole.model.circulation.generated import closed_loop
from diastole.model.circulation.kernel import FINER
from diastole.model.circulation.kernel_parameters import WATCHED_UNITS
from diastole.model.devices.balloon_pump.console import R_WAVE
from diastole.model.drugs.formulary import DRUGS
from diastole.model.measures.console_labels import READ_FROM, MarkedPoints
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.leak_drives import VALVES
from diastole.model.measures.measure_memory import FOUND, PATIENT, SIGNALS, WORK, BeatNumbers
from diastole.model.measures.measured_beat import Performance
from diastole.model.patient.patient_numbers import EMPTY
from diastole.model.prepare_program import PreparedPatient, all_contradictions
from diastole.model.simulation.accuracy import ASSISTED_SHARE, LONGEST_STEP, MOST_CYCLES, TOLERANCE
from diastole.model.simulation.beat_to_beat import FIRST_TONE
from diastole.model.simulation.leak_scan import LeakDrive
from diastole.model.simulation.search_memory import FAILED, GIVEN, RECORDS, ROWS, RUNS, SIZE, STEADY, UNSETTLED, Clock
from diastole.model.simulation.slow_states import LIMBS, SLOW_NAMES, TONES
from diastole.model.simulation.steady_search import LONGEST_CYCLE
from diastole.number_records import numbers_of

HEAD = "// The numbers of the engine, in their order. Written by `make engine`; do not edit.\n"


def parameter_names() -> list[str]:
    """Return the name of each number of the parameter vector, such as ``aortic.closed_area`` or ``period``."""
    names = []
    for name, type_ in closed_loop.PARAMETERS:
        names += [name] if type_ == "float" else [f"{name}.{field}" for field in closed_loop.TYPES[type_]._fields]
    return names


BEGINNING = {  # records of a heart that has not beaten
    "console": RECORDS["console"],
    "clock": Clock(LONGEST_STEP["default"], 0.0, TOLERANCE),
}
# What the numbers of a tuple without names of its own are of.
LISTS = {"arterial_gains": LIMBS, "cardiopulmonary_gains": LIMBS, "doses": tuple(DRUGS), "lags": SLOW_NAMES}


def record_names(record: Any, of: str = "") -> list[str]:
    """Return the name of each number of a record, such as ``settings.volume`` or ``doses.dobutamine``."""
    names: list[str] = []
    fields = record._fields if hasattr(record, "_fields") else LISTS[of]
    for field, part in zip(fields, record, strict=True):
        inner = record_names(part, field) if isinstance(part, tuple) else None
        names += [field] if inner is None else [f"{field}.{name}" for name in inner]
    return names


def _constant(title: str, content: object) -> str:
    return f"export const {title} = {json.dumps(content, ensure_ascii=False, indent=2)} as const\n"


def _tables() -> str:
    return "\n".join((
        "// Units by name.",
        _constant("STATES", dict(closed_loop.STATES)),
        _constant("WATCHED", WATCHED_UNITS),
        _constant("SIGNALS", dict(closed_loop.SIGNALS)),
        _constant("PARAMETERS", parameter_names()),
        _constant("SLOW_STATES", SLOW_NAMES),
        "// The numbers of a heart: how many, and how many of them are given; where each row begins; the names of",
        "// those in its records; how a search stands; and how many beats it takes at most.",
        _constant("HEART_SIZE", SIZE),
        _constant("HEART_GIVEN", GIVEN),
        _constant("ROWS", {name: place.start for name, place in ROWS.items()}),
        _constant("RECORDS", {name: record_names(record) for name, record in RECORDS.items()}),
        _constant("STATUS", {"runs": RUNS, "steady": STEADY, "failed": FAILED, "unsettled": UNSETTLED}),
        _constant("MOST_BEATS", MOST_CYCLES * LONGEST_CYCLE),
        "// Units of the measures; what they are read from: signals or states, numbers of the beat and of a patient.",
        _constant("MEASURES", {name: measure.unit for name, measure in MEASURES.items()}),
        _constant("MEASURED_SIGNALS", SIGNALS),
        _constant("BEAT_NUMBERS", BeatNumbers._fields),
        _constant("PATIENT_NUMBERS", PATIENT),
        _constant("MEASURES_WORK", WORK),
        _constant("MEASURES_FOUND", FOUND),
        _constant("PERFORMANCE", Performance._fields),
        "// What a console marks: points of a beat; and of each label the beats and the point.",
        _constant("MARKED_POINTS", MarkedPoints._fields),
        _constant("LABELS", READ_FROM),
        "// What drives the leak of a valve; of each leak its flow, and the pressures it comes from and goes to.",
        _constant("LEAK_DRIVE", LeakDrive._fields),
        _constant("LEAKS", VALVES),
        "// How many numbers a patient has; what else is read of them; with what a heart begins that has not beaten.",
        _constant("PATIENT_SIZE", len(list(numbers_of(EMPTY)))),
        _constant("PREPARED", PreparedPatient._fields[:-1]),
        _constant("CONTRADICTIONS", len(list(all_contradictions()))),
        _constant("FIRST_SLOW", [FIRST_TONE if name in TONES else 0.0 for name in SLOW_NAMES]),
        _constant("BEGINNING", {name: finite_numbers(record) for name, record in BEGINNING.items()}),
        "// Time from the QRS onset to the peak of the R wave [s].",
        _constant("R_WAVE", R_WAVE),
        _constant("FINER", FINER),
        "// Longest steps of the integration [s], and the share of it where the balloon is at work.",
        _constant("LONGEST_STEP", LONGEST_STEP),
        _constant("ASSISTED_SHARE", ASSISTED_SHARE),
    ))  # fmt: skip


def names_hash() -> str:
    """Return the hash of the names, which engine and loader must have in common."""
    return sha256(_tables().encode()).hexdigest()[:16]


def names_source() -> str:
    """Return the whole TypeScript file."""
    return HEAD + "\n" + _tables() + "\n" + _constant("NAMES_HASH", names_hash())
