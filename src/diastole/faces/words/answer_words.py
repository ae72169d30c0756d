"""An answer in words: its sentences by paragraph and item, its references, and notes on its state."""

from diastole.answers.answer import Answer, AnswerSection, AnswerSentence, Reference
from diastole.review.readable_content import level_words


def paragraphs(section: AnswerSection) -> list[tuple[str, list[AnswerSentence]]]:
    """Return ``paragraph`` or ``item`` with its sentences, in order."""
    parts: list[tuple[str, list[AnswerSentence]]] = []
    for sentence in section.sentences:
        if sentence.starts or not parts:
            parts.append((sentence.starts or "paragraph", []))
        parts[-1][1].append(sentence)
    return parts


def lists(section: AnswerSection) -> list[tuple[str, list[list[AnswerSentence]]]]:
    """Return paragraphs, with items that follow each other gathered into one list."""
    gathered: list[tuple[str, list[list[AnswerSentence]]]] = []
    for starts, sentences in paragraphs(section):
        if starts == "item" and gathered and gathered[-1][0] == "item":
            gathered[-1][1].append(sentences)
        else:
            gathered.append((starts, [sentences]))
    return gathered


def joined(sentences: list[AnswerSentence]) -> str:
    """Return sentences as one text, each with the numbers of its references."""
    return " ".join(f"{each.text}{''.join(f'[{number}]' for number in each.references)}" for each in sentences)


def withdrawn_words(answer: Answer) -> list[str]:
    """Return the note on an article that rests on a statement that no longer holds; nothing for other articles."""
    if not answer.withdrawn:
        return []
    return [f"This article is withdrawn: it rests on what no longer holds ({'; '.join(answer.withdrawn)})."]


def pending_words(answer: Answer) -> list[str]:
    """Return the note on numbers that are still being computed; nothing where all are there."""
    if not answer.pending:
        return []
    return ["The simulator is still working on the numbers that are shown as …; they appear here when it is done."]


def reference_words(reference: Reference) -> str:
    """Return a reference in one line: citation, address, and how far it was checked."""
    where = reference.identifier if reference.identifier.startswith(("doi:", "claim")) else reference.address
    parts = [f"{reference.citation}.", f"{where}." if where else ""]
    parts.append(f"As printed: {'; '.join(reference.recommendations)}." if reference.recommendations else "")
    parts.append(f"Checked: {level_words(reference.checked)}." if reference.checked else "")
    parts.append(f"Again with: {'; '.join(reference.commands)}" if reference.commands else "")
    return " ".join(part for part in parts if part)
