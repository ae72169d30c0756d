"""Runs one patient to the steady beat, and shows the measures."""

from typing import Any

from diastole.cli import outputs
from diastole.cli.inputs import read_input
from diastole.cli.reporter import Reporter
from diastole.cli.simulate import SimulateOptions
from diastole.model.run import simulate
from diastole.studies.alternatives.current_treatments import against


def run_simulation(options: SimulateOptions) -> None:
    """Run a patient and show its measures.

    Raise InputError if the patient or the file to write is wrong, and SimulationError if the patient has no steady
    beat.
    """
    options.check_files(options.patient)
    reporter = Reporter(quiet=options.quiet)
    given = read_input(options.patient, options.changes, reporter)
    patient = given.patient
    with reporter.progress():
        run = simulate(patient, accuracy=options.accuracy, reflex=options.reflex)
    for caution in run.cautions:
        reporter.note(caution)
    findings = against(patient, stated=given.stated())
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
