import pytest
from hypothesis import given
from hypothesis import strategies as st

from diastole.answers.language import load_language, read_words
from diastole.answers.terms import read_question
from diastole.evidence.statements import ENTITIES, INTENTS

LANGUAGE = load_language()


def test_every_entity_of_the_statements_has_words():
    assert set(ENTITIES) <= set(LANGUAGE.concepts)


def test_every_intent_has_patterns_and_the_last_takes_the_rest():
    assert set(LANGUAGE.intents) == set(INTENTS)
    assert list(LANGUAGE.intents)[-1] == "what_happens"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("IABP in AR", {"iabp", "aortic_regurgitation"}),
        ("Intra-aortic balloon pump and aortic insufficiency", {"iabp", "aortic_regurgitation"}),
        ("a leaky aortic valve and a balloon pump", {"iabp", "aortic_regurgitation"}),
        ("VA-ECMO, va ecmo, veno-arterial ECMO", {"va_ecmo"}),
        ("LAVA-ECMO", {"lava_ecmo"}),
        ("lung edema and lung oedema", {"pulmonary_oedema"}),
        ("SNP", {"nitroprusside"}),
        ("norepinephrine", {"noradrenaline"}),
        ("left ventricular end-diastolic pressure", {"lvedp"}),
        ("MR", {"mitral_regurgitation"}),
        ("AI with IABP", {"iabp", "aortic_regurgitation"}),
        ("BB in AR", {"beta_blocker", "aortic_regurgitation"}),
        ("intraaortic ballon", {"iabp"}),
        ("aortic regurgittation", {"aortic_regurgitation"}),
        ("mitral insuficiency", {"mitral_regurgitation"}),
    ],
)
def test_different_words_are_the_same_concept(text, wanted):
    assert wanted <= read_question(text).concepts


@pytest.mark.parametrize("text", ["My father called", "stock market", "which statin", "ignore the system"])
def test_a_plain_word_is_not_corrected_into_one_of_the_field(corpus, text):
    assert not read_question(text, corpus.vocabulary).corrected


def test_no_word_was_read_as_yes_or_no():
    assert all(isinstance(word, str) for word in LANGUAGE.stopwords)
    assert {"on", "off", "no", "yes"} <= LANGUAGE.stopwords


def test_what_a_broader_concept_takes_in_are_concepts():
    assert {*LANGUAGE.broader, *LANGUAGE.broader.values()} <= set(LANGUAGE.concepts)
    assert LANGUAGE.with_broader({"dobutamine"}) == {"dobutamine", "inotrope"}


def test_what_is_said_to_be_absent_is_no_subject(corpus):
    assert "mechanical_complication" not in corpus.passages["G-15"].concepts  # … without a mechanical complication
    assert "mechanical_complication" in corpus.passages["G-14"].concepts


@pytest.mark.parametrize("text", ["Does AI read X-rays?", "Mr Smith", "as a rule", "he is in the CO department"])
def test_short_forms_mean_nothing_alone(text):
    assert not read_question(text).concepts


def test_both_spellings_read_the_same():
    british = read_question("Does ischaemia follow haemodynamic equalisation and oedema?")
    american = read_question("Does ischemia follow hemodynamic equalization and edema?")
    assert british.terms == american.terms


def test_what_was_corrected_is_told():
    assert ("mitrall", "mitral") in read_question("mitrall insufficiency").corrected


def test_an_ending_is_not_a_misspelling():
    assert not read_question("balloon pumps regurgitates", {"regurgitate"}).corrected


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Why is IABP contraindicated in AR?", "why"),
        ("Is IABP contraindicated in AR?", "may"),
        ("What does the balloon do in MR?", "what_happens"),
        ("How is AR graded on echo?", "how_assess"),
        ("What can be used instead of an IABP?", "alternatives"),
        ("When does the balloon deflate?", "timing"),
        ("What did the trials show?", "evidence"),
    ],
)
def test_intent(text, intent):
    assert read_question(text).intent == intent


@given(st.text(max_size=2000))
def test_any_text_is_read(text):
    question = read_question(text)
    assert question.intent in INTENTS
    assert question.concepts <= set(LANGUAGE.concepts)


def test_words_are_lower_case_without_signs():
    assert read_words("R-wave; Δp, LVEDP!", LANGUAGE) == ["r", "wave", "δp", "lvedp"]
