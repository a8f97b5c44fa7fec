"""A table to publish."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PublicTable:
    """Where a table is built, and whether it is a log.

    Attributes:
        name: of the table.
        relation: to read it from: database, schema and table, quoted.
        date_column: of a log, to which rows are only ever added: the day that a row is of. None for
            a table that is made anew.
        batch_column: of a log: the number of the batch that a row came with, higher for later ones.
    """

    name: str
    relation: str
    date_column: str | None = None
    batch_column: str | None = None
