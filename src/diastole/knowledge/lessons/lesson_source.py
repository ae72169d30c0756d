"""The file of a lesson: its lines, its blocks of Markdown and of keys, and errors that name a line."""

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from diastole.errors import InputError, did_you_mean
from diastole.knowledge.lessons.lesson import LessonError
from diastole.strict_yaml import read_blocks

RULES = ("heading", "list", "emphasis", "link", "fence", "backticks", "escape")
MARKDOWN = MarkdownIt("zero", {"html": False}).enable(list(RULES))


class LessonFile:
    """The file: its lines, and errors that name them."""

    def __init__(self, text: str, name: str):
        self.name, self.lines = name, text.splitlines()

    def error(self, line: int, words: str) -> LessonError:
        """Return an error of a line, counted from 1."""
        return LessonError(f"{self.name}:{line}: {words}")

    def line_of(self, word: str, start: int) -> int:
        """Return the first line from one on that has a word; that one where none has."""
        numbers = (number for number, line in enumerate(self.lines[start - 1 :], start) if word in line)
        return next(numbers, start)

    def block(self, text: str, line: int, keys: Sequence[str]) -> dict[str, object]:
        """Read a block of keys that begins after a line. Raise LessonError if it is broken or has another key."""
        if not text.strip():
            return {}
        try:
            values = read_blocks(b"\n" * line + text.encode(), self.name)
        except InputError as error:
            raise LessonError(str(error)) from None
        for key in values:
            if key not in keys:
                hint = did_you_mean(key, keys) or f" Allowed are {', '.join(keys)}."
                raise self.error(self.line_of(key, line), f"'{key}' is unknown.{hint}")
        return values


def blocks_of(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each block that stands by itself."""
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            yield block
            block = []


def first_line(tokens: Sequence[Token]) -> int:
    """Return the line on which tokens begin, counted from 1."""
    return tokens[0].map[0] + 1 if tokens and tokens[0].map else 1
