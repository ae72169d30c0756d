"""A bench as a page: two hearts that run in the reader's browser."""

import base64
import gzip
import json
import re
from datetime import date
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from diastole.faces.browser.bench_payload import bench_payload
from diastole.faces.browser.engine import HEART, MEASURES
from diastole.faces.pages.rendering import render
from diastole.model.bench_state import BenchState
from diastole.model.patient import Patient

FOLDER = Path(HEART.file).parent
LOADER, STYLE = FOLDER / "bench_loader.js", FOLDER / "bench.css"
SCRIPT, WORKER = FOLDER / "bench.js", FOLDER / "bench_worker.js"
POLICY = "policy-of-this-page"  # stands for it until the page is whole
INLINE = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)


def bench_page(patient: Patient, state: BenchState, *, when: date | None = None) -> str:
    """Return the page of a patient as HTML text, one file that asks for nothing and runs offline.

    `state`: in which the page opens; it made the patient, as of `bench_payload`. `when`: the date on the page; today if
    not given.
    """
    payload = json.dumps(bench_payload(patient, state), ensure_ascii=False, allow_nan=False)
    page = render(
        "bench.html.j2",
        name=patient.name,
        style=_inlined(STYLE, "</style"),
        loader=_inlined(LOADER, "</script"),
        modules={
            "bench": _packed(SCRIPT.read_bytes()),
            "payload": _packed(payload.encode()),
            "worker": _packed(WORKER.read_bytes()),
            "heart-module": _packed(HEART.file.read_bytes()),
            "measures-module": _packed(MEASURES.file.read_bytes()),
        },
        policy=POLICY,
        when=when,
    )
    return page.replace(POLICY, _policy(page), 1)


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()


def _inlined(path: Path, end: str) -> Markup:
    """Return a file that stands in the page as it is; it must not end its own element."""
    text = path.read_text(encoding="utf-8")
    if end in text:
        raise ValueError(f"{path.name} has '{end}' in it and would end its element in a page")
    return Markup(text)


def _policy(page: str) -> str:
    """Return the content security policy that allows what stands in a page, by its hash, and nothing else.

    The script that the loader unpacks is allowed by its hash as well, so that no source of scripts is open.
    """
    allowed = {"script": [_hash(SCRIPT.read_bytes())], "style": []}
    for kind, text in INLINE.findall(page):
        allowed[kind].append(_hash(text.encode()))
    scripts, styles = (" ".join(allowed[kind]) for kind in ("script", "style"))
    return (
        f"default-src 'none'; script-src {scripts} 'wasm-unsafe-eval'; style-src {styles}; worker-src blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: bytes) -> str:
    return f"'sha256-{base64.b64encode(sha256(content).digest()).decode()}'"
