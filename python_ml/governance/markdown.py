"""Rows as Markdown."""

from collections.abc import Sequence

NOTHING = "-"


def table(rows: list[dict], columns: dict[str, str], *, empty: str) -> str:
    """A table, or a sentence where there are no rows.

    Args:
        rows: list of dicts.
        columns: key of a row -> heading, in the order of the columns.
        empty: str, what to say if there are no rows.

    Returns:
        str: Markdown without a line break at its end.
    """
    if not rows:
        return empty
    lines = [columns.values(), ["---"] * len(columns)]
    lines += [[cell(row.get(key)) for key in columns] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def cell(value: object) -> str:
    """A value in as few signs as people need, on one line."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004
    if isinstance(value, int):
        return f"{value:,}"
    return " ".join(str(value).replace("|", "\\|").split())


def page(title: str, sections: Sequence[tuple[str, str]]) -> str:
    """A page of sections.

    Args:
        title: of the page.
        sections: pairs of heading and Markdown.

    Returns:
        str: Markdown.
    """
    parts = [f"# {title}", *(f"## {heading}\n\n{body}" for heading, body in sections)]
    return "\n\n".join(parts) + "\n"
