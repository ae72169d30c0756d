"""The answer to the question of the page on which diastole began has all elements of that page."""

from urllib.parse import quote

from diastole.answers.answerer import load_answerer
from tests.answers.starting_page import QUESTION, elements


def test_every_element_is_delivered(client):
    delivered = elements(load_answerer(), client.get(f"/ask?q={quote(QUESTION)}").text)
    assert len(delivered) == 33
    assert [f"{each.name}: {each.where}" for each in delivered if not each.delivered] == []
