"""A bench with beating walls of a made-up shape, and what is drawn of them."""

from pathlib import Path

import numpy as np

from diastole.faces.pages.bench_page import bench_page
from diastole.model.bench_state import BenchState
from diastole.model.heart3d.output.animation import DrawnQuantity, animation
from diastole.model.patient import Patient
from tests.heart3d.shapes import ellipsoid

TITLES = {"active_tension": "Active tension [kPa]", "atp": "ATP of contraction [nmol/mL]"}
PICTURE = """number => {
  const canvas = document.querySelectorAll('#wall canvas')[number]
  const flat = new OffscreenCanvas(canvas.width, canvas.height), ink = flat.getContext('2d')
  ink.drawImage(canvas, 0, 0)
  const { data } = ink.getImageData(0, 0, flat.width, flat.height)
  let covered = 0, red = 0, sum = 0
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] > 0) { covered++; red += data[i]; sum = (Math.imul(sum, 31) + data[i] + i) | 0 }
  return { covered: covered / (data.length / 4), red: red / covered, sum }
}"""


def wall(squeeze):
    """Return the animation of an ellipsoid that shrinks across its axis, and rises in all its quantities."""
    heart = ellipsoid(1, 6, 12)
    amounts = np.sin(np.linspace(0.0, np.pi, 9)) ** 2
    frames = np.stack([heart.points * [1.0 - squeeze * a, 1.0 - squeeze * a, 1.0] for a in amounts])
    values = np.outer(amounts, np.ones(len(heart.points)))
    quantities = {
        key: DrawnQuantity(title, factor * values, (0.0, factor))
        for factor, (key, title) in zip((50.0, 400.0), TITLES.items(), strict=True)
    }
    return frames, heart.triangles, quantities, np.linspace(0.0, 0.8, 9)


def walled(folder: Path) -> Path:
    """Write a bench with two walls, of which the second one shrinks more, and return its path."""
    walls = {"without": animation(*wall(0.1)), "with": animation(*wall(0.3))}
    page = bench_page(Patient.preset("shock"), BenchState("shock"), walls=walls)
    path = folder / "heart.html"
    path.write_text(page, encoding="utf-8")
    return path


def move(page, control, value):
    """Move a slider as a reader does."""
    page.eval_on_selector(
        control, "(box, value) => { box.value = value; box.dispatchEvent(new Event('input')) }", str(value)
    )


def pictures(page):
    return [page.evaluate(PICTURE, number) for number in (0, 1)]
