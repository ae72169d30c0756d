"""Work in processes: what a task raises is raised here, and a process that ends is said."""

import json
import os

import pytest

from diastole.errors import InputError
from diastole.model.patient import Patient
from diastole.studies.cohort.workers import WorkerLostError, in_processes


def test_results_come_in_the_order_of_the_tasks():
    assert list(in_processes(json.dumps, list(range(12)), 3)) == [str(number) for number in range(12)]


def test_processes_that_end_are_said_although_others_wait_for_them():
    """Also where a task was half sent, which closing the process would send again."""
    with pytest.raises(WorkerLostError, match="a worker process ended with 3"):
        list(in_processes(os._exit, [3] * 40, 2))


def test_what_the_disk_refuses_is_raised_as_it_is(tmp_path):
    with pytest.raises(FileNotFoundError) as refused:
        list(in_processes(os.listdir, [str(tmp_path), str(tmp_path / "none"), str(tmp_path)], 2))
    assert refused.value.filename == str(tmp_path / "none")


def test_what_is_wrong_with_the_input_is_raised_as_it_is():
    with pytest.raises(InputError, match="'shok' is neither a preset nor an existing file") as refused:
        list(in_processes(Patient.load, ["shok"], 1))
    assert refused.value.code == "not_found"
