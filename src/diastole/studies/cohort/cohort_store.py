"""A cohort on disk: Zarr, version 3, which xarray and others read without diastole.

A task writes its own chunk of every array and then the checksum of what it wrote, so a chunk without a checksum, or
with another one, is none.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import zarr
from numpy.typing import NDArray
from zarr.codecs import ZstdCodec
from zarr.dtype import VariableLengthUTF8

from diastole.errors import InputError
from diastole.model.measures.definitions import MEASURES
from diastole.source_hash import program_hash
from diastole.studies.cohort.cohort_names import ARM, measured_as
from diastole.studies.cohort.cohort_runs import How
from diastole.studies.cohort.distributions import Continuous
from diastole.studies.cohort.specification import Specification

CHUNK, LARGE_CHUNK = 512, 2048  # members of a task; to write a chunk takes as long as to run some 200 patients,
MANY = 32 * CHUNK  # so the tasks of a larger cohort are larger, while a smaller one has enough for every process
CHECKSUM, MEMBER, OUTCOME, REJECTED, REASON = "checksum", "member", "outcome", "rejected", "reason"
OUTCOMES = ("steady", "impossible_values", "no_steady_beat")  # of a run, by its number
BYTES_KEPT = 0.9  # 1, of doubles that differ in all their digits, after packing; measured
ROOM_LEFT = 100_000_000  # bytes, that stay free on a disk
GIGABYTE = 1e9  # bytes
UNFINISHED = "*.partial"  # files that zarr writes before they get their names
_UNREADABLE = (OSError, ValueError, RuntimeError, KeyError)  # what a damaged array raises
type Columns = dict[str, NDArray[Any]]


class CohortSummary(NamedTuple):
    """A cohort in short."""

    path: str
    title: str
    arms: list[str]
    seed: int
    members: int
    accepted: int
    rejected: dict[str, int]  # by the reason


class CohortStore:
    """The folder of a cohort."""

    def __init__(self, path: Path, spec: Specification, seed: int, count: int, how: How):
        self.path, self._spec, self._seed, self.count, self._how = path, spec, seed, count, how

    @property
    def chunk_length(self) -> int:
        """How many members a chunk has; the last one may have fewer."""
        return CHUNK if self.count <= MANY else LARGE_CHUNK

    @property
    def chunks(self) -> int:
        """How many chunks it has."""
        return -(-self.count // self.chunk_length)

    def members(self, chunk: int) -> range:
        """Return the numbers of the members of a chunk."""
        return range(chunk * self.chunk_length, min((chunk + 1) * self.chunk_length, self.count))

    @property
    def bytes_needed(self) -> float:
        """How much room it takes at most."""
        arms = len(self._spec.arms)
        return BYTES_KEPT * 8.0 * self.count * (len(self._spec.spreads) + arms * len(MEASURES))

    def create(self) -> None:
        """Make the folder with its arrays. Raise InputError if there is something already, or no room for it."""
        if self.path.exists() or self.path.is_symlink():
            raise InputError(f"{self.path} is there already; go on with it by --resume, or choose another place")
        folder = self.path.absolute().parent
        if not folder.is_dir():
            raise InputError(f"there is no folder {folder}; make it or choose another place")
        free = shutil.disk_usage(folder).free
        if self.bytes_needed + ROOM_LEFT > free:
            raise InputError(
                f"{self.count:,} patients take about {_room(self.bytes_needed)}, and the disk has {_room(free)} free, "
                f"of which {_room(ROOM_LEFT)} are left alone; take fewer, or another disk"
            )
        self._empty().rename(self.path)

    def _empty(self) -> Path:
        """Make an empty cohort beside the folder, and return where."""
        draft = self.path.with_name(f".{self.path.name}.part")
        shutil.rmtree(draft, ignore_errors=True)
        self._make(zarr.create_group(draft, zarr_format=3, attributes=self.attributes))
        return draft

    def reopen(self) -> None:
        """Go on with a folder: what describes its arrays is put right where it is damaged, half-written files go.

        Raise InputError if it is not that of this cohort: that would mix what does not belong together.
        """
        self._check()
        for left in self.path.rglob(UNFINISHED):
            left.unlink()
        draft = self._empty()
        for part in filter(Path.is_file, draft.rglob("*")):
            here = self.path / part.relative_to(draft)
            if not here.is_file() or here.read_bytes() != part.read_bytes():
                here.parent.mkdir(parents=True, exist_ok=True)
                part.replace(here)
        shutil.rmtree(draft)

    def _check(self) -> None:
        """Raise InputError if the folder is not that of this cohort."""
        try:
            kept = zarr.open_group(self.path, mode="r", zarr_format=3).attrs.asdict()
        except (OSError, ValueError, KeyError):
            kept = {}
        if not kept.keys() >= self.attributes.keys():
            if not self.path.exists():
                raise InputError(f"{self.path} does not exist; leave out --resume to begin it")
            raise InputError(
                f"{self.path} is no cohort that could be resumed; leave out --resume and choose a new place"
            )
        differs = [name for name, value in self.attributes.items() if kept.get(name) != value]
        if differs:
            names = ", ".join(name.replace("_", " ") for name in differs)
            raise InputError(
                f"{self.path} is another cohort: it differs in {names}; leave out --resume and choose a new place"
            )

    @cached_property
    def attributes(self) -> dict[str, Any]:
        """What decides every number of the cohort."""
        return {
            "title": self._spec.title,
            "Conventions": "CF-1.11",
            "specification": self._spec.text,
            "patient": self._spec.patient.to_yaml(),
            "seed": self._seed,
            "members": self.count,
            **self._how._asdict(),
            "program": program_hash(),
        }

    def _make(self, group: zarr.Group) -> None:
        sizes = {MEMBER: self.count, ARM: len(self._spec.arms), "chunk": self.chunks}
        lengths = {MEMBER: self.chunk_length, ARM: len(self._spec.arms), "chunk": 1}

        def array(name: str, dimensions: tuple[str, ...], kind: Any, fill: Any, **attributes: Any) -> zarr.Array[Any]:
            """Make an empty array over dimensions, whose attributes are written beside it."""
            shape, chunks = (tuple(each[name] for name in dimensions) for each in (sizes, lengths))
            return group.create_array(
                name, shape=shape, chunks=chunks,
                dtype=kind, fill_value=fill, dimension_names=dimensions, attributes=attributes,
                compressors=ZstdCodec(level=1),
            )  # fmt: skip

        words = VariableLengthUTF8()
        array(ARM, (ARM,), words, "", long_name="Treatment")[:] = np.array(list(self._spec.arms), dtype=object)
        for spread in self._spec.spreads:
            is_number = isinstance(spread.distribution, Continuous)
            kind, fill = (np.float64, np.nan) if is_number else (words, "")
            array(spread.key, (MEMBER,), kind, fill, units=spread.unit or "1", source=spread.source)
        for name, measure in MEASURES.items():
            about = {"units": measure.unit, "long_name": measure.title, "description": measure.definition}
            array(measured_as(name, self._spec.keys), (MEMBER, ARM), np.float64, np.nan, **about)
        array(OUTCOME, (MEMBER, ARM), np.int8, -1, **_flags(OUTCOMES), long_name="How the run ended")
        reasons = ("accepted", *(criterion.words for criterion in self._spec.criteria), "a run that has no steady beat")
        array(REJECTED, (MEMBER,), np.int8, -1, **_flags(reasons), long_name="Whether the patient counts, and why not")
        array(REASON, (MEMBER, ARM), words, "", long_name="Why a run has no numbers")
        array(CHECKSUM, ("chunk",), np.uint64, 0, long_name="Checksum of each chunk of members; 0 before it is written")

    def write(self, chunk: int, columns: Columns) -> None:
        """Write a chunk: its arrays, and then its checksum."""
        group = zarr.open_group(self.path, mode="r+", zarr_format=3)
        members = self.members(chunk)
        for name, values in columns.items():
            _array(group, name)[members.start : members.stop] = values
        _array(group, CHECKSUM)[chunk] = _checksum(columns)

    def missing(self) -> Iterator[tuple[int, bool]]:
        """Yield each chunk that is not there, and whether it is damaged."""
        group = zarr.open_group(self.path, mode="r", zarr_format=3)
        kept = self._kept_checksums(group)
        for chunk in range(self.chunks):
            if not kept[chunk]:
                yield chunk, False
            elif self._read_checksum(group, chunk) != kept[chunk]:
                yield chunk, True

    def _kept_checksums(self, group: zarr.Group) -> NDArray[np.uint64]:
        """Return the checksum that was kept of each chunk, (chunks,); if it is damaged, 0 of all."""
        try:
            return np.asarray(_array(group, CHECKSUM)[:])
        except _UNREADABLE:
            return np.zeros(self.chunks, np.uint64)

    def _read_checksum(self, group: zarr.Group, chunk: int) -> int:
        """Return the checksum of what the disk has of a chunk; 0 where it cannot be read."""
        members = self.members(chunk)
        try:
            return _checksum({name: _array(group, name)[members.start : members.stop] for name in self.columns})
        except _UNREADABLE:
            return 0

    @property
    def columns(self) -> list[str]:
        """The arrays that a task writes."""
        keys = self._spec.keys
        return [*keys, *(measured_as(name, keys) for name in MEASURES), OUTCOME, REJECTED, REASON]

    def summary(self) -> "CohortSummary":
        """Return how many patients were accepted, and rejected for each reason."""
        array = _array(zarr.open_group(self.path, mode="r", zarr_format=3), REJECTED)
        labels: Any = array.attrs["flag_labels"]
        counts = np.bincount(np.asarray(array[:]), minlength=len(labels)).tolist()
        rejected = {label: count for label, count in zip(labels[1:], counts[1:], strict=True) if count}
        return CohortSummary(
            str(self.path), self._spec.title, list(self._spec.arms), self._seed, self.count, counts[0], rejected
        )


def _array(group: zarr.Group, name: str) -> zarr.Array[Any]:
    array = group[name]
    assert isinstance(array, zarr.Array)
    return array


def _room(size: float) -> str:
    """Return a number of bytes as a person reads it."""
    return f"{size / GIGABYTE:,.1f} GB" if size >= GIGABYTE else f"{size / 1e6:,.1f} MB"


def _flags(words: tuple[str, ...]) -> dict[str, Any]:
    """Return what the numbers of an array mean, as the CF conventions say it, and in words."""
    return {
        "flag_values": list(range(len(words))),
        "flag_meanings": " ".join("_".join(word.replace(",", "").replace(":", "").split()) for word in words),
        "flag_labels": list(words),
    }


def _checksum(columns: Mapping[str, Any]) -> int:
    """Return a checksum of columns that is not 0."""
    digest = sha256()
    for name in sorted(columns):
        values = np.asarray(columns[name])
        digest.update(name.encode())
        digest.update(
            json.dumps(values.tolist()).encode() if values.dtype.kind in {"O", "T", "U"} else values.tobytes()
        )
    return int.from_bytes(digest.digest()[:8], "little") or 1
