"""Bedside sheets as text, read, refused, and asked by rules."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diastole.cli.app import app
from diastole.errors import InputError
from diastole.model.patient import Patient
from diastole.studies.fit.bedside_sheet import BedsideSheet

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.fixture
def write(tmp_path):
    def _write(text: str, name: str = "bed.yaml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write


@pytest.fixture
def read(write):
    return lambda text: BedsideSheet.load(write(text))


@pytest.fixture
def refusal(read):
    def _refusal(text: str) -> str:
        with pytest.raises(InputError) as problem:
            read(text)
        assert "\n" not in str(problem.value)
        return str(problem.value)

    return _refusal


@pytest.fixture
def facts(read):
    def _facts(text: str, now: datetime = NOW):
        sheet = read(text)
        patient = Patient.preset("healthy").with_values({"lesions": sheet.lesions})
        return sheet.stated(patient, now)

    return _facts


@pytest.fixture(scope="session")
def called():
    def _called(*words):
        result = CliRunner().invoke(app, [str(word) for word in words], prog_name="diastole")
        assert result.exit_code == 0, result.stderr
        return result

    return _called
