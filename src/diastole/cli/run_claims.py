"""Runs the claims of the ledger, and prints their verdicts."""

from diastole.cli.claims import ClaimsOptions
from diastole.cli.reporter import Reporter
from diastole.errors import InputError, did_you_mean
from diastole.faces.json.claims_json import ClaimsJson
from diastole.faces.terminal.claims_table import print_ledger
from diastole.studies.claim_shares.claim_cohort import claim_share, has_share
from diastole.studies.claim_shares.claim_share import ClaimShare
from diastole.studies.claims.claim import Claim, load_claims
from diastole.studies.claims.ledger import ledger


def run_claims(options: ClaimsOptions) -> None:
    """Run claims.

    Raise InputError if there is no such claim.
    """
    known = load_claims()
    for name in options.ids:
        if name not in known:
            raise InputError(f"'{name}' is not a claim; claims are {', '.join(known)}.{did_you_mean(name, known)}")
    with Reporter(quiet=options.quiet).progress("running claims") as show:
        entries = ledger(
            [known[name] for name in options.ids or known], watch=lambda name: show(f"running claim {name}")
        )
    shares = _shares(options, [entry.claim for entry in entries]) if options.cohort else {}
    options.print_result(lambda: ClaimsJson.of(entries, shares), lambda console: print_ledger(entries, console, shares))


def _shares(options: ClaimsOptions, claims: list[Claim]) -> dict[str, ClaimShare]:
    """Return the share of patients in which a claim holds, for each claim that rests on steady beats."""
    repeated = [claim for claim in claims if has_share(claim)]
    shares = {}
    with Reporter(quiet=options.quiet).bar(len(repeated)) as show:
        for done, claim in enumerate(repeated):
            show(done, f"claim {claim.id} in {options.cohort} patients")
            shares[claim.id] = claim_share(claim, options.cohort or 0, seed=options.seed, workers=options.workers)
    return shares
