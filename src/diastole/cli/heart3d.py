"""``diastole heart3d``: a left ventricle of finite elements on the same circulation."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diastole.cli.failures import reported
from diastole.cli.heart3d_files import Heart3DFiles
from diastole.cli.interruption import interruption
from diastole.cli.main import INTERRUPTED
from diastole.cli.options import (
    PATIENT_HELP,
    AsJson,
    Changes,
    Debug,
    Quiet,
    Reference,
    Reflex,
    Resume,
    Support,
    help_text,
)
from diastole.cli.quick_start import load_simulator

if TYPE_CHECKING:
    from diastole.cli.checkpoints import Keeper
    from diastole.cli.progress_bar import Voice
    from diastole.model.heart3d.run.heart_results import Heart3DResults
    from diastole.model.patient import Patient

HELP = help_text(
    "Run one patient with a left ventricle of finite elements.\n\nThe wall is shaped, unloaded and matched after the "
    "patient's one-fibre heart, then beats on the same circulation until the beat repeats: a few minutes without, and "
    f"a few more with the pump. {PATIENT_HELP} Needs the extra heart3d.",
    "diastole heart3d shock",
    "diastole heart3d acute_severe_ar --with iabp --save both.nc --bullseye atp.png --plot walls.png",
    "diastole heart3d acute_severe_ar --with iabp --save both.nc --resume",
    "mpirun -n 2 diastole heart3d shock --edge 1.0 --xdmf beat.xdmf",
)


@reported
def heart3d(
    patient: Reference,
    changes: Changes = None,
    support: Annotated[
        Support | None, typer.Option("--with", help="Run the patient with this support too, after the run without.")
    ] = None,
    reflex: Reflex = False,
    edge: Annotated[
        float, typer.Option("--edge", metavar="CM", help="Edge of an element: 1.5 cm makes some 700 of them.")
    ] = 1.5,
    step: Annotated[float, typer.Option("--step", metavar="MS", help="Longest step of the wall.")] = 4.0,
    match: Annotated[
        bool,
        typer.Option("--match/--no-match", help="Whether the muscle is matched to the work of the one-fibre heart."),
    ] = True,
    mesh: Annotated[
        Path | None, typer.Option("--mesh", metavar="FILE", help="A wall of your own with fibres, .xdmf or .vtu.")
    ] = None,
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="Of its coordinates: cm, mm, m or µm.")] = "mm",
    save: Annotated[
        Path | None,
        typer.Option("--save", metavar="FILE.nc", help="Save waveforms and fields as NetCDF; makes checkpoints."),
    ] = None,
    xdmf: Annotated[
        Path | None, typer.Option("--xdmf", metavar="FILE.xdmf", help="Write the fields for ParaView.")
    ] = None,
    every: Annotated[int, typer.Option("--every", metavar="N", min=1, help="Keep the fields of each N-th step.")] = 2,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw the wall coloured by tension: .png, .svg, .pdf.")
    ] = None,
    bullseye: Annotated[
        Path | None, typer.Option("--bullseye", metavar="FILE", help="Draw the ATP use of the seventeen segments.")
    ] = None,
    glb: Annotated[
        Path | None, typer.Option("--glb", metavar="FILE.glb", help="Write the beating wall for the web.")
    ] = None,
    resume: Resume = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run the 3D heart."""
    load_simulator()
    from diastole.model.heart3d.availability import require

    require()
    from diastole.cli import stdout
    from diastole.cli.checkpoints import Keeper
    from diastole.cli.failures import code_of, say
    from diastole.cli.inputs import read_patient
    from diastole.cli.progress_bar import Voice
    from diastole.model.heart3d.mpi_ranks import first_rank, together

    files = Heart3DFiles(save, xdmf, plot, bullseye, glb, both=support is not None)
    first = first_rank()
    voice = Voice(quiet=quiet or not first)
    keeper = Keeper(files.checkpoint, voice)
    with together(say, code_of):
        files.check(patient, mesh, resume=resume)
        chosen = read_patient(patient, changes or (), voice)
        results = _run(chosen, files, voice, reflex=reflex, edge=edge, step=1e-3 * step, match=match, mesh=mesh,
                       unit=unit, every=every, resume=resume, keeper=keeper)  # fmt: skip
        if not first:
            return
        with keeper.saving():
            files.write(results)
        keeper.forget()
        voice.wrote(*files.all())
        if as_json:
            from diastole.faces.json.heart3d_json import heart3d_shape

            stdout.print_json(heart3d_shape(results))
        elif not (quiet and files.all()):
            from diastole.faces.terminal.heart3d_table import print_heart3d

            print_heart3d(results, stdout.console())


def _run(
    patient: "Patient", files: Heart3DFiles, voice: "Voice", *, reflex: bool, edge: float, step: float, match: bool,
    mesh: Path | None, unit: str, every: int, resume: bool, keeper: "Keeper",
) -> "Heart3DResults":  # fmt: skip
    """Run the heart, with checkpoints where a file is saved, and put together what it gives."""
    from diastole.checkpoint import made_of
    from diastole.cli.heart3d_progress import stages
    from diastole.model.heart3d.run.beating_heart import simulate_3d
    from diastole.model.heart3d.run.heart_checkpoint import read_checkpoint, save_checkpoint
    from diastole.model.heart3d.run.heart_results import collect
    from diastole.model.heart3d.run.user_loading import mesh_mark, user_loading

    options = {
        "--with": files.both, "--reflex": reflex, "--edge": edge, "--step": step, "--match": match, "--unit": unit,
    }  # fmt: skip
    marks = made_of(
        {"patient": patient.to_yaml(), "--mesh": mesh_mark(mesh)} | {name: str(one) for name, one in options.items()}
    )
    path = keeper.path
    kept = read_checkpoint(path, marks) if path and resume else None
    if kept:
        voice.note(f"goes on from {path}")
    elif path and path.exists():
        voice.note(f"starts at the beginning; the checkpoint {path} is replaced, with --resume it would go on from it")
    if patient.balloon_pump and not files.both:
        voice.note("the patient's balloon pump is left out; with --with iabp the heart is run with it too")
    pump = patient.balloon_pump
    conditions, beats = (2, pump.beats if pump else 1) if files.both else (1, 1)
    period = 60.0 / patient.heart_rate
    with (
        interruption() as asked,
        stages(voice, period, asked, conditions=conditions, beats=beats, matched=match) as shown,
    ):
        try:
            heart = simulate_3d(
                patient, balloon=files.both, edge=edge, step=step, strength=None if match else 1.0, reflex=reflex,
                loading=user_loading(mesh, unit, voice.note) if mesh else None,
                tell=shown.tell, watch=shown.watch, each_step=shown.each_step, kept=kept,
                keep=lambda standing: keeper.save(lambda file: save_checkpoint(standing, marks, file)),
            )  # fmt: skip
        except KeyboardInterrupt:
            voice.note(f"interrupted; {keeper.way_back}")
            raise typer.Exit(INTERRUPTED) from None
    for caution in heart.one_fibre.cautions:
        voice.note(caution)
    return collect(heart, every=every)
