"""``diastole heart3d`` before anything is run: what it refuses, and how it says so."""

import pytest

from diastole.model.heart3d import availability

needs_engine = pytest.mark.skipif(not availability.available(), reason="needs the extra heart3d")


def test_without_the_extra_one_sentence_says_how_to_get_it(refused, monkeypatch):
    monkeypatch.setattr(availability, "NEEDED", (*availability.NEEDED, "no_such_engine"))
    sentence = refused("heart3d", "shock")
    assert "the 3D heart needs no_such_engine" in sentence
    assert "pip install 'diastole[heart3d]'" in sentence


@needs_engine
@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["--edge", "9"], ["an edge of 9 cm", "0.5 to 2.5 cm", "1.5 cm is usual"]),
        (["--edge", "0.1"], ["an edge of 0.1 cm", "0.5 to 2.5 cm"]),
        (["--step", "50"], ["a step of 50 ms", "0.5 to 10 ms"]),
        (["--tolerance", "0"], ["a tolerance of 0", "1e-06 to 0.1"]),
        (["--resume"], ["--resume needs --save FILE.nc"]),
        (["--save", "out.nc", "--resume"], ["there is no checkpoint", "leave out --resume"]),
        (["--save", "out.txt"], ["--save out.txt", ".nc"]),
        (["--xdmf", "beat.vtx"], ["--xdmf beat.vtx", ".xdmf"]),
        (["--glb", "beat.gltf"], ["--glb beat.gltf", ".glb"]),
        (["--plot", "walls.txt"], ["--plot walls.txt", ".png"]),
        (["--plot", "a.png", "--bullseye", "a.png"], ["another option writes there too"]),
        (["--save", "nowhere/out.nc"], ["there is no folder"]),
        (["--mesh", "mine.vtu"], ["mesh 'mine.vtu' does not exist"]),
        (["--mesh", "mine.stl"], ["mine.stl", ".vtu"]),
        (["--mesh", "mine.vtu", "--unit", "inch"], ["unit 'inch'", "cm, mm, m, µm"]),
        (["--set", "wall.scar=18"], ["wall.scar", "1 to 17"]),
        (["--set", "wall.activation=fast"], ["wall.activation", "fast"]),
    ],
)  # fmt: skip
def test_what_is_refused_before_the_run(refused, words, needed):
    sentence = refused("heart3d", "shock", *words)
    for words in needed:
        assert words in sentence
