import json
import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diastole.errors import InputError
from diastole.screening.fhir import bundle_facts
from diastole.screening.fhir_bundle import DEEPEST, LARGEST_BUNDLE, MOST_ENTRIES
from diastole.screening.verdict import screen
from tests.screening.bundles import ECHO_REPORT, NOW, bundle, condition, graded, observation, procedure


def read(raw):
    return bundle_facts(raw, "bundle.json", NOW)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "bundle.json, line 1, column 1"),
        (b"{", "bundle.json, line 1"),
        (b"[]", "is not a JSON object"),
        (b"null", "is not a JSON object"),
        (b"{}", "bundle.json.resourceType: 'None' is not 'Bundle'"),
        (b'{"resourceType": "Patient"}', "'Patient' is not 'Bundle'"),
        (b"\xff\xfe", "is not UTF-8"),
        (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "'resourceType' stands twice"),
        (b'{"resourceType": "Bundle", "total": NaN}', "'NaN' is not a number"),
        (b'{"resourceType": "Bundle", "total": ' + b"9" * 5000 + b"}", "5000 digits"),
        (b'{"resourceType": "Bundle", "entry": {}}', "bundle.json.entry: '{}' is not a list"),
        (b'{"resourceType": "Bundle", "entry": [1]}', "bundle.json.entry[0]: '1' is not a block"),
        (b'{"resourceType": "Bundle", "entry": [{}]}', "bundle.json.entry[0].resource: is missing"),
        (b'{"resourceType": "Bundle", "entry": [{"resource": {}}]}', "entry[0].resource.resourceType: is missing"),
    ],
)  # fmt: skip
def test_what_is_no_bundle_is_refused_with_place_and_reason(raw, said):
    with pytest.raises(InputError, match=re.escape(said)):
        read(raw)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"status": None}, "resource.status: is missing"),
        ({"status": 3}, "resource.status: '3' is not text"),
        ({"code": None}, "resource.code: is missing"),
        ({"code": "79948-6"}, "resource.code: '79948-6' is not a block"),
        ({"code": {"coding": {"code": "x"}}}, "resource.code.coding: "),
        ({"code": {"coding": [{"system": 5}]}}, "resource.code.coding[0].system: '5' is not text"),
        ({"valueQuantity": 7}, "resource.valueQuantity: '7' is not a block"),
        ({"valueQuantity": {"value": "7", "unit": "mm"}}, "resource.valueQuantity.value: '7' is not a number"),
        ({"valueQuantity": {"value": True, "unit": "mm"}}, "resource.valueQuantity.value: 'True' is not a number"),
        ({"component": {}}, "resource.component: '{}' is not a list"),
        ({"component": [[]]}, "resource.component[0]: '[]' is not a block"),
        ({"effectiveDateTime": "24.11.2026"}, "resource.effectiveDateTime: '24.11.2026' is not a date"),
        ({"effectiveDateTime": 2026}, "resource.effectiveDateTime: '2026' is not text"),
        ({"subject": "Patient/1"}, "resource.subject: 'Patient/1' is not a block"),
    ],
)  # fmt: skip
def test_a_malformed_resource_is_refused_with_its_place(more, said):
    with pytest.raises(InputError, match=re.escape(f"bundle.json.entry[1].{said}")):
        read(bundle(ECHO_REPORT, observation("79948-6", 7, "mm") | more))


def test_size_is_limited():
    with pytest.raises(InputError, match="larger than 5 MB"):
        read(b" " * (LARGEST_BUNDLE + 1))


def test_the_number_of_entries_is_limited():
    with pytest.raises(InputError, match="5001 entries are more than 5000"):
        read(bundle(*([{"resourceType": "Basic"}] * (MOST_ENTRIES + 1))))


@pytest.mark.parametrize("depth", [DEEPEST + 1, 900, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_depth_is_limited(depth, opening, closing):
    deep = opening * depth + "1" + closing * depth
    with pytest.raises(InputError, match=f"nested more than {DEEPEST} deep"):
        read(f'{{"resourceType": "Bundle", "extension": {deep}}}'.encode())


def test_a_usual_depth_is_fine():
    assert read(bundle(graded("mild"), extension=[[[[[[]]]]]])).facts["ar.grade"].value == "mild"


def test_a_number_that_overflows_is_unknown():
    raw = bundle(observation("79948-6", 7, "mm")).replace(b'"value": 7', b'"value": 1e999')
    assert read(raw).facts["ar.vena_contracta"].value is None


def test_long_texts_are_cut_in_messages():
    with pytest.raises(InputError) as caught:
        read(bundle(observation("79948-6", 7, "mm") | {"effectiveDateTime": "x" * 1_000_000}))
    assert len(str(caught.value)) < 300


def test_a_flood_of_contradictions_is_cut_in_the_reason():
    flood = [observation("79948-6", 3 + number / 1000, "mm") for number in range(1000)]
    reason = read(bundle(*flood)).facts["ar.vena_contracta"].reason
    assert reason.startswith("contradictory: ")
    assert reason.endswith(" more")
    assert len(reason) < 400


def test_markup_and_control_signs_are_only_text():
    unit = "<script>\x1b[31m"
    found = read(bundle(observation("79948-6", 7, unit))).facts["ar.vena_contracta"]
    assert found.value is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SOUND = [graded("severe"), observation("79948-6", 7, "mm"), condition("308546005"), procedure("33967"), ECHO_REPORT]


def paths(node, path=()):
    """Every place in a tree."""
    yield path
    for key, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield from paths(inner, (*path, key))


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_any_change_of_a_sound_bundle_is_read_or_refused(data):
    """Whatever stands at any place: facts or an InputError, and a contraindication does not become "none found"."""
    tree = json.loads(bundle(*SOUND))
    *above, last = data.draw(st.sampled_from([path for path in paths(tree) if path]))
    node = tree
    for key in above:
        node = node[key]
    node[last] = data.draw(JSON)
    with suppress(InputError):
        found = read(json.dumps(tree).encode())
        assert screen(found.facts).verdict in ("contraindicated", "data_needed")


@settings(max_examples=200, deadline=None)
@given(raw=st.binary(max_size=200))
def test_any_bytes_are_refused(raw):
    with pytest.raises(InputError):
        read(raw)
