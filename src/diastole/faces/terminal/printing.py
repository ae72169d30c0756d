"""Parts that all texts in the terminal share: indented lines, headings, tables of numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

QUIET = "dim"
STRONG = "bold"
WIDE = 1000  # characters, which no table fills


def print_lines(lines: Iterable[str], console: Console, styles: Mapping[str, str] | None = None) -> None:
    """Print lines, wrapped and indented by two; ``styles`` gives the style of a line by its first character."""
    for line in lines:
        console.print(Padding(Text(line, style=(styles or {}).get(line[:1], "")), (0, 0, 0, 2)))


def print_section(title: str, lines: Iterable[str], console: Console, styles: Mapping[str, str] | None = None) -> None:
    """Print a heading and its lines; nothing where there are no lines."""
    printed = list(lines)
    if printed:
        console.print(Text(f"\n{title}", style=STRONG))
        print_lines(printed, console, styles)


def new_table(first: str, *others: str) -> Table:
    """Return an empty table: text from the left, numbers to the right, units from the left."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, header_style=STRONG)
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right" if name else "left", no_wrap=bool(name))
    return table


def columns_that_fit[Column](
    columns: Sequence[Column], table_of: Callable[[Sequence[Column]], Table], console: Console
) -> list[Column]:
    """Return as many of the columns, from the left, as the table has room for without cutting a number."""
    shown = list(columns)
    anywhere = console.options.update(width=WIDE)
    while shown and console.measure(_whole(table_of(shown)), options=anywhere).minimum > console.width:
        shown.pop()
    return shown


def _whole(table: Table) -> Table:
    """Return the table with every column that may not wrap as wide as its widest cell."""
    for column in table.columns:
        if column.no_wrap:
            texts = [cell for cell in (column.header, *column.cells) if isinstance(cell, str)]
            column.min_width = max(cell_len(line) for text in texts for line in text.splitlines() or [""])
    return table


def unit_cell(unit: str) -> str:
    """Return the cell of a unit."""
    return f"[{QUIET}]{unit}[/]"


def add_heading(table: Table, title: str) -> None:
    """Add the heading of a group to a table."""
    table.add_row(f"[bold cyan]{title}[/]")


def indented(title: str) -> Padding:
    """Return the cell of a row's title, which stays below the heading of its group where it takes several lines."""
    return Padding(title, (0, 0, 0, 1))
