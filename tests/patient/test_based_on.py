"""Files that are based on each other, and blocks that are left out by the word for it."""

import pytest

from diastole.errors import InputError
from diastole.model.patient import Patient
from diastole.model.patient.presets import LONGEST_CHAIN


@pytest.mark.parametrize("files", [LONGEST_CHAIN + 1, 1000])
def test_a_long_chain_is_refused_in_a_sentence(tmp_path, files):
    for number in range(files):
        below = f"p{number + 1}.yaml" if number < files - 1 else "healthy"
        (tmp_path / f"p{number}.yaml").write_text(f"based_on: {below}\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"based_on: more than {LONGEST_CHAIN} files are based on each other"):
        Patient.load(tmp_path / "p0.yaml")
    longest = Patient.load(tmp_path / f"p{files - LONGEST_CHAIN + 1}.yaml")
    assert longest.heart_rate == Patient.preset("healthy").heart_rate


@pytest.mark.parametrize("base", ["healthy", "shock"])
@pytest.mark.parametrize(
    "key", ["axial_pump", "balloon_pump", "pacing", "extracorporeal", "lesions.aortic_regurgitation"]
)
def test_an_absent_block_reads_back_equal(tmp_path, key, base):
    path = tmp_path / "absent.yaml"
    block, _, inner = key.partition(".")
    path.write_text(f"based_on: {base}\n{block}: {f'{{{inner}: none}}' if inner else 'none'}\n", encoding="utf-8")
    for patient in (Patient.load(path), Patient.preset(base).with_values({key: "none"})):
        path.write_text(patient.to_yaml(), encoding="utf-8")
        assert Patient.load(path) == patient
