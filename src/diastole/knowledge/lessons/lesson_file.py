"""Reading a lesson: a head, then ``# Step``, a block ``bench``, a text, ``## Question?`` and its answers."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from diastole.errors import InputError, did_you_mean
from diastole.files import decoded, read_file
from diastole.knowledge.lessons.lesson import PIECE, SAME, Lesson, LessonStep, Prose, RunNumber, cited
from diastole.knowledge.lessons.lesson_question import read_question
from diastole.knowledge.lessons.lesson_source import MARKDOWN, LessonFile, blocks_of, first_line
from diastole.knowledge.lessons.shipped_lessons import LESSONS, SUFFIX, shipped_lesson
from diastole.model.bench_state import BenchState
from diastole.model.patient import BalloonPump, Patient
from diastole.model.patient.presets import PRESETS

FENCE, BENCH, REFLEX = "---", "bench", "reflex"
HEAD = ("title", "patient", "teaches", "set")
STATE = ("set", "controls", REFLEX, "claims")
BRACE = re.compile(r"[{}]")


@dataclass
class StepDraft:
    """A step while its blocks are read."""

    title: str
    line: int
    bench: Token | None = None
    text: list[Token] = field(default_factory=list)
    question: Prose | None = None
    answers: list[Token] | None = None


def find_lesson(reference: str) -> Lesson:
    """Return a lesson that comes with the package, by its name, or one of a file.

    Raise InputError if it does not exist; LessonError, as `read_lesson`, if something in it is wrong.
    """
    if reference in LESSONS:
        return read_lesson(shipped_lesson(reference), f"{reference}{SUFFIX}")
    try:
        return read_lesson(read_file(reference), reference)
    except FileNotFoundError:
        raise InputError(
            f"'{reference}' is neither a lesson nor an existing file; lessons are {', '.join(LESSONS)}."
            f"{did_you_mean(reference, LESSONS)}",
            code="not_found", allowed={"values": list(LESSONS)},
        ) from None  # fmt: skip


def read_lesson(raw: bytes, name: str) -> Lesson:
    """Read a lesson.

    `raw`: the file as `diastole.files.decoded` reads it. `name`: the file as messages call it.

    Raise LessonError, naming file, line and what to do, if anything is wrong but what only the runs tell: the head, a
    state that the patient cannot have, a step without text, a question without a right answer, a number or a statement
    that does not exist.
    """
    source = LessonFile(decoded(raw, name), name)
    fences = [place for place, line in enumerate(source.lines) if line.strip() == FENCE]
    if len(fences) < 2 or fences[0] != 0:
        raise source.error(
            1, f"a head between two lines of '{FENCE}' has to come first; give it title, patient, teaches"
        )
    end = fences[1]
    head = source.block("\n".join(source.lines[1:end]), 1, HEAD)
    for key in HEAD[:3]:
        if not isinstance(head.get(key), str) or not head[key]:
            raise source.error(1, f"the head has no '{key}'; give it one, such as '{key}: …'")
    patient, state = _patient(source, head)
    tokens = MARKDOWN.parse("\n" * (end + 1) + "\n".join(source.lines[end + 1 :]))
    steps = tuple(_step(source, draft, patient) for draft in _drafts(source, tokens, end + 1))
    if not steps:
        raise source.error(end + 1, "the lesson has no step; begin one with '# Title'")
    _check_steps(source, steps)
    return Lesson(name, str(head["title"]), str(head["teaches"]), patient, state, steps)


def _patient(source: LessonFile, head: dict[str, object]) -> tuple[Patient, BenchState]:
    """Return the patient of a lesson with a balloon pump, and of what it is made."""
    preset, given = str(head["patient"]), _values(source, head.get("set"), 1)
    if preset not in PRESETS:
        raise source.error(
            source.line_of("patient", 1),
            f"'{preset}' is not a preset; presets are {', '.join(PRESETS)}.{did_you_mean(preset, PRESETS)}",
        )
    patient = _with_values(source, Patient.preset(preset), given, 1)
    pumped = patient if patient.balloon_pump else patient.with_balloon_pump(BalloonPump())
    return pumped, BenchState(preset, given)


def _values(source: LessonFile, given: object, line: int) -> dict[str, str]:
    """Return the values of ``set``."""
    if given is None:
        return {}
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise source.error(source.line_of("set", line), "'set' is no block of lines such as 'pacing.rate: 90 /min'")
    return given


def _with_values(source: LessonFile, patient: Patient, values: dict[str, str], line: int) -> Patient:
    """Return a patient with values, as ``--set`` gives them. Raise LessonError if one is impossible."""
    try:
        return patient.with_values(values)
    except InputError as error:
        raise source.error(source.line_of(error.path or "set", line), str(error)) from None


def _drafts(source: LessonFile, tokens: Sequence[Token], end: int) -> list[StepDraft]:
    """Return the steps as blocks. Raise LessonError if a block stands where it must not."""
    drafts: list[StepDraft] = []
    for block in blocks_of(tokens):
        first, line = block[0], first_line(block)
        if first.tag == "h1":
            drafts.append(StepDraft(block[1].content, line))
        elif not drafts:
            raise source.error(max(line, end), "this stands before the first step; begin the step with '# Title'")
        else:
            _add(source, drafts[-1], block, line)
    return drafts


def _add(source: LessonFile, draft: StepDraft, block: list[Token], line: int) -> None:
    """Add a block to a step. Raise LessonError if it does not belong there."""
    first = block[0]
    if first.type == "fence" and first.info.strip() == BENCH:
        if draft.bench:
            raise source.error(line, f"a second block '{BENCH}'; a step has one state")
        draft.bench = first
    elif first.tag == "h2":
        if draft.question:
            raise source.error(line, "a second question; a step has one")
        draft.question = Prose((block[1],), line)
    elif first.type == "heading_open":
        raise source.error(line, "headings are '# Step' and '## Question?'; put this into words")
    elif draft.question is None:
        draft.text += block
    elif first.type == "bullet_list_open" and draft.answers is None:
        draft.answers = block[1:-1]
    else:
        raise source.error(line, "after a question stand its answers, one list, and nothing else; move this before it")


def _step(source: LessonFile, draft: StepDraft, patient: Patient) -> LessonStep:
    """Return a step. Raise LessonError if something is missing or wrong."""
    line = draft.line
    if not draft.text:
        raise source.error(line, f"the step '{draft.title}' has no text; say what is to be seen")
    if draft.question is None:
        raise source.error(line, f"the step '{draft.title}' has no question; write one as '## Question?'")
    start = first_line([draft.bench]) if draft.bench else line
    given = source.block(draft.bench.content if draft.bench else "", start, STATE)
    values = _values(source, given.get("set"), start)
    _with_values(source, patient, values, start)
    controls = tuple(_listed(given.get("controls")))
    switch = given.get(REFLEX, "off")
    if switch not in ("on", "off"):
        raise source.error(source.line_of(REFLEX, start), f"reflex: '{switch}' is not allowed; allowed is on or off")
    claims = tuple(
        (source.line_of(words, start), _number(source, words, start)) for words in _listed(given.get("claims"))
    )
    lines = {key: source.line_of(key, start) for key in (*values, *controls)}
    text = Prose(tuple(draft.text), first_line(draft.text))
    question = read_question(source, draft.question, draft.answers or [])
    id_ = re.sub(r"[^a-z0-9]+", "-", draft.title.lower()).strip("-")
    step = LessonStep(id_, draft.title, line, text, question, values, switch == "on", controls, claims, lines)
    _check_pieces(source, step)
    return step


def _listed(given: object) -> list[str]:
    return [word.strip() for word in given.split(",") if word.strip()] if isinstance(given, str) else []


def _number(source: LessonFile, words: str, line: int) -> RunNumber:
    try:
        return RunNumber.parse(words)
    except InputError as error:
        raise source.error(source.line_of(words, line), str(error)) from None


def _check_pieces(source: LessonFile, step: LessonStep) -> None:
    """Raise LessonError if a number or a statement in a text is not one."""
    for passage in step.passages():
        for token in passage.tokens:
            if BRACE.search(PIECE.sub("", token.content)):
                raise source.error(
                    first_line([token]), "a brace stands alone; a number of a run is written like {rise cardiac_output}"
                )
        for line, piece in passage.pieces():
            try:
                number = RunNumber.parse(piece[1:-1]) if piece.startswith("{") else cited(piece)
            except InputError as error:
                raise source.error(line, str(error)) from None
            if isinstance(number, RunNumber) and number.what == SAME:
                raise source.error(line, f"'{piece}' is no number to read; put it under 'claims'")


def _check_steps(source: LessonFile, steps: Collection[LessonStep]) -> None:
    """Raise LessonError if two steps have one name, or a number looks back to a step that there is not."""
    known: set[str] = set()
    for step in steps:
        if step.id in known:
            raise source.error(step.line, f"a second step is called '{step.title}'; give it another title")
        known.add(step.id)
    for step in steps:
        for line, number in step.numbers():
            if number.since and number.since not in known - {step.id}:
                raise source.error(
                    line, f"there is no other step '{number.since}'; steps are {', '.join(sorted(known))}"
                )
