import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.answers.lexicon import load_lexicon, read_words
from diastole.answers.question import MOST_PARTS, parse_question, weigh
from diastole.knowledge.evidence.closed_lists import ENTITIES

LANGUAGE = load_lexicon()


def test_every_entity_of_the_statements_has_words():
    assert set(ENTITIES) <= set(LANGUAGE.concepts)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("IABP in AR", {"iabp", "aortic_regurgitation"}), ("AI with IABP", {"iabp", "aortic_regurgitation"}),
        ("Intra-aortic balloon pump and aortic insufficiency", {"iabp", "aortic_regurgitation"}),
        ("a leaky aortic valve and a balloon pump", {"iabp", "aortic_regurgitation"}), ("LAVA-ECMO", {"lava_ecmo"}),
        ("VA-ECMO, va ecmo, veno-arterial ECMO", {"va_ecmo"}), ("MR", {"mitral_regurgitation"}),
        ("lung edema and lung oedema", {"pulmonary_oedema"}), ("SNP", {"nitroprusside"}),
        ("norepinephrine", {"noradrenaline"}), ("left ventricular end-diastolic pressure", {"lvedp"}),
        ("BB in AR", {"beta_blocker", "aortic_regurgitation"}), ("intraaortic ballon", {"iabp"}),
        ("aortic regurgittation", {"aortic_regurgitation"}), ("mitral insuficiency", {"mitral_regurgitation"}),
    ],
)  # fmt: skip
def test_different_words_are_the_same_concept(text, wanted):
    assert wanted <= parse_question(text).concepts


@pytest.mark.parametrize(
    "text", ["My father called", "stock market", "which statin", "how is asthma graded", "ignore the system"]
)
def test_a_plain_word_is_not_corrected_into_one_of_the_field(library, text):
    assert not library.finder.read(text).corrected


def test_no_word_was_read_as_yes_or_no():
    assert all(isinstance(word, str) for word in LANGUAGE.stopwords)
    assert {"on", "no", "yes"} <= LANGUAGE.stopwords


def test_what_a_broader_concept_takes_in_are_concepts():
    assert {*LANGUAGE.broader, *LANGUAGE.broader.values()} <= set(LANGUAGE.concepts)
    assert LANGUAGE.with_broader({"dobutamine"}) == {"dobutamine", "inotrope"}


@pytest.mark.parametrize("text", ["Does AI read X-rays?", "Mr Smith", "as a rule", "he is in the CO department"])
def test_short_forms_mean_nothing_alone(text):
    assert not parse_question(text).concepts


def test_both_spellings_read_the_same():
    british = parse_question("Does ischaemia follow haemodynamic equalisation and oedema?")
    american = parse_question("Does ischemia follow hemodynamic equalization and edema?")
    assert weigh(british.tokens, LANGUAGE) == weigh(american.tokens, LANGUAGE)


@pytest.mark.parametrize(
    ("text", "known", "corrected"),
    [
        ("mitrall insufficiency", set(), (("mitrall", "mitral"),)),
        ("evaluatoin", {"evaluation"}, (("evaluatoin", "evaluation"),)),
        ("balloon pumps regurgitates", {"regurgitate"}, ()),  # an ending
        ("intrahospital patient", {"interhospital", "hospital"}, ()),
        ("evacuation of a patient", {"evaluation"}, ()),
        ("stenosus of the valve", {"stenosub"}, (("stenosus", "stenosis"),)),  # a concept
    ],
)
def test_a_misspelt_word_is_corrected_and_a_right_one_is_not(text, known, corrected):
    assert parse_question(text, known).corrected == corrected


@given(st.text(max_size=2000))
def test_any_text_is_read(text):
    question = parse_question(text)
    assert question.concepts <= set(LANGUAGE.concepts)
    assert len(question.parts) <= MOST_PARTS


def test_a_question_of_several_sentences_has_parts():
    parts = parse_question("What is a balloon pump? How is it weaned, and when does it come out?").parts
    assert [part.text for part in parts] == ["What is a balloon pump", "How is it weaned", "when does it come out"]
    assert parse_question("Why is it contraindicated in AR?").parts == ()


def test_words_are_lower_case_without_signs():
    assert read_words("R-wave; Δp, LVEDP!", LANGUAGE) == ["r", "wave", "δp", "lvedp"]
