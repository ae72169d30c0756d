"""The symbols of the documentation: LaTeX for the names that the laws use.

A law, an argument or a field without an entry stops the build with a message that names it. A field that the code keeps
as an inverse is written as the inverse of the usual symbol, so that formulas read as on paper.
"""

import sympy


def _symbol(text: str) -> sympy.Symbol:
    return sympy.Symbol(text, real=True)


RESULTS = {  # what a law gives
    "active_tension": "T_a", "atrial_activation": "e(t)", "atrial_lead_scale": r"g_\mathrm{PR}", "atrial_pressure": "p",
    "arteriolar_flow": "q", "chamber_pressure": "p",
    "bed_flow": "q", "blocking": r"\dot B", "blocking_rate": "k_b", "calcium_concentration": r"\mathrm{Ca}(t)",
    "contractile_atp": "J", "contraction_pulse": r"\hat e(x)", "distortion_gain": "A_s", "fibre_stress": r"\sigma",
    "fibre_stretch": r"\lambda", "fibre_stretch_rate": r"\dot\lambda", "filament_overlap": "h",
    "helium_flow": r"\dot v_b", "inflated_volume": "v_b", "inflation_rate": r"\dot v_b",
    "intramyocardial_pressure": r"p_\mathrm{im}", "leaflet_rate": r"\dot\xi", "line_resistance": "R_g",
    "lumen_narrowing": "n", "orifice_acceleration": r"\dot q", "passive_stress": r"T_p(\lambda)", "patency": "g",
    "pericardial_pressure": r"p_\mathrm{pc}", "segment_acceleration": r"\dot q", "smoothstep": "s(x)",
    "smoothstep_slope": "s'(x)", "source_pressure": "p_s", "squeezed_pressure": "p", "strong_binding": r"\dot S",
    "strong_detach_rate": r"k_\mathrm{su}", "strong_detachment": "r", "strong_distortion_relaxation": "c_s",
    "strong_straining": r"\dot\zeta_s", "systolic_scale": "g", "troponin_binding": r"\dot C", "valve_area": "A",
    "arteriolar_target": r"x^\ast", "capillary_pressure": "p_c", "dose_effect": "E",
    "filtration_rate": r"\dot f", "flow_need": r"q_\mathrm{need}", "head_flow": "q", "limb_target": r"x^\ast",
    "lost_contraction": "w", "oxygen_content": "c", "oxygen_need": r"\dot m", "pump_flow": "q",
    "drained_flow": "q", "perfusion_pressure": "h", "suction": "q",
    "reset_midpoint": r"p_\mathrm{mid}", "sympathetic_drive": "s", "venous_saturation": "S_v", "water_gain": r"\dot w",
    "ventricular_pressure": "p", "vessel_pressure": "p", "wall_share": "w", "weak_binding": r"\dot W",
    "weak_distortion_relaxation": "c_w", "weak_return_rate": r"k_\mathrm{wu}", "weak_straining": r"\dot\zeta_w",
}  # fmt: skip

CALLS = {  # a law inside the formula of another one
    "contraction_pulse": r"\hat e", "smoothstep": "s", "smoothstep_slope": r"\mathit{s}'", "passive_stress": "T_p",
    "wall_share": "w", "systolic_scale": "g", "head_flow": r"q_\mathrm{head}", "perfusion_pressure": "h",
    "suction": r"q_\mathrm{suction}",
}  # fmt: skip

ARGUMENTS = {
    "a_eff": r"A_\mathrm{eff}", "activation": "e", "active": "T_a", "area": "A", "attach_rate": r"k_\mathrm{uw}",
    "balloon": "v_b", "blocked": "B", "blood": "v", "bore": "d", "bound": "C", "calcium": r"\mathrm{Ca}",
    "cavity": r"p_\mathrm{lv}", "closing_pressure": "p_c", "conductance": "G", "detachment": "r", "dp": r"\Delta p",
    "fill_time": r"\tau_\mathrm{in}",
    "filling": r"\dot v", "flow": "q", "heart_rate": r"\mathrm{HR}", "heart_volume": r"v_\mathrm{heart}",
    "inside": "v_b",
    "length": r"\ell", "narrowing": "n", "opening": r"\xi", "outside": r"p_\mathrm{out}", "overlap": "h", "period": "T",
    "phi": r"\varphi", "shortness": r"1/\ell", "source": "p_s", "stress": r"\sigma", "stretch": r"\lambda",
    "stretch_rate": r"\dot\lambda", "stroke_rate": r"k_\mathrm{ws}", "strong": "S", "strong_share": "r_s",
    "strong_strain": r"\zeta_s", "time": "t", "tissue": r"p_\mathrm{im}", "unblock_rate": "k_u",
    "vent_time": r"\tau_\mathrm{out}", "viscosity": r"\eta", "volume": "v", "wall_volume": "v_w", "weak": "W",
    "weak_share": "r_w", "weak_strain": r"\zeta_w", "x": "x",
    "activation_need": "a", "arterial_pressure": r"p_\mathrm{pa}",
    "arterial": "s_a", "arterial_gain": "G_a", "arterial_own": "s_{a,0}", "atrial": r"p_\mathrm{la}", "basal": "b",
    "capillary": "p_c", "cardiopulmonary": "s_c", "cardiopulmonary_gain": "G_c", "cardiopulmonary_own": "s_{c,0}",
    "consumption": r"\dot m", "content": "c", "contractile_atp": "J", "dose": "D", "drained": "v", "extraction": "e",
    "free": r"q_\mathrm{free}",
    "filtration": r"\dot f", "greatest": r"E_\mathrm{max}", "haemoglobin": r"\mathrm{Hb}", "half_dose": "D_{50}",
    "inlet": r"p_\mathrm{in}", "met": "m", "midpoint": r"p_\mathrm{mid}", "need": r"q_\mathrm{need}",
    "outlet": r"p_\mathrm{out}", "output": r"\mathrm{CO}", "own": r"p_\mathrm{own}", "oxygen": r"\dot m",
    "pressure": "p", "resetting": "r", "usual": r"p_\mathrm{usual}",
    "rival": r"p_\mathrm{other}", "saturation": "S", "steepness": "n", "surplus": "d", "tone": "x", "width": "w",
}  # fmt: skip
ARGUMENTS_OF_A_LAW = {  # where the common symbol would mislead
    ("helium_flow", "volume"): r"v_\mathrm{full}",
    ("venous_saturation", "arterial"): "S_a",
}  # fmt: skip

FIELDS = {
    "Arterioles.conductance": "G", "Arterioles.closing_pressure": "p_c",
    "Atrium.unstressed_volume": "v_0", "Atrium.passive": "E_1", "Atrium.active": "E_a", "Atrium.stiffening": "E_2",
    "Calcium.diastolic": r"\mathrm{Ca}_d", "Calcium.peak": r"\mathrm{Ca}_p", "Calcium.onset": r"t_\mathrm{on}",
    "Calcium.rise_rate": "1/t_r", "Calcium.plateau_end": "t_d", "Calcium.fall_rate": "1/t_f",
    "AtrialTiming.lead": r"t_\mathrm{lead}", "AtrialTiming.rate": "1/D_a",
    "Coronary.elastance": "1/C", "Coronary.unstressed_volume": "v_u",
    "Coronary.reference_inverse": r"1/v_\mathrm{ref}", "Coronary.transmission": r"k_\mathrm{im}",
    "Crossbridges.ca50": r"\mathrm{ca50}", "Crossbridges.ca50_slope": r"\beta_1",
    "Crossbridges.overlap_slope": r"\beta_0",
    "Crossbridges.troponin_rate": "k_T", "Crossbridges.unblock_rate": "k_u",
    "Crossbridges.attach_rate": r"k_\mathrm{uw}",
    "Crossbridges.stroke_rate": r"k_\mathrm{ws}", "Crossbridges.strong_distortion": r"\gamma_s",
    "Crossbridges.weak_distortion": r"\gamma_w", "Crossbridges.cycle_rate": r"\kappa",
    "Crossbridges.weak_return": r"k_\mathrm{wu}", "Crossbridges.detach_rate": r"k_\mathrm{su}",
    "Crossbridges.block_rate": "k_b", "Crossbridges.weak_relaxation": "c_w", "Crossbridges.strong_relaxation": "c_s",
    "Crossbridges.distortion_gain": "A_s",
    "Tension.full": r"T_\mathrm{full}", "Tension.heads": "c_h",
    "Wall.volume": "v_w", "Wall.unstretched": r"1/(v_w + 3 v_\mathrm{ref})", "Wall.stiffness": "a_p",
    "Wall.exponent": "b_p", "Wall.viscosity": r"\eta_p",
    "ChamberLine.start": "t_0", "ChamberLine.volume": "v_0", "ChamberLine.pressure": "p_0",
    "ChamberLine.elastance": "E", "ChamberLine.drift": "d", "ChamberLine.atp": r"\dot n",
    "Pericardium.pressure": "p_0", "Pericardium.volume": "v_0", "Pericardium.growth": "1/v_e",
    "Valve.closed_area": r"A_\mathrm{closed}", "Valve.open_area": r"A_\mathrm{open}", "Valve.shortness": r"1/\ell",
    "Valve.opening_rate": "K_o", "Valve.closing_rate": "K_c", "Valve.saturation": r"\Delta p_\mathrm{sat}",
    "Hole.area": "A", "Hole.shortness": r"1/\ell",
    "Vessel.elastance": "1/C", "Vessel.unstressed_volume": "v_0", "Vessel.viscosity": r"\eta",
    "Segment.resistance": "R", "Segment.mobility": "1/L",
    "Inflation.start": r"t_\mathrm{in}", "Inflation.end": r"t_\mathrm{out}", "Inflation.volume": r"v_\mathrm{full}",
    "Drive.pneumatic": r"\text{pneumatic}", "Drive.fill_time": r"\tau_\mathrm{in}",
    "Drive.vent_time": r"\tau_\mathrm{out}",
    "Drive.pressure": r"p_\mathrm{drive}", "Drive.vacuum": r"p_\mathrm{vac}", "Drive.line_resistance": "R_g",
    "Drive.valve_time": r"\tau_v",
    "LungWater.filtration": "K_f", "LungWater.reflection": r"\sigma", "LungWater.plasma_oncotic": r"\pi_p",
    "LungWater.tissue_oncotic": r"\pi_t", "LungWater.tissue_pressure": "p_t",
    "LungWater.greatest_lymph": r"\dot l_\mathrm{max}",
    "RotaryPump.running": r"\text{running}", "RotaryPump.held": r"q_\mathrm{held}", "RotaryPump.head": "H_0",
    "RotaryPump.share": "f_0", "RotaryPump.pull": "k",
    "RotaryPump.linear": "a", "RotaryPump.quadratic": "b_+", "RotaryPump.backward": "b_-",
    "RotaryPump.least_volume": r"v_\mathrm{least}", "RotaryPump.ease": "1/v_e",
}  # fmt: skip
LOCALS = {  # intermediate results that get a line of their own; the others are put in
    ("atrial_pressure", "x"): "x", ("blocking_rate", "free"): "f", ("troponin_binding", "ca50"): r"\mathrm{Ca50}",
    ("blocking", "power"): "c", ("blocking", "unbound"): "U", ("weak_binding", "unbound"): "U",
    ("leaflet_rate", "drive"): "g", ("source_pressure", "one"): "u_1", ("source_pressure", "two"): "u_2",
    ("inflation_rate", "filled"): "f", ("inflation_rate", "kept"): "k",
    ("inflation_rate", "filling"): r"\dot f", ("inflation_rate", "venting"): r"\dot k",
    ("helium_flow", "source_absolute"): r"\hat p_s", ("helium_flow", "inside_absolute"): r"\hat p_b",
    ("helium_flow", "line"): "R", ("helium_flow", "free"): r"\dot v_\mathrm{free}",
    ("lost_contraction", "x"): "x", ("lost_contraction", "left"): "y", ("head_flow", "loss"): "b",
    ("perfusion_pressure", "z"): "z",
    ("drained_flow", "share"): "f", ("drained_flow", "free"): r"q_\mathrm{free}",
    ("helium_flow", "room"): r"a_\mathrm{full}", ("helium_flow", "left"): r"a_\mathrm{empty}",
}  # fmt: skip
NUMBERED = {"first": "1", "second": "2", "earlier": "1", "present": "2"}  # arguments that are tuples of the same type

NUMBERS = {  # those that stand as a symbol; the others are written as numbers
    "ACCELERATION": r"1/\rho", "ATMOSPHERE": r"p_\mathrm{atm}", "HELIUM_VISCOSITY": r"\mu", "PI": r"\pi",
    "MMHG_PER_PASCAL": "c_p", "CM3_PER_M3": "c_v", "MMHG_PER_KPA": "c_k", "ACTIVE_REFERENCE": r"C_\mathrm{ref}",
    "OXYGEN_PER_GRAM": "h", "MOLAR_VOLUME": r"v_\mathrm{mol}", "ATP_PER_OXYGEN": r"n_\mathrm{ATP}",
    "MUSCLE_DENSITY": r"\rho_m", "SHUTTING_PRESSURE": r"p_\mathrm{shut}", "CLOSING_SPAN": r"\delta",
    "GRAM_MINUTES": "c_m", "GRAMS_PER_DECILITRE": "c_d",
    "SOFT_END": r"\varepsilon", "LEAST_ABSOLUTE": r"p_\mathrm{least}",
}  # fmt: skip


def read(text: str) -> sympy.Expr:
    """Return what a symbol of these tables means: a symbol, or the inverse of one or of ``a + 3 b``."""
    if not text.startswith("1/"):
        return _symbol(text)
    below = text.removeprefix("1/").strip("()")
    if " + 3 " in below:
        one, other = below.split(" + 3 ")
        return 1 / (_symbol(one) + 3 * _symbol(other))
    return 1 / _symbol(below)


def known(table: dict[str, str], name: str, what: str) -> str:
    """Return the entry of a name.

    Raises
    ------
    KeyError
        Saying what to add, and where.
    """
    if name not in table:
        raise KeyError(f"{what} '{name}' has no symbol; give it one in docs/_generate/symbols.py")
    return table[name]
