"""``diastole claims``: the ledger of claims, each run and judged."""

from typing import Annotated

import typer

from diastole.cli.failures import reported
from diastole.cli.options import AsJson, Debug, Quiet, help_text
from diastole.cli.quick_start import load_simulator

HELP = help_text(
    "Run every claim of the ledger as an experiment and print what was measured and whether it holds.\n\nThe verdict "
    "comes from the runs: holds, holds only if, does not hold, cannot be shown by this model. Runs are kept and done "
    "again only when a claim or the model has changed.",
    "diastole claims",
    "diastole claims C05 C07",
    "diastole claims --json",
)


@reported
def claims(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Claims such as C05; all if none.")] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Run the ledger."""
    load_simulator()
    from diastole.cli import stdout
    from diastole.cli.progress_bar import Voice
    from diastole.errors import InputError, did_you_mean
    from diastole.studies.claims.claim import load_claims
    from diastole.studies.claims.ledger import ledger

    known = load_claims()
    for name in ids or ():
        if name not in known:
            raise InputError(f"'{name}' is not a claim; claims are {', '.join(known)}.{did_you_mean(name, known)}")
    chosen = [known[name] for name in ids] if ids else list(known.values())
    voice = Voice(quiet=quiet)
    with voice.progress("running claims") as show:
        entries = ledger(chosen, watch=lambda name: show(f"running claim {name}"))
    if as_json:
        from diastole.faces.json.claims_json import ClaimsJson

        stdout.print_document(ClaimsJson.of(entries))
    else:
        from diastole.faces.terminal.claims_table import print_ledger

        print_ledger(entries, stdout.console())
