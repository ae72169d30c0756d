import pytest

from diastole.answers.answer import Answer
from diastole.answers.answerer import Answerer
from diastole.answers.follow_ups import is_follow_up
from diastole.answers.refusals import load_refusal_rules, refuse
from diastole.knowledge.articles.article import READERS
from tests.answers.score import shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("My wife has AR and cannot breathe", "emergency"),
        ("What dose of dobutamine should I give my patient?", "dosing"),
        ("nitroprusside dose for Mr Miller, 80 kg", "dosing"), ("Is a gastric balloon useful?", "domain"),
        ("I took 40 beta-blocker tablets", "emergency"), ("max dopamine dose before inserting IABP", "dosing"),
        ("my father is 82, should he get the pump?", "verdict"), ("How do I cook rice?", "domain"),
        ("acute severe", "domain"), ],
)  # fmt: skip
@pytest.mark.parametrize("reader", ["clinician", "patient"])
def test_refused_to_everybody(answerer, text, reason, reader):
    answer = answerer.answer(text, reader)
    assert not answer.answered
    assert answer.reason == reason
    assert answer.message
    assert not answer.sections


def test_a_verdict_for_a_person_is_refused_with_the_nearest_articles(answerer):
    answer = answerer.answer("Is a balloon pump safe for my mother with a leaky aortic valve?", "patient")
    assert answer.reason == "verdict"
    assert answer.related


@pytest.mark.parametrize("text", ["Am I allowed to eat on the pump?", "can he have an MRI with the balloon in"])
def test_a_question_about_daily_life_is_no_verdict(answerer, text):
    assert answerer.answer(text, "patient").answered


def test_an_emergency_goes_before_everything(answerer):
    answer = answerer.answer("How many mg of metoprolol for my husband, he collapsed and has no pulse", "patient")
    assert answer.reason == "emergency"
    assert "emergency number" in answer.message
    assert answer.related == ()


@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself", "since the balloon pump I want to die", "I feel suicidal after intensive care",
        "my dad says he wants to die on the pump", "I don't want to live like this any more",
        "suicidal thoughts after the heart attack", "I took 40 tablets to end my life", "i think about ending my life",
        "he says he is better off dead",
    ],
)  # fmt: skip
@pytest.mark.parametrize("reader", READERS)
def test_thoughts_of_suicide_get_a_crisis_line(text, reader):
    refusal = refuse(text.lower(), reader)
    assert refusal is not None
    assert refusal.reason == "emergency"
    assert "988" in refusal.text
    assert "116 123" in refusal.text
    assert "emergency number" in refusal.text


@pytest.mark.parametrize(
    "text",
    [
        "does stopping it mean that i kill myself", "suicide ventricle after tavr and counterpulsation",
        "is refusing the pump suicide, my wife asks", "how many people die on the pump",
        "when is the pump switched off at the end of life",
    ],
)  # fmt: skip
def test_a_question_that_only_names_death_gets_no_crisis_line(text):
    assert refuse(text, "patient") is None


def test_the_last_rule_is_for_everything_outside_the_domain():
    assert [rule.refusal.reason for rule in load_refusal_rules()][-1] == "domain"


@pytest.mark.parametrize(
    "text", ["Can an IABP be rented?", "Is IABP good for the stock market?", "ECMO for ARDS in covid"]
)
def test_a_subject_alone_does_not_answer_what_is_asked_about_it(answerer, text):
    answer = answerer.answer(text)
    assert answer.reason == "domain"
    assert answer.related  # what can be asked instead


class Signpost(Answerer):
    """Chooses as an answerer does, and leaves out the text of what is chosen: `test_answer` puts each together."""

    def _composed(self, text, ordered, reader, *more):
        return Answer(text, reader, answered=True, article=ordered.article.id)


@pytest.fixture
def signpost(answerer):
    return Signpost(answerer.library)


@pytest.mark.slow
def test_the_question_of_each_article_and_each_of_its_wordings_lead_to_it(signpost):
    library = signpost.library
    asked = [(one, text) for one in library.articles.values() for text in (one.head.question, *one.head.wordings)]
    for one, text in asked:
        page = one.id if is_follow_up(text, library.lexicon) else ""
        for reader in READERS:
            answer = signpost.answer(text, reader, about=page)
            if answer.reason in ("verdict", "dosing", "emergency"):  # asked about a person, whatever the article says
                continue
            assert one.id in shown(answer), f"{one.id}, to a {reader}: {text}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("what is ECMO and why does my son need it", None),
        ("how often must I get the heart scan", None),
        ("since the pump is MR unsafe, what imaging can be used?", None),
        ("As the pump is MR conditional, which sequences are run?", None),
        ("if we ask them to stop the machine will he die straight away", None),
        ("how will the doctors know when to take my father off ECMO", None),
        ("is the heparin dose in the purge counted into the total?", None),
        ("who signs the consent if my wife is unconscious and needs the pump", None),
        ("which signs mean I must call the ambulance", None),
        ("why is there no pulse on the monitor while she is on the ECMO", None),
        ("why does my dad have the pump? should he get an operation", "verdict"),
        ("my dad is 82 and has AR, can he have the pump", "verdict"),
        ("is mr miller suitable", "verdict"),
        ("what happens if a dose of warfarin is missed with a metal valve", None),
        ("what should somebody do who missed a dose of warfarin", None),
        ("I missed a dose of warfarin, how many mg should I take tonight", "dosing"),
        ("who is responsible for timing the balloon on the ward", None),
        ("is heparin to blame for low platelets", None),
        ("is the leak my fault", None),
        (
            "who was to blame when the perfusionist put the balloon on standby 40 minutes, me or the registrar",
            "verdict",
        ),
        ("whose fault is it that my dad lost his leg", "verdict"),
        ("the balloon stood still for an hour, is the registrar to blame", "verdict"),
        ("what do I do if he collapsed", "emergency"),
        ("when he collapsed I called, he is not breathing", "emergency"),
    ],
)
def test_a_general_question_is_no_verdict_order_or_emergency_and_hides_none(text, reason):
    refusal = refuse(text.lower(), "patient")
    assert (refusal and refusal.reason) == reason


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("how is tricuspid regurgitation measured", False),
        ("AR glasses or a VR headset", False),
        ("how do I bleed the radiator valve", False),
        ("tricuspid regurgitation and the balloon pump", True),  # an article is asked about it
        ("valvuloplasty on VA-ECMO has left severe AR, what now", True),  # two things of ours beside it
        ("balloon pump in AR", True),
        ("anaesthesia for severe AS hip fracture: spinal ok? vasopressor of choice?", True),  # a disease of ours
        ("hip fracture with severe mitral stenosis, which anaesthetic", True),
        ("Free wall rupture tamponade: pericardiocentesis or not", True),
        ("mitral stenosis with AF 150 and pulm oedema on labour ward, drug priorities", True),
        ("low gradient severe aortic stenosis and a CT calcium score of 1600, woman", True),
        ("AF and mitral stenosis, CHA2DS2-VASc 0, anticoagulate?", True),
        ("coronary calcium score 400 what now", False),
        ("CHA2DS2-VASc in a 70 year old with atrial fibrillation", False),
        ("do statins slow down the progression of aortic stenosis", False),
        ("MR of the knee, how long does the scan take", False),
        ("What is 17 times 23?", False),
        ("how much is 12 x 40", False),
    ],
)
def test_a_thing_of_another_subject_is_refused_unless_it_comes_with_ours(answerer, text, answered):
    assert answerer.answer(text).answered is answered


@pytest.mark.parametrize(
    "text",
    [
        "should I stop my bisoprolol, I have a leaky aortic valve and pulse is 52 and i feel dizzy",
        "my pulse is 48 on metoprolol, should I skip tonight's tablet",
        "can I leave out my beta blocker, I feel dizzy and my valve leaks",
        "is it ok if I halve my ramipril because I am dizzy",
        "shall i double my furosemide, my ankles are swollen and I have a leaky valve",
        "do I need to stop my warfarin before the dentist, INR was 3.1 this morning",
        "I feel faint on amlodipine and I have a leaky valve, can I stop it",
        "may I take less bisoprolol because my pulse is 50",
        "my blood pressure is 90, should i take my losartan today",
        "I take bisoprolol 5 and have a leaking aortic valve, can I stop it tomorrow?",
        "can I stop my bisoprolol tomorrow, I have a leaking aortic valve",
        "I have a leaking aortic valve and I'm on bisoprolol. OK to skip tonight's tablet?",
        "my mum takes ramipril for her valve, can she halve it",
        "Dad is on warfarin with a metal valve, should he miss tonight's tablet?",
        "could my bisoprolol be stopped, I've a leaky valve",
        "I'm thinking of stopping my beta blocker because of cold hands",
        "do I still need to take my furosemide",
        "I've a mechanical valve, can I change warfarin to apixaban?",
    ],
)
@pytest.mark.parametrize("reader", READERS)
def test_whether_to_change_ones_own_tablets_is_declined_with_where_to_go(text, reader):
    refusal = refuse(text.lower(), reader)
    assert refusal is not None
    assert refusal.reason == "verdict"
    assert "ring them today" in refusal.text
    assert "emergency number" in refusal.text


@pytest.mark.parametrize(
    "text",
    [
        "can my husband have the balloon pump", "can my mother have a valve operation at 84", "will my dad survive",
        "should my wife get the clip", "can my father get a TAVI with his kidneys", "can mr Smith have an Impella",
        "does my mother have to have the operation", "can my husband get a heart transplant instead of the pump",
        "My mother Teresa, 84, EF 25%, on ECMO 9 days. Should we tell them to turn it off?",
        "Dad is 79 and on the balloon 12 days, should we let them take it out?",
        "Should the family ask them to stop the machine? my husband is on ECMO",
        "my wife has been on the Impella two weeks, is it time to switch it off",
        "My aunt is 71 with severe AS, should she have the TAVI or the operation?", "should I have the clip",
        "should they turn the ECMO off, my brother is on it", "she is on ECMO and her kidneys failed. Do we carry on?",
    ],
)  # fmt: skip
def test_whether_a_relative_gets_a_treatment_is_a_verdict(text):
    refusal = refuse(text.lower(), "patient")
    assert refusal is not None
    assert refusal.reason == "verdict"
    assert "ring them today" not in refusal.text


@pytest.mark.parametrize(
    "text",
    [
        "can my husband and I have sex after his valve operation", "can my wife have a bath with the balloon pump",
        "can my father have visitors on ECMO", "can my dad have an MRI with his new valve",
        "does my mother have to lie flat with the pump and have help with eating",
        "does my wife have to have blood thinners for life with a metal valve",
        "can my sister have a baby with a leaky aortic valve", "can my uncle have a beer after his valve surgery",
        "will my husband have pain when the balloon comes out", "is my husband going to have a scar after TAVI",
        "why did they stop my father's beta blocker when his valve leaks", "should I stop lifting weights",
        "when is a beta blocker stopped in aortic regurgitation", "what happens if people stop warfarin",
        "should I stop heparin today, the patient's platelets fell and his pulse is 120",
        "what happens if I stop my bisoprolol", "why can't I stop my warfarin", "can I stop the balloon pump suddenly",
        "how long before the operation should I stop my warfarin", "can he stop coughing with the balloon in",
        "can I stop heparin on the balloon pump when platelets fall", "can I take paracetamol with my warfarin",
        "My mother is on ECMO. Who decides when it is turned off?", "should we talk to my mother while she is on ECMO",
        "when should ECMO be turned off", "do they take the balloon out when he has died",
        "should we stop the balloon pump before an echo, patient with AR", "should we turn off the balloon during CPR",
    ],
)  # fmt: skip
def test_what_a_relative_has_beside_treatment_is_no_verdict(text):
    assert refuse(text.lower(), "patient") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("which rate of dobutamine should I run in my lady of 62 kg", "dosing"),
        ("how fast do I run nitroprusside for my patient", "dosing"),
        ("what rate of noradrenaline raises the afterload", ""), ("how fast does nitroprusside work", ""),
        ("what rate of limb ischaemia is seen with heparin", ""), ("what rate should I pace at on dobutamine", ""),
        ("should people with severe MR have the clip or the operation", ""), ("when should he have the clip", ""),
        ("should he have an echo before the clip", ""),
    ],
)  # fmt: skip
def test_the_rate_of_a_drug_and_the_choice_for_a_person_are_declined_and_general_ones_are_not(text, reason):
    refusal = refuse(text.lower(), "clinician")
    assert (refusal.reason if refusal else "") == reason


@pytest.mark.parametrize(
    ("text", "about", "answered"),
    [
        ("late problems after a Ross in young adults", "", True), ("who was Diana Ross", "", False),
        ("Stanford type B, which device?", "", True), ("the best Stanford university course", "", False),
        ("leaflet thrombosis after TAVI, how is it treated?", "", True), ("pet cremation costs", "", False),
        ("can my pet have a balloon pump", "", False), ("does PET help early on", "support-in-endocarditis", True),
        ("what price is paid for that", "danger-shock", True), ("what is the share price", "danger-shock", False),
        ("which football team won", "danger-shock", False),
        ("build a chatbot with react", "how-an-impella-works", False),
        ("root canal or implant", "how-an-impella-works", False),
        ("would you balloon her valve", "pregnancy-with-a-narrow-or-artificial-valve", True),
    ],
)  # fmt: skip
def test_names_of_ours_and_follow_ups_without_a_subject_are_answered_and_those_of_others_are_not(
    answerer, text, about, answered
):
    assert answerer.answer(text, about=about).answered is answered
