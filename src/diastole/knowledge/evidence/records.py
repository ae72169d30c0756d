"""Records of the evidence base, each read when it is asked for: an answer needs a few of many hundreds."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from diastole.strict_yaml import read_yaml

START = "\n- id:"  # of a record


class Records[T](Mapping[str, T]):
    """Records by their ids."""

    def __init__(self, texts: Mapping[str, str], build: Callable[[dict[str, Any]], T]):
        """Keep the records of files that were checked as a whole before.

        `texts`: YAML lists of records that begin with their id, by name of file; `build`: makes a record of its fields.
        """
        parted = ((file, part) for file, text in texts.items() for part in f"\n{text}".split(START)[1:])
        self._unread = {part.partition("\n")[0].strip(): (file, part) for file, part in parted}
        self._build = build
        self._read: dict[str, T] = {}

    def __getitem__(self, id_: str) -> T:
        if id_ not in self._read:
            file, text = self._unread[id_]
            self._read[id_] = self._build(read_yaml(START + text, file)[0])
        return self._read[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._unread

    def __iter__(self) -> Iterator[str]:
        return iter(self._unread)

    def __len__(self) -> int:
        return len(self._unread)
