"""Runs the 3D heart for the command line: on all ranks, with checkpoints, then written and printed by the first one."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import typer

from diastole.checkpoint import made_of
from diastole.cli import stdout
from diastole.cli.checkpoints import Keeper
from diastole.cli.failures import code_of, say
from diastole.cli.heart3d_files import Heart3DFiles
from diastole.cli.heart3d_progress import stages
from diastole.cli.inputs import read_patient
from diastole.cli.interruption import INTERRUPTED, interruption
from diastole.cli.progress_bar import Voice
from diastole.faces.json.heart3d_json import Heart3dJson
from diastole.faces.terminal.heart3d_table import print_heart3d
from diastole.model.heart3d.mpi_ranks import first_rank, together
from diastole.model.heart3d.run.beating_heart import simulate_3d
from diastole.model.heart3d.run.heart_checkpoint import read_checkpoint, save_checkpoint
from diastole.model.heart3d.run.heart_results import Heart3DResults, collect
from diastole.model.heart3d.run.user_loading import mesh_mark, user_loading
from diastole.model.patient import Patient


class HeartOptions(NamedTuple):
    """Options that decide what a run computes; a checkpoint of other options is not resumed."""

    both: bool  # whether the pump is run too
    reflex: bool
    edge: float  # cm
    step: float  # s
    match: bool
    mesh: Path | None
    unit: str

    def marks(self, patient: Patient) -> dict[str, str]:
        """Return what a checkpoint of this run is made of, by the names of the options."""
        names = {
            "--with": self.both, "--reflex": self.reflex, "--edge": self.edge, "--step": self.step,
            "--match": self.match, "--unit": self.unit,
        }  # fmt: skip
        return made_of(
            {"patient": patient.to_yaml(), "--mesh": mesh_mark(self.mesh)}
            | {name: str(one) for name, one in names.items()}
        )


def run_heart3d(
    reference: str,
    changes: Sequence[str],
    options: HeartOptions,
    files: Heart3DFiles,
    *,
    every: int,
    resume: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run a patient's 3D heart, write its files and print its results.

    Raises
    ------
    InputError
        If the patient, the mesh, a file or the checkpoint is wrong.
    SimulationError
        If the wall cannot be built, finds no equilibrium, or no beat repeats.
    """
    voice = Voice(quiet=quiet or not first_rank())
    keeper = Keeper(files.checkpoint, voice)
    with together(say, code_of):
        files.check(reference, options.mesh, resume=resume)
        chosen = read_patient(reference, changes, voice)
        results = _run(chosen, options, voice, keeper, every=every, resume=resume)
        if not first_rank():
            return
        with keeper.saving():
            files.write(results)
        keeper.forget()
        voice.wrote(*files.all())
        if as_json:
            stdout.print_document(Heart3dJson.of(results))
        elif not (quiet and files.all()):
            print_heart3d(results, stdout.console())


def _run(
    patient: Patient, options: HeartOptions, voice: Voice, keeper: Keeper, *, every: int, resume: bool
) -> Heart3DResults:
    """Run the heart, with checkpoints if a file is saved, and return its results."""
    marks, path, pump = options.marks(patient), keeper.path, patient.balloon_pump
    kept = read_checkpoint(path, marks) if path and resume else None
    if kept:
        voice.note(f"goes on from {path}")
    elif path and path.exists():
        voice.note(f"starts at the beginning; the checkpoint {path} is replaced, with --resume it would go on from it")
    if pump and not options.both:
        voice.note("the patient's balloon pump is left out; with --with iabp the heart is run with it too")
    conditions, beats = (2, pump.beats if pump else 1) if options.both else (1, 1)
    with (
        interruption() as asked,
        stages(
            voice, 60.0 / patient.heart_rate, asked, conditions=conditions, beats=beats, matched=options.match
        ) as shown,
    ):
        try:
            heart = simulate_3d(
                patient, balloon=options.both, edge=options.edge, step=options.step,
                strength=None if options.match else 1.0, reflex=options.reflex,
                loading=user_loading(options.mesh, options.unit, voice.note) if options.mesh else None,
                tell=shown.tell, watch=shown.watch, each_step=shown.each_step, kept=kept,
                keep=lambda standing: keeper.save(lambda file: save_checkpoint(standing, marks, file)),
            )  # fmt: skip
        except KeyboardInterrupt:
            voice.note(f"interrupted; {keeper.way_back}")
            raise typer.Exit(INTERRUPTED) from None
    for caution in heart.one_fibre.cautions:
        voice.note(caution)
    return collect(heart, every=every)
