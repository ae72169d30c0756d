"""What tests of the page share: its own code under Node, and a bench that stays open."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.bench_on_a_screen import Bench, without_map, written
from tests.node import require_node

FOLDER = Path(__file__).parents[2] / "browser"
ESBUILD = FOLDER / "node_modules" / "esbuild" / "bin" / "esbuild"
EXPORTS = """
export * from "./numbers.js"
export * from "./change.js"
export * from "./state.js"
export * from "./state_texts.js"
export * from "./devices.js"
export * from "./values.js"
export * from "./ratio.js"
export * from "./quiz_question.js"
export * from "./sentences.js"
export * from "./heart_map.js"
export * from "./map_words.js"
export * from "./scenarios.js"
export * from "./settings.js"
export { runPair } from "./arms.js"
export { Heart, Measures, Possibility, Preparation } from "../src/index.js"
export * from "./contradictions.js"
export { apart, causes, fed } from "./causes.js"
export * from "../wall/glb.js"
"""
PROGRAM = """
import { readFileSync } from "node:fs"
import * as bench from "BUNDLE"
const given = JSON.parse(readFileSync(0, "utf8"))
const answer = await (async () => { BODY })()
console.log(JSON.stringify(answer))
"""


@pytest.fixture(scope="session")
def ask(tmp_path_factory) -> Callable[[str, Any], Any]:
    """Return a function that runs a body of JavaScript with ``bench`` and ``given``, and returns what it returns."""
    if not ESBUILD.is_file():
        pytest.skip(f"the front end's tools are not installed: npm ci --ignore-scripts in {FOLDER}")
    bundle = tmp_path_factory.mktemp("logic") / "logic.mjs"
    command = [str(ESBUILD), "--bundle", "--format=esm", f"--outfile={bundle}", "--log-level=error", "--loader=ts"]
    subprocess.run(command, input=EXPORTS, text=True, cwd=FOLDER / "bench", check=True)

    def run(body: str, given: Any) -> Any:
        program = PROGRAM.replace("BUNDLE", bundle.as_uri()).replace("BODY", body)
        done = subprocess.run(
            [require_node(), "--input-type=module", "-e", program],
            input=json.dumps(given), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="module")
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the bench of a module's preset."""
    return written(tmp_path_factory.mktemp("bench"), request.module.PRESET)


@pytest.fixture(scope="module")
def one_bench(browser: Any, path: Path) -> Iterator[Bench]:
    with without_map(browser, path) as bench:
        yield bench


@pytest.fixture
def bench(one_bench: Bench) -> Bench:
    """Return the bench of a module's patient, which stays open for tests that put it back by its reset."""
    one_bench.reset()
    return one_bench
