"""The question of a step: a list of answers, each with its mark and what is said to who chose it."""

from markdown_it.token import Token

from diastole.knowledge.lessons.lesson import Choice, LessonQuestion, Prose
from diastole.knowledge.lessons.lesson_source import MARKDOWN, LessonFile, blocks_of, first_line

MARKS = {"[x] ": True, "[ ] ": False}  # before an answer


def read_question(source: LessonFile, text: Prose, answers: list[Token]) -> LessonQuestion:
    """Return the question of a step. Raise LessonError if not exactly one of its answers is right."""
    choices = tuple(_choice(source, item) for item in blocks_of(answers))
    right = sum(choice.is_right for choice in choices)
    if len(choices) < 2 or right != 1:
        raise source.error(
            text.line,
            f"answers of the question: {len(choices)}, marked [x]: {right}; give two or more and mark the right one",
        )
    return LessonQuestion(text, choices)


def _choice(source: LessonFile, item: list[Token]) -> Choice:
    """Return an answer: a paragraph that begins with its mark, and below it what is said to who chose it."""
    line = first_line(item)
    blocks = list(blocks_of(item[1:-1]))
    written = blocks[0][1].content if blocks and blocks[0][0].type == "paragraph_open" else ""
    mark = written[:4]
    if mark not in MARKS:
        raise source.error(
            line, f"the answer '{written[:40]}' has no mark; begin it with '- [x] ' if right, '- [ ] ' if not"
        )
    if len(blocks) < 2:
        raise source.error(
            line, f"the answer '{written[4:44]}' has no explanation; write one below it, after an empty line, indented"
        )
    inline = MARKDOWN.parseInline(written[4:])
    inline[0].map = blocks[0][1].map
    why = tuple(token for block in blocks[1:] for token in block)
    return Choice(Prose(tuple(inline), line), Prose(why, first_line(blocks[1])), MARKS[mark])
