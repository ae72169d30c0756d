"""The pages that the cheap generators of the documentation write."""

import pytest
from _generate import devices, drugs, laws, network, patients, reference, vocabulary
from _generate.pages import Output


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Return the texts of generated pages by name, without those that take many runs."""
    folder = tmp_path_factory.mktemp("generated")
    for subject in (laws, network, vocabulary, patients, reference, drugs, devices):
        subject.write(Output(folder))
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}
