"""The sentences of a section by paragraph and item, as they are shown."""

from diastole.answers.answer import AnswerSection, AnswerSentence


def paragraphs(section: AnswerSection) -> list[tuple[str, list[AnswerSentence]]]:
    """Return ``paragraph`` or ``item`` with its sentences, in order."""
    found: list[tuple[str, list[AnswerSentence]]] = []
    for sentence in section.sentences:
        if sentence.starts or not found:
            found.append((sentence.starts or "paragraph", []))
        found[-1][1].append(sentence)
    return found


def lists(section: AnswerSection) -> list[tuple[str, list[list[AnswerSentence]]]]:
    """Return paragraphs, with items that follow each other gathered into one list."""
    found: list[tuple[str, list[list[AnswerSentence]]]] = []
    for starts, sentences in paragraphs(section):
        if starts == "item" and found and found[-1][0] == "item":
            found[-1][1].append(sentences)
        else:
            found.append((starts, [sentences]))
    return found
