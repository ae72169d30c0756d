"""Declared interests: which maker, and what it bars."""

import pytest

from diastole.errors import InputError
from diastole.knowledge.evidence.closed_lists import ENTITIES
from diastole.review.interests import find_bar, named_makers
from diastole.review.makers import load_makers, parse_makers

BALLOON = ("iabp",)


SPELLINGS = {
    "Abiomed": (
        "Abiomed", "ABIOMED", "consultant for abio-med, 2019", "shares of Abiomedd", "formerly Abiomed",
        "none with Abiomed", "Abiomed's advisory board", "ex-Abiomed", "Ａｂｉｏｍｅｄ", "Johnson & Johnson",
        "johnson and johnson", "Johnson&Johnson shares", "J&J", "lectures on Impella",
    ),
    "Teleflex": ("Teleflex", "grant of Arrow"),
    "Getinge": ("Gettinge", "Maquet GmbH", "datascope"),
    "LivaNova": ("Liva Nova", "CardiacAssist", "Tandem Life"),
    "Abbott": ("St. Jude Medical", "St Jude", "Thoratec", "Abbot"),
    "Medtronic": ("Heart-Ware", "Medtronics"),
    "Edwards": ("Edwards Lifesciences", "Edward Lifesciences"),
    "JenaValve": ("Jena Valve",),
    "Boston Scientific": ("Boston Scientiffic",),
}  # fmt: skip


@pytest.mark.parametrize(("maker", "text"), [(maker, text) for maker, texts in SPELLINGS.items() for text in texts])
def test_a_maker_is_known_in_its_spellings(maker, text):
    assert named_makers(text) == (maker,)


@pytest.mark.parametrize(
    "text",
    [
        "none declared", "None", "no conflicts of interest", "grant of the Arrowsmith Trust", "narrow",
        "Barrow Neurological Institute", "St Jude Children's Research Hospital", "Boston University",
        "employee of Abbott Northwestern Hospital", "Edward Lee's laboratory", "Johnson Foundation",
        "editor of BioMed Central", "getting no fees", "research on aortic regurgitation", "College of Life Sciences",
        "speaker fees of Novartis", "grant of the British Heart Foundation", "no ties to any device manufacturer",
        "consultant cardiologist, University Hospital", "not paid by any company", "None, and no company pays me",
        "research funding of the NIH", "author of a textbook on balloon pumps",
    ],
)  # fmt: skip
def test_other_interests_name_no_maker_and_do_not_bar(text):
    assert named_makers(text) == ()
    assert find_bar(text, BALLOON) == ""


@pytest.mark.parametrize("maker", [maker.name for maker in load_makers().makers])
def test_every_maker_bars_its_own_devices(maker):
    makers = {one.name: one for one in load_makers().makers}
    assert maker in named_makers(f"speaker fees of {maker}")
    for device in makers[maker].makes:
        assert f"in {maker} is declared" in find_bar(f"speaker fees of {maker}", (device,))


def test_the_refusal_names_maker_device_and_what_to_do():
    own = find_bar("shares of Getinge", BALLOON)
    assert own == (
        "an interest in Getinge is declared, which makes the balloon pump, and this is about it; another reviewer has "
        "to; who has no such interest writes 'none declared'"
    )
    rival = find_bar("formerly Abiomed", BALLOON)
    for words in ("Abiomed", "Impella", "the balloon pump", "a rival among mechanical circulatory support"):
        assert words in rival


@pytest.mark.parametrize(
    ("interests", "devices", "is_barred"),
    [
        ("Edwards", ("tavr",), True), ("Edwards", ("surgical_valve", "iabp"), True), ("Edwards", BALLOON, False),
        ("JenaValve", ("surgical_valve",), True), ("Abiomed", ("tavr",), False), ("LivaNova", ("lvad",), True),
        ("Boston Scientific", BALLOON, False), ("Medtronic", BALLOON, True), ("Edwards and Teleflex", BALLOON, True),
        ("Abiomed", (), False), ("speaker fees of a pump maker", (), False),
    ],
)  # fmt: skip
def test_rivals_are_those_of_the_group_and_without_a_device_nothing_bars(interests, devices, is_barred):
    assert bool(find_bar(interests, devices)) is is_barred


@pytest.mark.parametrize(
    "text",
    [
        "speaker fees of a pump maker", "consultant to a device company", "a manufacturer", "Industry support",
        "speaker fees", "honoraria in 2024", "fees for lectures", "patent on a balloon catheter",
        "stock in a start-up for valves", "none, apart from stock in a pump maker", "none but a grant of a company",
        "no longer consultant of a pump maker", "no fees; employed by a medtech firm", "Edwards, and a maker of pumps",
    ],
)  # fmt: skip
def test_who_speaks_of_a_maker_is_asked_for_its_name(text):
    assert "name it alone" in find_bar(text, BALLOON)


def test_every_device_of_the_vocabulary_has_its_rivals():
    devices = {entity for device in load_makers().devices.values() for entity in device.entities}
    assert {
        "iabp", "impella", "tandemheart", "va_ecmo", "lava_ecmo", "lvad", "mechanical_support", "tavr", "surgery",
        "pacing",
    } <= devices <= set(ENTITIES)  # fmt: skip


GOOD = """
devices: {iabp: {name: the balloon pump, entities: [iabp]}}
groups: {support: [iabp]}
makers: [{name: Teleflex, spellings: [], makes: [iabp]}]
unnamed: {makers: [], payments: [], devices: [], fillers: [], denials: [], not_denials: []}
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("makes: [iabp]", "makes: [ipad]", "what Teleflex makes is unknown: ipad"),
        ("support: [iabp]", "support: [impella]", "unknown: impella"),
        ("support: [iabp]", "support: []", "in no group: iabp"),
        ("entities: [iabp]", "entities: [balloon]", "an entity of iabp is unknown"),
        ("name: Teleflex", "title: Teleflex", "title' is unknown here"),
    ],
)
def test_a_wrong_list_of_makers_is_refused(old, new, said):
    assert parse_makers(GOOD).makers[0].name == "Teleflex"
    with pytest.raises(InputError, match=said):
        parse_makers(GOOD.replace(old, new))
