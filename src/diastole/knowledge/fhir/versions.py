"""Of each resource its newest version: an older one counts no more, also where the newest was withdrawn."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from diastole.knowledge.fhir.references import base_of
from diastole.knowledge.fhir.resource import Resource
from diastole.knowledge.rules.times import When, read_when


def current(resources: Iterable[Resource]) -> tuple[tuple[Resource, ...], tuple[str, ...]]:
    """Return the resources that count, in their order, and notes on what does not.

    Where it is not known which of two versions is newer, both count, and a word that it is not known.
    """
    every = list(resources)
    by_name: dict[tuple[str, str], list[Resource]] = {}
    for one in every:
        if one.inside is None and not one.flaw and (identity := one.identity or one.full_url):
            by_name.setdefault((one.type, identity), []).append(one)
    dropped: set[int] = set()
    doubts: dict[int, Resource] = {}
    notes: list[str] = []
    for same in by_name.values():
        if len(same) == 1 and not same[0].deleted:
            continue
        kept, doubt, note = _chosen(same)
        dropped |= {id(one) for one in same} - {id(one) for one in kept}
        if doubt:
            doubts[id(same[0])] = replace(same[0], flaw=doubt)
        notes += [f"{same[0].name}: {note}"] if note else []
    found: list[Resource] = []
    for one in every:
        found += [doubts[id(one)]] if id(one) in doubts else []
        if id(one) not in dropped and (one.inside is None or id(one.inside) not in dropped):
            found.append(one)
    return tuple(found), tuple(notes)


def _chosen(same: list[Resource]) -> tuple[list[Resource], str, str]:
    """Return what counts of resources with one name, what is not known of it, and a note."""
    servers: dict[str, list[Resource]] = {}
    for one in same:
        servers.setdefault(base_of(one.full_url, one.type, one.identity), []).append(one)
    if len(servers.keys() - {""}) > 1:
        newest = [one for versions in servers.values() for one in _newest(_different(versions))]
        doubt = f"stands on several servers, {', '.join(sorted(filter(None, servers)))}, and may be one or several"
        return [one for one in newest if not one.deleted], doubt, ""
    different = _different(same)
    newest = _newest(different)
    kept = [one for one in newest if not one.deleted]
    if len(newest) > 1:
        return kept, f"stands {len(newest)} times, and which is the newest is not known", ""
    if not kept:
        return kept, "", "not used, it was deleted"
    return kept, "", f"the newest of {len(different)} versions counts" if len(different) > 1 else ""


def _different(versions: list[Resource]) -> list[Resource]:
    """Return the versions without those that say the same as one before."""
    found: list[Resource] = []
    for one in versions:
        if all(one.node.value != other.node.value or one.deleted != other.deleted for other in found):
            found.append(one)
    return found


def _newest(versions: list[Resource]) -> list[Resource]:
    """Return the newest version; several, or all, where their order is not known."""
    in_turn = _are_in_turn(versions)
    newest = [
        one for one in versions if not any(_is_newer(other, one, in_turn) for other in versions if other is not one)
    ]
    return newest or versions


def _is_newer(one: Resource, other: Resource, in_turn: bool) -> bool:
    """Tell whether a version is newer than another by its number, its time, or else by its turn in a history."""
    votes = _votes(one, other)
    return _turn(one) < _turn(other) if in_turn and not votes else votes == {True}


def _are_in_turn(versions: list[Resource]) -> bool:
    """Tell whether versions stand in one history that begins with the newest, as far as numbers and times tell.

    Two different versions of one number or time do not: one of them is wrong, and nothing tells which.
    """
    histories = {_turn(one)[0] for one in versions}
    if len(histories) > 1 or not all(one.turn for one in versions):
        return False
    pairs = combinations(sorted(versions, key=_turn), 2)
    return all(_votes(one, other) <= {True} and not _are_one_version(one, other) for one, other in pairs)


def _turn(one: Resource) -> tuple[str, int]:
    """Return the history and the place in it; nothing where it stands in none."""
    return one.turn or ("", 0)


def _are_one_version(one: Resource, other: Resource) -> bool:
    return any(_meta(one, key) and _meta(one, key) == _meta(other, key) for key in ("versionId", "lastUpdated"))


def _votes(one: Resource, other: Resource) -> set[bool]:
    """Return what numbers and times say of whether a version is newer than another."""
    return {answer for answer in (_by_number(one, other), _by_time(one, other)) if answer is not None}


def _by_number(one: Resource, other: Resource) -> bool | None:
    first, second = _meta(one, "versionId"), _meta(other, "versionId")
    if not (first.isdecimal() and second.isdecimal()) or int(first) == int(second):
        return None
    return int(first) > int(second)


def _by_time(one: Resource, other: Resource) -> bool | None:
    first, second = _updated(one), _updated(other)
    if first is None or second is None:
        return None
    if first.earliest > second.latest:
        return True
    return False if second.earliest > first.latest else None


def _updated(one: Resource) -> When | None:
    try:
        return read_when(_meta(one, "lastUpdated"))
    except ValueError:
        return None


def _meta(one: Resource, key: str) -> str:
    meta = one.node.value.get("meta")
    found = meta.get(key) if isinstance(meta, dict) else None
    return found.strip() if isinstance(found, str) else ""
