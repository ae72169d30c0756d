"""All elements of the page on which diastole began stand in the answer to its question."""

from urllib.parse import quote

import pytest

from diastole.answers.answerer import load_answerer
from tests.answers.starting_page import QUESTION, elements


@pytest.fixture(scope="module")
def found(client):
    return elements(load_answerer(), client.get(f"/ask?q={quote(QUESTION)}").text)


def test_there_are_as_many_as_were_counted(found):
    assert len(found) == 33


def test_every_element_is_delivered(found):
    assert [f"{each.name}: {each.where}" for each in found if not each.delivered] == []
