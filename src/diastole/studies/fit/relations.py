"""Relations between the numbers of a sheet: what several of them say of one quantity must agree, before any fit."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product

from diastole.model.circulation.kernel_parameters import SECONDS_PER_MINUTE
from diastole.model.measures.conversions import (
    DYN_PER_WOOD,
    JOULE_PER_MMHG_ML,
    ML_PER_L,
    MS,
    UMOL_PER_MMOL,
    WATT_PER_MMHG_L_MIN,
)
from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.measure import ADULTS
from diastole.model.patient.body import Body
from diastole.model.patient.lesions import Lesions
from diastole.model.physiology.lung import VENOUS_SHARE
from diastole.studies.fit.intervals import (
    CATHETER,
    DERIVED,
    OTHER_METHOD,
    Interval,
    Ways,
    contradictions,
    less,
    may_differ,
    over,
    plus,
    times,
)
from diastole.studies.fit.plausibility import shown

# Where the sheet does not print what a relation needs, it lies somewhere in these.
MEAN_ABOVE_DIASTOLIC = (0.2, 0.7)  # 1, share of the pulse pressure by which the mean lies above the diastolic; assumed
ATRIAL = (-5.0, 25.0)  # mmHg, right atrial pressure; assumed
EJECTED = (0.03, 0.95)  # 1, ejection fraction; assumed
STENOSIS = (0.0, 250.0)  # mmHg, by which the left ventricle's peak exceeds the systolic aortic pressure; assumed
LUNG = (0.0, 120.0)  # mmHg, by which the mean pulmonary artery pressure exceeds the left atrial; assumed
BEAT = (1.0, 1.35)  # 1, length of a beat over its ejection and diastolic times together; assumed
ANY_PART = (0.0, 1.0)  # 1

# Pairs of measures in which the first is below the second in every patient.
BELOW = (
    ("diastolic_aortic_pressure", "systolic_aortic_pressure"),
    ("aortic_end_diastolic_pressure", "systolic_aortic_pressure"),
    ("diastolic_aortic_pressure", "mean_aortic_pressure"),
    ("mean_aortic_pressure", "systolic_aortic_pressure"),
    ("pulse_pressure", "systolic_aortic_pressure"),
    ("right_atrial_pressure", "mean_aortic_pressure"),
    ("left_atrial_pressure", "systolic_aortic_pressure"),
    ("pulmonary_artery_diastolic_pressure", "pulmonary_artery_systolic_pressure"),
    ("pulmonary_artery_diastolic_pressure", "pulmonary_artery_pressure"),
    ("pulmonary_artery_pressure", "pulmonary_artery_systolic_pressure"),
    ("lv_end_diastolic_pressure", "lv_peak_pressure"),
    ("lv_end_systolic_volume", "lv_end_diastolic_volume"),
    ("total_stroke_volume", "lv_end_diastolic_volume"),
    ("forward_stroke_volume", "lv_end_diastolic_volume"),
    ("lv_stroke_work", "pressure_volume_area"),
    ("lv_mean_fibre_stress", "lv_peak_fibre_stress"),
    ("subendocardial_flow", "coronary_flow"),
    ("subepicardial_flow", "coronary_flow"),
)

type Printed = Callable[[str], Ways]
type Quantities = Iterator[tuple[str, Ways]]


def contradicting(
    measured: Mapping[str, float], body: Body | None, lesions: Lesions, *, pumped: bool = False
) -> list[str]:
    """Return a sentence for each contradiction, without those that contain one between fewer lines.

    `measured`: plausible values in the units of the vocabulary, by name; `body`: of the sheet; an adult without;
    `lesions`: of the sheet: where there is none, nothing leaks; `pumped`: whether a device moves blood past the
    ventricle, whose stroke then does not give the output.
    """
    texts = {f"measured.{name}": shown(name, value) for name, value in measured.items()}
    if body is not None:
        texts["body"] = f"{body.body_surface_area:.2f} m²"
    sentences: list[str] = []
    seen: list[frozenset[str]] = []
    for low, high in BELOW:
        if low in measured and high in measured and measured[low] >= measured[high]:
            one, other = f"measured.{low}", f"measured.{high}"
            sentences.append(f"{one} ({texts[one]}) is not below {other} ({texts[other]}), as it is in every patient")
            seen.append(frozenset((one, other)))
    quantities = ((MEASURES[name].unit, ways) for name, ways in _quantities(measured, body, lesions, pumped=pumped))
    for each in contradictions(quantities):
        if not any(lines <= each.lines for lines in seen):
            sentences.append(each.sentence(texts))
            seen.append(each.lines)
    return sentences


def _quantities(measured: Mapping[str, float], body: Body | None, lesions: Lesions, *, pumped: bool) -> Quantities:
    """Yield each quantity, by the name of its measure, with all ways to it."""

    def printed(name: str) -> Ways:
        value = measured.get(name)
        return [] if value is None else [Interval(value, value, frozenset((f"measured.{name}",)), DERIVED)]

    yield from _pressures(printed)
    yield from _coronary(printed)
    yield from _work(printed)
    if pumped:
        yield "cardiac_output", _body_outputs(printed, body)
        return
    yield from _stroke(printed, lesions)
    yield "cardiac_output", [*_body_outputs(printed, body), *_heart_outputs(printed, lesions)]
    yield "lv_peak_pressure", printed("lv_peak_pressure") + plus(_systolic(printed), [Interval(*STENOSIS)])
    no_pump = Interval(0.0, 0.0, frozenset(("a sheet, whose numbers are without a pump",)))
    yield "pump_flow", [*printed("pump_flow"), no_pump]
    heart_beat = over([Interval(SECONDS_PER_MINUTE * MS, SECONDS_PER_MINUTE * MS)], printed("heart_rate"))
    times_of_it = plus(printed("lv_ejection_time"), printed("diastolic_time"))
    yield "diastolic_time", heart_beat + times(times_of_it, [Interval(*BEAT)])


def _systolic(printed: Printed) -> Ways:
    pulse, diastolic = printed("pulse_pressure"), printed("diastolic_aortic_pressure")
    return printed("systolic_aortic_pressure") or plus(diastolic, pulse)


def _diastolic(printed: Printed) -> Ways:
    pulse, systolic = printed("pulse_pressure"), printed("systolic_aortic_pressure")
    return printed("diastolic_aortic_pressure") or less(systolic, pulse)


def _mean(printed: Printed) -> Ways:
    above = times(less(_systolic(printed), _diastolic(printed)), [Interval(*MEAN_ABOVE_DIASTOLIC)])
    return printed("mean_aortic_pressure") + plus(_diastolic(printed), above)


def _pressures(printed: Printed) -> Quantities:
    systolic, diastolic = _systolic(printed), _diastolic(printed)
    atrial, arterial = printed("left_atrial_pressure"), printed("pulmonary_artery_pressure")
    end_diastolic = plus(diastolic, times(less(systolic, diastolic), [Interval(*ANY_PART)]))
    behind = times(less(arterial, atrial), [Interval(VENOUS_SHARE, VENOUS_SHARE)])
    yield (
        "pulse_pressure",
        printed("pulse_pressure") + less(printed("systolic_aortic_pressure"), printed("diastolic_aortic_pressure")),
    )
    yield "mean_aortic_pressure", may_differ(_mean(printed), CATHETER)
    yield (
        "aortic_end_diastolic_pressure",
        may_differ(printed("aortic_end_diastolic_pressure") + end_diastolic, CATHETER),
    )
    yield "pulmonary_artery_pressure", arterial + plus(atrial, [Interval(*LUNG)])
    yield "pulmonary_capillary_pressure", printed("pulmonary_capillary_pressure") + plus(atrial, behind)


def _total(printed: Printed) -> Ways:
    """Return the ways to the total stroke volume [mL]."""
    filled, ejected = printed("lv_end_diastolic_volume"), printed("lv_ejection_fraction")
    left = less(filled, printed("lv_end_systolic_volume"))
    return printed("total_stroke_volume") + times(filled, ejected or [Interval(*EJECTED)]) + left


def _in_a_beat(printed: Printed, flow: str) -> Ways:
    """Return the volume of a beat [mL] from a printed flow [L/min]."""
    return over(times(printed(flow), [Interval(ML_PER_L, ML_PER_L)]), printed("heart_rate"))


def _leak(ways: Ways, total: Ways, lesions: Lesions, name: str) -> Ways:
    """Return the ways to a leak; none where there is no lesion, and any part of the stroke where nothing is said."""
    lesion = getattr(lesions, name)
    if ways:
        return ways
    return times(total, [Interval(*ANY_PART)]) if lesion and lesion.orifice_area > 0.0 else [Interval(0.0, 0.0)]


def _left(pumped: Ways, leak: Ways) -> Ways:
    """Return what a leak leaves of a stroke: of two uncertain numbers the difference is more uncertain than either."""
    uncertain = Interval(1.0 - DERIVED, 1.0 + DERIVED)
    return [a if b.high <= 0.0 else a * uncertain - b * uncertain for a, b in product(pumped, leak)]


def _mitral(printed: Printed) -> Ways:
    """Return the ways to the mitral regurgitant volume [mL]."""
    share = times(_total(printed), printed("mitral_regurgitant_fraction"))
    return printed("mitral_regurgitant_volume") + _in_a_beat(printed, "mitral_regurgitant_flow") + share


def _through_valve(printed: Printed, lesions: Lesions) -> Ways:
    """Return the ways to what leaves through the aortic valve in a beat, some of it to come back [mL]."""
    total = _total(printed)
    mitral = _leak(_mitral(printed), total, lesions, "mitral_regurgitation")
    septal = _leak(_in_a_beat(printed, "left_to_right_shunt"), total, lesions, "ventricular_septal_defect")
    return _left(_left(total, mitral), septal)


def _aortic(printed: Printed, lesions: Lesions) -> Ways:
    """Return the ways to the aortic regurgitant volume [mL]."""
    share = times(_through_valve(printed, lesions), printed("aortic_regurgitant_fraction"))
    return printed("aortic_regurgitant_volume") + _in_a_beat(printed, "aortic_regurgitant_flow") + share


def _stroke(printed: Printed, lesions: Lesions) -> Quantities:
    yield "total_stroke_volume", _total(printed)
    yield "mitral_regurgitant_volume", _mitral(printed)
    yield "aortic_regurgitant_volume", _aortic(printed, lesions)


def _body_outputs(printed: Printed, body: Body | None) -> Ways:
    """Return the ways to what the body gets [L/min], from whatever pump."""
    size = body.body_surface_area if body else None
    surface = Interval(size, size, frozenset(("body",))) if size else Interval(*ADULTS, frozenset(("an adult's body",)))
    mean = _mean(printed)
    driving = less(mean, printed("right_atrial_pressure") or [Interval(*ATRIAL)])
    wood = over(printed("systemic_vascular_resistance"), [Interval(DYN_PER_WOOD, DYN_PER_WOOD)])
    power = over(printed("cardiac_power_output"), [Interval(WATT_PER_MMHG_L_MIN, WATT_PER_MMHG_L_MIN)])
    return [
        *printed("cardiac_output"),
        *times(printed("cardiac_index"), [surface]),
        *over(driving, wood),
        *over(power, mean),
    ]


def _heart_outputs(printed: Printed, lesions: Lesions) -> Ways:
    """Return the ways to the output of the heart [L/min], which the body gets where nothing else pumps."""
    leaving = _through_valve(printed, lesions)
    forward = _left(leaving, _leak(_aortic(printed, lesions), leaving, lesions, "aortic_regurgitation"))
    per_minute = over(printed("heart_rate"), [Interval(ML_PER_L, ML_PER_L)])
    return [
        *printed("native_cardiac_output"),
        *times(printed("forward_stroke_volume"), per_minute),
        *may_differ(times(forward, per_minute), OTHER_METHOD),
    ]


def _work(printed: Printed) -> Quantities:
    peak = printed("lv_peak_pressure") or plus(_systolic(printed), [Interval(*STENOSIS)])
    joule = [Interval(0.0, JOULE_PER_MMHG_ML)]  # the loop lies within peak pressure and stroke volume
    yield "lv_stroke_work", printed("lv_stroke_work") + times(times(peak, _total(printed)), joule)
    viability = over(printed("diastolic_pressure_time_index"), printed("tension_time_index"))
    yield "endocardial_viability_ratio", printed("endocardial_viability_ratio") + viability
    in_a_minute = over(
        times(printed("lv_contractile_atp"), printed("heart_rate")), [Interval(UMOL_PER_MMOL, UMOL_PER_MMOL)]
    )
    yield "lv_contractile_atp_rate", printed("lv_contractile_atp_rate") + in_a_minute


def _coronary(printed: Printed) -> Quantities:
    layers = plus(printed("subendocardial_flow"), printed("subepicardial_flow"))
    yield "coronary_flow", printed("coronary_flow") + layers
