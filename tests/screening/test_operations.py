"""Procedures that only a name tells: on aorta, aortic valve and leg arteries they are named, elsewhere they are not."""

import pytest

from diastole.knowledge.screening.operations import names_operation
from tests.screening.clean_record import verdict_with

NAMED = [
    "TAVI", "tavi 2021", "TEVAR 2019", "Evar", "Bentall operation", "David-Operation", "Ross procedure", "Y-Prothese",
    "AKE biologisch", "AK-Ersatz", "AV replacement", "Kommissurenrekonstruktion AK", "Hemiarch",
    "Frozen elephant trunk",
    "Bogenersatz", "Root replacement", "Ascending replacement", "Aszendensersatz", "Transcatheter replacement", "BAV",
    "Crossover-Bypass", "Fem-fem bypass", "Fem-pop bypass bilat.", "Beinbypass", "Axillobifemoral bypass",
    "Femoral endarterectomy", "TEA AFC", "IABP insertion", "iabp removal", "Counterpulsation", "OHCA, IABP",
    "Hospizaufnahme", "Протезирование аортального клапана", "主动脉瓣置换术", "Шунтирование", "12", "8-839.0",
]  # fmt: skip
QUIET = [
    "Appendectomy", "Coronary angiography", "PCI LAD", "CABG x3", "Coronary artery bypass", "Cardiopulmonary bypass",
    "Gastric bypass", "Magenbypass", "Hip replacement", "Hüftprothese", "Knie-TEP", "Nierenersatztherapie",
    "Renal replacement therapy", "Fluid replacement", "Potassium replacement", "Catheter replacement", "ECG",
    "MitraClip",
    "Femoral venous catheter", "Dental prosthesis", "Carotid endarterectomy", "Impella CP", "VA-ECMO", "Root canal",
    "Dressing change across the chest", "Take-down of ileostomy",
]  # fmt: skip


@pytest.mark.parametrize(("names", "right"), [(NAMED, "data_needed"), (QUIET, "none_found")])
def test_a_procedure_by_its_name(names, right):
    coded = {"system": "urn:own", "code": "1"}
    for name in names:
        for code in ({"text": name}, {"coding": [{**coded, "display": name}]}):
            done = {"resourceType": "Procedure", "status": "completed", "code": code}
            assert (name, verdict_with(done)) == (name, right)


def test_a_place_counts_only_where_the_operation_may_be_done_in_many():
    assert names_operation("Coronary bypass and root replacement")
    assert not names_operation("Coronary bypass")
