"""Output alone is half of what the balloon does with a leaking aortic valve; articles tell where it goes."""

from collections.abc import Iterator

from diastole.answers.placeholders import Placeholder, placeholders
from diastole.knowledge.articles.article import READERS, Article
from diastole.knowledge.articles.collection import load_articles
from diastole.knowledge.articles.front_matter import Bench
from diastole.model.patient import Patient
from diastole.model.patient.relative_value import value_at

LEAK, BALLOON = "lesions.aortic_regurgitation.orifice_area", "balloon_pump.volume"
SEVERE = 0.3  # cm², from which an orifice is severe
OUTPUT = {"cardiac_output", "forward_stroke_volume"}
REGIONAL = "head_and_arm_flow"


def is_balloon_in_severe_leak(bench: Bench, place: Placeholder) -> bool:
    """Return whether a number compares a balloon with none in a heart with a severe aortic leak."""
    reference, arm = next(iter(bench.arms.values())), bench.arms[place.arm or list(bench.arms)[-1]]
    if (BALLOON in reference) is (BALLOON in arm) or any(
        not key.startswith("balloon_pump") for key in {**reference, **arm}
    ):
        return False
    orifice = value_at(Patient.preset(bench.patient).with_values(bench.set), LEAK)
    return orifice is not None and orifice >= SEVERE


def told(article: Article, reader: str) -> Iterator[str]:
    """Yield the measures whose change with the balloon in a severe leak a text tells."""
    for sentence in article.sentences(reader):
        for place in placeholders(sentence):
            if place.what != "value" and is_balloon_in_severe_leak(article.benches[place.run], place):
                yield place.measure


def test_a_text_that_tells_output_tells_what_head_and_arms_get():
    texts = {
        (name, reader): set(told(article, reader)) for name, article in load_articles().items() for reader in READERS
    }
    with_output = {text for text, measures in texts.items() if measures & OUTPUT}
    assert len(with_output) >= 6
    assert {text for text in with_output if REGIONAL not in texts[text]} == set()
