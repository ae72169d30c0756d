"""Which kind of answer a question asks for, such as a reason or a duration, and which sentences give one."""

import re
from collections.abc import Iterable
from functools import lru_cache

from diastole.answers.lexicon import WORD, Lexicon

SOME = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|few|fewer|some)"
SMALL = frozenset(  # words beside, which name nothing
    {"so", "then", "what", "how", "by", "all", "ever", "only", "just", "still", "now", "happen", "happens"}
)
# Kind of answer → how it is asked for, and the words of one that gives it.
KINDS = {
    name: (re.compile(asked, re.I), re.compile(given, re.I))
    for name, (asked, given) in {
        "reason": (
            r"\b(?:why|how come|reasons?|rationale|what makes|what explains)\b",
            r"\b(?:because|since|so|therefore|thus|due to|owing to|reasons?|why|which is how|comes? from|caused by)\b"
            r"|, as ",
        ),
        "cause": (
            r"\b(?:causes?|caused|aetiology|etiology)\b",
            r"\b(?:cause[sd]?|because|due to|owing to|come from|comes from|put down to|from)\b",
        ),
        "duration": (
            r"\b(?:how (?:long|soon|fast|quickly|late)|how many (?:hours|days|weeks|minutes)|"
            r"until when|since when|for long)\b",
            r"\b(?:hours?|days?|weeks?|months?|years?|minutes?|seconds?|h|min|at once|immediate\w*|urgent\w*|until)\b",
        ),
        "frequency": (
            r"\b(?:how (?:often|common|likely|frequent\w*|rare|many)|incidence|frequency|chances?|odds|percentage)\b",
            rf"%|\b(?:{SOME} (?:in|of|out of)|hourly|every|rare\w*|common\w*|seldom|often|frequen\w+|most|unusual)\b",
        ),
        "amount": (
            r"\b(?:how (?:much|big|large|high|low|far|great|strong)|numbers?|figures?|thresholds?|targets?|"
            r"(?:what|which) (?:dose|value|size|limit|cut ?off|volume|level|grade|number|diameter))\b",
            r"\d|\{|\b(?:half|third)\b",
        ),
        "person": (
            r"\bwho\b",
            r"\b(?:nurses?|doctors?|physicians?|teams?|staff|surgeons?|perfusionists?|patients|people|women|men)\b",
        ),
        "evidence": (
            r"\b(?:evidence|proven|proof|proved|trials?|stud(?:y|ies)|data)\b",
            r"\b(?:trials?|stud(?:y|ies)|evidence|randomi\w+|proven|known to us|data|registry|series|reviews?|"
            r"experience|dogs|pigs|animals)\b",
        ),
        "action": (
            r"\b(?:what (?:do|should|can) (?:i|we|you|one|be)|what to do|what (?:next|now)|"
            r"treat|treated|treatment|therapy|fix|fixed|correct|corrected|manage|managed|management|handled|"
            r"dealt with|done)\b",
            r"\b(?:treat\w*|remov\w+|checks?|checked|set|stop\w*|given|comes out|surgery|call\w*|replaced?|moved)\b",
        ),
        "sign": (
            r"\b(?:signs?|symptoms?|recogni[sz]ed?|notice\w*|spot|look like|check|checked|find out|"
            r"how (?:do|can|will|would) (?:i|we|you|they|one|nurses|doctors) (?:know|tell|see))\b",
            r"\b(?:signs?|pale|cold|pain\w*|seen|sees?|shows?|shown|trace|curve|feels?|looks?|echo\w*|swollen|trough|"
            r"peak|recognised|murmur|X-ray|confirm\w*|checked)\b",
        ),
        "limits": (
            r"\b(?:mislead\w*|reliab\w+|accura\w+|pitfalls?|limitations?|trusted|wrong)\b",
            r"\b(?:mislead\w*|reliab\w+|accura\w+|sensitivit\w+|sensitive|specific\w*|errors?|(?:over|under)estimat\w+|"
            r"agree\w*|pitfalls?|trust\w*|hides?|hidden|exclude)\b",
        ),
        "alternative": (
            r"\b(?:instead|alternatives?|other options?|what else)\b",
            r"\b(?:instead|alternatives?|other|another|surgery)\b",
        ),
        "danger": (
            r"\b(?:dangerous|danger|safe|safely|risks?|risky|harmful|complications?|side effects?|emergency)\b",
            r"\b(?:danger\w*|safe\w*|risks?|harm\w*|complications?|injur\w+|bleed\w*|ischaemia|death|die|died|"
            r"mortality|at once)\b",
        ),
    }.items()
}  # fmt: skip

# How a reader is told that a kind of answer is not given. Reasons, causes and dangers are left out: many sentences
# give one in words that name none.
MISSED = {
    "duration": "how long", "frequency": "how often", "amount": "how much", "person": "who",
    "evidence": "what evidence there is", "action": "what to do", "sign": "how it is noticed",
    "limits": "how far it can be trusted", "alternative": "what there is instead",
}  # fmt: skip
LEAST_ASKED = 0.2  # share of the questions of a section from which on it is taken to give their kind of answer; assumed


@lru_cache(maxsize=50_000)
def kinds_asked(text: str) -> frozenset[str]:
    """Return the kinds of answer that a question asks for."""
    return frozenset(name for name, (asked, _) in KINDS.items() if asked.search(text))


def gives(kind: str, text: str) -> bool:
    """Tell whether sentences give a kind of answer."""
    return bool(KINDS[kind][1].search(text))


def share_asking(kind: str, questions: Iterable[str]) -> float:
    """Return how many of some questions ask for a kind of answer; one question more is counted than there are."""
    asking = [kind in kinds_asked(text) for text in questions]
    return sum(asking) / (len(asking) + 1)


def is_bare(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a question says which kind of answer it wants and nothing else, as ``how often is that?``."""
    if not kinds_asked(text):
        return False
    return {word.lower() for word in WORD.findall(without_kinds(text))} <= lexicon.stopwords | SMALL


def without_kinds(text: str) -> str:
    """Return a text without the words that ask for a kind of answer."""
    for asked, _ in KINDS.values():
        text = asked.sub(" ", text)
    return text


def missed(wording: str, asked: Iterable[str], told: str, lexicon: Lexicon) -> str:
    """Return what a bare question asks for and a section does not say, such as ``how long``; empty if it does.

    Parameters
    ----------
    asked, told
        The questions that the section answers, and its first sentences.
    """
    questions = tuple(asked)
    kinds = kinds_asked(wording) if is_bare(wording, lexicon) else frozenset()
    return next(
        (
            MISSED[kind]
            for kind in sorted(kinds & MISSED.keys())
            if not gives(kind, told) and share_asking(kind, questions) < LEAST_ASKED
        ),
        "",
    )
