"""The parts from which a network of blood is declared: stores, links between them, and the kinds of both.

A line of a kind is a call of a law. ``{n}`` is the name of the element, ``{a}`` and ``{b}`` are source and target of a
link, ``{moving}`` is the net inflow of a store through its links with inertia, whose flows are states, ``{layer}`` the
end of a link that systole squeezes, and ``{rival}`` the store from which another link of the same kind drains.
"""

from typing import NamedTuple


class Store(NamedTuple):
    """A place that holds blood."""

    name: str
    kind: str  # name of a kind of store


class Link(NamedTuple):
    """A way for blood from one store to another; flow is positive from source to target."""

    name: str
    kind: str  # name of a kind of link
    source: str
    target: str


class Network(NamedTuple):
    """Stores and the links between them."""

    stores: tuple[Store, ...]
    links: tuple[Link, ...]


class Kind(NamedTuple):
    """A kind of store or link."""

    parameters: tuple[tuple[str, str], ...]  # suffix of the local name, type of the tuple ("float" for a number)
    states: tuple[tuple[str, str], ...]  # pattern of the name, unit
    lines: tuple[str, ...]  # pressure of a store, or flow of a link without inertia
    rates: tuple[tuple[str, str], ...] = ()  # state pattern, its rate; blood volumes are balanced by the assembly
    signals: tuple[tuple[str, str], ...] = ()  # what may be read of it: local name, unit
    narrowing: str = "1.0"  # of a store: what its lines leave of the lumen, for the links with inertia that end there
