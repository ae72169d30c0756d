"""``diastole site``: all pages as a folder of files."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from diastole.cli.command import Options, command
from diastole.cli.options import Quiet, help_text
from diastole.cli.purposes import PURPOSES

HELP = help_text(
    PURPOSES["site"],
    "diastole site build/site",
    "diastole site /var/www/diastole --quiet",
    more="Every article in its three wordings, every claim with its figure, and the bench of each preset, with links "
    "between them. The hearts run in the reader's browser: the folder needs no server, and opens from disk too. "
    "A site of before is replaced when the new one is whole; a folder with anything else in it is left alone.",
)


@dataclass(frozen=True, kw_only=True)
class SiteOptions(Options):
    """The options of the command."""

    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Write the site there.")]
    quiet: Quiet = False


site = command(SiteOptions, "run_site:run_site")
