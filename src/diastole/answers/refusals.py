"""Recognises questions that are not answered, such as those for a dose, and gives the text shown instead."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from diastole.answers.question import PARTS
from diastole.strict_yaml import read_packaged

# Whoever somebody may ask about, in the patterns of refusals.yaml.
RELATIVE = (
    r"(wife|husband|mother|father|mum|mom|dad|son|daughter|child|partner|friend|brother|sister|uncle|aunt|gran\w*|nan)"
)

# Medicines that people take by themselves at home.
MEDICINE = (
    r"(?:[\w-]+ )?(?:tablets?|pills?|medicines?|medications?|meds|blood thinners?"
    r"|beta[- ]?blockers?|diuretics?|warfarin|coumadin|digoxin|amiodarone|aspirin|clopidogrel|ticagrelor"
    r"|eliquis|xarelto|entresto|dabigatran"
    r"|[a-z]+(?:olol|alol|dilol|pril|sartan|dipine|xaban|statin|semide|thiazide|gliflozin|lactone))"
)

# How somebody may change what is taken.
CHANGE = (
    r"(?:just |simply |also |need to |have to |try to |to |maybe )*"
    r"(?:stop|skip|miss|halve|double|split|cut|lower|raise|reduce|increase|change|pause|quit|drop"
    r"|leave (?:out|off|it|them)|come off|go without|do without|take (?:less|more|my|the|fewer|half|another|extra))"
    r"(?:ping|ing|ling|ring)?"
)

# Drugs that run into a vein at a rate that somebody sets.
INFUSION = (
    r"(?:noradrenaline|norepinephrine|norad|adrenaline|epinephrine|dobutamine|dopamine|milrinone|levosimendan|enoximone"
    r"|vasopressin|phenylephrine|nitroprusside|nitroglycerine?|gtn|heparin|bivalirudin|esmolol|landiolol|labetalol"
    r"|amiodarone|furosemide|frusemide|propofol|fentanyl|midazolam|morphine)"
)

# What somebody may ask to have, and what a person may take.
TREATMENT = (
    r"(?:(?:the|a|an|this|that|another|his|her|any|emergency|open|new|heart|balloon|valve|mitral|aortic) ?)*"
    r"(?:pump|balloon|iabp|impella|ecmo|lvad|machine|operation|surgery|valve|clip|mitraclip|tavi|tavr|transplant|stent"
    r"|repair|replacement|procedure|device|it|one)"
)

WORDS = {"RELATIVE": RELATIVE, "MEDICINE": MEDICINE, "CHANGE": CHANGE, "TREATMENT": TREATMENT, "INFUSION": INFUSION}


@dataclass(frozen=True)
class Refusal:
    """The reason why a question is not answered, and the text shown instead."""

    reason: str  # emergency, dosing, verdict, device, ledger or domain
    text: str


@dataclass(frozen=True)
class RefusalRule:
    """A kind of question that is not answered."""

    refusal: Refusal
    patterns: tuple[re.Pattern[str], ...]
    company: tuple[re.Pattern[str], ...]  # of which one has to be found as well
    general: tuple[re.Pattern[str], ...]  # what makes the clause around a pattern one that asks in general
    readers: frozenset[str]  # whom it is refused to; everybody if empty

    def fits(self, wording: str, reader: str) -> bool:
        """Tell whether a question is of this kind."""
        clauses = (clause for pattern in self.patterns for clause in _around(pattern, wording))
        return (
            (not self.readers or reader in self.readers)
            and any(not _has(self.general, clause) for clause in clauses)
            and (not self.company or _has(self.company, wording))
        )


def _has(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    return any(pattern.search(text) for pattern in patterns)


def _around(pattern: re.Pattern[str], wording: str) -> Iterator[str]:
    """Yield the clause in which a pattern is found, or the clauses over which it stretches, each time it is."""
    for match in pattern.finditer(wording):
        marks = [mark for mark in PARTS.finditer(wording) if mark.group() != ":"]  # what stands before it belongs to it
        before = [mark.end() for mark in marks if mark.end() <= match.start()]
        after = [mark.start() for mark in marks if mark.start() >= match.end()]
        yield wording[max(before, default=0) : min(after, default=len(wording))].strip()


def refuse(wording: str, reader: str) -> Refusal | None:
    """Return why a question is not answered whatever the articles say; None if they decide."""
    return next((rule.refusal for rule in load_refusal_rules()[:-1] if rule.fits(wording, reader)), None)


def outside() -> Refusal:
    """Return the refusal where no article answers."""
    return load_refusal_rules()[-1].refusal


@lru_cache(maxsize=1)
def load_refusal_rules() -> tuple[RefusalRule, ...]:
    """Return what is refused, the first kind that fits first; the last is everything outside the domain."""
    return tuple(map(_rule, read_packaged("diastole.answers", "refusals.yaml")))


def _rule(record: Mapping[str, Any]) -> RefusalRule:
    patterns, company, general = (
        tuple(
            re.compile(re.sub("|".join(WORDS), lambda word: WORDS[word.group()], pattern))
            for pattern in record.get(key, ())
        )
        for key in ("patterns", "with", "unless")
    )
    readers = frozenset(record.get("readers", ()))
    return RefusalRule(Refusal(record["reason"], record["text"]), patterns, company, general, readers)
