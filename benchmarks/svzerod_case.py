"""A closed circulation for svzerod 3.2, written for this benchmark: a healthy adult at 70 beats/min.

Units: mmHg, mL and s throughout (svzerod takes any consistent set). Loop: LA, MV, LV, AV, systemic
arteries and veins, RA, TV, RV, PV, pulmonary arteries and veins, and back to the LA.
"""

PERIOD = 60 / 70  # s, one beat
# name: (compliance mL/mmHg, resistance mmHg s/mL, inertance mmHg s2/mL, first pressure mmHg)
VESSELS = {
    "systemic_arteries": (1.35, 1.0, 5e-3, 82.0),
    "systemic_veins": (60.0, 0.05, 5e-4, 7.5),
    "pulmonary_arteries": (4.0, 0.07, 5e-4, 14.0),
    "pulmonary_veins": (10.0, 0.03, 5e-4, 10.0),
}
# name: (peak elastance mmHg/mL, passive elastance mmHg/mL, unstressed volume mL, first volume mL)
CHAMBERS = {
    "LA": (0.30, 0.16, 5.0, 60.0),
    "LV": (2.60, 0.07, 10.0, 120.0),
    "RA": (0.20, 0.10, 5.0, 55.0),
    "RV": (0.55, 0.04, 15.0, 130.0),
}
# name: (upstream, downstream, open resistance mmHg s/mL); a closed valve leaks through 100 mmHg s/mL
VALVES = {
    "MV": ("LA", "LV", 0.006),
    "AV": ("LV", "systemic_arteries", 0.008),
    "TV": ("RA", "RV", 0.005),
    "PV": ("RV", "pulmonary_arteries", 0.006),
}
CLOSED_RESISTANCE = 100.0  # mmHg s/mL
JOINTS = (
    ("systemic_arteries", "systemic_veins"), ("systemic_veins", "RA"),
    ("pulmonary_arteries", "pulmonary_veins"), ("pulmonary_veins", "LA"),
)  # fmt: skip


def activation(name):
    """Double-Hill activation of one chamber; times in s, atria first, ventricles 0.15 s later."""
    if name in ("LA", "RA"):
        return {"type": "two_hill", "t_shift": 0.0, "tau_1": 0.08, "tau_2": 0.15, "m1": 1.9, "m2": 11.0}
    return {"type": "two_hill", "t_shift": 0.15, "tau_1": 0.23, "tau_2": 0.36, "m1": 1.9, "m2": 21.9}


def chamber(name):
    """One chamber block with linear time-varying elastance (mmHg/mL) above its unstressed volume (mL)."""
    peak, passive, unstressed, _ = CHAMBERS[name]
    values = {"Emax": peak, "Epass": passive, "Vrest": unstressed}
    return {"type": "LinearElastanceChamber", "name": name, "values": values, "activation_function": activation(name)}


def vessel(number, name):
    """One vessel block: compliance at its inlet, then resistance and inertance (mmHg, mL, s)."""
    compliance, resistance, inertance, _ = VESSELS[name]
    values = {"C": compliance, "R_poiseuille": resistance, "L": inertance}
    about = {"vessel_name": name, "vessel_id": number, "vessel_length": 1.0}
    return about | {"zero_d_element_type": "BloodVesselCRL", "zero_d_element_values": values}


def valve(name):
    """One valve block that switches between an open and a closed resistance (mmHg s/mL)."""
    upstream, downstream, resistance = VALVES[name]
    blocks = {"upstream_block": upstream, "downstream_block": downstream}
    return {"type": "PiecewiseValve", "name": name, "params": {"Rmin": resistance, "Rmax": CLOSED_RESISTANCE} | blocks}


def first_state():
    """First volumes (mL) and vessel inlet pressures (mmHg); they set the circulating stressed volume."""
    state = {f"Vc:{name}": values[3] for name, values in CHAMBERS.items()}
    for name, values in VESSELS.items():
        before = next((v for v, (_, down, _) in VALVES.items() if down == name), None)
        joint = next((f"joint_{i}" for i, (_, down) in enumerate(JOINTS) if down == name), None)
        state[f"pressure:{before or joint}:{name}"] = values[3]
    return state


def closed_loop():
    """The whole svzerod input as a dict; the caller adds the number of beats and of points per beat."""
    return {
        "simulation_parameters": {"output_variable_based": True, "steady_initial": False, "cardiac_period": PERIOD},
        "vessels": [vessel(number, name) for number, name in enumerate(VESSELS, start=1)],
        "junctions": [
            {"junction_name": f"joint_{number}", "junction_type": "NORMAL_JUNCTION"}
            | {"inlet_blocks": [upstream], "outlet_blocks": [downstream]}
            for number, (upstream, downstream) in enumerate(JOINTS)
        ],
        "boundary_conditions": [],
        "chambers": [chamber(name) for name in CHAMBERS],
        "valves": [valve(name) for name in VALVES],
        "initial_condition": first_state(),
    }
