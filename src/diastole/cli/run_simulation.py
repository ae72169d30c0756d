"""Runs one patient to the steady beat, and shows the measures."""

from diastole.cli import outputs, stdout
from diastole.cli.inputs import read_input
from diastole.cli.reporter import Reporter
from diastole.cli.simulate import SimulateOptions
from diastole.faces.json.run_json import SimulateJson
from diastole.model.run import simulate
from diastole.studies.alternatives.in_use import against


def run_simulation(options: SimulateOptions) -> None:
    """Run a patient and show its measures.

    Raises
    ------
    InputError
        If the patient or the file to write is wrong.
    SimulationError
        If the patient has no steady beat.
    """
    outputs.check_suffix("--save", outputs.NETCDF, options.save)
    outputs.check_outputs([options.save], source=options.patient)
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
    if options.as_json:
        stdout.print_document(SimulateJson.of(run, findings))
    elif not (options.quiet and options.save):
        from diastole.faces.terminal.tables import print_run  # loads rich, which JSON does without

        print_run(run, stdout.console(), findings)
