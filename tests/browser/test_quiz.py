"""Questions of the quiz, under Node, against the package: the trace of each shows what is said of its error."""

import pytest

from diastole.faces.browser.bench_payload import bench_payload
from diastole.model.bench_state import BenchState
from diastole.model.patient import BalloonPump, Patient
from diastole.model.run import compare


def signs_of(run):
    """Return how a trace at 1:2 shows each error of timing."""
    labels, pressure, flow, time = run.labels, run.signals["aortic_pressure"], run.signals["aortic_flow"], run.time
    inner = pressure[1:-1]
    valleys = time[1:-1][(inner < pressure[:-2]) & (inner <= pressure[2:])]
    ((filling, emptied),) = [span for span in run.inflations if span[1] - span[0] > 0.05]
    second = time > run.period
    ejection = time[second & (flow > 10.0)][0]
    around = (time > emptied - 0.15) & (time < ejection + 0.05)
    lowest = time[around][pressure[around].argmin()]
    return {
        "Early inflation": labels["DN"] is None,
        "Late inflation": int(((valleys > filling - 0.15) & (valleys < filling + 0.03)).sum()) == 2,
        "Early deflation": ejection - lowest > 0.04,
        "Late deflation": labels["ADIA"] > labels["DIA"],
    }


@pytest.mark.parametrize("preset", ["shock", "acute_severe_ar"])
def test_questions_of_the_quiz_show_what_is_said_of_them(ask, preset):
    patient = Patient.preset(preset).with_balloon_pump(BalloonPump())
    payload = bench_payload(patient, BenchState(preset))
    places = [{"seed": seed, "question": number} for seed in (1, 2, 999999) for number in range(1, 9)]
    found = ask(
        "return given.places.map(place => { const { kind, asked } = bench.questionAt(given.payload, place); "
        "return [kind.title, JSON.parse(bench.toFile(given.payload, asked, [])).values] })",
        {"payload": payload, "places": places},
    )
    assert len({title for title, _ in found}) == 5
    for title, values in found:
        assert values["balloon_pump.ratio"] == "1:2"
        run = compare(patient.with_values(values)).with_
        signs = signs_of(run)
        assert {name for name, shown in signs.items() if shown} <= {title}, (title, values, signs)
        assert signs.get(title, True), (title, values)
