"""The network as data, and the right-hand side that is written from it."""

import re
from itertools import pairwise

import numpy as np
import pytest

from diastole.model.circulation.assembly import FOLDER, MODULES, assemble, parameters, signals, states
from diastole.model.circulation.first_state import first_state
from diastole.model.circulation.generated import closed_loop, coupled_loop, coupled_ventricles
from diastole.model.circulation.kernel_parameters import (
    BLOOD,
    PLACES,
    SIGNAL_NAMES,
    STATE_INDEX,
    STATE_NAMES,
    parameter_vector,
)
from diastole.model.circulation.network import CLOSED_LOOP, Link, Network
from diastole.model.devices.rotary_pump import RotaryPump
from diastole.model.patient import BalloonPump, Patient
from diastole.model.physiology.valve import Coaptation, Valve, inlet_area, orifice_acceleration
from diastole.model.physiology.vessel import CLOSING_SPAN, Artery, Vessel
from diastole.model.run import simulate

ASSEMBLED = FOLDER / "closed_loop.py"
COUPLED = {("lv",): coupled_loop, ("lv", "rv"): coupled_ventricles}  # by the chambers that are solved elsewhere
WRITTEN = {"closed_loop": closed_loop, "coupled_loop": coupled_loop, "coupled_ventricles": coupled_ventricles}
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
HEALTHY = Patient.preset("healthy").with_values({"lesions.ventricular_septal_defect.orifice_area": "0.4 cm²"})
NAMES = [link.name for link in CLOSED_LOOP.links]
PUMPS = [link for link in CLOSED_LOOP.links if link.kind in ("pump", "drainage")]
STRONG = RotaryPump(
    running=1.0, held=0.0, share=0.6, pull=0.01, head=400.0, linear=2.0, quadratic=0.02, backward=0.03,
    least_volume=5.0, ease=0.1,
)  # fmt: skip


def module_of(network: Network) -> dict:
    """Return the names of a freshly assembled right-hand side."""
    scope: dict = {}
    exec(assemble(network), scope)
    return scope


def with_link(**change) -> Network:
    """Return the network with one link changed."""
    name = change.pop("name")
    links = tuple(link._replace(**change) if link.name == name else link for link in CLOSED_LOOP.links)
    return CLOSED_LOOP._replace(links=links)


def random_states(count: int, seed: int = 0) -> np.ndarray:
    """Return states around the first one: volumes, flows either way, fractions inside [0, 1]."""
    random = np.random.default_rng(seed)
    start = first_state(HEALTHY)
    rows = np.tile(start, (count, 1)) * random.uniform(0.8, 1.3, (count, start.size))
    for i, name in enumerate(STATE_NAMES):
        if name.startswith("q_"):
            rows[:, i] = random.uniform(-400, 400, count)
        elif not name.startswith("v_"):
            rows[:, i] = random.uniform(0.0, 0.5, count)
    return rows


def parameters_of(patient=HEALTHY, pump=STRONG) -> np.ndarray:
    """Return the parameters of a patient with the same pump in all three ways out of the heart."""
    p = parameter_vector(patient)
    for link in PUMPS:
        p[PLACES[link.name]] = pump
    return p


def evaluate(function, y, p, size, time=0.2):
    out = np.full(size, np.nan)
    function(time, y, p, out)
    return out


def rates_and_signals(y, p, time=0.2, function=closed_loop.rates):
    both = evaluate(function, y, p, y.size + len(SIGNAL_NAMES), time)
    return both[: y.size], both[y.size :]


def rates_at(y, p, time=0.2):
    return rates_and_signals(y, p, time)[0]


def signals_at(y, p, time=0.2, function=closed_loop.rates):
    return rates_and_signals(y, p, time, function)[1]


@each_module
def test_the_written_module_is_fresh(path):
    """Run `make assemble` when this fails, and commit the file."""
    assert assemble(MODULES[path]) == path.read_text(encoding="utf-8")


@each_module
def test_the_tables_of_the_written_module_are_those_of_the_network(path):
    network, module = MODULES[path], WRITTEN[path.stem]
    assert list(module.STATES) == states(network)
    assert list(module.PARAMETERS) == parameters(network)
    assert list(module.SIGNALS) == signals(network)


@each_module
def test_every_name_stands_once(path):
    network = MODULES[path]
    names = [name for name, _ in states(network) + signals(network)]
    assert len(names) == len(set(names))
    assert len({name for name, _ in parameters(network)}) == len(parameters(network))


def test_every_rate_and_signal_is_set():
    p = parameters_of()
    for y in random_states(5):
        assert np.isfinite(rates_at(y, p)).all()
        assert np.isfinite(signals_at(y, p)).all()


def test_what_is_watched_is_a_state_or_a_signal():
    for module in WRITTEN.values():
        known = dict((*module.STATES, *module.SIGNALS))
        assert all(known[name] == unit for name, unit in module.WATCHED)


@pytest.mark.parametrize("drive", ["prescribed", "pneumatic"])
def test_blood_only_changes_its_place(drive):
    """Whatever the state, what flows out of one store flows into another; helium is no blood."""
    p = parameters_of(HEALTHY.with_balloon_pump(BalloonPump(drive=drive)))
    p[PLACES["present"]] = (0.1, 0.6, 40.0)
    for y in random_states(200):
        dy = rates_at(y, p)
        assert abs(dy[BLOOD].sum()) < 1e-9
        assert np.abs(dy[BLOOD]).max() > 1.0


@each_module
@pytest.mark.parametrize("link", CLOSED_LOOP.links, ids=NAMES)
def test_a_link_takes_from_its_source_what_it_gives_to_its_target(path, link):
    """Read from the balances of the written module: one minus and one plus."""
    balances = re.findall(r"dy\[\d+\] = (.*)  # v_(\w+)", path.read_text(encoding="utf-8"))
    signs = {}
    for balance, store in balances:
        for sign, name in re.findall(r"([+-]?) ?q_(\w+)", balance):
            if name == link.name:
                signs[store] = sign or "+"
    assert signs == {link.source: "-", link.target: "+"}


# Who gives blood to whom, as the physiology says it (arteries, two bodies' beds, lungs, heart); not read from the code.
ANATOMY = """
    la > lv > ascending_aorta > thoracic_aorta > abdominal_aorta > lower_body > systemic_veins
    systemic_veins > great_veins > ra > rv > pulmonary_arteries > pulmonary_veins > la
    ascending_aorta > upper_body > systemic_veins
    ascending_aorta > intramural_arteries > subendocardium > ra
    intramural_arteries > subepicardium > ra
    lv > rv
    lv > ascending_aorta
    ra > abdominal_aorta
    la > abdominal_aorta
"""


def test_blood_takes_the_ways_of_anatomy():
    """Where a link ends no other test sees: a coronary vein into the wrong vein conserves blood and flows downhill."""
    chains = [line.split(" > ") for line in ANATOMY.split("\n") if line.strip()]
    ways = [(a.strip(), b.strip()) for chain in chains for a, b in pairwise(chain)]  # axial pump beside the valve
    assert sorted((link.source, link.target) for link in CLOSED_LOOP.links) == sorted(ways)


BEDS = ("bed", "squeezed_bed", "arterioles")
RESISTIVE = [link for link in CLOSED_LOOP.links if link.kind in BEDS]
ALL_SHUT = HEALTHY.systemic_arterioles.closing_pressure - 0.5 * CLOSING_SPAN  # mmHg
INERT = [link for link in CLOSED_LOOP.links if link.kind not in (*BEDS, "pump", "drainage")]


def pressures(y, p):
    found = dict(zip(SIGNAL_NAMES, signals_at(y, p), strict=True))
    return {store.name: found[f"p_{store.name}"] for store in CLOSED_LOOP.stores} | found


@pytest.mark.parametrize("link", RESISTIVE, ids=lambda link: link.name)
def test_blood_in_a_bed_goes_from_high_to_low_pressure(link):
    p = parameter_vector(HEALTHY)
    for y in random_states(50, seed=1):
        found = pressures(y, p)
        downhill = found[f"q_{link.name}"] * (found[link.source] - found[link.target])
        shut = link.kind == "arterioles" and max(found[link.source], found[link.target]) < ALL_SHUT
        assert downhill == 0.0 if shut else downhill > 0.0


@pytest.mark.parametrize("link", INERT, ids=lambda link: link.name)
def test_resting_blood_is_driven_from_high_to_low_pressure(link):
    p = parameter_vector(HEALTHY)
    slot = STATE_INDEX[f"q_{link.name}"]
    for y in random_states(50, seed=2):
        y[slot] = 0.0
        found = pressures(y, p)
        assert rates_at(y, p)[slot] * (found[link.source] - found[link.target]) > 0.0


@pytest.mark.parametrize("link", PUMPS, ids=lambda link: link.name)
def test_a_pump_drives_blood_from_low_to_high_pressure(link):
    """That is what it is for: out of the chamber that it drains into an aorta of higher pressure."""
    p, y = parameters_of(), first_state(HEALTHY)
    found = pressures(y, p)
    assert found[link.source] < found[link.target]
    assert found[f"q_{link.name}"] > 10.0
    before, after = rates_at(y, parameters_of(pump=STRONG._replace(running=0.0))), rates_at(y, p)
    assert after[STATE_INDEX[f"v_{link.source}"]] < before[STATE_INDEX[f"v_{link.source}"]]
    assert after[STATE_INDEX[f"v_{link.target}"]] > before[STATE_INDEX[f"v_{link.target}"]]


@pytest.mark.parametrize("link", PUMPS, ids=lambda link: link.name)
def test_a_pump_that_is_too_weak_lets_blood_run_back(link):
    found = pressures(first_state(HEALTHY), parameters_of(pump=STRONG._replace(head=20.0)))
    assert found[f"q_{link.name}"] < -1.0


@pytest.mark.parametrize("link", PUMPS, ids=lambda link: link.name)
def test_a_pump_that_is_not_there_moves_nothing(link):
    for y in random_states(20, seed=5):
        assert pressures(y, parameters_of(pump=STRONG._replace(running=0.0)))[f"q_{link.name}"] == 0.0
    assert parameter_vector(HEALTHY)[PLACES[link.name]][0] == 0.0


@pytest.mark.parametrize("link", RESISTIVE + INERT, ids=lambda link: link.name)
def test_a_link_turned_round_drives_blood_the_other_way(link):
    """Turned links keep all blood, so conservation cannot see them; the flow that the link names can."""
    turned = module_of(with_link(name=link.name, source=link.target, target=link.source))
    p, y = parameter_vector(HEALTHY), random_states(1, seed=3)[0]
    y[[i for i, name in enumerate(STATE_NAMES) if name.startswith("q_")]] = 0.0
    if link in RESISTIVE:
        slot = SIGNAL_NAMES.index(f"q_{link.name}")
        ours = signals_at(y, p)[slot]
        theirs = signals_at(y, p, function=turned["rates"])[slot]
    else:
        slot = STATE_INDEX[f"q_{link.name}"]
        ours = rates_at(y, p)[slot]
        theirs = rates_and_signals(y, p, function=turned["rates"])[0][slot]
    if link.kind == "inlet_valve":  # its area goes with the store behind it, which is now another one
        assert theirs * ours < 0.0
    else:
        assert theirs == pytest.approx(-ours, rel=1e-9)
        assert abs(ours) > 0.0


@pytest.mark.parametrize("chamber", ["la", "lv", "ra", "rv"])
def test_a_chamber_bears_the_whole_pressure_of_the_pericardium(chamber):
    tight, y = parameters_of(), first_state(HEALTHY)
    loose = pressures(y, tight)
    tight[PLACES["pericardium"].start] += 5.0
    held = pressures(y, tight)
    rise = held["p_pericardium"] - loose["p_pericardium"]
    assert rise > 0.0
    assert held[f"p_{chamber}"] - loose[f"p_{chamber}"] == pytest.approx(rise)


def test_a_shut_mitral_valve_leaks_as_the_left_ventricle_and_its_pressure_let_it():
    """Blood that runs back meets the gap of the law, with the volume of the ventricle and not of the atrium."""
    p = parameter_vector(Patient.preset("shock_mr"))
    valve, coaptation = Valve(*p[PLACES["mitral"]]), Coaptation(*p[PLACES["mitral_coaptation"]])
    slot = STATE_INDEX["q_mitral"]
    for y in random_states(20, seed=7):
        y[STATE_INDEX["opening_mitral"]], y[slot] = 0.0, -100.0
        found = pressures(y, p)
        dp = found["p_la"] - found["p_lv"]
        area = inlet_area(0.0, y[STATE_INDEX["v_lv"]], dp, valve, coaptation)
        assert rates_at(y, p)[slot] == pytest.approx(orifice_acceleration(dp, y[slot], area, valve.shortness))


@pytest.mark.parametrize("chambers", COUPLED)
def test_a_coupled_ventricle_changes_nothing_else(chambers):
    """On the lines that are the closed loop's own pressures, every rate and signal is the closed loop's."""
    module = COUPLED[chambers]
    for y in random_states(20, seed=6):
        p = parameters_of()
        dy, ours = rates_and_signals(y, p)
        found = pressures(y, p)
        lines = {
            f"{one}_chamber": (0.2, y[STATE_INDEX[f"v_{one}"]], found[f"p_{one}"] - found["p_pericardium"], 0.0, 0.0,
                               found[f"atp_{one}"])
            for one in chambers
        }  # fmt: skip
        vector = [lines[name] if name in lines else p[PLACES[name]] for name, _ in module.PARAMETERS]
        own = [STATE_INDEX[name] for name, _ in module.STATES]
        kept = [SIGNAL_NAMES.index(name) for name, _ in module.SIGNALS]
        both = evaluate(module.rates, y[own], np.hstack(vector), len(own) + len(kept))
        assert both == pytest.approx(np.concatenate((dy[own], ours[kept])), rel=1e-9, abs=1e-9)


def test_a_link_to_an_unknown_store_is_refused_by_name():
    with pytest.raises(ValueError, match=r"link 'mitral' joins 'la' to 'lvv', but 'lvv' is not a store; stores are la"):
        assemble(with_link(name="mitral", target="lvv"))
    with pytest.raises(ValueError, match="link 'aortic' joins 'left' to 'ascending_aorta', but 'left' is not a store"):
        assemble(with_link(name="aortic", source="left"))


def test_a_link_more_is_one_line_more():
    """A ductus between aorta and pulmonary arteries needs no code: one link of a known kind."""
    more = CLOSED_LOOP._replace(
        links=(*CLOSED_LOOP.links, Link("ductus", "bed", "ascending_aorta", "pulmonary_arteries"))
    )
    assert ("ductus", "float") in parameters(more)
    text = assemble(more)
    assert "q_ductus = bed_flow(p_ascending_aorta - p_pulmonary_arteries, ductus)" in text
    assert re.search(r"= .*- q_ductus  # v_ascending_aorta", text)


def test_only_the_ways_through_the_balloons_store_are_narrowed():
    text = ASSEMBLED.read_text(encoding="utf-8")
    for link in CLOSED_LOOP.links:
        if link.kind == "segment":
            narrowed = "thoracic_aorta" in (link.source, link.target)
            factor = "narrowing" if narrowed else "1.0"
            assert f"q_{link.name}, {factor}, {link.name})" in text


def test_the_parameter_vector_holds_each_tuple_at_its_place():
    p = parameter_vector(HEALTHY)
    assert p.dtype == np.float64
    assert p.size == max(place.stop for place in PLACES.values())
    assert p[PLACES["period"]] == pytest.approx(60.0 / HEALTHY.heart_rate)
    assert p[PLACES["lv_wall"]][0] == HEALTHY.left_ventricle.wall_volume
    assert p[PLACES["septal_defect"]][0] == 0.4
    assert 1.0 / p[PLACES["lower_body_bed"]][0] == pytest.approx(HEALTHY.resistances.lower_body_bed)
    assert p[PLACES["lower_body_bed"]][1] == HEALTHY.systemic_arterioles.closing_pressure


def test_the_first_state_holds_the_patients_blood():
    for name in ("healthy", "shock"):
        patient = Patient.preset(name)
        y = first_state(patient)
        assert y[BLOOD].sum() == pytest.approx(patient.blood_volume, rel=1e-12)
        assert (y[BLOOD] > 0.0).all()
    assert BLOOD.sum() == len(CLOSED_LOOP.stores)
    assert not BLOOD[STATE_INDEX["v_helium"]]


def test_a_balloon_raises_the_pressure_of_its_store_as_blood_would():
    p = parameter_vector(HEALTHY.with_balloon_pump(BalloonPump()))
    y = first_state(HEALTHY)
    filled = y.copy()
    filled[STATE_INDEX["v_thoracic_aorta"]] += 10.0
    by_blood = pressures(filled, p)["thoracic_aorta"]
    p[PLACES["present"]] = (-1.0, 5.0, 10.0)
    assert pressures(y, p)["v_balloon"] == 10.0
    assert pressures(y, p)["thoracic_aorta"] == pytest.approx(by_blood)


def test_a_competent_valve_still_has_an_area():
    assert parameter_vector(Patient.preset("healthy"))[PLACES["aortic"]][0] > 0.0
    tight = Patient.preset("healthy").with_values({"lesions.aortic_regurgitation.orifice_area": "0 cm²"})
    assert parameter_vector(tight)[PLACES["aortic"]][0] == pytest.approx(1e-4)


def idle_parameters(drive: str, pump: RotaryPump) -> set[int]:
    """Return which numbers of the vector change neither a rate nor a signal anywhere along a steady beat."""
    patient = HEALTHY.with_balloon_pump(BalloonPump(drive=drive))
    trace = simulate(patient).steady.trace
    p = parameters_of(patient, pump)
    p[PLACES["earlier"]], p[PLACES["present"]] = (-0.07, 0.05, 30.0), (0.36, 0.45, 40.0)  # fillings cut short
    idle = set(range(p.size))
    for time, y in zip(trace.time[::5], trace.states[::5], strict=True):
        before = everything(time, y, p)
        for slot in tuple(idle):
            changed = p.copy()
            changed[slot] = 1.01 * p[slot] + 1e-4
            if (everything(time, y, changed) != before).any():
                idle.discard(slot)
    return idle


def everything(time, y, p):
    return np.concatenate(rates_and_signals(y, p, time))


def test_every_parameter_of_the_right_hand_side_matters():
    sucking = STRONG._replace(least_volume=40.0, ease=1.0 / 60.0)  # where the chambers are within a beat
    idle = idle_parameters("prescribed", sucking)
    idle &= idle_parameters("pneumatic", STRONG._replace(head=20.0))
    idle &= idle_parameters("prescribed", STRONG._replace(held=50.0))
    idle -= {PLACES["axial_pump"].start + RotaryPump._fields.index(f) for f in ("held", "share", "pull")}  # one inlet
    # A store that only resistances join has no inertia to set its filling: its viscosity is not read.
    without_moving_blood = {"upper_body": Artery, "lower_body": Artery, "systemic_veins": Vessel, "great_veins": Vessel}
    viscosities = {
        PLACES[name].start + type_._fields.index("viscosity"): name for name, type_ in without_moving_blood.items()
    }
    # Whether a pump is there is a switch, at 0 or above it.
    switches = {PLACES[link.name].start: link.name for link in PUMPS}
    names = {(viscosities | switches).get(slot, slot) for slot in idle}
    assert names == set(without_moving_blood) | set(switches.values())
