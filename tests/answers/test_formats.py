import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from rich.console import Console
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.faces.json.answer_json import AskJson
from diastole.faces.pages.answer_markdown import markdown
from diastole.faces.pages.answer_page import answer_page
from diastole.faces.terminal.answer_text import print_answer
from tests.answers.conftest import QUESTION


@pytest.fixture(scope="module")
def answer(answerer):
    return answerer.answer(QUESTION)


def printed(answer) -> str:
    console = Console(file=io.StringIO(), width=2000)
    print_answer(answer, console)
    return console.file.getvalue()


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


class Reader(HTMLParser):
    """The text of a page, and its elements."""

    def __init__(self):
        super().__init__()
        self.words, self.tags, self.ids, self.links, self.skipping = [], [], [], [], False

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append(tag)
        self.skipping = tag == "style"
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])

    def handle_endtag(self, tag):
        self.skipping = False

    def handle_data(self, data):
        if not self.skipping:
            self.words.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


@pytest.mark.parametrize("render", [printed, lambda answer: " ".join(read(answer_page(answer)).words)])
def test_every_sentence_reference_and_warning_is_there(answer, render):
    text = squeezed(render(answer))
    for sentence in answer.sentences:
        assert squeezed(sentence.text) in text
    for reference in answer.references:
        assert squeezed(reference.citation) in text
        assert reference.address in text or reference.identifier in text
    links = (link.question for link in answer.related)
    for words in (answer.disclaimer, answer.badge, answer.title, answer.author, *links):
        assert squeezed(words) in text


def test_markdown_has_the_same_sentences(answer):
    text = squeezed(re.sub(r"\\(.)", r"\1", markdown(answer)))
    for sentence in answer.sentences:
        assert squeezed(sentence.text) in text


def test_the_page_stands_alone_and_its_links_lead_somewhere(answer):
    page = answer_page(answer)
    reader = read(page)
    assert not re.search(r"<(?:link|img|iframe)\b|<script[^>]*\bsrc=", page)
    assert len(reader.ids) == len(set(reader.ids))
    inside = [link[1:] for link in reader.links if link.startswith("#")]
    assert inside
    assert set(inside) <= set(reader.ids)
    assert all(link.startswith(("#", "https://", "http://")) for link in reader.links)
    assert page.count('<svg class="figure"') == 2  # the experiment, and the map of where a claim turns
    assert "Editorial policy" in page


def test_a_question_cannot_become_markup(answer):
    hostile = replace(answer, title="", question="<script>alert(1)</script> [x](http://y) **z**")
    assert "<script>alert" not in answer_page(hostile)
    assert not re.search(r"(?<!\\)[\[\]<>*]", markdown(hostile).splitlines()[0])
    assert "[x](http://y)" in printed(hostile)


def test_the_json_has_the_documented_keys(answer):
    shape = json.loads(json.dumps(AskJson.of(answer).json_object()))
    assert {
        "answered", "reason", "article", "badge", "review", "sections", "references", "related", "bench", "schema"
    } <= set(shape)  # fmt: skip
    assert shape["schema"] == "diastole/ask/3"
    sentence = shape["sections"][0]["sentences"][0]
    assert {"text", "statements", "claims", "runs", "references"} <= set(sentence)


def run(*words):
    return CliRunner().invoke(app, ["ask", *words])


def test_the_command_prints_writes_and_refuses(tmp_path):
    page, notes = tmp_path / "a.html", tmp_path / "a.md"
    done = run(QUESTION, "--reader", "trainee", "--html", str(page), "--markdown", str(notes), "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["answered"]
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert notes.read_text(encoding="utf-8").startswith("# ")
    listed = json.loads(run("--list", "--json").stdout)["articles"]
    assert {"article", "topic", "question"} == set(listed[0])
    follow = json.loads(run("and in MR?", "--about", "balloon-in-aortic-regurgitation", "--json").stdout)
    before = "Why is a balloon pump contraindicated in aortic regurgitation?"
    assert json.loads(run("and in MR?", "--after", before, "--json").stdout)["article"] == follow["article"]
    assert "mitral" in follow["article"]
    refused = run("How do I bake bread?", "--json")
    assert refused.exit_code == 0
    assert json.loads(refused.stdout)["reason"] == "domain"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([""], "empty"), ([QUESTION, "--reader", "nurse"], "nurse"), ([QUESTION, "--about", "nothing"], "nothing"),
        ([QUESTION, "--patient", "nobody"], "nobody"), ([QUESTION, "--set", "heart_rate=90 /min"], "--patient"),
        ([QUESTION, "--html", "/nowhere/at/all.html"], "/nowhere"),
    ],
)  # fmt: skip
def test_wrong_options_are_said_in_one_sentence(words, said):
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.output


def test_a_patient_stands_beside_the_answer():
    done = run("What does the balloon do in MR?", "--patient", "shock_mr", "--set", "heart_rate=100 /min", "--json")
    shape = json.loads(done.stdout)
    assert shape["sections"][-1]["title"] == "This model patient"
    assert "--set" in shape["references"][-1]["commands"][0]
