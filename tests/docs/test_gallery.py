"""The gallery: ten questions, each with a short script that runs and shows something."""

import ast
from xml.etree import ElementTree

import pytest
from _generate.gallery import scripts, shown


def test_there_are_ten_questions():
    questions = [ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) for script in scripts()]
    assert len(set(questions)) == 10
    assert all(question.endswith("?") for question in questions)


@pytest.mark.parametrize("script", scripts(), ids=lambda path: path.stem)
def test_a_script_is_short_and_shows_something(script):
    result = shown(script)
    lines = [line for line in result.code.splitlines() if line.strip() and not line.startswith("import ")]
    assert 3 <= len(lines) <= 12
    assert result.printed or result.pictures
    assert "nan" not in result.printed.lower().split()
    for picture in result.pictures.values():
        drawn = [path for path in ElementTree.fromstring(picture).iter() if path.get("clip-path")]
        assert sum(len(path.get("d", "")) > 100 for path in drawn) >= 1, "no line is drawn"
