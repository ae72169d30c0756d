"""In what share of patients a claim holds, in words."""

from diastole.model.input_blocks.fields import quantities
from diastole.model.patient import Patient
from diastole.numbers import significant
from diastole.studies.claim_shares.claim_share import ClaimShare
from diastole.studies.claim_shares.share_record import load_shares

QUANTITIES = quantities(Patient)


def recorded_share(claim: str) -> str:
    """Return in what share of patients a claim holds, as recorded with the package; nothing where it is not."""
    record = load_shares()
    if claim not in record.shares:
        return ""
    share = record.shares[claim]
    old = "" if record.is_current else " Recorded with an earlier version of the model."
    return f"{share_sentence(share)} {flip_sentence(share)}".strip() + old


def share_sentence(share: ClaimShare) -> str:
    """Return in what share of patients a claim holds, and how many did not count."""
    out = sum(share.rejected.values())
    reasons = "; ".join(f"{reason} ({count})" for reason, count in share.rejected.items())
    why = f"; {out} of {share.drawn} drawn are rejected: {reasons}" if out else ""
    return f"H{share.words[1:]}{why}."


def flip_sentence(share: ClaimShare) -> str:
    """Return where along the sweep half of the patients are crossed; nothing where they are nowhere."""
    middle, *ends = share.flips
    if not middle:
        return ""
    known = QUANTITIES[share.key]
    name = known.meaning.partition(";")[0]
    if len(middle) > 1:
        first, last = (known.text(float(significant(value, 2))) for value in (middle[0], middle[-1]))
        return f"It turns in half of them more than once between {first} and {last} ({name})."
    crossed = sorted(value for end in ends for value in end)
    low, high = (significant(value, 2) for value in (min([*middle, *crossed]), max([*middle, *crossed])))
    beyond = "" if all(ends) else ", or beyond the values tried"
    at = known.text(float(significant(middle[0], 2)))
    return f"It turns in half of them at {at} ({name}; 95 % interval {low} to {high}{beyond})."
