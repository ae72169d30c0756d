"""Different words for one relation, so that a question and a belief that say the same are read alike."""

import re

# What people write → the words of the beliefs. The first that fits, from above, at each place.
_STANDARD = (
    (r"(?:most (?:dangerous|harmful|serious)|deadliest|gravest)", "worst"),
    (r"(?:safest|least (?:dangerous|harmful)|no harm)", "harmless"),
    (r"(?:survival|mortality) benefit|(?:save|saves|saved|saving) lives|survival to improve"
     r"|(?:improv|rais|increas|better|prolong)\w* (?:[\w-]+ )?survival"
     r"|(?:cut|cuts|fewer|lower(?:s|ed)?) (?:the )?(?:[\w-]+ )?(?:deaths?|death rate|mortality)",
     "lowers mortality"),
    (r"cuts?", "lowers"),
    (r"(?:allow|permit)(?:s|t?ed)?(?: (?:it|(?:the|a) (?:balloon )?pump))?(?= in (?:acute )?(?:aortic|mitral)\b)",
     "recommended"),
    (r"(?:an? )?(?:[a-z]+ )?indication(?:s)?|indicated|first[- ]line(?: therapy| treatment)?"
     r"|(?:treatment|drug|device) of choice"
     r"|(?:standard |accepted )?first choice|treated with|accepted (?:way|treatment)", "recommended"),
    (r"(?:goes|go|went|gone|comes|put|placed|introduced|threaded|pushed) in(?:to)?(?= through| by| via)", "inserted"),
    (r"(?:via|by way of)", "through"),
    (r"(?:sits?|located|rests?|positioned|should lie|has to lie|belongs?|placed)(?= in\b| inside| below| above| at )",
     "lies"),
    (r"(?:everyone|everybody|each patient|all patients|all people|anyone)", "every patient"),
    (r"(?:must|ha(?:s|ve) to|requir(?:e|es|ed)|mandatory|obligatory|necessary|compulsory|essential)", "needs"),
    (r"(?:sedated|under (?:general )?anaesthesia|put to sleep)", "asleep"),
    (r"(?:for good|for life|for ever|forever|for the rest of \w+ life|permanent)", "permanently"),
    (r"(?:in place of|instead of)", "replaces"),
    (r"(?:takes? over|does|do|replaces?|beats? instead of)(?: the)?(?: whole| entire| all)?(?: (?:the )?"
     r"(?:work|pumping|job|beat) (?:of|for))? (?:the|his|her|my|a)(?: own)?(?: \w+'s)? heart"
     r"(?: completely| entirely| fully)?",
     "replaces heart"),
    (r"(?:switched off|turned off|shut down|at a standstill)", "stopped"),
    (r"heavier", "heavy"), (r"lighter", "light"), (r"better than", "more than"),
    (r"(?:motionless|stands? still|stand still|standing still|sit(?:s)? deflated|sit(?:s)? still)", "still"),
    (r"(?:several hours|a couple of hours|an hour or two|many hours|hours)", "hours"),
    (r"(?:delayed|too late)", "late"), (r"(?:premature|too soon|too early)", "early"),
    (r"(?:decompress(?:es|ed)?|takes? load off|take the load off|offload(?:s|ed)?)", "unloads"),
    (r"empt(?:y|ies|ied)(?= (?:the|her|his) (?:left )?(?:ventricle|heart)\b)", "unloads"),
    (r"(?:ignored?|neglected|may be left|left alone)", "harmless"),
)  # fmt: skip
# ``in aortic and allowed in mitral regurgitation``: what a valve has is said once for both
VALVE_ALONE = re.compile(
    r"\b(aortic|mitral)((?= (?:and|but|or|not|versus|vs|than)\b)[^.?;]{3,50}?)\b(aortic|mitral)"
    r" (regurgitation|insufficiency|incompetence|stenosis|leaks?)\b"
)
_PATTERNS = tuple((re.compile(rf"\b(?:{pattern})(?![\w-])"), word) for pattern, word in _STANDARD)


def in_standard_words(text: str) -> str:
    """Return a sentence in lower case with each relation in the words that stand for it here."""
    low = VALVE_ALONE.sub(r"\1 \4\2\3 \4", text.lower().replace("’", "'"))
    for pattern, word in _PATTERNS:
        low = pattern.sub(word, low)
    return low
