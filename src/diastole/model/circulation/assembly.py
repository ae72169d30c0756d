"""Join a network and its elements into a module, the right-hand side as a readable list of laws.

``generated/closed_loop.py`` is the closed loop, ``generated/coupled_loop.py`` the same with a left ventricle that is
solved elsewhere, ``generated/coupled_ventricles.py`` with both. Run ``make assemble`` after a change of network,
elements or laws; a test fails while a written module is stale. This file joins names and knows no physiology.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from diastole.model.circulation import elements
from diastole.model.circulation.network import CLOSED_LOOP, COUPLED_LOOP, COUPLED_VENTRICLES
from diastole.model.devices.register import DEVICES, FLOWS
from diastole.model.wiring import Kind, Link, Network, Store

FOLDER = Path(__file__).parent / "generated"
MODULES = {
    FOLDER / "closed_loop.py": CLOSED_LOOP,
    FOLDER / "coupled_loop.py": COUPLED_LOOP,
    FOLDER / "coupled_ventricles.py": COUPLED_VENTRICLES,
}

PHYSIOLOGY = (
    "atrium", "chamber", "clock", "coronary", "myofilament", "one_fibre", "pericardium", "valve", "vessel",
)  # fmt: skip
# Modules with the types and laws of the lines; of each, a written module imports what its lines use.
LAWS = sorted({
    "diastole.law",
    *(f"diastole.model.physiology.{name}" for name in PHYSIOLOGY),
    *(module for device in DEVICES for module in device.law_modules),
})  # fmt: skip

# What the whole network shares: parameters, and lines that come before the elements.
SHARED_PARAMETERS = (
    ("period", "float"),
    ("pericardium", "Pericardium"),
    ("bridges", "Crossbridges"),
)
INSIDE_PERICARDIUM = ("atrium", "ventricle", "chamber")

# States and signals of which every beat has a time mean: regulation lives on it.
WATCHED = (
    *((f"p_{name}", "mmHg") for name in ("ascending_aorta", "lv", "la", "ra", "pulmonary_arteries")),
    ("v_lv", "mL"),
    ("q_aortic", "mL/s"),
    ("q_mitral", "mL/s"),
    *((name, "mL/s") for name in FLOWS),
    *((f"q_{name}_arteries", "mL/s") for name in ("head_and_arm", "trunk_and_leg")),
    ("q_subendocardial_arterioles", "mL/s"),
    ("q_subepicardial_arterioles", "mL/s"),
    ("atp_lv", "µmol/s"),
)


class _Bound:
    """An element of the network with its kind, and its patterns filled in."""

    def __init__(self, element: Store | Link, network: Network):
        self.element = element
        is_link = isinstance(element, Link)
        self.kind: Kind = (elements.LINKS if is_link else elements.STORES)[element.kind]
        self.words = {"n": element.name}
        if isinstance(element, Link):
            ends = {store.name: store.kind for store in network.stores}
            for end in (element.source, element.target):
                if end not in ends:
                    raise ValueError(
                        f"link '{element.name}' joins '{element.source}' to '{element.target}', but '{end}' is not a "
                        f"store; stores are {', '.join(ends)}"
                    )
            at_ends = [elements.STORES[ends[end]].narrowing for end in (element.source, element.target)]
            narrowing = next((one for one in at_ends if one != "1.0"), "1.0")
            squeezed = element.source if ends[element.source] == "squeezed_vessel" else element.target
            self.words |= {"a": element.source, "b": element.target, "narrowing": narrowing, "layer": squeezed}
            rivals = [link.source for link in network.links if link.kind == element.kind and link is not element]
            self.words["rival"] = rivals[0] if rivals else element.source
        else:
            self.words["moving"] = _signed_flows(element, network, moving_only=True)

    @property
    def branches(self) -> bool:
        """Whether its machine code branches."""
        rates = (rate for _, rate in self.kind.rates)
        return any("only_if(" in line for line in (*self.kind.lines, *rates))

    def fill(self, pattern: str) -> str:
        """Return a pattern of code with the names of this element in it."""
        return pattern.format(**self.words)


def _signed_flows(store: Store, network: Network, *, moving_only: bool) -> str:
    """Return the sum of flows into a store; with ``moving_only`` of those that are states."""
    terms = []
    for link in network.links:
        kind = elements.LINKS[link.kind]
        if moving_only and not any(pattern == "q_{n}" for pattern, _ in kind.states):
            continue
        if link.target == store.name:
            terms.append(f"+ q_{link.name}")
        if link.source == store.name:
            terms.append(f"- q_{link.name}")
    text = " ".join(terms).removeprefix("+ ")
    return text.replace("- ", "-", 1) if text.startswith("- ") else text or "0.0"


def _bound(network: Network) -> list[_Bound]:
    everything: list[Store | Link] = [*network.stores, *network.links]
    return [_Bound(element, network) for element in everything]


def states(network: Network = CLOSED_LOOP) -> list[tuple[str, str]]:
    """Return name and unit of each state, in the order of the state vector."""
    return [(b.fill(name), unit) for b in _bound(network) for name, unit in b.kind.states]


def parameters(network: Network = CLOSED_LOOP) -> list[tuple[str, str]]:
    """Return name and tuple type of each parameter, in the order of the flat parameter vector."""
    own = [(b.fill(name), type_) for b in _bound(network) for name, type_ in b.kind.parameters]
    return [*SHARED_PARAMETERS, *own]


def signals(network: Network = CLOSED_LOOP) -> list[tuple[str, str]]:
    """Return name and unit of each signal that is no state."""
    shared = [("p_pericardium", "mmHg")]
    return shared + [(b.fill(name), unit) for b in _bound(network) for name, unit in b.kind.signals]


def _defined(module: str) -> dict[str, Any]:
    """Return what a module defines itself, by name."""
    named = vars(import_module(module))
    return {name: value for name, value in named.items() if getattr(value, "__module__", "") == module}


def _unpacking(network: Network) -> Iterator[str]:
    namespace = {name: value for module in LAWS for name, value in _defined(module).items()}
    slot = 0
    for name, type_ in parameters(network):
        if type_ == "float":
            yield f"{name} = p[{slot}]"
            slot += 1
        else:
            fields = range(slot, slot + len(namespace[type_]._fields))
            yield f"{name} = {type_}({', '.join(f'p[{i}]' for i in fields)})"
            slot += len(fields)


def _body(network: Network) -> list[str]:
    """Return the lines that set rates and signals, those of one element together and those with a branch last.

    What a line needs is then still in the processor's registers, which a branch, as of a pump, makes it leave.
    """
    slots = {name: slot for slot, (name, _) in enumerate([*states(network), *signals(network)])}
    heart = " + ".join(f"v_{store.name}" for store in network.stores if store.kind in INSIDE_PERICARDIUM)
    bound = sorted(_bound(network), key=lambda b: b.branches)

    def own(b: _Bound) -> list[str]:
        """Return the lines of an element, with the rates and signals that rest on them."""
        rates = [(b.fill(name), b.fill(rate)) for name, rate in b.kind.rates]
        return [
            *map(b.fill, b.kind.lines),
            *(f"dy[{slots[name]}] = {rate}  # {name}" for name, rate in rates),
            *(f"dy[{slots[name]}] = {name}" for name in (b.fill(signal) for signal, _ in b.kind.signals)),
        ]

    last = {store: b.element for b in bound if isinstance(b.element, Link) for store in b.element[-2:]}

    def closed(link: Link) -> list[str]:
        """Return the balances of blood, what flows in less what flows out, of stores whose last link this one is."""
        stores = [store for store in network.stores if last[store.name] == link]
        flows = [(store.name, _signed_flows(store, network, moving_only=False)) for store in stores]
        return [f"dy[{slots[f'v_{name}']}] = {balance}  # v_{name}" for name, balance in flows]

    return [
        "# Parameters",
        *_unpacking(network),
        "# States",
        *(f"{name} = y[{slots[name]}]" for name, _ in states(network)),
        "# Stores: their pressures, and the rates of what their walls do",
        f"p_pericardium = pericardial_pressure({heart}, pericardium)",
        f"dy[{slots['p_pericardium']}] = p_pericardium",
        *(line for b in bound if isinstance(b.element, Store) for line in own(b)),
        "# Links: flows without inertia, and the rates of the others and of leaflets",
        *(line for b in bound if isinstance(b.element, Link) for line in (*own(b), *closed(b.element))),
    ]


def _table(name: str, rows: list[tuple[str, str]]) -> str:
    return f"{name} = (\n" + "".join(f'    ("{a}", "{b}"),\n' for a, b in rows) + ")\n"


def _function(name: str, target: str, summary: str, lines: list[str]) -> str:
    head = f"def {name}(time: Any, y: Any, p: Any, {target}: Any) -> None:"
    body = "\n".join(f"    {line}" for line in lines)
    return f'{head}\n    """{summary}"""\n{body}\n'


def _imports(body: str, types: set[str]) -> str:
    """Return the import lines of the names that a body uses."""
    used = set(re.findall(r"\w+", body)) | types
    lines = []
    for module in LAWS:
        if needed := sorted(used & set(_defined(module))):
            lines.append(f"from {module} import {', '.join(needed)}")
    return "\n".join(lines)


def assemble(network: Network = CLOSED_LOOP) -> str:
    """Return the text of the module with the right-hand side of a network."""
    rates = _body(network)
    imports = _imports("\n".join(rates), {type_ for _, type_ in parameters(network)})
    types = sorted({type_ for _, type_ in parameters(network)} - {"float"})
    return "\n".join(
        (
            '"""The right-hand side of the closed loop. Written by ``make assemble``; do not edit."""\n',
            "from typing import Any\n",
            imports + "\n",
            _table("STATES", states(network)),
            _table("PARAMETERS", parameters(network)),
            _table("SIGNALS", signals(network)),
            _table("WATCHED", list(WATCHED)),
            "TYPES: dict[str, Any] = {" + ", ".join(f'"{t}": {t}' for t in types) + "}\n\n",
            _function(
                "rates",
                "dy",
                "Set dy to the rates of the states y at a time of the beat [s], and behind them to the signals.",
                rates,
            ),
        )
    )


if __name__ == "__main__":
    for path, network in MODULES.items():
        path.write_text(assemble(network), encoding="utf-8")
        print(f"wrote {path.name}: {len(states(network))} states, {len(signals(network))} signals")
