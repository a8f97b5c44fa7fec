"""The table `input_quality`, for people to read."""

from pathlib import Path
from textwrap import fill

import duckdb

_ORIGINS = {
    "file": "a file",
    "seed": "a seed of the project",
    "default": "the engine's default",
    "model": "a model of the project",
    "absent": "absent",
}


def quality_report(warehouse: Path) -> str:
    """Tell for every input what fits, what is quarantined and why, and what that costs.

    Args:
        warehouse: DuckDB file that the inputs were built in.

    Returns:
        str: a table with a line per input, then a line per input that costs something.

    Raises:
        ValueError: if there is no such file, or no input was checked in it.
    """
    if not Path(warehouse).exists():
        raise ValueError(
            f"There is no warehouse '{warehouse}'. Run dbt build --selector inputs first."
        )
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        try:
            rows = connection.execute(
                "select substr(input_name, 7), origin, raw_row_count, accepted_row_count, "
                "quarantined_row_count, top_rules, top_reason, consequence "
                "from input_quality order by input_order"
            ).fetchall()
        except duckdb.CatalogException as error:
            raise ValueError(
                f"No input was checked in '{warehouse}'. Run dbt build --selector inputs first."
            ) from error
    return "\n".join([*_table(rows), *_costs(rows)])


def _table(rows):
    yield f"{'input':28} {'comes from':24} {'rows':>12} {'accepted':>12} {'quarantined':>12}"
    for name, origin, *counts in (row[:5] for row in rows):
        shown = " ".join(f"{count:>12,}" for count in counts)
        yield f"{name:28} {_ORIGINS[origin]:24} {shown}"


def _costs(rows):
    for name, *_, rules, reason, consequence in rows:
        if consequence:
            why = f" Most often: {rules.split(',')[0]}, such as: {reason}." if rules else ""
            yield fill(f"{name}: {consequence}.{why}", width=96, subsequent_indent="    ")
