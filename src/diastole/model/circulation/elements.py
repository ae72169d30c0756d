"""The kinds of store and link: parameters, states and lines of each in the right-hand side."""

from diastole.model.devices.register import DEVICES
from diastole.model.wiring import Kind

STORES: dict[str, Kind] = {
    "atrium": Kind(
        parameters=(("{n}", "Atrium"), ("{n}_timing", "AtrialTiming")),
        states=(("v_{n}", "mL"),),
        lines=(
            "active_{n} = atrial_activation(time, period, {n}_timing)",
            "p_{n} = atrial_pressure(v_{n}, active_{n}, p_pericardium, {n})",
        ),
        signals=(("p_{n}", "mmHg"),),
    ),
    "ventricle": Kind(
        parameters=(("{n}_wall", "Wall"), ("{n}_tension", "Tension"), ("{n}_calcium", "Calcium")),
        states=(
            ("v_{n}", "mL"),
            ("bound_{n}", "1"),
            ("blocked_{n}", "1"),
            ("weak_{n}", "1"),
            ("strong_{n}", "1"),
            ("strong_strain_{n}", "1"),
            ("weak_strain_{n}", "1"),
        ),
        lines=(
            "stretch_{n} = fibre_stretch(v_{n}, {n}_wall)",
            "stretch_rate_{n} = fibre_stretch_rate(stretch_{n}, v_{n}, {moving}, {n}_wall)",
            "overlap_{n} = filament_overlap(stretch_{n}, bridges)",
            "tension_{n} = active_tension(overlap_{n}, weak_{n}, strong_{n}, weak_strain_{n}, strong_strain_{n}, "
            "{n}_tension)",
            "stress_{n} = fibre_stress(tension_{n}, stretch_{n}, stretch_rate_{n}, {n}_wall)",
            "p_{n} = ventricular_pressure(stress_{n}, v_{n}, p_pericardium, {n}_wall)",
            "detaching_{n} = strong_detachment(strong_{n}, strong_strain_{n}, bridges)",
            "calcium_{n} = calcium_concentration(time, {n}_calcium)",
            "atp_{n} = contractile_atp(overlap_{n}, detaching_{n}, {n}_wall.volume, {n}_tension)",
        ),
        rates=(
            ("bound_{n}", "troponin_binding(calcium_{n}, bound_{n}, stretch_{n}, bridges)"),
            ("blocked_{n}", "blocking(bound_{n}, blocked_{n}, weak_{n}, strong_{n}, bridges)"),
            ("weak_{n}", "weak_binding(blocked_{n}, weak_{n}, strong_{n}, weak_strain_{n}, bridges)"),
            ("strong_{n}", "strong_binding(weak_{n}, detaching_{n}, bridges)"),
            ("strong_strain_{n}", "strong_straining(strong_strain_{n}, stretch_rate_{n}, bridges)"),
            ("weak_strain_{n}", "weak_straining(weak_strain_{n}, stretch_rate_{n}, bridges)"),
        ),
        signals=(
            ("p_{n}", "mmHg"),
            ("stretch_{n}", "1"),
            ("tension_{n}", "kPa"),
            ("stress_{n}", "kPa"),
            ("calcium_{n}", "µM"),
            ("atp_{n}", "µmol/s"),
        ),
    ),
    "chamber": Kind(
        parameters=(("{n}_chamber", "ChamberLine"),),
        states=(("v_{n}", "mL"),),
        lines=(
            "p_{n} = chamber_pressure(v_{n}, time, p_pericardium, {n}_chamber)",
            "atp_{n} = {n}_chamber.atp",
        ),
        signals=(("p_{n}", "mmHg"), ("atp_{n}", "µmol/s")),
    ),
    "vessel": Kind(
        parameters=(("{n}", "Vessel"),),
        states=(("v_{n}", "mL"),),
        lines=("p_{n} = vessel_pressure(v_{n}, {moving}, {n})",),
        signals=(("p_{n}", "mmHg"),),
    ),
    "artery": Kind(
        parameters=(("{n}", "Artery"),),
        states=(("v_{n}", "mL"),),
        lines=("p_{n} = arterial_pressure(v_{n}, {moving}, {n})",),
        signals=(("p_{n}", "mmHg"),),
    ),
    "squeezed_artery": Kind(
        parameters=(("{n}", "Coronary"),),
        states=(("v_{n}", "mL"),),
        lines=("p_{n} = squeezed_pressure(v_{n}, intramyocardial_pressure(p_lv, p_pericardium, {n}), {n})",),
        signals=(("p_{n}", "mmHg"),),
    ),
    "squeezed_vessel": Kind(
        parameters=(("{n}", "Coronary"), ("{n}_reference", "float")),
        states=(("v_{n}", "mL"),),
        lines=(
            "p_{n} = squeezed_pressure(v_{n}, intramyocardial_pressure(p_lv, p_pericardium, {n}), {n})",
            "patency_{n} = patency(v_{n}, {n}_reference)",
        ),
        signals=(("p_{n}", "mmHg"),),
    ),
}

LINKS: dict[str, Kind] = {
    "valve": Kind(
        parameters=(("{n}", "Valve"),),
        states=(("q_{n}", "mL/s"), ("opening_{n}", "1")),
        lines=(),
        rates=(
            ("q_{n}", "orifice_acceleration(p_{a} - p_{b}, q_{n}, valve_area(opening_{n}, {n}), {n}.shortness)"),
            ("opening_{n}", "leaflet_rate(p_{a} - p_{b}, opening_{n}, {n})"),
        ),
    ),
    "inlet_valve": Kind(  # its closed area goes with the ventricle behind it
        parameters=(("{n}", "Valve"), ("{n}_coaptation", "Coaptation")),
        states=(("q_{n}", "mL/s"), ("opening_{n}", "1")),
        lines=("area_{n} = inlet_area(opening_{n}, v_{b}, p_{a} - p_{b}, {n}, {n}_coaptation)",),
        rates=(
            ("q_{n}", "orifice_acceleration(p_{a} - p_{b}, q_{n}, area_{n}, {n}.shortness)"),
            ("opening_{n}", "leaflet_rate(p_{a} - p_{b}, opening_{n}, {n})"),
        ),
    ),
    "hole": Kind(  # absent (area 0) in most hearts, and never a division by zero
        parameters=(("{n}", "Hole"),),
        states=(("q_{n}", "mL/s"),),
        lines=(),
        rates=(
            (
                "q_{n}",
                "only_if({n}.area > 0.0, "
                "lambda: orifice_acceleration(p_{a} - p_{b}, q_{n}, {n}.area, {n}.shortness), 0.0)",
            ),
        ),
    ),
    "segment": Kind(
        parameters=(("{n}", "Segment"),),
        states=(("q_{n}", "mL/s"),),
        lines=(),
        rates=(("q_{n}", "segment_acceleration(p_{a} - p_{b}, q_{n}, {narrowing}, {n})"),),
    ),
    "bed": Kind(
        parameters=(("{n}", "float"),),
        states=(),
        lines=("q_{n} = bed_flow(p_{a} - p_{b}, {n})",),
        signals=(("q_{n}", "mL/s"),),
    ),
    "arterioles": Kind(
        parameters=(("{n}", "Arterioles"),),
        states=(),
        lines=("q_{n} = arteriolar_flow(p_{a}, p_{b}, {n})",),
        signals=(("q_{n}", "mL/s"),),
    ),
    "squeezed_bed": Kind(
        parameters=(("{n}", "float"),),
        states=(),
        lines=("q_{n} = bed_flow(p_{a} - p_{b}, {n} * patency_{layer})",),
        signals=(("q_{n}", "mL/s"),),
    ),
}
for _device in DEVICES:
    STORES |= _device.stores
    LINKS |= _device.flows
