"""LaTeX of names whose symbol the code does not give: laws inside laws, intermediate results, named numbers.

A value that the code keeps as an inverse is written as the inverse of the usual symbol, as on paper.
"""

import sympy


def _symbol(text: str) -> sympy.Symbol:
    return sympy.Symbol(text, real=True)


CALLS = {  # a law inside the formula of another one
    "contraction_pulse": r"\hat e", "smoothstep": "s", "smoothstep_slope": r"\mathit{s}'", "passive_stress": "T_p",
    "wall_share": "w", "systolic_scale": "g", "head_flow": r"q_\mathrm{head}", "perfusion_pressure": "h",
    "suction": r"q_\mathrm{suction}",
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

NUMBERS = {  # those that are written as a symbol; the others are written as numbers
    "ACCELERATION": r"1/\rho", "ATMOSPHERE": r"p_\mathrm{atm}", "HELIUM_VISCOSITY": r"\mu", "PI": r"\pi",
    "MMHG_PER_PASCAL": "c_p", "CM3_PER_M3": "c_v", "MMHG_PER_KPA": "c_k", "ACTIVE_REFERENCE": r"C_\mathrm{ref}",
    "OXYGEN_PER_GRAM": "h", "MOLAR_VOLUME": r"v_\mathrm{mol}", "ATP_PER_OXYGEN": r"n_\mathrm{ATP}",
    "MUSCLE_DENSITY": r"\rho_m", "SHUTTING_PRESSURE": r"p_\mathrm{shut}", "CLOSING_SPAN": r"\delta",
    "GRAM_MINUTES": "c_m", "GRAMS_PER_DECILITRE": "c_d",
    "SOFT_END": r"\varepsilon", "LEAST_ABSOLUTE": r"p_\mathrm{least}",
}  # fmt: skip


def read(text: str) -> sympy.Expr:
    """Return what a symbol means: a symbol, or the inverse of one or of ``a + 3 b``."""
    if not text.startswith("1/"):
        return _symbol(text)
    first, *second = text.removeprefix("1/").strip("()").split(" + 3 ")
    return 1 / (_symbol(first) + sum(3 * _symbol(term) for term in second))


def known(table: dict[str, str], name: str, what: str) -> str:
    """Return the entry of a name; the KeyError of a missing one names what to add, and where."""
    if name not in table:
        raise KeyError(f"{what} '{name}' has no symbol; give it one in docs/_generate/symbols.py")
    return table[name]
