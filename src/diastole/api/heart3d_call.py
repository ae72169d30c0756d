"""The 3D heart: a patient with a left ventricle of finite elements."""

from typing import TYPE_CHECKING

from diastole.api.call_arguments import Reference, check_run, read_patient
from diastole.api.saving import DATASETS, JSON
from diastole.errors import InputError
from diastole.faces.json.heart3d_json import Heart3dJson
from diastole.faces.terminal.waiting import spinner
from diastole.units import shown

if TYPE_CHECKING:
    from diastole.model.heart3d.run.heart_results import Heart3DResults


def heart3d(
    patient: Reference,
    *,
    with_pump: bool = False,
    reflex: bool = False,
    ventricles: int = 1,
    edge: float = 1.5,
    step: float = 0.004,
    tolerance: float = 0.005,
    match: bool = True,
    progress: bool = True,
) -> "Heart3DResults":
    """Run a patient with a left ventricle of finite elements until the beat repeats: a few minutes.

    Parameters
    ----------
    patient
        As of `simulate`.
    with_pump
        Whether the patient is run with the balloon pump too, after the run without.
    reflex
        Whether the baroreflex answers to the pump.
    ventricles
        1 for the left one in space, beside a right one of one fibre; 2 for both.
    edge
        Length of an element's edge [cm].
    step
        Longest step of the wall [s].
    tolerance
        Change of the stroke volume from cycle to cycle at which the beat repeats [1].
    match
        Whether the muscle is matched to the work of the one-fibre heart.

    Returns
    -------
    Measures, metrics of the wall, segments and fields of each condition, for `to_json` and `save` (.nc or .json).

    Raises
    ------
    InputError
        If something given is not possible, or the extra heart3d is not installed.
    SimulationError
        If the wall cannot be built, finds no equilibrium, or no beat repeats.
    """
    check_run("default", with_pump=with_pump, reflex=reflex, match=match, progress=progress)
    if ventricles not in (1, 2):
        raise InputError(f"ventricles is '{shown(ventricles)}'; allowed are 1, the left one, and 2, both")
    for name, given in {"edge": edge, "step": step, "tolerance": tolerance}.items():
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise InputError(f"{name} is '{shown(given)}'; give a number")
    chosen = read_patient(patient)
    from diastole.model.heart3d.availability import require  # these four load FEniCSx

    require()
    from diastole.model.heart3d.output.heart_dataset import results_tree
    from diastole.model.heart3d.run.beating_heart import simulate_3d
    from diastole.model.heart3d.run.heart_results import Heart3DResults, collect

    JSON[Heart3DResults], DATASETS[Heart3DResults] = Heart3dJson.of, results_tree
    strength = None if match else 1.0
    with spinner("3D heart", seen=progress) as show:
        heart = simulate_3d(
            chosen,
            balloon=with_pump,
            reflex=reflex,
            ventricles=ventricles,
            edge=edge,
            step=step,
            tolerance=tolerance,
            strength=strength,
            tell=show,
        )
    return collect(heart)
