"""The closed loop as a figure and as tables, from the network that is simulated."""

from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, FancyBboxPatch

from _generate.pages import Output, table
from _generate.plots import new_figure, save
from diastole.faces.figures.theme import LIGHT
from diastole.model.circulation import assembly
from diastole.model.circulation.network import CLOSED_LOOP, Link

PLACES = {  # of each store in the figure: from the left, from below
    "pulmonary_arteries": (3.5, 9.0), "pulmonary_veins": (8.5, 9.0),
    "ra": (1.0, 7.0), "rv": (3.5, 7.0), "lv": (6.0, 7.0), "la": (8.5, 7.0),
    "subendocardium": (3.3, 5.5), "subepicardium": (2.6, 4.1), "intramural_arteries": (6.2, 5.0),
    "ascending_aorta": (8.5, 5.0), "systemic_veins": (1.0, 3.0), "great_veins": (1.0, 5.0), "upper_body": (4.8, 2.9),
    "thoracic_aorta": (8.5, 3.0), "abdominal_aorta": (8.5, 1.0), "lower_body": (4.8, 1.0),
}  # fmt: skip
SHORT = {
    "ra": "right\natrium", "rv": "right\nventricle", "la": "left\natrium", "lv": "left\nventricle",
    "subendocardium": "vessels of the\nsubendocardium", "subepicardium": "vessels of the\nsubepicardium",
    "thoracic_aorta": "thoracic aorta",
}  # fmt: skip
COLOURS = {
    "atrium": LIGHT.atrium, "ventricle": LIGHT.ventricle, "vessel": LIGHT.aorta, "artery": LIGHT.aorta,
    "artery_with_balloon": LIGHT.aorta, "squeezed_artery": LIGHT.leak, "squeezed_vessel": LIGHT.leak,
}  # fmt: skip
LINES = {  # kind of link: width, style, words of the legend
    "valve": (1.6, "-", "valve: inertia, two areas"),
    "inlet_valve": (2.2, "-", "inlet valve: its orifice follows the ventricle"),
    "segment": (3.2, "-", "segment: resistance and inertia"),
    "bed": (1.0, "-", "bed: resistance"),
    "arterioles": (1.0, (0, (8, 1.5)), "arterioles: resistance above a closing pressure"),
    "squeezed_bed": (1.0, (0, (4, 1.5)), "squeezed bed: resistance that follows volume"),
    "hole": (1.6, ":", "hole: only where the patient has it"),
    "device": (1.6, (0, (5, 1, 1, 1)), "pump: only where the patient has one"),
    "drainage": (1.6, (0, (3, 1, 1, 1, 1, 1)), "pump outside the body: likewise"),
}  # fmt: skip
ROUTES = {  # of links that are not straight: corners from source to target, then the place of the name
    "axial_pump": ((6.8, 6.75), (8.7, 6.1), (8.7, 5.45), (8.2, 6.25)),
    "venous_drainage": ((0.2, 7.0), (-0.3, 7.0), (-0.3, 0.0), (8.5, 0.0), (8.5, 0.55), (-0.3, 4.6)),
    "left_atrial_drainage": ((9.3, 7.0), (10.5, 7.0), (10.5, 1.0), (9.3, 1.0), (10.5, 6.2)),
}
WIDTH, HEIGHT = 1.6, 0.9
ARROW = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 1}


def _draw_store(axes: Axes, name: str, kind: str) -> None:
    x, y = PLACES[name]
    box = FancyBboxPatch(
        (x - WIDTH / 2, y - HEIGHT / 2), WIDTH, HEIGHT, boxstyle="round,pad=0,rounding_size=0.2", facecolor="white",
        edgecolor=COLOURS[kind], linewidth=1.8, zorder=3,
    )  # fmt: skip
    axes.add_patch(box)
    axes.text(x, y, SHORT.get(name, name.replace("_", "\n")), ha="center", va="center", fontsize=8, zorder=4)
    if kind == "artery_with_balloon":
        axes.add_patch(Ellipse((x + 1.15, y), 0.5, 1.3, facecolor=LIGHT.inflated, edgecolor=LIGHT.balloon, zorder=3))
        axes.text(x + 1.15, y, "balloon", rotation=90, ha="center", va="center", fontsize=7, zorder=4)


def _border(inside: tuple[float, float], towards: tuple[float, float]) -> tuple[float, float]:
    """Return where the line from the middle of a box to another point leaves the box."""
    dx, dy = towards[0] - inside[0], towards[1] - inside[1]
    scale = min(WIDTH / 2 / abs(dx) if dx else 1e9, HEIGHT / 2 / abs(dy) if dy else 1e9)
    return inside[0] + scale * dx, inside[1] + scale * dy


def _draw_route(axes: Axes, link: Link) -> None:
    *corners, (x, y) = ROUTES[link.name]
    width, style, _ = LINES.get(link.kind, LINES["device"])
    axes.plot(*zip(*corners, strict=True), color=LIGHT.balloon, linewidth=width, linestyle=style, zorder=1)
    arrow = {**ARROW, "linewidth": width, "color": LIGHT.balloon}
    (ax, ay), (bx, by) = corners[-2:]
    axes.annotate("", (bx, by), (bx + 0.1 * (ax - bx), by + 0.1 * (ay - by)), arrowprops=arrow, zorder=1)
    _write_name(axes, x, y, link.name.replace("_", "\n"))


def _draw_link(axes: Axes, link: Link) -> None:
    if link.name in ROUTES:
        _draw_route(axes, link)
        return
    start, end = PLACES[link.source], PLACES[link.target]
    width, style, _ = LINES.get(link.kind, LINES["device"])
    arrow = {**ARROW, "linewidth": width, "linestyle": style, "color": LIGHT.muted}
    axes.annotate("", _border(end, start), _border(start, end), arrowprops=arrow, zorder=1)
    (ax, ay), (bx, by) = _border(start, end), _border(end, start)
    words = link.name.replace("_", " ").replace("ial arterioles", "ial\narterioles")
    between = (ay == by) and abs(bx - ax) < 2.2  # a short level arrow has its name above it
    x, y = (ax + bx) / 2, (ay + by) / 2
    if between:
        _write_name(axes, x, y + 0.12, words.replace(" ", "\n"), va="bottom", alpha=0.0)
    else:
        _write_name(axes, x, y, words)


def _write_name(axes: Axes, x: float, y: float, words: str, *, va: str = "center", alpha: float = 0.9) -> None:
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": alpha}
    axes.text(x, y, words, fontsize=6.5, color=LIGHT.ink, ha="center", va=va, zorder=2, bbox=box)


def draw(out: Output) -> None:
    """Write the figure of the network."""
    figure = new_figure(8.8, 7.2)
    axes = figure.subplots()
    for link in CLOSED_LOOP.links:
        _draw_link(axes, link)
    for store in CLOSED_LOOP.stores:
        _draw_store(axes, store.name, store.kind)
    for width, style, words in LINES.values():
        colour = LIGHT.balloon if words.startswith("pump") else LIGHT.muted
        axes.plot([], [], color=colour, linewidth=width, linestyle=style, label=words)
    axes.legend(loc="lower left", bbox_to_anchor=(0.03, 0.03), fontsize=7, frameon=False)
    axes.set(xlim=(-0.7, 11.1), ylim=(-0.2, 9.7))
    axes.set_axis_off()
    save(out, "network", figure)


def _stores() -> str:
    states = assembly.states()
    rows = []
    for store in CLOSED_LOOP.stores:
        own = [f"`{name}`" for name, _ in states if name.endswith(f"_{store.name}") and not name.startswith("q_")]
        own += ["`v_helium`"] if store.kind == "artery_with_balloon" else []
        rows.append([f"`{store.name}`", store.kind.replace("_", " "), ", ".join(own)])
    return table(["store", "kind", "states"], rows)


def _links() -> str:
    states = [name for name, _ in assembly.states()]
    rows = []
    for link in CLOSED_LOOP.links:
        own = [f"`{name}`" for name in (f"q_{link.name}", f"opening_{link.name}") if name in states]
        rows.append(
            [f"`{link.name}`", link.kind.replace("_", " "), f"`{link.source}`", f"`{link.target}`", ", ".join(own)]
        )
    return table(["link", "kind", "from", "to", "states"], rows)


def write(out: Output) -> None:
    """Write figure and tables."""
    draw(out)
    out.text("parts/stores.md", _stores())
    out.text("parts/links.md", _links())
