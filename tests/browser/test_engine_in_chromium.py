"""The engine in a browser: from a page on disk, offline, under a strict policy, in a worker."""

import base64
import hashlib
import json
from collections.abc import Sequence

from diastole.faces.browser.engine import HEART, MEASURES
from diastole.model.patient import Patient
from tests.browser.engine_cases import Beat, beats_of, cases
from tests.browser.test_same_engine import SAME, worst
from tests.browser.test_same_search import SAME as SAME_STEADY
from tests.browser.test_same_search import by_package, weighted
from tests.browser.under_node import HERE, beat_questions, heart_questions
from tests.waiting import LONGEST

CHOSEN = (  # whose steady beats are looked for, too
    "healthy, no pump", "acute_severe_ar, 1:1", "chronic_severe_ar, 1:2", "shock, pneumatic", "shock, Impella CP",
    "shock_mr, VA-ECMO and balloon", "shock, septal defect", "acute_severe_ar, noradrenaline",
)  # fmt: skip
BEATS = 2  # of every case
WORKER = """
const load = text => import(URL.createObjectURL(new Blob([text], {type: "text/javascript"})))
async function work({ bytes, measuring, loader, run, search, questions: { cases, hearts } }) {
  const library = await load(loader)
  const { runCases } = await load(run)
  const { searchHearts } = await load(search)
  const answers = runCases(await library.Engine.load(bytes), cases)
  return { cases: answers, hearts: await searchHearts(library, bytes, measuring, hearts) }
}
onmessage = ({ data }) => work(data).then(postMessage, error => postMessage({ error: String(error) }))
"""
SCRIPT = """
const read = id => document.getElementById(id).textContent
const worker = new Worker(URL.createObjectURL(new Blob([read("worker")], {type: "text/javascript"})))
worker.onmessage = ({ data }) => {
  const out = document.createElement("pre")
  out.id = "out"
  out.textContent = JSON.stringify(data)
  document.body.append(out)
}
const decoded = id => Uint8Array.from(atob(read(id)), letter => letter.charCodeAt(0))
const given = Object.fromEntries(["loader", "run", "search"].map(name => [name, read(name)]))
const modules = { bytes: decoded("module"), measuring: decoded("measures") }
worker.postMessage({ ...modules, ...given, questions: JSON.parse(read("questions")) })
"""


def page_of(beats: Sequence[Sequence[Beat]], patients: Sequence[Patient] = ()) -> str:
    """Return a page that holds engine, loader, beats and patients, and shows what came out."""
    held = {
        "worker": WORKER,
        "module": base64.b64encode(HEART.file.read_bytes()).decode(),
        "measures": base64.b64encode(MEASURES.file.read_bytes()).decode(),
        "loader": HEART.file.with_name("engine.mjs").read_text(encoding="utf-8"),
        "run": (HERE / "run_cases.mjs").read_text(encoding="utf-8"),
        "search": (HERE / "search_hearts.mjs").read_text(encoding="utf-8"),
        "questions": json.dumps({"cases": beat_questions(beats), "hearts": heart_questions(patients)}),
    }
    data = "".join(f'<script type="text/plain" id="{name}">{text}</script>' for name, text in held.items())
    allowed = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; script-src 'sha256-{allowed}' 'wasm-unsafe-eval' blob:; worker-src blob:"
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Engine</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">{data}<script>{SCRIPT}</script>'
    )


def test_the_same_beats_in_a_worker_of_an_offline_page(browser, tmp_path):
    patients = [cases()[name] for name in CHOSEN]
    beats = [beats_of(patient, BEATS) for patient in cases().values()]
    path = tmp_path / "engine.html"
    path.write_text(page_of(beats, patients), encoding="utf-8")
    context = browser.new_context(offline=True)
    asked, complaints = [], []
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(path.as_uri())
    out = page.locator("#out")
    out.wait_for(timeout=1e3 * LONGEST)
    text = out.text_content()
    context.close()
    assert complaints == []
    assert all(url.startswith(("file:", "blob:")) for url in asked)
    found = json.loads(text)
    differences = worst(beats, found["cases"])
    assert max(differences.values()) <= SAME, differences
    for patient, answer in zip(patients, found["hearts"], strict=True):
        outcome, heart = by_package(patient)
        assert answer["outcome"] == outcome == "steady"
        assert weighted(answer["whole"], heart) <= SAME_STEADY
        assert answer["measured"]["isSustained"]


def test_a_page_without_the_policy_for_modules_says_why(browser, tmp_path):
    """The comparison can fail, and a page that forgets 'wasm-unsafe-eval' gets an error, not silence."""
    beats = [beats_of(cases()["healthy, no pump"], 1)]
    path = tmp_path / "engine.html"
    path.write_text(page_of(beats).replace("'wasm-unsafe-eval' ", ""), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    out = page.locator("#out")
    out.wait_for(timeout=1e3 * LONGEST)
    assert "WebAssembly" in json.loads(out.text_content())["error"]
    page.close()
