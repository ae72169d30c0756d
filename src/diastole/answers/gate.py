"""What is not answered, and what is said instead."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from diastole.evidence.reading import read_yaml

# Whoever somebody may ask about, in the patterns of refusals.yaml.
RELATIVE = (
    r"(wife|husband|mother|father|mum|mom|dad|son|daughter|child|partner|friend|brother|sister|uncle|aunt|gran\w*|nan)"
)


@dataclass(frozen=True)
class Refusal:
    """Why a question is not answered, and what is said instead."""

    reason: str  # emergency, dosing, verdict, device, ledger or domain
    text: str


@dataclass(frozen=True)
class Rule:
    """A kind of question that is not answered."""

    refusal: Refusal
    patterns: tuple[str, ...]
    company: tuple[str, ...]  # of which one has to be found as well
    readers: frozenset[str]  # whom it is refused to; everybody if empty

    def fits(self, wording: str, reader: str) -> bool:
        """Tell whether a question is of this kind."""
        return (
            any(re.search(pattern, wording) for pattern in self.patterns)
            and (not self.company or any(re.search(pattern, wording) for pattern in self.company))
            and (not self.readers or reader in self.readers)
        )


def refuse(wording: str, reader: str) -> Refusal | None:
    """Return why a question is not answered whatever the articles say; None if they decide."""
    return next((rule.refusal for rule in load_rules()[:-1] if rule.fits(wording, reader)), None)


def outside() -> Refusal:
    """Return what is said where no article answers."""
    return load_rules()[-1].refusal


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """Return what is refused, the first kind that fits first; the last is everything outside the domain."""
    text = (files("diastole.answers") / "refusals.yaml").read_text(encoding="utf-8")
    return tuple(
        Rule(
            Refusal(record["reason"], record["text"]),
            tuple(pattern.replace("RELATIVE", RELATIVE) for pattern in record.get("patterns", ())),
            tuple(pattern.replace("RELATIVE", RELATIVE) for pattern in record.get("with", ())),
            frozenset(record.get("readers", ())),
        )
        for record in read_yaml(text, "refusals.yaml")
    )
