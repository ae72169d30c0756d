"""What follows from the numbers of a patient as a traced program: one source for lanes and for a page."""

from diastole.law import reread
from diastole.model.circulation.first_state import first_numbers
from diastole.model.circulation.influence import influenced_patient
from diastole.model.circulation.kernel_parameters import parameters_read_by
from diastole.model.devices.balloon_pump.console import Settings, console_settings
from diastole.model.input_blocks.block_numbers import Numbers
from diastole.model.patient.patient_numbers import EMPTY
from diastole.model.simulation.slow_states import unanswering
from diastole.number_records import numbers_of
from diastole.tracing.record_memory import loaded
from diastole.tracing.traced_program import Memory, Program
from diastole.tracing.values import WORDS


def settings(numbers: Numbers) -> Settings:
    """Return the settings of the console of a patient."""
    return console_settings(numbers.balloon_pump)


LAWS = {
    "parameters": parameters_read_by(WORDS),
    "state": reread(first_numbers, WORDS),
    "influenced": reread(influenced_patient, WORDS),
    "physiology": reread(unanswering, WORDS),
    "settings": reread(settings, WORDS),
}


def patients(program: Program) -> None:
    """Write ``prepare``: from the numbers of patients to all that a simulation needs of them.

    Arguments: ``numbers``, in the order of `patient_numbers.NUMBERS`; filled are ``parameters`` of the right-hand side,
    the ``state`` to start from, the `InfluencedPatient`, the `SlowPhysiology` without an operating point, and the
    ``settings`` of the balloon pump's console. A number that says what no patient can have, such as a valve that opens
    less than it leaks, is not refused.
    """
    with program.function("prepare", dict.fromkeys(("numbers", *LAWS), Memory), is_hot=False) as (numbers, *filled):
        record = loaded(EMPTY, numbers)
        for memory, law in zip(filled, LAWS.values(), strict=True):
            for place, number in enumerate(numbers_of(tuple(law(record)))):
                memory[place] = number
