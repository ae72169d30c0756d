"""A false belief is set right only where a question really takes it for granted."""

import pytest

from diastole.answers.lexicon import load_lexicon
from diastole.answers.paraphrases import in_standard_words
from diastole.answers.sentence_meaning import read_meaning


@pytest.mark.parametrize(
    ("belief", "fact", "may"),
    [
        ("a short half time proves a leak", "short half time suggests a leak", False),
        ("a wide pulse is a sign", "the pulse is normal", False),
        ("air is used if helium runs out", "helium is used instead of air", False),
        ("the murmur is loud", "the loud murmur is long", True),
        ("it is longer in acute than in chronic leaks", "it is longer in acute leaks", True),
    ],
)
def test_sentences_that_are_bound_differently_say_different_things(belief, fact, may):
    one, other = (read_meaning(text, load_lexicon()) for text in (belief, fact))
    assert one.is_bound_like(other) is may


@pytest.mark.parametrize(
    ("text", "is_false"),
    [
        ("eccentric hypertrophy, why in AR", False),
        ("why does wedge underestimate LVEDP", False),
        ("because the LV is compliant in chronic AR, is LVEDP normal?", False),
        ("why is the balloon ok in MR and bad in AR", False),
        ("helium is used instead of air, why", False),
        ("Since IABP is contraindicated in AR and Impella too, what is left?", False),
        ("Since femoral cannulation may cause leg ischaemia, how is it prevented?", False),
        ("Given that ECMO raises afterload, how is the LV unloaded?", False),
        ("Since VA-ECMO raises LV afterload, how do we unload the ventricle?", False),
        ("why must he lie on the left side", False),
        ("you cannot have children with a leaky valve", False),
        ("why avoid tachycardia in mitral stenosis", False),
        ("why does the mitral valve shut before systole in sudden severe AR", False),
        ("what is the dicrotic notch and why does inflation start there", False),
        ("Why did IABP-SHOCK II show no benefit for survival?", False),
        ("Why is early deflation the gravest error of timing?", True),
        ("My aunt has the balloon in her aorta. The balloon goes in by way of a vein, how big is it?", True),
        ("Why is the balloon inserted via the vein of the neck?", True),
        ("Since the balloon inflates in systole, how does it lower afterload?", True),
        ("Why can surgery wait in acute severe aortic regurgitation?", True),
        ("Given that ACC/AHA recommends IABP as class IIa bridge in acute AR, how long may it stay?", True),
        ("Why does the IABP lower coronary perfusion pressure in diastole?", True),
        ("As endocarditis is a rare cause of acute AR, cultures can wait?", True),
        ("Why is AR a contraindication for the balloon pump but mitral regurgitation an indication?", False),
        ("Why is the balloon pump ruled out in aortic and allowed in mitral regurgitation?", False),
        ("Why does the balloon pump help in mitral regurgitation and harm in aortic regurgitation?", False),
        ("Why do guidelines rule out the balloon pump in mitral regurgitation and allow it in AR?", True),
        ("Why does the balloon pump help in aortic regurgitation and harm in mitral regurgitation?", True),
        ("how is early inflation corrected on the console", False),  # the belief names the means, the question does not
        ("DanGer shock cut deaths yet more patients needed dialysis on the pump. What explains that?", False),
        ("In IABP-SHOCK II the pump cut deaths, why is it not recommended", True),
        ("DanGer shock cut deaths, so why does the balloon pump lower mortality in cardiogenic shock too", True),
        ("why does the mitral valve shut early when the aortic valve leaks", False),
        ("Since early mitral closure is a sign of mitral valve disease, when is the valve replaced", True),
        ("What anticoagulation does an IABP need", False),  # asks which, and whether any is not said
        ("which blood thinner does the balloon pump require", False),
        ("why must everybody on the balloon have heparin", True),
        ("how often does an intra-aortic balloon burst", False),
        ("how often is lactate measured in shock", False),
        ("why does the balloon burst so often", True),
        ("why does the left ventricle distend on ECMO", False),
        ("why does ECMO empty the left ventricle", True),
        ("How do they take the balloon pump out and does it hurt", False),
        ("why does taking the pump out mean the doctors have given up", True),
        ("tip lies in the aortic arch on the film, what next", False),
        ("ACT before IABP removal, which value", False),
        ("balloon or Impella on ECMO, which decompresses more", False),
        ("what saves lives in cardiogenic shock", False),
        ("why can nobody say if the pump will heal her inflamed heart", False),
        ("when is a beta blocker stopped in aortic regurgitation", False),
        ("How do you run ECMO when the aortic valve leaks?", False),
        ("MRI with a balloon pump in: allowed or not, and what instead?", False),
        ("Given this: the balloon inflates in systole. Why is that?", True),
        ("which vasopressor is preferred in acute severe aortic regurgitation?", False),
        ("which beta blocker is used in aortic dissection with AR", False),
        ("what beta blocker is best in acute severe AR", True),
        ("which size of balloon is preferred in severe aortic regurgitation", True),
    ],
)
def test_only_what_is_false_and_taken_for_granted_is_corrected(answerer, text, is_false):
    assert bool(answerer.answer(text).premises) is is_false


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ECMO saved lives in the trial", "ECMO lowers mortality in the trial"),
        ("ECMO improved 30-day survival", "ECMO cut 30-day mortality"),
        ("the deadliest error", "the most dangerous error"),
        ("everybody must have heparin", "each patient has to have heparin"),
    ],
)
def test_the_same_relation_in_other_words_reads_alike(one, other):
    assert in_standard_words(one) == in_standard_words(other)


@pytest.mark.parametrize(
    "text", ["the pump lowers mortality", "the mustard", "permanently", "an indicated pressure of 3:1"]
)
def test_words_are_replaced_whole_and_mortality_keeps_its_direction(text):
    assert in_standard_words("the pump raises mortality") != in_standard_words("the pump lowers mortality")
    assert in_standard_words(in_standard_words(text)) == in_standard_words(text)


@pytest.mark.parametrize("disease", ["type A dissection", "severe aortic regurgitation", "severe coagulopathy"])
@pytest.mark.parametrize(
    "asks", ["Which size of balloon pump do you choose in {}?", "How long do I leave a balloon pump in with {}?"]
)
def test_who_asks_how_to_do_what_is_forbidden_takes_for_granted_that_it_is_allowed(answerer, asks, disease):
    assert answerer.answer(asks.format(disease)).premises


@pytest.mark.parametrize(
    "text",
    [
        "Which size of balloon pump do you choose in acute mitral regurgitation?",
        "How is nitroprusside given in acute aortic regurgitation?",
        "When should a balloon pump be started in cardiogenic shock?",
        "How long do I leave LAVA-ECMO in with severe aortic regurgitation?",
        "When should a balloon pump not be used in aortic dissection?",
        "Which drug do you give instead of a balloon pump in severe aortic regurgitation?",
        "How do you set up a balloon pump in mild aortic regurgitation?",
        "What should be done with a balloon pump in place when aortic regurgitation is found?",
        "What is the use of a balloon pump in aortic regurgitation?",
        "What do guidelines say about balloon pump use in aortic regurgitation?",
        "How is aortic regurgitation graded before a balloon pump is placed?",
        "How should a balloon pump be used after the aortic valve was replaced for aortic regurgitation?",
        "When can I use a balloon pump after surgery for type A dissection?",
        "How do I use a vent in VA-ECMO with aortic regurgitation?",
    ],
)
def test_what_may_be_done_is_not_corrected_where_somebody_asks_how(answerer, text):
    assert not answerer.answer(text).premises


def test_warfarin_in_the_first_trimester_is_not_taken_for_safe(answerer):
    believed = "since warfarin is safe in the first trimester, which dose do I give her with a metal valve?"
    answer = answerer.answer(believed)
    assert answer.reason == "dosing"
    assert "first trimester" in answer.premises[0]
    assert not answerer.answer("is warfarin safe in the first trimester with a metal valve?").premises


def test_a_dose_is_refused_and_the_belief_behind_it_corrected(answerer):
    answer = answerer.answer("which beta blocker dose do you start in acute severe AR to slow the heart?")
    assert answer.reason == "dosing"
    assert "acute aortic regurgitation" in answer.premises[0]


@pytest.mark.parametrize(
    "text",
    [
        "They said the balloon pump takes over the heart completely, so is her own heart switched off?",
        "how long should I pause the balloon pump and disconnect it before I defibrillate?",
        "Why is a DOAC the anticoagulant of choice for mechanical valves?",
    ],
)
def test_what_others_said_and_what_is_done_on_the_way_is_taken_for_granted(answerer, text):
    assert answerer.answer(text).premises
