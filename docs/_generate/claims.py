"""The claims ledger: each claim, its experiment, what was measured, and the verdict of the runs."""

from _generate.pages import Output
from diastole.faces.words.claim_words import part_words, verdict_counts, verdict_words
from diastole.faces.words.share_words import recorded_share
from diastole.faces.words.sweep_words import sweep_sentence
from diastole.studies.claims.claim import Claim
from diastole.studies.claims.ledger import LedgerEntry, ledger


def write(out: Output) -> None:
    """Write the ledger."""
    entries = ledger()
    lines = [f"Of {len(entries)} claims: {verdict_counts(entries)}.", ""]
    for entry in entries:
        lines += _entry(entry)
    out.text("parts/claims.md", "\n".join(lines) + "\n")


def _entry(entry: LedgerEntry) -> list[str]:
    claim = entry.claim
    words = verdict_words(entry)
    lines = [f"## {claim.id}: {claim.sentence.clinician}", "", f"**{words[0].upper()}{words[1:]}.**", ""]
    lines += [f"- {part}" for part in part_words(claim, entry.verdict.judged)]
    lines += [f"- Experiment: {_experiment(claim)}"] if claim.experiment else []
    lines += [f"- Share: {share}"] if (share := recorded_share(claim.id)) else []
    lines += [f"- {second}"] if (second := sweep_sentence(claim)) else []
    lines.append(f"- Standing: {claim.standing}" + (f" Turns: {claim.flips}" if claim.flips else ""))
    if claim.statements:
        lines.append(f"- Statements: {', '.join(claim.statements)}")
    return [*lines, ""]


def _experiment(claim: Claim) -> str:
    """Return who is simulated, and what is done."""
    experiment = claim.experiment
    assert experiment is not None
    subjects = "; ".join(f"{subject.name} (`{subject.preset}`)" for subject in experiment.subjects)
    arms = " against ".join(
        f"{name} ({', '.join(f'`{key}` {value}' for key, value in change.items()) or 'nothing'})"
        for name, change in experiment.arms.items()
    )
    words = f"{subjects}; {arms}"
    for sweep in (experiment.along, experiment.across):
        if sweep is not None:
            words += f"; `{sweep.key}` from {sweep.values[0]} to {sweep.values[-1]}"
    if experiment.minutes is not None:
        words += f"; {experiment.minutes:g} minutes beat by beat with reflex and ischaemia"
    elif experiment.reflex:
        words += "; baroreflex on"
    return words
