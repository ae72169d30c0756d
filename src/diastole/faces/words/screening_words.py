"""A screening in words: verdicts, the steps of a trace, options."""

from diastole.knowledge.rules.conditions import Limit, TraceStep
from diastole.knowledge.rules.fact_definitions import fact_kind
from diastole.knowledge.rules.facts import Finding
from diastole.knowledge.rules.three_valued_logic import Truth
from diastole.model.devices.register import DEVICES

VERDICT_WORDS = {
    "contraindicated": "contraindicated",
    "data_needed": "data needed",
    "caution": "caution",
    "none_found": "no contraindication found",
}
OPERATOR_WORDS = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}
OPEN_WORDS: dict[Truth, str] = {
    True: "contraindicated too",
    False: "no contraindication of its own met",
    None: "open until more is known",
}
TITLES = {model.name: model.title for device in DEVICES for model in device.models}
NO_ALL_CLEAR = "This is no all-clear: rules see only what is listed, and no clinician has reviewed them."


def step_words(step: TraceStep) -> str:
    """Return a step of a trace in words: the fact, how it compares with the condition, its source."""
    return f"{fact_words(step)} [{step.source}]" if step.source else fact_words(step)


def fact_words(step: TraceStep) -> str:
    """Return the fact of a step in words, and how it compares with the condition."""
    finding = Finding(step.fact, step.value, step.source, step.reason)
    doubt = f" ({step.reason})" if step.reason and step.value is not None else ""
    return f"{fact_kind(step.fact).title}: {finding.in_words}{doubt}{_comparison(step)}"


def _comparison(step: TraceStep) -> str:
    """Return how a value compares with a limit or with words; nothing where the value alone shows it."""
    if step.result is None or step.threshold is None or isinstance(step.threshold, bool):
        return ""
    limit = threshold_words(step.fact, step.threshold)
    if isinstance(step.threshold, float):
        return f", {'' if step.result else 'not '}{OPERATOR_WORDS[step.operator]} {limit}"
    return "" if step.result else f", not {limit}"


def threshold_words(fact: str, threshold: Limit) -> str:
    """Return the threshold of a fact in words."""
    words = threshold if isinstance(threshold, tuple) else (threshold,)
    return " or ".join(Finding(fact, word).in_words for word in words)


def option_title(name: str) -> str:
    """Return the title of an option."""
    return TITLES.get(name, name.replace("_", " "))
