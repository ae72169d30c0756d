"""Runs one patient to the steady beat, and shows the measures."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diastole.cli import outputs
from diastole.cli.inputs import PatientInput, read_input
from diastole.cli.reporter import Reporter
from diastole.cli.simulate import SimulateOptions
from diastole.model.bench_state import whether_reflex
from diastole.model.run import simulate

if TYPE_CHECKING:
    from diastole.studies.alternatives.current_treatments import Against


def run_simulation(options: SimulateOptions) -> None:
    """Run a patient and show its measures.

    Raise InputError if the patient or the file to write is wrong, and SimulationError if the patient has no steady
    beat.
    """
    options.check_files(options.patient)
    reporter = Reporter(quiet=options.quiet)
    given = read_input(options.patient, options.changes, reporter)
    patient, reflex = given.patient, whether_reflex(options.reflex, [options.patient])
    with reporter.progress():
        run = simulate(patient, accuracy=options.accuracy, reflex=reflex)
    for caution in run.cautions:
        reporter.note(caution)
    findings = _objections(given)
    if options.save:
        outputs.save_netcdf(run.dataset(), options.save)
        reporter.wrote(options.save)

    def table(console: Any) -> None:
        from diastole.faces.terminal.tables import print_run  # loads rich, which JSON does without

        print_run(run, console, findings)

    def document() -> Any:
        from diastole.faces.json.run_json import SimulateJson  # makes seventy models, which the table does without

        return SimulateJson.of(run, findings)

    options.print_result(document, table)


def _objections(given: PatientInput) -> "Sequence[Against]":
    """Return what speaks against the treatments of a patient; without one, no rule is read."""
    if not given.patient.treatments:
        return ()
    from diastole.studies.alternatives.current_treatments import against

    return against(given.patient, stated=given.stated())
