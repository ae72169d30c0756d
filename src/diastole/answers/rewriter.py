"""An optional rewriter of the sentences of an answer: off by default, and rejected by the guards when it says more."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from diastole.answers.answer import AnswerSection
from diastole.answers.faithfulness import wording_faults
from diastole.errors import InputError

TIMEOUT = 20.0  # s
ENVIRONMENT = ("DIASTOLE_REWRITER_URL", "DIASTOLE_REWRITER_MODEL", "DIASTOLE_REWRITER_KEY")
INSTRUCTION = (
    "Re-word each sentence so that they read well one after the other. Keep every number with its unit, every "
    "negation, direction and degree of certainty. Add nothing. Answer with a JSON list of objects "
    '{"sentence": "...", "statement_ids": ["..."]}, one for each given sentence, in the same order with the same ids.'
)


@dataclass(frozen=True)
class WordedSentence:
    """A sentence and the ids of what supports it."""

    sentence: str
    statement_ids: tuple[str, ...]


class Rewriter(Protocol):
    """Re-words sentences, and sees nothing else."""

    def rewrite(self, plan: Sequence[WordedSentence]) -> Sequence[WordedSentence]:
        """Return the sentences in new words, in the same order with the same ids."""


class Identity:
    """The default: leaves every sentence as it stands."""

    def rewrite(self, plan: Sequence[WordedSentence]) -> Sequence[WordedSentence]:
        """Return the same sentences."""
        return plan


@dataclass(frozen=True)
class ChatRewriter:
    """A rewriter behind an OpenAI-compatible endpoint."""

    url: str  # such as http://127.0.0.1:8080/v1
    model: str
    key: str = ""

    @classmethod
    def from_environment(cls) -> "ChatRewriter":
        """Return the rewriter that the environment names.

        Raises
        ------
        InputError
            If the address or the model is not given, or the address is not HTTP.
        """
        url, model, key = (os.environ.get(name, "") for name in ENVIRONMENT)
        if not url.startswith(("http://", "https://")) or not model:
            raise InputError(
                f"--rewrite needs the environment variables {ENVIRONMENT[0]} (such as http://127.0.0.1:8080/v1) and "
                f"{ENVIRONMENT[1]}; leave the option out for the reviewed wording"
            )
        return cls(url.rstrip("/"), model, key)

    def rewrite(self, plan: Sequence[WordedSentence]) -> Sequence[WordedSentence]:
        """Ask the endpoint.

        Raises
        ------
        OSError, ValueError
            If it cannot be reached, or answers with anything but the list that is asked for.
        """
        from urllib.request import Request, urlopen  # brings much that no other answer needs

        given = [{"sentence": each.sentence, "statement_ids": list(each.statement_ids)} for each in plan]
        messages = [
            {"role": "system", "content": INSTRUCTION},
            {"role": "user", "content": json.dumps(given, ensure_ascii=False)},
        ]
        body = json.dumps({"model": self.model, "temperature": 0, "messages": messages}).encode()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self.key}"} if self.key else {})
        request = Request(f"{self.url}/chat/completions", data=body, headers=headers)
        with urlopen(request, timeout=TIMEOUT) as reply:
            content = json.load(reply)["choices"][0]["message"]["content"]
        return [
            WordedSentence(str(each["sentence"]), tuple(map(str, each["statement_ids"])))
            for each in json.loads(content)
        ]


def reworded(
    rewriter: Rewriter, plan: Sequence[WordedSentence], evidence: Mapping[str, str]
) -> tuple[Sequence[WordedSentence], str]:
    """Return the sentences in new words, and why not if they stay as they were.

    Nothing is taken over in part: one fault and the whole reviewed wording stands.
    """
    try:
        new = list(rewriter.rewrite(plan))
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        return plan, f"the rewriter failed ({type(error).__name__})"
    if not all(isinstance(each, WordedSentence) for each in new):
        return plan, "it answered with something else than sentences"
    if [each.statement_ids for each in new] != [each.statement_ids for each in plan]:
        return plan, "it changed the sentences' support"
    for old, fresh in zip(plan, new, strict=True):
        support = " ; ".join(evidence[id_] for id_ in old.statement_ids)
        faults = [] if fresh.sentence == old.sentence else wording_faults(old.sentence, fresh.sentence, support)
        if faults:
            return plan, f"{faults[0]}, in ‘{fresh.sentence}’"
    return new, ""


def rewritten(
    sections: Sequence[AnswerSection], rewriter: Rewriter, evidence: Mapping[str, str]
) -> tuple[tuple[AnswerSection, ...], str]:
    """Return the sections in new words, and why not if they stay."""
    plan = [
        WordedSentence(each.text, (*each.statements, *each.claims, *each.runs))
        for section in sections
        for each in section.sentences
    ]
    new, why = reworded(rewriter, plan, evidence)
    texts = iter(new)
    told = tuple(
        replace(section, sentences=tuple(replace(each, text=next(texts).sentence) for each in section.sentences))
        for section in sections
    )
    return told, why
