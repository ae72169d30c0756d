"""Writes the static site, whole or not at all."""

from diastole.cli.reporter import Reporter
from diastole.cli.site import SiteOptions
from diastole.faces.pages.static_site import MARK, site_parts
from diastole.files import whole_folder


def run_site(options: SiteOptions) -> None:
    """Write the site. Raise InputError if the folder cannot be written or has something else in it."""
    reporter = Reporter(quiet=options.quiet)
    parts = list(site_parts())
    with whole_folder(options.folder, MARK) as draft, reporter.bar(len(parts)) as show:
        for number, part in enumerate(parts):
            show(number, part.names[0])
            for name, content in zip(part.names, part.make(), strict=True):
                (draft / name).parent.mkdir(parents=True, exist_ok=True)
                (draft / name).write_bytes(content.encode() if isinstance(content, str) else content)
    reporter.note(f"wrote {options.folder}; open {options.folder / 'index.html'}")
