"""The blocks of a bedside sheet, each by its own reading, joined: what one says must agree with the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from diastole.errors import InputError
from diastole.knowledge.rules.grading import VALVES
from diastole.knowledge.screening.fact_sheet import StatedFact, read_stated
from diastole.model.devices.register import DEVICES
from diastole.model.input_blocks.block import Block
from diastole.model.input_blocks.problems import ABSENT
from diastole.model.measures.conversions import ML_PER_L
from diastole.model.measures.definitions import MEASURES
from diastole.model.patient.body import Body
from diastole.model.patient.contradictions import check_surgery
from diastole.model.patient.lesions import Lesions
from diastole.model.patient.patient_file_tree import Tree, leaves, split
from diastole.model.patient.treatment import Pacing, Surgery
from diastole.model.physiology.oxygen import oxygen_content
from diastole.studies.fit.bedside_values import BEDSIDE_VALUES
from diastole.studies.fit.drugs_given import read_drugs
from diastole.studies.fit.echo_leaks import disagreement
from diastole.studies.fit.echo_lines import EchoReport
from diastole.studies.fit.echo_report import STENOSES, read_echo
from diastole.studies.fit.measured_block import read_measured
from diastole.studies.fit.measurement_tolerance import tolerance
from diastole.studies.fit.plausibility import shown as measure_shown
from diastole.studies.fit.relations import contradicting
from diastole.studies.fit.rhythms import read_rhythm
from diastole.units import format_quantity, shown

CLOSING = {"mL": 12.0, "1": 0.15, "L/min": 1.0, "ms": 0.0}  # by unit, the most that a sound valve lets back; assumed
AS_WRITTEN = ("echo", "facts", "rhythm", "ventilation", "other")  # blocks with times and with names that are free
KEPT = ("ventilation", "other")  # blocks whose text is kept as it is: the model uses nothing of it
VENOUS = "mixed_venous_oxygen_saturation"
HAEMOGLOBIN, ARTERIAL = "oxygen.haemoglobin", "oxygen.arterial_saturation"
CONSUMPTION = "oxygen.consumption"


@dataclass
class SheetParts:
    """What was read of a sheet."""

    # Of the blocks that a patient file has too, and ``measured`` by the names of the vocabulary.
    values: Tree = field(default_factory=dict)
    # Values that the patient takes as they are, by their keys.
    of_patient: dict[str, float] = field(default_factory=dict)
    stated: list[StatedFact] = field(default_factory=list)  # what rules may ask
    of_echo: frozenset[str] = frozenset()  # lesions and measures that come from the report of the echocardiography
    not_used: list[str] = field(default_factory=list)  # what the model does not use
    notes: list[str] = field(default_factory=list)  # what was assumed, and what contradicts itself within a report
    problems: list[str] = field(default_factory=list)  # a sentence for each line that cannot be used

    @property
    def measured(self) -> dict[str, float]:
        """What was measured, by the names of the vocabulary, in their units."""
        known: dict[str, float] = self.values["measured"]
        return known


def read_parts(tree: Tree) -> SheetParts:
    """Read every block of a sheet; what is wrong is among the problems.

    Raise InputError if a value has keys of its own where it can have none.
    """
    values, _ = split({name: node for name, node in tree.items() if name not in AS_WRITTEN})
    body = block_of(Body, values.get("body"))
    echo, rhythm = read_echo(tree.get("echo")), read_rhythm(_text(tree.get("rhythm")))
    measured = read_measured(values.get("measured"), body, echo.lines)
    drugs = read_drugs(values.get("drugs"), body)
    facts, problems = _read_facts(tree.get("facts"))
    unheard = [one.fact for one in facts if one.fact.partition(".")[0] in VALVES]
    notes = [f"facts.{name} is for rules; the patient has a leak that the block echo reports." for name in unheard]
    parts = SheetParts(
        tree | values | {"measured": measured.measures, "drugs": drugs.doses},
        measured.of_patient,
        [*echo.stated, *rhythm.stated, *facts],
        frozenset((*echo.lines, *echo.lesions, *(("echo",) if echo.stated else ()))),
        [*measured.not_used, *drugs.not_used, *echo.not_used, *rhythm.not_used, *_kept(tree)],
        [*echo.notes, *notes],
        [*measured.problems, *drugs.problems, *echo.problems, *problems],
    )
    _add_lesions(parts, echo)
    if rhythm.paced:
        _pace(parts)
    _add_consumption(parts, body)
    return parts


def contradictions_of(parts: SheetParts) -> list[str]:
    """Return a sentence for each contradiction between lines, and each leak without a lesion."""
    body, lesions = block_of(Body, parts.values.get("body")), block_of(Lesions, parts.values.get("lesions"))
    lesions, surgery = lesions or Lesions(), block_of(Surgery, parts.values.get("surgery")) or Surgery()
    pumped = any(device.links and parts.values.get(device.key, ABSENT) != ABSENT for device in DEVICES)
    return [
        *_leaks_without_lesion(parts.measured, lesions),
        *_operated_without_lesion(surgery, lesions),
        *_saturations(parts),
        *_rates(parts),
        *contradicting(parts.measured, body, lesions, pumped=pumped),
    ]


def block_of[Kind: Block](kind: type[Kind], given: object) -> Kind | None:
    """Return a block of the sheet, or nothing where it is left out or wrong."""
    try:
        return kind.model_validate(given) if isinstance(given, Mapping) else None
    except ValidationError:
        return None


def _text(node: object) -> str | None:
    text = node.get("value", "?") if isinstance(node, Mapping) else node
    return shown(text) if text else None


def _read_facts(given: object) -> tuple[list[StatedFact], list[str]]:
    """Read facts by the names under which rules ask for them, as a sheet of facts has them."""
    if given is None:
        return [], []
    if not isinstance(given, Mapping):
        return [], [f"facts: '{shown(given)}' is no block; give a line for each, such as 'sepsis: absent'"]
    facts, problems = [], []
    for name, node in given.items():
        try:
            facts.append(read_stated(name, node, "facts"))
        except InputError as problem:
            problems.append(str(problem))
    return facts, problems


def _kept(tree: Tree) -> list[str]:
    """Return what stands in the blocks of which the model uses nothing."""
    every = leaves({name: tree[name] for name in KEPT if name in tree})
    return [f"{key.removeprefix('other.').replace('_', ' ')} {shown(text)}" for key, text in every.items()]


def _add_lesions(parts: SheetParts, echo: EchoReport) -> None:
    """Give the patient the lesions of the report; an orifice of the block ``lesions`` counts first."""
    given = parts.values.get("lesions", {})
    if not isinstance(given, Mapping):
        return
    lesions = dict(given)
    for name, block in given.items():
        if name in (*VALVES.values(), *STENOSES) and isinstance(block, Mapping) and "grade" in block:
            line = f"echo: {{{name}: {shown(block['grade'])}}}"
            parts.problems.append(f"lesions.{name}.grade: a grade is what echo reports; write it as '{line}'")
        lesion = block_of(Lesions, {name: block}) if name in Lesions.model_fields else None
        own = getattr(lesion, name, None)
        if own is not None and (said := disagreement(name, own.orifice_area, echo)):
            parts.problems.append(said)
    for name, block in echo.lesions.items():
        own = lesions.get(name)
        if own == ABSENT and "orifice_area" in block:
            parts.problems.append(f"lesions.{name} is '{ABSENT}', and echo reports it; leave one of both out")
        merged = block | (dict(own) if isinstance(own, Mapping) else {})
        if "orifice_area" in merged:
            lesions[name] = merged
        else:
            parts.not_used.append(f"echo.{name}.onset {block['onset']} (give the grade, or what was measured)")
        if isinstance(own, Mapping) and "orifice_area" in own:
            parts.of_echo -= {name}
    parts.values["lesions"] = lesions


def _pace(parts: SheetParts) -> None:
    """Let a pacemaker set the measured rate where the sheet says that the rhythm is paced, and not how fast."""
    if "pacing" in parts.values:
        return
    if "heart_rate" in parts.measured:
        parts.values["pacing"] = {"rate": format_quantity(parts.measured["heart_rate"], "1/min")}
    else:
        parts.problems.append("rhythm is paced, and the rate is not on the sheet; give measured.heart_rate")


def _add_consumption(parts: SheetParts, body: Body | None) -> None:
    """Take the oxygen consumption that follows from output, haemoglobin and both saturations. fick1870."""
    known, measured = parts.of_patient, parts.measured
    output = measured.get("cardiac_output")
    index = output / body.body_surface_area if output and body else measured.get("cardiac_index")
    if index is None or VENOUS not in measured or CONSUMPTION in known or not {HAEMOGLOBIN, ARTERIAL} <= known.keys():
        return
    extracted = oxygen_content(known[HAEMOGLOBIN], known[ARTERIAL] - measured[VENOUS])
    used = index * ML_PER_L * extracted
    scale = BEDSIDE_VALUES["oxygen consumption"].scales[0]
    if known[ARTERIAL] <= measured[VENOUS]:
        return
    said = f"an oxygen consumption of {used:.0f} {scale.unit} (Fick)"
    if scale.low <= used <= scale.high:
        known[CONSUMPTION] = float(f"{used:.4g}")
        parts.notes.append(f"Output, haemoglobin and saturations give {said}, which the patient has.")
    else:
        parts.problems.append(
            f"measured: output, haemoglobin and the arterial and mixed venous saturation give {said}; plausible is "
            f"{scale.low:g} to {scale.high:g} {scale.unit}; check value and unit of each"
        )


def _operated_without_lesion(surgery: Surgery, lesions: Lesions) -> list[str]:
    try:
        check_surgery(surgery, lesions)
    except InputError as problem:
        return [f"{problem}; give the lesion as it was before, in the block 'lesions'"]
    return []


def _saturations(parts: SheetParts) -> list[str]:
    venous, arterial = parts.measured.get(VENOUS), parts.of_patient.get(ARTERIAL)
    if venous is None or arterial is None or venous < arterial:
        return []
    return [
        f"measured.{VENOUS} ({measure_shown(VENOUS, venous)}) is not below the arterial saturation ({arterial:.0%}), "
        f"as it is in every patient; check both"
    ]


def _rates(parts: SheetParts) -> list[str]:
    pacing, rate = block_of(Pacing, parts.values.get("pacing")), parts.measured.get("heart_rate")
    if pacing is None or rate is None or abs(pacing.rate - rate) <= tolerance("heart_rate", rate):
        return []
    return [
        f"measured.heart_rate ({rate:g} /min) is not pacing.rate ({pacing.rate:g} /min); leave out the block 'pacing' "
        f"where the pacemaker is only on standby"
    ]


def _leaks_without_lesion(measured: Mapping[str, float], lesions: Lesions) -> list[str]:
    """Say that a leak was measured of which the block `lesions` knows nothing, so that no patient would show it."""
    problems = []
    for kind, lesion in lesions:
        of_it = [name for name in measured if MEASURES[name].lesion == kind]
        large = [name for name in of_it if measured[name] > CLOSING[MEASURES[name].unit]]
        if large and (lesion is None or lesion.orifice_area == 0.0):
            problems.append(
                f"measured.{large[0]} is of a leak, and no lesion is given; add to the block 'lesions' the line "
                f"'{kind}: {{orifice_area: 0.3 cm²}}', with the area that was measured or is supposed, or leave it out"
            )
    return problems
