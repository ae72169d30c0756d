"""The fields of an address or of a form; a field that is given twice is refused, because one value would be ignored."""

from collections import Counter
from collections.abc import Sequence
from urllib.parse import parse_qsl

from fastapi import Request

from diastole.errors import InputError

MOST_FIELDS = 200
LARGEST_FORM = 50_000  # bytes


def read_form(body: bytes) -> dict[str, str]:
    """Return the fields of a form that was sent.

    Raises
    ------
    InputError
        If it is not a form, has too many fields, or a field twice.
    """
    if len(body) > LARGEST_FORM:
        raise InputError(f"the form is larger than {LARGEST_FORM // 1000} kB")
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, strict_parsing=bool(body),
            errors="strict",
        )  # fmt: skip
    except ValueError:
        raise InputError("the body is not a form of this page") from None
    return _each_once(pairs)


def check_address(request: Request) -> None:
    """Refuse an address that gives a parameter twice.

    Raises
    ------
    InputError
        If one is given twice; the message names it.
    """
    _each_once(request.query_params.multi_items())


def _each_once(pairs: Sequence[tuple[str, str]]) -> dict[str, str]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        ((name, times),) = Counter(name for name, _ in pairs).most_common(1)
        raise InputError(f"'{name[:40]}' is given {times} times; give it once")
    return fields
