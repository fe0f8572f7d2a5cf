"""Tables in Markdown."""

from collections.abc import Iterable, Sequence

Cell = str | int | float | None


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a Markdown table; numbers stand right, shares have three decimals, unknown is a dash."""
    cells = [list(row) for row in rows]
    numeric = [bool(cells) and all(not isinstance(row[i], str) for row in cells) for i in range(len(columns))]
    lines = [
        _line(columns),
        _line(["--:" if right else "---" for right in numeric]),
        *(_line([_cell(cell) for cell in row]) for row in cells),
    ]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return str(cell).replace("|", "\\|").replace("\n", " ")
