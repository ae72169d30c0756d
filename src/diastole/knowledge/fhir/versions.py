"""The newest version of each resource: an older one does not count, also if the newest was withdrawn."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, permutations

from diastole.knowledge.fhir.references import base_of
from diastole.knowledge.fhir.resource import NO_HISTORY, Resource, mapping, plain_text
from diastole.knowledge.rules.times import read_when


def current(resources: Iterable[Resource]) -> tuple[tuple[Resource, ...], tuple[str, ...]]:
    """Return the resources that count, in their order, and notes on those that do not.

    Where it is not known which of two versions is newer, both count, with an unread resource that says so.
    """
    given = list(resources)
    by_name: dict[tuple[str, str], list[Resource]] = {}
    for resource in given:
        if resource.inside is None and not resource.flaw and (identity := resource.identity or resource.full_url):
            by_name.setdefault((resource.type, identity), []).append(resource)
    dropped: set[int] = set()
    doubts: dict[int, Resource] = {}
    notes: list[str] = []
    for same in by_name.values():
        if len(same) == 1 and not same[0].deleted:
            continue
        kept, doubt, note = _chosen(same)
        dropped |= set(map(id, same)) - set(map(id, kept))
        if doubt:
            doubts[id(same[0])] = replace(same[0], flaw=doubt)
        notes += [f"{same[0].name}: {note}"] if note else []
    counted: list[Resource] = []
    for resource in given:
        counted += [doubts[id(resource)]] if id(resource) in doubts else []
        if not dropped & {id(resource), id(resource.inside)}:
            counted.append(resource)
    return tuple(counted), tuple(notes)


def _chosen(same: list[Resource]) -> tuple[list[Resource], str, str]:
    """Return the resources of one name that count, the doubt about them, and a note."""
    servers: dict[str, list[Resource]] = {}
    for resource in same:
        servers.setdefault(base_of(resource.full_url, resource.type, resource.identity), []).append(resource)
    if len(servers.keys() - {""}) > 1:
        newest = [each for versions in servers.values() for each in _newest(_different(versions))]
        doubt = f"is on several servers, {', '.join(sorted(filter(None, servers)))}, and may be one or several"
        return [each for each in newest if not each.deleted], doubt, ""
    different = _different(same)
    newest = _newest(different)
    kept = [each for each in newest if not each.deleted]
    if len(newest) > 1:
        return kept, f"appears {len(newest)} times, and which is the newest is not known", ""
    if not kept:
        return kept, "", "not used, it was deleted"
    return kept, "", f"the newest of {len(different)} versions counts" if len(different) > 1 else ""


def _different(versions: list[Resource]) -> list[Resource]:
    different: list[Resource] = []
    for each in versions:
        if all(each.node.value != other.node.value or each.deleted != other.deleted for other in different):
            different.append(each)
    return different


def _newest(versions: list[Resource]) -> list[Resource]:
    """Return the newest version; several, or all, where their order is not known."""
    in_turn = _are_in_turn(versions)
    older = {id(each) for each, other in permutations(versions, 2) if _is_newer(other, each, in_turn)}
    return [each for each in versions if id(each) not in older] or versions


def _is_newer(version: Resource, other: Resource, in_turn: bool) -> bool:
    """Return whether a version is newer than another by its number, its time, or else by its turn in a history."""
    votes = _votes(version, other)
    return version.turn < other.turn if in_turn and not votes else votes == {True}


def _are_in_turn(versions: list[Resource]) -> bool:
    """Return whether versions are in one history that starts with the newest, as far as numbers and times show.

    Two different versions of one number or time are not: one of them is wrong, and nothing shows which.
    """
    if len({each.turn[0] for each in versions}) > 1 or NO_HISTORY in {each.turn for each in versions}:
        return False
    pairs = combinations(sorted(versions, key=lambda each: each.turn), 2)
    return all(_votes(first, second) <= {True} and not _are_one_version(first, second) for first, second in pairs)


def _are_one_version(first: Resource, second: Resource) -> bool:
    return any(_meta(first, key) and _meta(first, key) == _meta(second, key) for key in ("versionId", "lastUpdated"))


def _votes(version: Resource, other: Resource) -> set[bool]:
    """Return whether a version is newer than another by its number and by its time, as far as these are known."""
    return {_by_number(version, other), _by_time(version, other)} - {None}  # type: ignore[return-value]


def _by_number(version: Resource, other: Resource) -> bool | None:
    first, second = _meta(version, "versionId"), _meta(other, "versionId")
    if not (first.isdecimal() and second.isdecimal()) or int(first) == int(second):
        return None
    return int(first) > int(second)


def _by_time(version: Resource, other: Resource) -> bool | None:
    try:
        first, second = (read_when(_meta(each, "lastUpdated")) for each in (version, other))
    except ValueError:
        return None
    if first.earliest > second.latest:
        return True
    return False if second.earliest > first.latest else None


def _meta(resource: Resource, key: str) -> str:
    return plain_text(mapping(resource.node.value.get("meta")).get(key))
