"""``diastole heart3d``: a left ventricle of finite elements on the same circulation."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from diastole.cli.failures import reported
from diastole.cli.heart3d_files import Heart3DFiles
from diastole.cli.interruption import INTERRUPTED, interruption
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


Both = Annotated[
    Support | None, typer.Option("--with", help="Run the patient with this support too, after the run without.")
]
Edge = Annotated[float, typer.Option("--edge", metavar="CM", help="Edge of an element: 1.5 cm makes some 700 of them.")]
Step = Annotated[float, typer.Option("--step", metavar="MS", help="Longest step of the wall.")]
Matched = Annotated[
    bool, typer.Option("--match/--no-match", help="Whether the muscle is matched to the work of the one-fibre heart.")
]
MeshFile = Annotated[
    Path | None, typer.Option("--mesh", metavar="FILE", help="A wall of your own with fibres, .xdmf or .vtu.")
]
MeshUnit = Annotated[str, typer.Option("--unit", metavar="UNIT", help="Of its coordinates: cm, mm, m or µm.")]
SaveWall = Annotated[
    Path | None,
    typer.Option("--save", metavar="FILE.nc", help="Save waveforms and fields as NetCDF; makes checkpoints."),
]
Xdmf = Annotated[Path | None, typer.Option("--xdmf", metavar="FILE.xdmf", help="Write the fields for ParaView.")]
Every = Annotated[int, typer.Option("--every", metavar="N", min=1, help="Keep the fields of each N-th step.")]
Plot = Annotated[
    Path | None, typer.Option("--plot", metavar="FILE", help="Draw the wall coloured by tension: .png, .svg, .pdf.")
]
Bullseye = Annotated[
    Path | None, typer.Option("--bullseye", metavar="FILE", help="Draw the ATP use of the seventeen segments.")
]
Glb = Annotated[Path | None, typer.Option("--glb", metavar="FILE.glb", help="Write the beating wall for the web.")]


class HeartOptions(NamedTuple):
    """Options that decide what a run computes; a checkpoint of other options is not resumed."""

    both: bool  # whether the pump is run too
    reflex: bool
    edge: float  # cm
    step: float  # s
    match: bool
    mesh: Path | None
    unit: str

    def marks(self, patient: "Patient") -> dict[str, str]:
        """Return what a checkpoint of this run is made of, by the names of the options."""
        from diastole.checkpoint import made_of
        from diastole.model.heart3d.run.user_loading import mesh_mark

        names = {
            "--with": self.both, "--reflex": self.reflex, "--edge": self.edge, "--step": self.step,
            "--match": self.match, "--unit": self.unit,
        }  # fmt: skip
        return made_of(
            {"patient": patient.to_yaml(), "--mesh": mesh_mark(self.mesh)}
            | {name: str(one) for name, one in names.items()}
        )


@reported
def heart3d(
    patient: Reference,
    changes: Changes = None,
    support: Both = None,
    reflex: Reflex = False,
    edge: Edge = 1.5,
    step: Step = 4.0,
    match: Matched = True,
    mesh: MeshFile = None,
    unit: MeshUnit = "mm",
    save: SaveWall = None,
    xdmf: Xdmf = None,
    every: Every = 2,
    plot: Plot = None,
    bullseye: Bullseye = None,
    glb: Glb = None,
    resume: Resume = False,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run the 3D heart."""
    load_simulator()
    from diastole.model.heart3d.availability import require

    require()  # says how to get FEniCSx, which the imports below need
    from diastole.cli.checkpoints import Keeper
    from diastole.cli.failures import code_of, say
    from diastole.cli.inputs import read_patient
    from diastole.cli.progress_bar import Voice
    from diastole.model.heart3d.mpi_ranks import first_rank, together

    files = Heart3DFiles(save, xdmf, plot, bullseye, glb, both=support is not None)
    voice = Voice(quiet=quiet or not first_rank())
    keeper = Keeper(files.checkpoint, voice)
    with together(say, code_of):
        files.check(patient, mesh, resume=resume)
        chosen = read_patient(patient, changes or (), voice)
        options = HeartOptions(files.both, reflex, edge, 1e-3 * step, match, mesh, unit)
        results = _run(chosen, options, voice, keeper, every=every, resume=resume)
        if first_rank():
            with keeper.saving():
                files.write(results)
            keeper.forget()
            voice.wrote(*files.all())
            _print(results, as_json=as_json, quiet=quiet and bool(files.all()))


def _print(results: "Heart3DResults", *, as_json: bool, quiet: bool) -> None:
    from diastole.cli import stdout
    from diastole.faces.json.heart3d_json import Heart3dJson
    from diastole.faces.terminal.heart3d_table import print_heart3d

    if as_json:
        stdout.print_document(Heart3dJson.of(results))
    elif not quiet:
        print_heart3d(results, stdout.console())


def _run(
    patient: "Patient", options: HeartOptions, voice: "Voice", keeper: "Keeper", *, every: int, resume: bool
) -> "Heart3DResults":
    """Run the heart, with checkpoints if a file is saved, and return its results."""
    from diastole.cli.heart3d_progress import stages
    from diastole.model.heart3d.run.beating_heart import simulate_3d
    from diastole.model.heart3d.run.heart_checkpoint import read_checkpoint, save_checkpoint
    from diastole.model.heart3d.run.heart_results import collect
    from diastole.model.heart3d.run.user_loading import user_loading

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
