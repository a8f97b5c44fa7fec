"""The input tables that files are mapped to, and what others call their columns."""

import ast
import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ENGINE = HERE.parents[1]
RAW_COLUMNS = ENGINE / "macros" / "inputs" / "raw_columns.sql"


@dataclass(frozen=True)
class InputColumn:
    """A column of an input table.

    Attributes:
        name: its name in the contract.
        kind: what it holds, such as date or rate.
        synonyms: what others call it.
        is_required: whether the input cannot do without.
    """

    name: str
    kind: str
    synonyms: tuple[str, ...]
    is_required: bool


@dataclass(frozen=True)
class InputTable:
    """An input table.

    Attributes:
        name: its name in the contract.
        synonyms: what others call it.
        columns: its columns, those that are required first.
    """

    name: str
    synonyms: tuple[str, ...]
    columns: tuple[InputColumn, ...]


def raw_columns() -> dict[str, dict[str, list[str]]]:
    """The columns as macros/inputs/raw_columns.sql names them.

    Returns:
        dict: table -> {'required': columns, 'optional': columns}.
    """
    literal = re.search(r"set columns = (\{.*?\}) %\}", RAW_COLUMNS.read_text(), re.DOTALL)
    if literal is None:
        raise ValueError(f"No columns are named in {RAW_COLUMNS}.")
    return ast.literal_eval(literal.group(1))


@cache
def input_tables() -> dict[str, InputTable]:
    """The input tables that a company's files can be.

    Returns:
        dict: name -> table.
    """
    required = {name: set(columns["required"]) for name, columns in raw_columns().items()}
    columns = {}
    for row in _rows("input_columns.csv"):
        table, name = row["input_table"], row["column_name"]
        columns.setdefault(table, []).append(
            InputColumn(name, row["kind"], _split(row["synonyms"]), name in required[table])
        )
    return {
        row["input_table"]: InputTable(
            row["input_table"], _split(row["synonyms"]), tuple(columns[row["input_table"]])
        )
        for row in _rows("input_tables.csv")
    }


@cache
def contract_words() -> dict[tuple[str, str], dict[str, str]]:
    """Words that columns may hold, and what others say for them.

    Returns:
        dict: (input table, column) -> {word in lower case: word of the contract}.
    """
    words = {}
    for row in _rows("contract_words.csv"):
        known = words.setdefault((row["input_name"], row["column_name"]), {})
        known[row["source_word"]] = row["contract_word"]
    return words


def _rows(file_name):
    with (HERE / file_name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _split(synonyms):
    return tuple(word for word in synonyms.split("|") if word)
