"""Pictures of the pages, taken in Chromium without a network: ``make pictures``.

Those of README and documentation go to ``docs/images``; one of each kind of page, wide and on a phone, light and dark,
goes to ``build/pictures``, to be looked at, and so do some on paper.
"""

import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from diastole.answers.answerer import load_answerer
from diastole.faces.pages.answer_page import answer_page
from diastole.faces.pages.bench_page import preset_bench_page
from diastole.faces.pages.comparison_page import comparison_page
from diastole.faces.pages.living import PROGRAMS
from diastole.faces.pages.place import ALONE
from diastole.faces.pages.static_site import site_parts
from diastole.model.patient import Patient
from diastole.model.run import compare
from diastole.web.application import make_app

ROOT = Path(__file__).parents[1]
IMAGES, LOOKED_AT = ROOT / "docs" / "images", ROOT / "build" / "pictures"
PRESET, ARTICLE = "acute_severe_ar", "balloon-in-aortic-regurgitation"
SEEN = 3000  # ms that the hearts beat before a picture, so that a whole screen is written
SIZES = ((1280, 800), (1440, 900), (390, 844))  # px
SCHEMES = ("light", "dark")
BENCH = f"bench/{PRESET}.html"
SCENARIO = urlencode(
    {"name": "Half the leak", "patient": PRESET, "lesions.aortic_regurgitation.orifice_area": "0.25 cm²"}
)
# Each kind of page: its file in the site, what stands behind the #, and what is scrolled to.
KINDS: Mapping[str, tuple[str, str, str]] = {
    "bench": (BENCH, "", ""),
    "bench-1-2": (BENCH, f"patient={PRESET}&balloon_pump.ratio=1:2", ""),
    "bench-impella": (BENCH, f"patient={PRESET}&balloon_pump=none&axial_pump.model=CP", ""),
    "map": (BENCH, "", "#map-title"),
    "causes": (BENCH, "", "#causes-title"),
    "quiz": (BENCH, "quiz=11", ""),
    "lesson": ("lessons/the_balloon.html", "step=3", ""),
    "claim": ("claims/C03.html", "", ""),
    "policy": ("policy.html", "", ""),
    "start": ("index.html", "", ""),
    "questions": ("articles.html", "", ""),
    "benches": ("bench.html", "", ""),
    "scenarios": (BENCH, urlencode({"patient": PRESET, "scenario": SCENARIO}), "#scenarios-title"),
    "answer": (f"articles/{ARTICLE}.html", "", ""),
    "answer-patient": (f"articles/{ARTICLE}-patient.html", "", ""),
}
PRINTED = ("bench", "lesson", "answer", "comparison")
SERVED = {  # pages that only a server has
    "ask": f"ask?{urlencode({'q': 'Why not a balloon pump in aortic dissection?'})}",
    "screen": "screen",
    "alternatives": f"alternatives/{PRESET}",
    "review": "review",
    "claims": "claims",
}
PAPER = (794, 1123)  # px, of A4


class Picture(NamedTuple):
    """A page as it is opened, the window in which it is seen, and where its picture goes."""

    address: str
    width: int  # px
    height: int  # px
    file: Path
    scheme: str = "light"
    shown: str = ""  # what is scrolled to, as a selector
    on_paper: bool = False


def documented(folder: Path) -> Iterator[Picture]:
    """Write the pages of README and documentation, and yield their pictures."""
    pages = {
        "bench": (preset_bench_page(PRESET, ALONE), 1440, 900),
        "answer": (answer_page(load_answerer().article(ARTICLE)), 1120, 1300),
    }
    for name, (text, width, height) in pages.items():
        path = _written(folder / f"{name}.html", text)
        yield Picture(path.as_uri(), width, height, IMAGES / f"{name}.png")


def looked_at(folder: Path) -> Iterator[Picture]:
    """Write a page of each kind, and yield their pictures."""
    wanted = {file for file, _, _ in KINDS.values()} | {program.shared for program in PROGRAMS}
    for part in site_parts():
        if wanted.intersection(part.names):
            for name, content in zip(part.names, part.make(), strict=True):
                _written(folder / name, content)
    compared = _written(folder / "comparison.html", comparison_page(compare(Patient.preset(PRESET))))
    opened = {name: (f"{(folder / file).as_uri()}#{state}", shown) for name, (file, state, shown) in KINDS.items()}
    for name, (address, shown) in (opened | {"comparison": (compared.as_uri(), "")}).items():
        yield from _in_all_sizes(name, address, shown)
        if name in PRINTED:
            yield Picture(address, *PAPER, LOOKED_AT / f"{name}-print.png", "dark", on_paper=True)
    with served() as address:
        for name, page in SERVED.items():
            yield from _in_all_sizes(name, f"{address}/{page}")


def _in_all_sizes(name: str, address: str, shown: str = "") -> Iterator[Picture]:
    for width, height in SIZES:
        for scheme in SCHEMES:
            yield Picture(address, width, height, LOOKED_AT / f"{name}-{width}-{scheme}.png", scheme, shown)


@contextmanager
def served() -> Iterator[str]:
    """Serve the pages on this machine, and give their address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(make_app(), log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.1)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def _written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def take(browser: Browser, picture: Picture) -> None:
    """Open a page and take its picture once its hearts have beaten for a while."""
    how: dict[str, Any] = {"width": picture.width, "height": picture.height}
    offline = picture.address.startswith("file:")
    context = browser.new_context(offline=offline, viewport=how, color_scheme=picture.scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(picture.address)
    page.wait_for_load_state()
    page.wait_for_timeout(SEEN)
    if picture.on_paper:
        page.emulate_media(media="print")
    if picture.shown:
        page.locator(picture.shown).evaluate("each => each.scrollIntoView()")
        page.wait_for_timeout(SEEN)
    picture.file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=picture.file, full_page=picture.on_paper)
    context.close()
    print(f"wrote {picture.file.relative_to(ROOT)}", flush=True)


def main() -> int:
    """Take all pictures, or those whose names begin as one of the given words."""
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for pictures in (documented, looked_at):
            for picture in pictures(Path(folder) / pictures.__name__):
                if len(sys.argv) < 2 or picture.file.name.startswith(tuple(sys.argv[1:])):
                    take(browser, picture)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
