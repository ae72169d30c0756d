"""Runs the 3D heart on all ranks with checkpoints; the first rank writes and prints the results."""

import typer

from diastole.checkpoint import made_of
from diastole.cli import outputs
from diastole.cli.checkpoints import Keeper
from diastole.cli.failures import code_of, report
from diastole.cli.heart3d import Heart3dOptions
from diastole.cli.heart3d_files import Heart3DFiles
from diastole.cli.heart3d_progress import stages
from diastole.cli.inputs import read_input
from diastole.cli.interruption import INTERRUPTED, interruption
from diastole.cli.reporter import Reporter
from diastole.faces.json.heart3d_json import Heart3dJson
from diastole.faces.terminal.heart3d_table import print_heart3d
from diastole.model.heart3d.mpi_ranks import first_rank, together
from diastole.model.heart3d.run.beating_heart import simulate_3d
from diastole.model.heart3d.run.heart_checkpoint import mesh_mark, read_checkpoint, save_checkpoint
from diastole.model.heart3d.run.heart_results import Heart3DResults, collect
from diastole.model.heart3d.wall.user_wall import user_loading
from diastole.model.patient import Patient


def run_heart3d(options: Heart3dOptions) -> None:
    """Run a patient's 3D heart, write its files and print its results.

    Raise InputError if the patient, the mesh, a file or the checkpoint is wrong, and SimulationError if the wall cannot
    be built, finds no equilibrium, or no beat repeats.
    """
    files = Heart3DFiles(
        options.save,
        options.xdmf,
        options.plot,
        options.loops,
        options.bullseye,
        options.glb,
        options.page,
        both=options.support is not None,
    )
    reporter = Reporter(quiet=options.quiet or not first_rank())
    keeper = Keeper(files.checkpoint, reporter)
    with together(report, code_of):
        options.check_files(options.patient, str(options.mesh or ""))
        outputs.check_outputs(files.all(), options.patient, str(options.mesh or ""))
        outputs.check_resume(options.save, resume=options.resume)
        given = read_input(options.patient, options.changes, reporter)
        results = _run(given.patient, options, reporter, keeper)
        if not first_rank():
            return
        with keeper.saving():
            files.write(results, given.patient, given.state)
        keeper.forget()
        reporter.wrote(*files.all())
        options.print_result(lambda: Heart3dJson.of(results), lambda console: print_heart3d(results, console))


def _marks(patient: Patient, options: Heart3dOptions) -> dict[str, str]:
    """Return what a checkpoint of this run depends on; one of another patient or other options is not resumed."""
    return made_of({
        "patient": patient.to_yaml(), "--mesh": mesh_mark(options.mesh), "--with": str(options.support is not None),
        "--reflex": str(options.reflex), "--ventricles": str(options.ventricles), "--edge": str(options.edge),
        "--step": str(1e-3 * options.step), "--match": str(options.match), "--unit": options.unit,
    })  # fmt: skip


def _run(patient: Patient, options: Heart3dOptions, reporter: Reporter, keeper: Keeper) -> Heart3DResults:
    """Run the heart, with checkpoints if a file is saved, and return its results."""
    marks, pump, both = _marks(patient, options), patient.balloon_pump, options.support is not None
    checkpoint = keeper.to_resume(asked=options.resume)
    kept = read_checkpoint(checkpoint, marks) if checkpoint else None
    if kept:
        reporter.note(f"continues from {checkpoint}")
    if pump and not both:
        reporter.note("the patient's balloon pump is left out; with --with iabp the heart is run with it too")
    loading = user_loading(options.mesh, options.unit, patient, reporter.note) if options.mesh else None
    conditions, beats = (2, pump.beats if pump else 1) if both else (1, 1)
    with (
        interruption() as stop_requested,
        stages(
            reporter, 60.0 / patient.heart_rate, stop_requested, conditions=conditions, beats=beats,
            matched=options.match,
        ) as progress,
    ):  # fmt: skip
        try:
            heart = simulate_3d(
                patient, balloon=both, ventricles=options.ventricles, edge=options.edge, step=1e-3 * options.step,
                tolerance=options.tolerance, strength=None if options.match else 1.0, reflex=options.reflex,
                loading=loading,
                tell=progress.tell, watch=progress.watch, each_step=progress.each_step, kept=kept,
                keep=lambda state: keeper.save(lambda file: save_checkpoint(state, marks, file)),
            )  # fmt: skip
        except KeyboardInterrupt:
            reporter.note(f"interrupted; {keeper.way_back}")
            raise typer.Exit(INTERRUPTED) from None
    for caution in heart.one_fibre.cautions:
        reporter.note(caution)
    return collect(heart, every=options.every)
