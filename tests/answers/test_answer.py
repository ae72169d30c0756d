import json
from dataclasses import replace
from itertools import product

import pytest

from diastole.answers.answer import BOTTOM_LINE
from diastole.answers.answerer import EITHER, Answerer
from diastole.answers.patient_run import run_patient
from diastole.errors import InputError
from diastole.faces.json.answer_json import AskJson
from diastole.knowledge.articles.article import DIFFERENCE, READERS
from diastole.model.patient import Patient
from tests.answers.conftest import HEAD, QUESTION, TEXT, article, statements


@pytest.mark.parametrize("reader", READERS)
def test_each_sentence_of_each_article_has_its_references(answerer, reader):
    for id_ in answerer.library.articles:
        answer = answerer.article(id_, reader)
        assert answer.sections[0].title == BOTTOM_LINE
        cited = [number for each in answer.sentences for number in each.references]
        assert list(dict.fromkeys(cited)) == list(range(1, len(answer.references) + 1))  # in the order of the text
        assert all(each.references for each in answer.sentences), id_


def test_no_article_shows_an_empty_place_or_a_name_of_the_program(answerer):
    for id_, reader in product(answerer.library.articles, READERS):
        answer = answerer.article(id_, reader)
        assert (answer.pending, answer.withdrawn) == ((), ()), id_
        for each in answer.sentences:
            assert not set("{}[]…_") & set(each.text), each.text


def test_where_rule_and_simulator_differ_stands_in_a_box(answerer):
    boxes = [one for id_ in answerer.library.articles for one in answerer.article(id_).sections if one.is_box]
    assert {one.title for one in boxes} == {DIFFERENCE}


def test_the_small_answer_has_numbers_of_its_run_and_references_as_printed(small):
    answer = Answerer(small).article("small-one")
    assert any("4.7\u00a0mL" in each.text for each in answer.sentences)
    assert {each.id: (each.group, each.recommendations) for each in answer.references} == {
        "otto2020": ("guideline", ("class III, level B",)), "teleflex-ac3": ("label", ()), "C05": ("simulation", ()),
        "bench": ("simulation", ()),
    }  # fmt: skip
    assert answer.versions == {"T-01": 1, "T-02": 3}
    commands = answer.references[-1].commands
    assert commands[0] == "diastole simulate acute_severe_ar"
    assert "--set 'balloon_pump.volume=40 mL'" in commands[1]


def test_a_run_that_is_not_done_yet_is_told_and_not_waited_for(small, monkeypatch):
    monkeypatch.setattr("diastole.answers.answerer.known_arms", lambda bench: None)
    answer = Answerer(small).article("small-one")
    assert answer.pending == ("bench",)
    assert any("adds … to each leak" in each.text for each in answer.sentences)
    assert answer.withdrawn == ()


def test_a_number_that_now_goes_the_other_way_withdraws_the_article(small):
    turned = article(TEXT.replace("{rise aortic_regurgitant_volume}", "{fall aortic_regurgitant_volume}"))
    answer = Answerer(replace(small, articles={"small-one": turned})).article("small-one")
    assert any("does not fall" in why for why in answer.withdrawn)
    assert "4.7" not in " ".join(each.text for each in answer.sentences)


def test_a_withdrawn_statement_withdraws_the_article_and_shortens_nothing(small):
    before = Answerer(small).article("small-one")
    gone = replace(small, statements=statements(withdrawn="the label has changed"))
    after = Answerer(gone).article("small-one")
    assert after.withdrawn == ("T-01: the label has changed",)
    assert [each.text for each in after.sentences] == [each.text for each in before.sentences]
    missing = replace(small, statements={id_: one for id_, one in small.statements.items() if id_ != "T-02"})
    assert "T-02" in Answerer(missing).article("small-one").withdrawn[0]


def test_each_reader_has_an_own_wording_and_the_same_question_the_same_answer_and_id(answerer):
    answers = [answerer.answer(QUESTION, reader) for reader in READERS]
    assert len({answer.sentences[0].text for answer in answers}) == len({answer.id for answer in answers}) == 3
    assert answerer.answer(QUESTION) == answers[0]
    assert answerer.answer(QUESTION).id == answers[0].id


@pytest.mark.parametrize(
    ("text", "named", "reason"),
    [
        (QUESTION, {"reader": "nurse"}, "'nurse' is not a reader"),
        (QUESTION, {"reader": ""}, "'' is not a reader"),
        (QUESTION, {"about": "balloon-in-mitral-regurgitatoin"}, "Did you mean 'balloon-in-mitral-regurgitation'"),
        ("", {}, "empty"),
        ("  \n", {}, "empty"),
        ("x" * 100_000, {}, "100000 characters; at most 1000"),
    ],
)
def test_wrong_input_is_refused_with_its_reason(answerer, text, named, reason):
    with pytest.raises(InputError, match=reason):
        answerer.answer(text, **named)


@pytest.mark.parametrize(
    "text",
    ["x" * 1000, "\x00\x1b[31m", "'; drop table passage; --", "<script>", "{{ 7 * 7 }}", "?" * 1000, "\ud800?",
     "🫀" * 40],
)  # fmt: skip
def test_hostile_questions_are_not_answered(answerer, text):
    assert not answerer.answer(text).answered


def test_two_parts_open_one_answer_if_each_is_clearly_answered(answerer):
    answer = answerer.answer("is the balloon pump painful and how long does it normally stay in for", "patient")
    other = answerer.article("how-long-a-balloon-can-stay", "patient")
    assert answer.article == "does-a-balloon-pump-hurt"
    assert answer.sections[0].sentences[1].text == other.sentences[0].text
    assert set(other.sentences[0].statements) <= set(answer.versions), "what the second sentence rests on is told too"
    assert answer.related[0].article == other.article


def test_a_part_that_is_not_clearly_answered_adds_no_sentence(answerer):
    answer = answerer.answer("how exactly does the balloon pump raise coronary flow, and does it in severe stenosis?")
    own = {each.text for each in answerer.article(answer.article).sentences}
    assert {each.text for each in answer.sentences} == own


def test_a_choice_shows_bottom_lines_and_not_a_mixture(small):
    other = article(
        head=HEAD.replace("subject: [iabp, aortic_regurgitation]", "subject: [impella, mitral_regurgitation]")
    )
    both = {"small-one": article(), "other-one": replace(other, id="other-one")}
    chooser = Answerer(replace(small, articles=both))
    answer = chooser.answer("the rationale please, what goes wrong?")
    assert answer.message == EITHER
    assert {section.article for section in answer.sections} == set(both)
    for section in answer.sections:
        texts = [each.text for each in chooser.article(section.article).sections[0].sentences]
        assert [each.text for each in section.sentences] == texts[: len(section.sentences)]


def test_a_follow_up_is_about_the_subject_of_the_page(answerer):
    answer = answerer.answer("and in MR?", about="balloon-in-aortic-regurgitation")
    assert answer.article in ("balloon-in-mitral-regurgitation", "aortic-against-mitral-regurgitation")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Warum ist die Ballonpumpe bei Aorteninsuffizienz kontraindiziert?", "Die Antworten"),
        ("¿Por qué está contraindicado el balón de contrapulsación en la insuficiencia aórtica?", "Las respuestas"),
    ],
)
def test_other_languages_are_told_that_the_answers_are_english(answerer, text, begins):
    answer = answerer.answer(text)
    assert answer.article in ("balloon-in-aortic-regurgitation", "contraindications-of-the-balloon")
    assert answer.notices[0].startswith(begins)


def test_another_subject_in_another_language_is_refused_in_it(answerer):
    answer = answerer.answer("Wie wird das Wetter morgen in Berlin, und was ist mit dem Regen?")
    assert not answer.answered
    assert answer.notices == ("Die Antworten gibt es nur auf Englisch.",)
    assert answer.language == "de"


def test_the_run_of_a_patient_stands_beside_the_text(answerer):
    run = run_patient(Patient.preset("acute_severe_ar"), "acute_severe_ar", with_balloon=True)
    answer = answerer.answer(QUESTION, patient_run=run)
    section = answer.sections[-1]
    assert section.title == "This model patient"
    assert "not of a person" in section.sentences[0].text
    assert {sentence.runs for sentence in section.sentences} == {(run.run,)}
    assert answer.references[-1].commands == ("diastole compare acute_severe_ar",)


def test_what_was_misspelt_is_told(answerer):
    answer = answerer.answer("why is the balloon pump contraindicated in aortic regurgitatoin")
    assert any("regurgitatoin" in notice for notice in answer.notices)


def test_the_data_of_the_bench_come_with_the_answer(answerer):
    for id_ in answerer.library.articles:
        bench = AskJson.of(answerer.article(id_)).json_object()["bench"]
        assert all(bench[key] for key in ("patient", "arms", "controls")), id_


def test_the_json_is_plain_data(answerer):
    for text in (QUESTION, "How do I bake bread?", "and in MR?"):
        assert json.loads(json.dumps(AskJson.of(answerer.answer(text)).json_object()))["schema"] == "diastole/ask/3"
