"""Which kind of answer is asked for decides where a follow-up begins that says nothing else."""

import pytest

from diastole.answers.answer_kinds import gives, is_bare, kinds_asked, missed, share_asking
from diastole.answers.lexicon import load_lexicon

LANGUAGE = load_lexicon()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("why?", "reason"), ("why not?", "reason"), ("how common is it", "frequency"), ("by how much?", "amount"),
        ("how would they notice", "sign"), ("what should I do then?", "action"), ("is it safe then?", "danger"),
        ("What's the evidence for this?", "evidence"), ("what are the alternatives then?", "alternative"),
    ],
)  # fmt: skip
def test_a_bare_question_asks_for_a_kind_of_answer_and_nothing_else(text, kind):
    assert kind in kinds_asked(text)
    assert is_bare(text, LANGUAGE)


@pytest.mark.parametrize(
    "text", ["and in MR?", "why does it recirculate?", "how long can surgery wait?", "so what?", ""]
)
def test_what_names_something_is_not_bare(text):
    assert not is_bare(text, LANGUAGE)


@pytest.mark.parametrize(
    ("kind", "text", "other"),
    [
        ("reason", "It comes out early, since clots form.", "It comes out early."),
        ("reason", "Flow falls, so pressure falls.", "Flow is as low as before."),
        ("duration", "It stays for a few days.", "It stays in the groin."),
        ("frequency", "Fewer than one in a hundred bled.", "Some bled from the groin."),
        ("frequency", "Bleeding occurred in 3.4 %.", "Bleeding occurred."),
        ("amount", "Output rises by {rise cardiac_output}.", "Output rises."),
    ],
)
def test_sentences_give_a_kind_of_answer_by_their_words(kind, text, other):
    assert gives(kind, text)
    assert not gives(kind, other)


def test_the_share_that_asks_grows_with_the_questions_and_never_reaches_one():
    assert share_asking("reason", ()) == 0.0
    assert share_asking("reason", ("why so?",)) < share_asking("reason", ("why so?", "why now?")) < 1.0
    assert share_asking("reason", ("how long?", "why now?")) < share_asking("reason", ("why so?", "why now?"))


@pytest.mark.parametrize(
    ("text", "about", "reader", "title"),
    [
        ("how many was that?", "lvad-and-aortic-regurgitation", "clinician", "How often, and with what outcome"),
        ("what are the signs?", "balloon-rupture", "patient", "How they notice"),
        ("what should be used instead?", "treatment-of-acute-aortic-regurgitation", "clinician", "The bridge"),
        ("when is it misleading?", "pressure-half-time", "trainee", "Why a short one may deceive"),
        ("until when?", "septal-rupture", "clinician", "Timing of the repair"),
        ("what do I do then?", "distended-ventricle-on-va-ecmo", "clinician", "What is done"),
    ],
)
def test_a_bare_follow_up_begins_with_the_section_of_its_page_that_gives_it(answerer, text, about, reader, title):
    answer = answerer.answer(text, reader, about=about)
    assert answer.article == about
    assert answer.sections[0].title == title


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("how would they notice", "organ-perfusion-on-the-balloon"),
        ("is that an emergency?", "balloon-rupture"),
        ("what are the signs?", "balloon-rupture"),
    ],
)
def test_a_bare_follow_up_stays_with_an_article_that_is_asked_for_its_kind(answerer, text, about):
    assert answerer.answer(text, "patient", about=about).article == about


def test_what_no_section_of_the_page_is_asked_for_may_be_answered_elsewhere(answerer):
    page = answerer.library.articles["limb-ischaemia"]
    asked = [text for texts in page.asked.values() for text in texts]
    assert not any("alternative" in kinds_asked(text) for text in asked)
    assert answerer.answer("what are the alternatives?", about=page.id).article in (page.id, *page.head.related)


def test_a_bare_follow_up_leaves_its_page_only_for_an_article_on_that_kind_of_answer(answerer):
    assert answerer.answer("what are the risks?", "trainee", about="how-an-impella-works").article == (
        "complications-of-an-impella"
    )
    assert answerer.answer("for how long?", "patient", about="in-bed-with-a-balloon").article == "in-bed-with-a-balloon"


def test_a_heading_that_names_the_kind_of_answer_counts(answerer):
    answer = answerer.answer("how often?", about="infection-on-the-balloon")
    assert answer.sections[0].title == "How often"


def test_a_comparison_keeps_the_device_of_the_page(answerer):
    about = "how-an-impella-works"
    assert "impella" in answerer.library.articles[about].head.subject
    compared = answerer.answer("is it better than the balloon?", "trainee", about=about)
    assert compared.article == "impella-against-the-balloon"
    replaced = answerer.answer("and with the balloon in septal rupture?", "trainee", about=about)
    assert "iabp" in answerer.library.articles[replaced.article].head.subject


@pytest.mark.parametrize(
    ("text", "about", "article"),
    [
        ("and the relative ones?", "contraindications-of-the-balloon", "relative-contraindications"),
        ("what if the heart stops?", "trigger-of-the-balloon", "cpr-with-a-balloon"),
    ],
)
def test_a_follow_up_that_leaves_its_page_begins_with_an_opening_unless_a_section_is_much_closer(
    answerer, text, about, article
):
    answer = answerer.answer(text, "trainee", about=about)
    assert answer.article == article
    assert answer.sections[0].title == "Short answer"


@pytest.mark.parametrize(
    ("question", "asked", "told", "what"),
    [
        ("how long?", (), "It stays in the groin.", "how long"),
        ("how long?", (), "It stays for a few days.", ""),
        ("how long?", ("how long does it stay", "until when"), "It stays in the groin.", ""),
        ("how long can surgery wait?", (), "It stays in the groin.", ""),  # not bare
        ("why?", (), "It comes out early.", ""),  # a reason may be given in any words
        ("is that proven?", (), "In dogs it helped.", ""),
    ],
)
def test_what_an_opening_does_not_say_is_named(question, asked, told, what):
    assert missed(question, asked, told, LANGUAGE) == what


def test_a_bare_follow_up_is_told_what_the_answer_does_not_say(answerer):
    library, question = answerer.library, "what are the alternatives?"
    told = {note for id_ in sorted(library.articles)[::8] for note in answerer.answer(question, about=id_).notices}
    assert "What is shown here does not say what there is instead." in told
    assert answerer.answer("What are the alternatives to the balloon pump?").notices == ()
