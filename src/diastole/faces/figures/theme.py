"""Colours of figures, after Okabe and Ito so that they differ for colour-blind eyes: light, dark and on the page.

Lines are a little darker (light) or lighter (dark) than the published ones, so that text in the colour is readable.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Theme:
    """One colour for each role in a figure."""

    ink: str  # text and axes
    muted: str  # ticks, small print
    rule: str  # grid
    paper: str  # behind everything
    without: str  # the run without support
    without_leak: str  # its leak
    aorta: str
    ventricle: str
    atrium: str
    leak: str
    balloon: str
    inflated: str  # shade while the balloon is inflated

    def roles(self) -> dict[str, str]:
        """Return the colours by their role."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


COLOURS = {  # of each role: light, dark
    "ink": ("#1c2024", "#e9ecef"),
    "muted": ("#5c6570", "#a3adb8"),
    "rule": ("#e3e6ea", "#2c3238"),
    "paper": ("#ffffff", "#15181b"),
    "without": ("#69717b", "#a0a8b1"),
    "without_leak": ("#c9ced4", "#4a525a"),
    "aorta": ("#b84a00", "#f5884a"),
    "ventricle": ("#0067a5", "#62b9ee"),
    "atrium": ("#00775a", "#34c79d"),
    "leak": ("#e69f00", "#e69f00"),
    "balloon": ("#97467a", "#dd93bd"),
    "inflated": ("#f5e6f0", "#35263a"),
}
LIGHT, DARK = (Theme(*column) for column in zip(*COLOURS.values(), strict=True))
SENTINEL = Theme(**{field.name: f"#fe00{number:02x}" for number, field in enumerate(fields(Theme), start=0x10)})

THEMES = {"light": LIGHT, "dark": DARK, "page": SENTINEL}


def variable(role: str) -> str:
    """Return the name of the CSS variable that holds the colour of a role."""
    return "--" + role.replace("_", "-")
