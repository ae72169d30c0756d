import pytest

from diastole.model.measures.definitions import MEASURES

OPTION = {
    "name", "kind", "title", "changes", "contraindicated", "verdict", "reasons", "cautions", "ask_first", "unknown",
    "rank", "rank_among_all", "score", "goal_scores", "measures", "extrapolations", "failure",
}  # fmt: skip

SHOWN = (
    "The baroreflex is on",
    "✗ IABP 40 mL 1:1",
    "C-01 teleflex-ac3 (primary-abstract)",
    "D-08 elso2021, mcsreview-pmc9524665 (unverified)",
    "thrombus in the left ventricle",
    "Not possible in this patient",
    "not a verdict for a named patient",
    "weight 4",
)
PAGE = (
    "✗ IABP 40 mL 1:1",
    "Contraindicated in this patient",
    "not a verdict for a named patient",
    "prefers-color-scheme: dark",
    "<svg",
    "diastole alternatives acute_severe_ar --html a.html",
)


@pytest.mark.parametrize("patient", ["acute_severe_ar", "shock"])
def test_json(document, patient):
    printed = document("alternatives", patient)
    assert list(printed) == ["schema", "patient", "reflex", "cautions", "goals", "options", "impossible", "units"]
    assert printed["schema"] == "diastole/alternatives/2"
    assert printed["reflex"] is True
    assert len(printed["options"]) >= 14
    assert set(printed["units"]) == set(MEASURES)
    for option in printed["options"]:
        assert set(option) == OPTION
        assert list(option["measures"]) == list(MEASURES)
        assert bool(option["reasons"]) == option["contraindicated"] == (option["verdict"] == "contraindicated")
        assert len(option["ask_first"]) == len(option["unknown"])
        assert option["verdict"] != "none_found" or not option["unknown"]  # what is open is not called clear
        for reason in option["reasons"] + option["cautions"]:
            assert set(reason) == {"rule", "text", "findings", "statements", "sources", "checked"}
            assert reason["statements"]
            assert reason["sources"]
    assert [option["rank"] for option in printed["options"]] == list(range(1, len(printed["options"]) + 1))
    assert all(option["reason"] for option in printed["impossible"])
    names = {option["name"] for option in printed["options"]}
    assert {"as_found", "iabp", "esmolol", "pacing_faster", "va_ecmo_iabp"} <= names


def test_what_a_sheet_measured_counts_before_the_fitted_patient(document, folder):
    """The patient who is fitted has another pressure than the sheet; the rules read the sheet."""
    sheet = "nearest: shock\nmeasured: {{mean_aortic_pressure: {} mmHg, heart_rate: 95 /min}}\n"
    for pressure, wanted in (("64", True), ("70", False)):
        (folder / "b.yaml").write_text(sheet.format(pressure), encoding="utf-8")
        options = {one["name"]: one for one in document("alternatives", "b.yaml")["options"]}
        rules = {one["rule"]: one for one in options["nitroprusside"]["cautions"]}
        assert ("NITROPRUSSIDE-LOW-PRESSURE" in rules) == wanted
        if wanted:
            assert "bedside sheet" in rules["NITROPRUSSIDE-LOW-PRESSURE"]["findings"]


def test_as_found_agrees_with_simulate(document):
    options = document("alternatives", "shock", "--no-reflex")["options"]
    [printed] = [option for option in options if option["name"] == "as_found"]
    alone = document("simulate", "shock")["measures"]
    assert printed["measures"].keys() == alone.keys()
    for name, value in alone.items():
        assert printed["measures"][name] == (value if value is None else pytest.approx(value, rel=1e-9)), name
    assert printed["score"] == 0.0


def test_the_table_marks_and_says_why(call):
    shown = " ".join(call("alternatives", "acute_severe_ar").stdout.split())
    for words in SHOWN:
        assert words in shown
    assert "The baroreflex is off" in call("alternatives", "healthy", "--no-reflex").stdout


def test_page_and_figure(call, folder):
    result = call("alternatives", "acute_severe_ar", "--html", "a.html", "--plot", "a.svg", "--plot", "a.png", "-q")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    page = (folder / "a.html").read_text("utf-8")
    for words in PAGE:
        assert words in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert "IABP 40 mL 1:1" in (folder / "a.svg").read_text("utf-8")


def test_a_hostile_name_is_escaped(call, folder):
    (folder / "p.yaml").write_text("based_on: shock\nname: <script>alert(1)</script> [bold]\n", encoding="utf-8")
    result = call("alternatives", "p.yaml", "--html", "p.html")
    assert result.exit_code == 0
    assert "[bold]" in result.stdout
    assert "<script>" not in (folder / "p.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (("helthy",), "Did you mean 'healthy'?"),
        (("shock", "--set", "heart_rate=110"), "has no unit"),
        (("shock", "--plot", "a.txt"), ".png"),
        (("shock", "--html", "no/such/a.html"), "folder"),
        (("shock", "--set", "drugs.dobutamine=500 µg/kg/min"), "allowed is"),
        (("shock", "--set", "axial_pump.model=CP", "--set", "balloon_pump.volume=40 mL"), "exclude each other"),
        (("healthy", "--set", "surgery.mitral_valve_repair.open_area=2 cm²"), "nothing to operate on"),
    ],
)
def test_what_is_refused(refused, words, needed):
    assert needed in refused("alternatives", *words)
