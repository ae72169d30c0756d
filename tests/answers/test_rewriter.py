import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from diastole.answers.answerer import REWORDED, Answerer
from diastole.answers.rewriter import ChatRewriter, Identity, WordedSentence
from diastole.errors import InputError
from tests.answers.conftest import QUESTION


class Fake:
    def __init__(self, change):
        self.change = change

    def rewrite(self, plan):
        return self.change(list(plan))


def each(change):
    return lambda plan: [replace(one, sentence=change(one.sentence)) for one in plan]


ATTACKS = {
    "drops not": each(lambda text: text.replace("not ", "")),
    "turns it round": each(lambda text: text.replace("contraindicated", "indicated")),
    "swaps a number": each(lambda text: text.replace("50 %", "5 %")),
    "swaps a unit": each(lambda text: text.replace("50 %", "50 mL")),
    "loses a number": each(lambda text: text.replace("50 %", "half")),
    "brings a citation": each(lambda text: text + " [9]"),
    "brings a link": each(lambda text: text + " See https://example.org"),
    "says more": each(lambda text: text + " Surgeons everywhere prefer robotic procedures under hypothermia."),
    "says something else": each(lambda text: "Garlic extracts dissolve calcified deposits overnight."),
    "makes it certain": each(lambda text: "Certainly " + text),
    "loses a sentence": lambda plan: plan[1:],
    "adds a sentence": lambda plan: [*plan, WordedSentence("All is well.", ("T-01",))],
    "changes the support": lambda plan: [replace(one, statement_ids=("T-99",)) for one in plan],
    "turns the order round": lambda plan: plan[::-1],
    "answers with nothing": lambda plan: [],
    "answers with nonsense": lambda plan: [{"sentence": 1} for _ in plan],
    "fails": lambda plan: json.loads("{"),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_adversary_changes_nothing_and_is_told_of(small, name):
    answerer = Answerer(small)
    reviewed = answerer.answer(QUESTION)
    attacked = answerer.answer(QUESTION, rewriter=Fake(ATTACKS[name]))
    assert attacked.sections == reviewed.sections
    assert attacked.references == reviewed.references
    assert any("wording is that of the article" in notice for notice in attacked.notices)


def test_a_faithful_wording_is_taken_over(small):
    def swap(text):
        return text.replace("Inflation raises the regurgitant volume", "The regurgitant volume inflation raises")

    answer = Answerer(small).answer(QUESTION, rewriter=Fake(each(swap)))
    assert any(sentence.text.startswith("The regurgitant volume inflation raises") for sentence in answer.sentences)
    assert REWORDED in answer.notices


def test_the_identity_leaves_every_sentence(small):
    answerer = Answerer(small)
    assert answerer.answer(QUESTION, rewriter=Identity()).sections == answerer.answer(QUESTION).sections


def test_off_by_default_and_refused_without_an_address(monkeypatch):
    monkeypatch.delenv("DIASTOLE_REWRITER_URL", raising=False)
    with pytest.raises(InputError, match="DIASTOLE_REWRITER_URL"):
        ChatRewriter.from_environment()
    monkeypatch.setenv("DIASTOLE_REWRITER_URL", "file:///etc/passwd")
    monkeypatch.setenv("DIASTOLE_REWRITER_MODEL", "m")
    with pytest.raises(InputError, match="DIASTOLE_REWRITER_URL"):
        ChatRewriter.from_environment()


@pytest.fixture
def endpoint():
    """An OpenAI-compatible endpoint that gives back what it is asked, or nonsense."""

    class Handler(BaseHTTPRequestHandler):
        content = None
        asked = None

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            Handler.asked = body
            content = Handler.content or body["messages"][1]["content"]
            reply = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *words):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/v1", Handler
        server.shutdown()
        thread.join()


def test_the_endpoint_sees_the_sentences_only(small, endpoint):
    url, handler = endpoint
    answer = Answerer(small).answer(QUESTION, rewriter=ChatRewriter(url, "model"))
    assert REWORDED in answer.notices
    assert QUESTION not in json.dumps(handler.asked)


@pytest.mark.parametrize("is_reached", [True, False])
def test_an_endpoint_that_fails_or_answers_nonsense_changes_nothing(small, endpoint, is_reached):
    url, handler = endpoint
    handler.content = "Sure! Here you are."
    rewriter = ChatRewriter(url if is_reached else "http://127.0.0.1:9", "model")
    answer = Answerer(small).answer(QUESTION, rewriter=rewriter)
    assert answer.answered
    assert any("the rewriter failed" in notice for notice in answer.notices)
