"""False premises of a question: which of the beliefs that articles set right it takes for granted."""

import re
from collections.abc import Iterable, Iterator

from diastole.answers.article_index import ArticleIndex
from diastole.answers.assertions import ADVICE, Assertion, same
from diastole.answers.beliefs import ALL, BOUNDS, Premise
from diastole.answers.concepts import DEVICES, DISEASES, TREATMENTS, TRIALS
from diastole.answers.paraphrases import in_standard_words
from diastole.answers.question import TAG, ParsedQuestion
from diastole.answers.sentence_meaning import PUMP, SentenceMeaning, read_meaning

# A question that asks whether takes nothing for granted; one that asks why or how does, and so does a fact it adds.
OPEN = re.compile(
    r"(?:^|, |\? |^(?:and|but|so|or|also|then|hi|hello|ok|okay|please|tell me) )"
    r"(?:is|are|was|were|does|do|did|can|could|may|might|should|would|will|has|have|must|am|isn't|doesn't|aren't)\b"
    r"|\b(?:whether|what if|what happens (?:if|when)|true that|true or false|is it true|myth)\b|^if\b"
    r"|\b(?:nobody|no one|who) (?:can )?(?:says?|knows?|tells?)\b"
    r"|\b(?:what is|how (?:good|strong|solid) is) the evidence\b"
)
ASKS = re.compile(r"\b(?:why|how|what|when|which|where|who|whose|whom|explain|so)\b")  # more than keywords
ASKED_AFTER = re.compile(
    r",? (?:so |and |but )?(?:how|what|why|when|which|where|who|at what|by (?:how|what|which))\b[^,]*$"
)
# Before this a situation or a choice is told, not a belief: ‘tip in the arch, what next?’
SITUATION = re.compile(
    r"\bor\b[^,]*, (?:which|who|what)\b|, (?:which \w+|how often|when)\W*$"
    r"|, what (?:next|now|do (?:i|we|you)|to do|is done|should|helps|bridges|about it)\b"
)
GRANTED = re.compile(
    r"(?:\b(?:since|because(?! of\b)|given that|now that|considering(?: that)?)|(?:^|[,.;] )as)\b (?P<fact>[^,?]{8,})"
)
WHICH = re.compile(r"^(?:which|what|who)\b")
# What asks for the reason or the way of what it states; a question that asks who, what or when leaves the rest open.
STATES = re.compile(
    r"\b(?:why|how come|how (?:do|does|did|is|are|can|could)(?! (?:i|we|you|it|one)\b)|explain how|the reason)\b"
)
CHOICE = re.compile(
    r"\b(?:which|or|(?:preferred|favou?red|chosen|used|better) over|when (?:is|are|not|\w+ (?:is|are))|than|instead of"
    r"|in place of|best (?:answer|way)|what (?:else )?helps|one\b.*\bthe other)\b"
)  # leaves a verdict open
# What asks how, when or with how much something is done takes for granted that it may be done.
REQUEST = re.compile(
    r"\b(?:which|what|how|when|where|why)\b.*\b(?:do|should|would|can|must|to|is|are)\b"
    r".*\b(?:put|(?<!in )place|pause|disconnect|flush|refill|restart|defibrillate|insert|use|give|start|set|choose"
    r"|pick|implant|infuse|titrate|prescribe|keep|leave|float)"
    r"(?:d|n|ed|ted|s)?\b"
)
# So does what asks which one of a kind is used: ‘which beta blocker is first choice in acute regurgitation?’
PREFERRED = re.compile(
    r"^(?:which|what) (?:[\w-]+ ){1,3}(?:is|are) (?:the )?"
    r"(?:first[ -](?:choice|line)|best|preferred|favou?red|of choice|used|given|chosen|recommended)\b"
)
# Unless it asks when not to, whether, or for the reason, the harm or the end of it, or says that the leak is small.
WITHHELD = re.compile(
    r"\b(?:not|never|\w+n't|no|avoid\w*|stop\w*|withhold\w*|withheld|wean\w*|remov\w*|without|instead|if|who|else"
    r"|risks?|harm\w*|wrong|happens?|contraindicat\w*|forbid\w*|unsafe|danger\w*|refus\w*|worse\w*|against|mild|trivial"
    r"|trace|evidence|and (?:can|may|could|should)|stud\w+|trials?|(?:any|of|the) use|help\w*|caution|cautious\w*"
    r"|vent(?:s|ed|ing)?)\b"
)
# Or asks what is known, seen or done before it, or after the disease was mended.
ASIDE = re.compile(
    r"\b(?:guidelines?|known|imaging|grad(?:e|ed)|measured?|look(?:ed)? for|tell|detect\w*|found|simulat\w*"
    r"|before (?:an?|the) (?:[\w-]+ ){1,4}(?:is|are|was|were)"
    r"|after (?:[\w-]+ ){0,4}(?:surgery|operation|repair\w*|replace\w*))\b"
)
BALLOON = "~balloon"
REQUESTED = " recommended"  # what makes of an act the advice to do it
RANKED = re.compile(  # says more than that something may be used
    r"\b(?:first|choice|best|better|always|routine\w*|any|guidelines?|same|standard|preferred|ideal|only|most"
    r"|approved|label|isolated)\b"
)
TWOFOLD = re.compile(r"\b(?:but|while|whereas)\b")  # says two things, of which a direction is one
# Who said what follows.
TOLD = re.compile(
    r"^(?:so )?(?:they|he|she|(?:my|our|the|a|her|his) \w+|somebody|someone|i(?:'ve)?) "
    r"(?:say|says|said|told (?:me|us|her|him)|explained|heard|read|was told|were told)(?: that)? "
)
POINTS_BACK = re.compile(r"\b(?:there|then|that way)\W*$")  # ‘why does inflation start there?’ does not say where
# What is asked after is left open: ‘how often does it burst?’ does not say often, ‘which drug does it need?’ not which.
HOW_MUCH = re.compile(r"\bhow (?:often|common|commonly|frequent|frequently|likely|long|soon|quickly|many|much)\b")
WHICH_IS_NEEDED = re.compile(
    r"^(?:and |so |but )?(?:which|what) (?:[\w-]+ ){1,3}?(?:do|does|did)\b.*\b(?:need|require)\w*\b"
)
FEWEST = 4  # words of a clause that states something
SHARED = 0.5  # least share of the other words of a belief, by what they tell, that a question repeats; assumed
COVERED, COVERS = 0.75, 0.35  # least share of a belief that a fact repeats, and of the fact that the belief repeats
REPEATED = 0.65  # or the least share of both, which is enough for a belief of few terms as well
NEARLY_ALL = 0.9  # the same where a belief denies or compares, or its disease or pump is left out
FEWEST_TERMS = 3  # of a belief that is not short


def false_premises(
    question: ParsedQuestion, premises: Iterable[Premise], index: ArticleIndex, subject: Iterable[str] = ()
) -> list[Premise]:
    """Return the false beliefs that a question takes for granted, the one that shares most with it first.

    Parameters
    ----------
    subject
        Concepts of the page on which it is asked.
    """
    facts = [
        (read_meaning(in_standard_words(text), index.lexicon), is_stated) for text, is_stated in _granted(question)
    ]
    page, leaves_open = frozenset(subject), bool(CHOICE.search(question.wording))
    requested = [
        tuple(read_meaning(in_standard_words(f"{text}{advice}"), index.lexicon) for advice in ("", REQUESTED))
        for text in _requested(question)
    ]
    is_any = WHICH.search(question.wording) and not PUMP & question.concepts
    named = index.lexicon.with_broader(question.concepts)  # a trial with its device
    is_trial = bool(question.concepts & TRIALS)
    fits: dict[Premise, float] = {}
    for each in premises if facts or requested else ():
        if is_any and "iabp" in each.meaning.terms:  # ‘which machine is the strongest?’ does not say that the pump is
            continue
        if is_trial and each.meaning.terms & DEVICES - named:  # a trial of one pump says nothing of another
            continue
        fit = 0.0
        for fact, is_stated in facts:
            fit = max(fit, _points_alike(each, fact, page, index, leaves_open=leaves_open))
            fit = max(fit, _repeats(each, fact, page, index, is_stated=is_stated))
        for act, advice in requested:
            if each.treats - act.terms:  # nitrates, where a vasodilator is asked for
                continue
            fit = max(fit, _allows(each, advice, index))
            if index.share(each.meaning.concepts | each.meaning.words, act.terms) >= NEARLY_ALL:
                fit = max(fit, _repeats(each, act, page, index, is_stated=True))
        if fit > 0.0:
            fits[each] = fit
    return sorted(fits, key=lambda each: (-fits[each], each.place))


def _granted(question: ParsedQuestion) -> Iterator[tuple[str, bool]]:
    """Yield what a question takes for granted or adds as a fact, and whether it states that or only points to it."""
    asks = bool(ASKS.search(question.wording))
    for part in question.parts or (question,):
        rest = HOW_MUCH.sub("when", TOLD.sub("", part.spelled_out))
        if fact := GRANTED.search(rest):
            yield fact["fact"], True
            rest = rest[: fact.start()] + rest[fact.end() :]
        if POINTS_BACK.search(rest) or not (TAG.search(question.wording) or (asks and not OPEN.search(part.wording))):
            continue
        is_topic = f"{part.text.lower()}:" in question.wording  # ‘MRI with a balloon pump: allowed or not?’
        if SITUATION.search(rest) or WHICH_IS_NEEDED.search(rest) or (is_topic and not ASKS.search(rest)):
            continue
        if (asked := ASKED_AFTER.search(rest)) and len(rest[: asked.start()].split()) >= FEWEST:
            yield rest[: asked.start()], not ASKS.search(rest[: asked.start()])
        yield rest, bool(STATES.search(rest) or not ASKS.search(rest))


def _requested(question: ParsedQuestion) -> Iterator[str]:
    """Yield what a question asks how, when or with how much to do."""
    text = GRANTED.sub("", question.spelled_out)
    is_other = WITHHELD.search(text) or ASIDE.search(text) or OPEN.search(question.wording)
    if (REQUEST.search(text) or PREFERRED.search(text)) and not is_other:
        yield text.rstrip("?. ")


def _allows(premise: Premise, fact: SentenceMeaning, index: ArticleIndex) -> float:
    """Return how much a belief shares with what is requested, if it says no more than that this may be done."""
    is_use = premise.meaning.points == {"for"} and not RANKED.search(premise.says.lower())
    is_named = premise.needs & TREATMENTS <= fact.concepts | PUMP
    if not is_use or not is_named or index.share(premise.words, fact.terms) < NEARLY_ALL:
        return 0.0
    page = PUMP if BALLOON in fact.terms else frozenset()  # such as ‘which size of balloon’
    return _points_alike(premise, fact, page, index, leaves_open=False)


def _points_alike(
    premise: Premise, fact: SentenceMeaning, page: frozenset[str], index: ArticleIndex, *, leaves_open: bool
) -> float:
    """Return how much a fact shares with a belief that points the same way; 0 if it does not, or the other way too."""
    belief, terms = premise.meaning, _with_all(fact.terms | page)
    if not premise.needs <= terms or not (premise.needs - TREATMENTS - PUMP or premise.words):
        return 0.0
    if (
        belief.is_negated != fact.is_negated
        or TWOFOLD.search(premise.says)
        or not belief.is_bound_like(fact)
        or not belief.numbers <= fact.numbers
    ):
        return 0.0
    if belief.terms & DISEASES and fact.terms & DISEASES - belief.terms - page:
        return 0.0
    asserted = [one for one in fact.asserts if not (leaves_open and one.target == ADVICE)]
    is_same = any(_is_same(one, other, page) for one in belief.asserts for other in asserted)
    if not is_same or any(_is_same(one.opposite, other, page) for one in belief.asserts for other in asserted):
        return 0.0
    told = index.share(premise.words, terms)
    return told + len(premise.needs) if told >= SHARED else 0.0


def _repeats(
    premise: Premise, fact: SentenceMeaning, page: frozenset[str], index: ArticleIndex, *, is_stated: bool
) -> float:
    """Return how much of a belief a fact repeats; 0 if it is little, or if they point, bound or count differently."""
    belief = premise.meaning
    if (
        belief.is_negated != fact.is_negated
        or not belief.numbers <= fact.numbers
        or not _points_no_other_way(belief, fact)
    ):
        return 0.0
    if not belief.terms & BOUNDS <= _with_all(fact.terms) or not belief.is_bound_like(fact):
        return 0.0
    if premise.about and not premise.about & fact.terms:
        return 0.0
    if premise.reason and index.share(premise.reason, fact.terms) < SHARED:
        return 0.0
    treated, its = belief.terms & TREATMENTS, fact.terms & TREATMENTS
    if treated != its and (treated | its) - PUMP:
        return 0.0
    covered, covers = (index.share(a.concepts | a.words, b.terms) for a, b in ((belief, fact), (fact, belief)))
    is_whole = belief.terms & DISEASES <= fact.terms | page and (
        treated <= its | page or not belief.points & {"for", "against"}
    )
    is_plain = is_whole and is_stated and not (belief.is_negated or belief.is_compared)
    if not is_plain:
        is_repeated = min(covered, covers) >= NEARLY_ALL
    else:
        is_long = len(belief.concepts | belief.words) >= FEWEST_TERMS
        is_repeated = min(covered, covers) >= REPEATED or (is_long and covered >= COVERED and covers >= COVERS)
    return covered + covers if is_repeated else 0.0


def _points_no_other_way(belief: SentenceMeaning, fact: SentenceMeaning) -> bool:
    """Tell whether a fact points where a belief does, for each disease; if the belief points nowhere, it may praise."""
    turned = (
        same(one.target, other.target) and other.does == one.opposite.does and one.subjects & other.subjects & DISEASES
        for one in belief.asserts
        for other in fact.asserts
    )
    return belief.points <= fact.points and fact.points - belief.points <= {"for"} and not any(turned)


def _with_all(terms: frozenset[str]) -> frozenset[str]:
    """Return terms with every word for all, if one of them is such a word."""
    return terms | ALL if terms & ALL else terms


def _is_same(one: Assertion, other: Assertion, page: frozenset[str]) -> bool:
    """Tell whether a question asserts what a belief says, of what is named there or on the page."""
    return one.does == other.does and same(one.target, other.target) and one.subjects <= other.subjects | page
