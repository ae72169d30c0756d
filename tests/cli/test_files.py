import numpy as np
import pytest
import xarray

from diastole.model.measures.definitions import MEASURES
from diastole.model.measures.waveform_signals import SIGNALS
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import compare, simulate


@pytest.fixture
def written(call, folder):
    """Return a function that runs a command and checks which files are there afterwards."""

    def check(words, *names):
        before = {path.name for path in folder.iterdir()}
        result = call(*words)
        assert result.exit_code == 0, result.output
        assert {path.name for path in folder.iterdir()} - before == set(names)
        return result

    return check


def opened(name):
    with xarray.open_dataset(name, engine="h5netcdf") as dataset:
        return dataset.load()


def test_the_waveforms_of_one_patient(written):
    result = written(["simulate", "healthy", "--save", "beats.nc"], "beats.nc")
    assert "Cardiac output" in result.stdout
    assert result.stderr == "note: wrote beats.nc\n"
    assert opened("beats.nc").identical(simulate(Patient.preset("healthy")).dataset())


def test_the_waveforms_of_both(written):
    written(["compare", "shock", "--save", "both.nc"], "both.nc")
    dataset, expected = opened("both.nc"), compare(Patient.preset("shock"))
    assert dataset.title == "Cardiogenic shock"
    assert list(dataset.support.values) == ["without", "with"]
    for name, signal in SIGNALS.items():
        assert dataset[name].dims == ("support", "time")
        assert dataset[name].units == signal.unit
        assert dataset[name].long_name == signal.title
    shown = {which: dataset.aortic_pressure.sel(support=which) for which in ("without", "with")}
    own = {"without": expected.without.signals["aortic_pressure"], "with": expected.with_.signals["aortic_pressure"]}
    np.testing.assert_array_equal(shown["with"], own["with"])
    resampled = np.interp(expected.without.time[:-1], dataset.time, shown["without"])
    np.testing.assert_allclose(resampled, own["without"][:-1], atol=0.02)  # of straight lines between other times
    for which, run in (("without", expected.without), ("with", expected.with_)):
        output = dataset.measures.sel(support=which, measure="cardiac_output")
        assert float(output) == run.measures["cardiac_output"]
        assert str(output.unit.values) == "L/min"
    assert list(dataset.measure.values) == list(MEASURES)
    assert np.isnan(dataset.measures.sel(measure="aortic_pressure_half_time")).all()
    assert not np.isnan(dataset.aortic_pressure).any()


def test_a_beat_is_repeated_beside_a_longer_cycle(written):
    written(["compare", "shock", "--set", "balloon_pump.ratio=1:3", "--save", "both.nc"], "both.nc")
    dataset = opened("both.nc")
    expected = compare(Patient.preset("shock").with_balloon_pump(BalloonPump(ratio="1:3")))
    np.testing.assert_array_equal(dataset.time, expected.with_.time)
    period, alone = expected.without.period, dataset.sel(support="without").drop_vars(["measures", "measure", "unit"])
    assert float(dataset.time[-1]) == pytest.approx(3 * period)
    for beat in range(3):
        shown = alone.lv_volume.interp(time=expected.without.time + beat * period, kwargs={"fill_value": "extrapolate"})
        np.testing.assert_allclose(shown, expected.without.signals["lv_volume"], atol=1e-2)


def test_a_beat_of_another_length_keeps_its_own_length(written):
    """With the reflex the heart slows down on the balloon: each curve has the period of its run."""
    written(["compare", "healthy", "--reflex", "--save", "both.nc"], "both.nc")
    dataset, expected = opened("both.nc"), compare(Patient.preset("healthy"), reflex=True)
    without, with_ = expected.without, expected.with_
    assert abs(without.period - with_.period) > 1e-3
    shown = dataset.lv_volume.sel(support="without")
    both = shown.time.values < min(without.period, with_.period)
    own = np.interp(shown.time.values[both], without.time, without.signals["lv_volume"])
    np.testing.assert_allclose(shown.values[both], own, atol=1e-9)


def test_page_and_figures(written, folder):
    words = ["compare", "acute_severe_ar", "--html", "page.html", "--plot", "a.png", "--plot", "a.svg", "--quiet"]
    result = written(words, "page.html", "a.png", "a.svg")
    assert result.output == ""
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert "Acute severe aortic regurgitation" in page
    assert "diastole compare acute_severe_ar --html page.html" in page
    assert (folder / "a.png").read_bytes().startswith(b"\x89PNG")
    assert (folder / "a.svg").read_bytes().startswith(b"<?xml")


def test_a_page_says_how_to_make_it_again(written, folder):
    change = "lesions.mitral_regurgitation.orifice_area=0.2 cm²"
    written(["compare", "healthy", "--set", change, "--accuracy", "accurate", "--html", "a b.html"], "a b.html")
    page = (folder / "a b.html").read_text(encoding="utf-8").replace("&#39;", "'")
    assert f"diastole compare healthy --set '{change}' --accuracy accurate --html 'a b.html'" in page


def test_the_fitted_patient(written, sheet, call):
    result = written(["fit", sheet, "--output", "patient.yaml"], "patient.yaml")
    assert "Systolic aortic pressure" in result.stdout
    patient = Patient.load("patient.yaml")
    assert patient.name == "Shock at the bedside"
    shown = simulate(patient).measures
    assert shown["systolic_aortic_pressure"] == pytest.approx(84.0, abs=1.0)
    assert shown["diastolic_aortic_pressure"] == pytest.approx(55.0, abs=1.0)


def test_a_sheet_instead_of_a_patient(written, sheet):
    result = written(["compare", sheet, "--json", "--html", "page.html"], "page.html")
    first, *others = result.stderr.splitlines()
    assert first == f"note: {sheet} is a bedside sheet: a patient is fitted to it first"
    assert "note: wrote page.html" in others
    assert "does not determine" in result.stderr
    assert '"patient": "Shock at the bedside"' in result.stdout
    assert written(["simulate", sheet, "--json", "--quiet"]).stderr == ""


def test_the_file_behind_a_link_is_replaced(written, folder):
    (folder / "there").mkdir()
    (folder / "there" / "beats.nc").write_text("old", encoding="utf-8")
    (folder / "link.nc").symlink_to("there/beats.nc")
    written(["simulate", "healthy", "--save", "link.nc"])
    assert (folder / "link.nc").is_symlink()
    assert opened("there/beats.nc").sizes["time"] > 100


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()])
def test_nothing_half_is_left(call, folder, monkeypatch, error):
    def write_half(path, content):
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise error

    monkeypatch.setattr(type(folder), "write_bytes", write_half)
    (folder / "beats.nc").write_text("old", encoding="utf-8")
    result = call("simulate", "healthy", "--save", "beats.nc")
    assert result.exit_code == {OSError: 2, KeyboardInterrupt: 130, MemoryError: 1}[type(error)]
    assert [path.name for path in folder.iterdir()] == ["beats.nc"]
    assert (folder / "beats.nc").read_text(encoding="utf-8") == "old"
