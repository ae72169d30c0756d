"""The files that ``diastole heart3d`` writes: checked before the run, written after it."""

from pathlib import Path
from typing import NamedTuple

from diastole.cli import outputs
from diastole.faces.figures import heart3d_figures as figures
from diastole.faces.pages.bench_page import bench_page
from diastole.files import write_whole
from diastole.model.bench_state import BenchState
from diastole.model.heart3d.output.heart_dataset import encoding, results_tree
from diastole.model.heart3d.output.paraview import xdmf_files
from diastole.model.heart3d.run.heart_results import Heart3DResults
from diastole.model.patient import Patient


class Heart3DFiles(NamedTuple):
    """The files to write; None for an option that was not given."""

    save: Path | None
    xdmf: Path | None
    plot: Path | None
    loops: Path | None
    bullseye: Path | None
    glb: Path | None
    page: Path | None
    both: bool  # whether there are two conditions

    @property
    def checkpoint(self) -> Path | None:
        """Path of the checkpoint."""
        return outputs.checkpoint_beside(self.save)

    def of_conditions(self, path: Path) -> dict[str, Path]:
        """Return a path for each condition; of two, with ``_without`` and ``_with`` before the ending."""
        if not self.both:
            return {"without": path}
        return {name: path.with_name(f"{path.stem}_{name}{path.suffix}") for name in ("without", "with")}

    def all(self) -> list[Path]:
        """Return every file that will be written."""
        fields = list(self.of_conditions(self.xdmf).values()) if self.xdmf else []
        numbers = [path.with_suffix(".h5") for path in fields]
        beats = list(self.of_conditions(self.glb).values()) if self.glb else []
        pictures = (self.plot, self.loops, self.bullseye, *beats, self.page)
        return [path for path in (self.save, *fields, *numbers, *pictures) if path]

    def write(self, results: Heart3DResults, patient: Patient, state: BenchState) -> None:
        """Write everything; `state` made the patient who was run, as of `bench_payload`."""
        if self.save:
            tree = results_tree(results)
            write_whole(self.save, bytes(tree.to_netcdf(engine="h5netcdf", encoding=encoding(tree))))
        if self.xdmf:
            for name, path in self.of_conditions(self.xdmf).items():
                _write_fields(results, name, path)
        if self.plot:
            figures.save_wall_picture(results, self.plot)
        if self.loops:
            figures.save_loops(results, self.loops)
        if self.bullseye:
            figures.save_bullseye(results, self.bullseye)
        if self.glb:
            for name, path in self.of_conditions(self.glb).items():
                figures.save_animation(results, results.conditions[name], path)
        if self.page:
            write_whole(self.page, bench_page(patient, state, walls=figures.animations(results)).encode())


def _write_fields(results: Heart3DResults, name: str, path: Path) -> None:
    numbers = path.with_suffix(".h5")
    first, second = xdmf_files(numbers.name, results.mesh, results.conditions[name].fields)
    write_whole(numbers, second)
    write_whole(path, first)
