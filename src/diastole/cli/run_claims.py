"""Runs the claims of the ledger, and prints their verdicts."""

from diastole.cli.claims import ClaimsOptions
from diastole.cli.reporter import Reporter
from diastole.errors import InputError, did_you_mean
from diastole.faces.json.claims_json import ClaimsJson
from diastole.faces.terminal.claims_table import print_ledger
from diastole.studies.claims.claim import load_claims
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
    options.print_result(lambda: ClaimsJson.of(entries), lambda console: print_ledger(entries, console))
