"""What a page carries so that hearts run in it: packed parts, the loader that unpacks them, and the policy."""

import base64
import gzip
import json
import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup

from diastole.faces.browser.engine import HEART, MEASURES, PREPARE
from diastole.faces.pages.place import PagePlace

FOLDER = Path(HEART.file).parent
LOADER = FOLDER / "bench_loader.js"
MODULES = {"heart-module": HEART.file, "measures-module": MEASURES.file, "prepare-module": PREPARE.file}
POLICY = "policy-of-this-page"  # stands for it until the page is whole
INLINE = re.compile(r"<(script|style)(?: type=\"text/css\")?>(.*?)</\1>", re.DOTALL)


class PageProgram(NamedTuple):
    """What shows hearts in a page."""

    script: Path
    style: Path
    rest: Mapping[str, Path]  # what else it unpacks, by the id of the element
    shared: str  # file with all of it but the style, where pages stand beside each other


BENCH = PageProgram(FOLDER / "bench.js", FOLDER / "bench.css", {"rest-style": FOLDER / "bench_rest.css"}, "living.js")
FIGURE = PageProgram(FOLDER / "explorable.js", FOLDER / "explorable.css", {}, "living_figure.js")
PROGRAMS = (BENCH, FIGURE)


class Living(NamedTuple):
    """What stands at the beginning and at the end of a page."""

    policy: str  # stands for it; empty where it comes with the page
    style: Markup
    parts: Mapping[str, str]  # packed, by the id of their element
    script: str  # address of the file with the other parts; empty where the page carries all
    loader: Markup  # a script, without that file


def living(payload: Mapping[str, Any], program: PageProgram, place: PagePlace) -> Living:
    """Return what a page needs; `payload`: of the page alone, ready for JSON."""
    own = {"payload": packed(json.dumps(payload, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode())}
    script = place.file(program.shared)
    policy = "" if place.sends_policy else POLICY
    parts = own if script else own | _packed_parts(program)
    return Living(policy, inlined(program.style, "</style"), parts, script, inlined(LOADER, "</script"))


def shared_script(program: PageProgram) -> str:
    """Return the file that pages share: it gives a page the parts, which may fetch none from a disk, and loads them."""
    return (
        f"for (const [id, packed] of Object.entries({json.dumps(_packed_parts(program))})) {{\n"
        '  const part = document.createElement("script")\n'
        '  Object.assign(part, { type: "text/plain", id, textContent: packed })\n'
        "  document.head.append(part)\n"
        f"}}\n{LOADER.read_text(encoding='utf-8')}"
    )


def with_policy(page: str, place: PagePlace) -> str:
    """Return a page with its content security policy in the place of `POLICY`.

    It allows what stands in the page, by its hash, and the scripts that the loader unpacks, also by their hashes;
    beside other pages, the files of the site too. A style on an element is allowed: drawn figures have them.
    """
    allowed: dict[str, list[str]] = {"script": [*script_hashes()], "style": []}
    for kind, text in INLINE.findall(page):
        allowed[kind].append(_hash(text.encode()))
    scripts, styles = (" ".join(allowed[kind]) for kind in ("script", "style"))
    beside = "'self' " if place.file(BENCH.shared) else ""
    policy = (
        f"default-src 'none'; script-src {beside}{scripts} 'wasm-unsafe-eval'; style-src {styles}; "
        f"style-src-attr 'unsafe-inline'; worker-src blob:; {'img-src ' + beside + 'data:; ' if beside else ''}"
        "base-uri 'none'; form-action 'none'"
    )
    return page.replace(POLICY, policy, 1)


@cache
def script_hashes() -> tuple[str, ...]:
    """Return the hashes of the scripts that the loader unpacks, as a policy has them."""
    return tuple(_hash(program.script.read_bytes()) for program in PROGRAMS)


def _packed_parts(program: PageProgram) -> dict[str, str]:
    return {id_: _packed_file(path) for id_, path in {"program": program.script, **MODULES, **program.rest}.items()}


@cache
def _packed_file(path: Path) -> str:
    return packed(path.read_bytes())


def packed(content: bytes) -> Markup:
    """Return bytes as text that a page can carry and its script unpacks: base 85, a sixteenth less than base 64."""
    return Markup(base64.b85encode(gzip.compress(content, 9, mtime=0)).decode())


def inlined(path: Path, end: str) -> Markup:
    """Return a file that stands in the page as it is; it must not end its own element."""
    text = path.read_text(encoding="utf-8")
    if end in text:
        raise ValueError(f"{path.name} has '{end}' in it and would end its element in a page")
    return Markup(text)


def _hash(content: bytes) -> str:
    return f"'sha256-{base64.b64encode(sha256(content).digest()).decode()}'"
