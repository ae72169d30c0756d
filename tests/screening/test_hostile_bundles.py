import copy
import json
import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.knowledge.fhir.bundle import MOST_RESOURCES
from diastole.knowledge.fhir.strict_json import DEEPEST, LARGEST_FILE
from diastole.knowledge.screening.verdict import screen
from tests.screening.bundles import (
    DISSECTION,
    ECHO_REPORT,
    bundle,
    bundle_of,
    condition,
    graded,
    observation,
    procedure,
)  # fmt: skip
from tests.screening.clean_record import facts, read


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "bundle.json, line 1, column 1"),
        (b"{", "bundle.json, line 1"),
        (b"null", "is not a JSON object"),
        (b"3 4", "line 1: neither JSON nor NDJSON"),
        (b"{}", "bundle.json.resourceType: is missing"),
        (b'{"resourceType": "Patient"}', "'Patient' alone says nothing"),
        (b"\xff\xfe{", "is not UTF-16 text (byte 3); save it as UTF-8"),
        (b"\xff", "is not UTF-8"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "'resourceType' is given twice"),
        (b'{"resourceType": "Bundle", "total": NaN}', "'NaN' is not a number"),
        (b'{"resourceType": "Bundle", "total": ' + b"9" * 5000 + b"}", "5000 digits"),
        (b'{"resourceType": "Basic"}\n{"resourceType": \n', "line 2: neither JSON nor NDJSON, one resource a line"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused_with_place_and_reason(raw, said):
    with pytest.raises(InputError, match=re.escape(said)):
        read(raw)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "bundle.json.entry: '{}' is not a list"),
        ([1], "bundle.json.entry[0]: '1' is not a block"),
        ([{}], "bundle.json.entry[0]: holds no resource"),
        ([None], "bundle.json.entry[0]: 'None' is not a block"),
        ([{"resource": {}}], "bundle.json.entry[0].resource: no resource, its resourceType is missing"),
        ([{"resource": {"resourceType": "Basic", "id": "x"}}], "Basic/x: a Basic is not read here"),
        ([{"response": {"status": "404 Not Found"}}], "bundle.json.entry[0]: answered by '404 Not Found'"),
        ([{"request": {"method": "DELETE", "url": "Observation?code=1"}}], "a deletion that does not say of what"),
    ],
)
def test_a_part_that_cannot_be_read_is_named_and_keeps_from_none_found(given, said):
    found = read(bundle_of(given))
    assert any(said in note for note in found.notes)
    assert said in found.facts["record.unread"].source


BAD = [
    ({"status": None}, "ar.vena_contracta", "its status is missing"),
    ({"status": 3}, "ar.vena_contracta", "its status is 3"),
    ({"code": None}, "record.unread", "has no code"),
    ({"code": "79948-6"}, "record.unread", "resource.code: '79948-6' is not a block"),
    ({"code": {"coding": [{"system": 5}]}}, "record.unread", "resource.code.coding[0].system: '5' is not text"),
    ({"valueQuantity": 7}, "ar.vena_contracta", "resource.valueQuantity: '7' is not a block"),
    ({"valueQuantity": {"value": "7", "unit": "mm"}}, "ar.vena_contracta", ".valueQuantity.value: '7' is not a number"),
    ({"valueQuantity": {"value": True, "unit": "mm"}}, "ar.vena_contracta", ".value: 'True' is not a number"),
    ({"component": 3}, "record.unread", "resource.component: '3' is not a list"),
    ({"component": [[]]}, "record.unread", "resource.component[0]: '[]' is not a block"),
    ({"effectiveDateTime": "24.11.2026"}, "ar.vena_contracta", "dated '24.11.2026', which is no time"),
    ({"effectiveDateTime": 2026}, "ar.vena_contracta", "dated '2026', which is no time"),
    ({"subject": "Patient/1"}, "record.unread", "resource.subject: 'Patient/1' is not a block"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "fact", "said"), BAD)
def test_a_broken_measurement_is_unknown_and_named(more, fact, said):
    found = facts(ECHO_REPORT, observation("79948-6", 7, "mm") | more)
    assert said in (found[fact].reason or found[fact].source)
    assert found["ar.vena_contracta"].value is None


@pytest.mark.parametrize("more", [more for more, fact, _ in BAD if fact != "record.unread"])
def test_a_broken_resource_that_no_rule_reads_blocks_nothing(more):
    glucose = observation("2345-7", 5, "mmol/L") | more
    found = facts(ECHO_REPORT, graded("mild"), glucose)
    assert found["ar.grade"].value == "mild"
    assert "record.unread" not in found.findings


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (b" " * (LARGEST_FILE + 1), "larger than 50 MB"),
        (bundle_of([{}] * (MOST_RESOURCES + 1)), f"holds {MOST_RESOURCES + 1} resources, more than {MOST_RESOURCES}"),
    ],
    ids=("size", "number"),
)
def test_size_and_number_are_limited(tree, said):
    with pytest.raises(InputError, match=said):
        read(tree)


@pytest.mark.parametrize("depth", [DEEPEST + 1, 900, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_depth_is_limited(depth, opening, closing):
    deep = opening * depth + "1" + closing * depth
    with pytest.raises(InputError, match=f"nested more than {DEEPEST} deep"):
        read(f'{{"resourceType": "Bundle", "extension": {deep}}}'.encode())


def test_a_usual_depth_is_fine():
    assert read(bundle(graded("mild"), extension=[[[[[[]]]]]])).facts["ar.grade"].value == "mild"


def test_a_number_that_overflows_markup_and_control_signs_are_unknown():
    raw = json.dumps(bundle(observation("79948-6", 7, "mm"))).replace('"value": 7', '"value": 1e999').encode()
    assert read(raw).facts["ar.vena_contracta"].value is None
    assert facts(observation("79948-6", 7, "<script>\x1b[31m"))["ar.vena_contracta"].value is None


def test_long_texts_and_floods_of_contradictions_are_cut_in_messages():
    long = facts(observation("79948-6", 7, "mm") | {"effectiveDateTime": "x" * 1_000_000})
    assert len(long["ar.vena_contracta"].reason) < 300
    flood = facts(*(observation("79948-6", 1 + number / 100, "mm") for number in range(1000)))
    reason = flood["ar.vena_contracta"].reason
    assert reason.startswith("contradictory: ")
    assert reason.endswith(" more")
    assert len(reason) < 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SOUND = [graded("severe"), observation("79948-6", 7, "mm"), condition(DISSECTION), procedure("33967"), ECHO_REPORT]


def paths(node, path=()):
    """Every place in a tree."""
    yield path
    for key, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from paths(inner, (*path, key))


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_any_change_of_a_sound_bundle_is_read_or_refused(data):
    """Whatever stands at any place: facts or an InputError, and a contraindication does not become "none found"."""
    tree = copy.deepcopy(bundle(*SOUND))
    *above, last = data.draw(st.sampled_from([path for path in paths(tree) if path]))
    node = tree
    for key in above:
        node = node[key]
    node[last] = data.draw(JSON)
    with suppress(InputError):
        assert screen(read(tree).facts).verdict in ("contraindicated", "data_needed")


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_refused(raw):
    with pytest.raises(InputError):
        read(raw)
