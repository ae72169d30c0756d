"""Many patients at the steady beat, side by side, each as `simulate` runs it."""

from collections.abc import Iterator, Sequence

from diastole.errors import InputError, SimulationError
from diastole.model.patient import Patient
from diastole.model.run import Run, finding_baseline, simulating
from diastole.model.simulation.assist import SharedBeats
from diastole.model.simulation.plans import Plan, side_by_side


def simulate_each(
    patients: Sequence[Patient], *, accuracy: str = "default", reflex: bool = False
) -> Iterator[tuple[int, Run | InputError | SimulationError]]:
    """Simulate patients side by side; yield the number of each, from 0, and its run or what went wrong with it.

    They come as they end; what goes wrong with one stops no other. Patients who are the same as found share one run of
    that, and those who differ by the balloon pump alone share the unassisted beat.

    `accuracy`, `reflex`: as of `simulate`.
    """
    untreated = [patient.as_found() for patient in patients] if reflex else []
    different = list(dict.fromkeys(untreated))
    ended = dict(side_by_side(finding_baseline(patient, accuracy) for patient in different))
    baselines = {patient: ended[number] for number, patient in enumerate(different)}
    bare = [patient.with_balloon_pump(None) for patient in patients]
    shared: dict[Patient, SharedBeats] = {patient: {} for patient in bare}

    def planned(number: int) -> Plan[Run]:
        """Plan the run of a patient. Raise what went wrong with the beat before the reflex, if that failed."""
        before = baselines[untreated[number]] if reflex else False
        if isinstance(before, Exception):
            raise before
        beats = shared[bare[number]]
        return (yield from simulating(patients[number], accuracy=accuracy, reflex=before, shared=beats))

    first = list({patient: number for number, patient in reversed(list(enumerate(bare)))}.values())
    for numbers in (first, sorted({*range(len(patients))} - {*first})):  # for whom the unassisted beat is known by then
        for place, run in side_by_side(map(planned, numbers)):
            yield numbers[place], run
