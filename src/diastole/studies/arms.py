"""Arms of a comparison: patients as given, and beside each of them the same patient with what is done."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from diastole.display import Plotted
from diastole.errors import InputError, did_you_mean
from diastole.files import is_file
from diastole.model.devices.register import DEVICES, in_use
from diastole.model.measures.definitions import plain_words
from diastole.model.measures.patient_keys import patient_key
from diastole.model.patient import PRESETS, Patient
from diastole.model.patient.patient_file_tree import WORDS
from diastole.model.run import Baseline, Run, baseline, simulate
from diastole.model.waveforms import side_by_side
from diastole.studies.alternatives.treatments import AS_FOUND, DEVICE_KEYS, Option, options
from diastole.studies.course.actions import is_step, read_action

if TYPE_CHECKING:
    import xarray

AS_GIVEN, WITHOUT = "as given", "without"
USUAL = "iabp"  # what a patient without devices is compared with where nothing is said
MOST_ARMS = 12  # that a figure can show
CHANGE = re.compile(r"\s*([\w.]+)\s*=\s*(.*\S)\s*")
SILENT_BLOCKS = ("drugs", "lesions", "surgery")  # whose name says nothing beside that of a key within
SUFFIXES = (".yaml", ".yml")


class Arm(NamedTuple):
    """A patient to be run."""

    name: str
    patient: Patient
    given: Patient  # to whom the baroreflex has set itself


def read_arms(
    patients: Sequence[Patient], treatments: Sequence[str], load: Callable[[str], Patient] = Patient.load
) -> list[Arm]:
    """Return each patient, and after it the same patient with each treatment.

    Raise InputError if a treatment is unknown, cannot be had by a patient or changes nothing, two arms are the same, or
    there are too many.

    `patients`: as given. A device that is named in treatments is taken out of the arm without it.
    `treatments`: each is an option of `alternatives` such as ``impella_cp`` or ``nitroprusside``; a step of a course
        such as ``Impella CP at P-6``; a value such as ``heart_rate=110 /min``; several of these joined by `` + ``; or a
        patient.
    `load`: returns a patient by the name of a preset or of a file.
    """
    named = len(patients) > 1 or any(map(_is_patient, treatments))
    arms = [arm for patient in patients for arm in _of_one(patient, treatments, load, named=named)]
    if len(arms) > MOST_ARMS:
        raise InputError(f"{len(arms)} arms are too many for one figure; allowed are at most {MOST_ARMS}")
    seen: list[tuple[dict[str, Any], str]] = []
    names = [arm.name for arm in arms]
    for number, arm in enumerate(arms):
        values = arm.patient.model_dump(exclude=set(WORDS))
        for other, name in seen:
            if other == values:
                raise InputError(f"'{name}' and '{arm.name}' are the same; give each of them once")
        count = names[:number].count(arm.name)
        arms[number] = arm._replace(name=f"{arm.name} ({count + 1})") if count else arm
        seen.append((values, arm.name))
    return arms


def usual_treatments(patients: Sequence[Patient]) -> list[str]:
    """Return what patients are compared with where nothing is said: one alone as `without_and_with` does."""
    if len(patients) != 1:
        return []
    has = [device.model(settings).name for device, settings in in_use(patients[0])]
    return [USUAL] if USUAL in has or not has else [" + ".join(has)]


def read_pair(patient: Patient, treatment: str) -> tuple[Patient, Patient]:
    """Return a patient without and with a treatment.

    Raise InputError as `read_arms`, and if another patient is named, who is no treatment of this one.
    """
    without, with_ = read_arms([patient], [treatment])
    if not is_pair([without, with_]):
        raise InputError(f"'{treatment}' is a patient and no treatment; give one such as '{USUAL}'")
    return without.patient, with_.patient


def run_arms(arms: Sequence[Arm], *, accuracy: str = "default", reflex: bool = False) -> dict[str, Run]:
    """Run each arm to the steady beat and return the runs by the names of the arms.

    Raise SimulationError as ``simulate``.
    """
    own: dict[int, Baseline] = {}
    runs = {}
    for arm in arms:
        if reflex and id(arm.given) not in own:
            own[id(arm.given)] = baseline(arm.given, accuracy=accuracy)
        runs[arm.name] = simulate(arm.patient, accuracy=accuracy, reflex=own.get(id(arm.given), False))
    return runs


@dataclass(frozen=True)
class ArmRuns(Plotted):
    """Several patients and treatments side by side, each at the steady beat."""

    runs: dict[str, Run]  # by the name of the arm

    def __repr__(self) -> str:
        return f"<ArmRuns: {', '.join(self.runs)}>"

    def dataset(self) -> "xarray.Dataset":
        """Return all runs as one dataset, as `diastole.model.waveforms.side_by_side` says."""
        return side_by_side({name: run.dataset() for name, run in self.runs.items()})


def is_pair(arms: Sequence[Arm]) -> bool:
    """Return whether this is one patient without and with one thing."""
    return len(arms) == 2 and arms[0].given is arms[1].given


def _of_one(patient: Patient, treatments: Sequence[str], load: Callable[[str], Patient], *, named: bool) -> list[Arm]:
    """Return the arms of one patient; of several, their names begin with that of the patient."""
    known = {option.name: option for option in options(patient) if option.name != AS_FOUND}
    chosen = [known[_plain(part)] for words in treatments for part in _parts(words) if _plain(part) in known]
    compared = {key.partition(".")[0] for option in chosen for key in option.changes} & set(DEVICE_KEYS)
    bare = patient.with_values(dict.fromkeys(compared, "none")) if compared else patient
    arms = [Arm(patient.name if named or not treatments else WITHOUT if compared else AS_GIVEN, bare, patient)]
    for words in treatments:
        if _is_patient(words):
            other = load(words)
            arms.append(Arm(other.name, other, other))
            continue
        is_offered = any(_plain(part) in known for part in _parts(words))
        name, treated = _treated(words, bare if is_offered else patient, patient, known)
        if treated.model_dump() == bare.model_dump():
            raise InputError(f"'{words}' changes nothing in '{patient.name}'")
        arms.append(Arm(f"{patient.name}, {name}" if named else name, treated, patient))
    return arms


def _parts(words: str) -> list[str]:
    return [part.strip() for part in words.split(" + ")]


def _plain(part: str) -> str:
    """Return a name as options spell it: ``impella_cp`` for ``Impella CP``."""
    return plain_words(part).replace(" ", "_")


def _is_patient(words: str) -> bool:
    return words in PRESETS or words.endswith(SUFFIXES) or is_file(words)


def _treated(words: str, start: Patient, given: Patient, known: dict[str, Option]) -> tuple[str, Patient]:
    """Return a patient with everything that words join, and what it is called."""
    names, treated = [], start
    for part in _parts(words):
        try:
            name, changes = _read(part, given, known)
            treated = treated.with_values(changes)
        except InputError as problem:
            raise problem.within(f"'{part}' cannot be done for '{start.name}': ") from None
        names.append(name)
    return " + ".join(names), treated


def _read(part: str, given: Patient, known: dict[str, Option]) -> tuple[str, dict[str, Any]]:
    """Return what one treatment is called, and what it changes."""
    if _plain(part) in known:
        return _offered(known[_plain(part)], given)
    if change := CHANGE.fullmatch(part):
        key = patient_key(change[1])
        block, _, rest = key.partition(".")
        name = rest if block in SILENT_BLOCKS and rest else key
        return f"{name.replace('_', ' ').replace('.', ' ')} {change[2]}", {key: change[2]}
    if is_step(part):
        return part, dict(read_action(part).changes)
    raise InputError(
        f"neither a treatment, nor a value such as 'heart_rate=110 /min', nor a patient; treatments are "
        f"{', '.join(known)}, or a step such as '{DEVICES[0].speech.example}'.{did_you_mean(part, known)}"
    )


def _offered(option: Option, given: Patient) -> tuple[str, dict[str, Any]]:
    """Return an option with its changes; a device that the patient has already keeps its own settings."""
    for device in DEVICES:
        settings = getattr(given, device.key)
        if settings is not None and device.model(settings).name == option.name:
            return f"{device.model(settings).title} {device.setting(settings)}", {device.key: settings}
    instead = [key for key in option.replaces if key not in DEVICE_KEYS]
    return option.title, {**dict.fromkeys(instead, "none"), **option.changes}
