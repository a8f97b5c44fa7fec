"""The settings a first build needs, and a comment for each of their lines."""

import csv
import io
from dataclasses import dataclass

from python_ml.starter.contract import HERE, contract_words
from python_ml.starter.metrics import Metric
from python_ml.starter.table_matching import Matching

FOLDER = HERE / "first_settings"
# Columns of the first settings that are for the starter only: the input without which a line means
# nothing, and what the line says.
OWN_COLUMNS = ("needed_input", "comment")
# Stands in first_settings/actions.csv for the goal that comes first.
FIRST_GOAL = "FIRST_GOAL"
# What a word means that nobody knows: neither the least nor the most.
MIDDLE = {("support_tickets", "severity"): "medium"}


@dataclass(frozen=True)
class Setting:
    """One settings table.

    Attributes:
        name: name of the seed.
        purpose: what it is for.
        columns: its columns.
        rows: its rows.
        comments: a sentence for each row.
    """

    name: str
    purpose: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    comments: list[str]

    def as_csv(self) -> str:
        """The table as the seed's file.

        Returns:
            str: CSV with a header.
        """
        return _csv([self.columns, *self.rows])


def make_settings(matching: Matching) -> list[Setting]:
    """Settings to begin with.

    Args:
        matching: what the files were taken for.

    Returns:
        list: one for each file in `first_settings`; word_mappings only if a file has words of its
        own.
    """
    purposes = {row["setting"]: row["purpose"] for row in _rows("_purposes")}
    settings = [_first_setting(name, purpose, matching) for name, purpose in purposes.items()]
    goals = next(setting for setting in settings if setting.name == "goals")
    first_goal = goals.rows[0][0] if goals.rows else ""
    settings = [_with_goal(setting, first_goal) for setting in settings]
    return [setting for setting in settings if setting.rows or setting.name != "word_mappings"]


def goal_lines(metrics: list[Metric]) -> list[str]:
    """Lines for goals.csv, one for each metric that could be a goal.

    Args:
        metrics: what could be a goal.

    Returns:
        list: lines of CSV. What happens or not is worth 1 until somebody says what; amounts are
        worth themselves.
    """
    rows = [
        (metric.name, metric.title, metric.name, "", "" if metric.value else "1", "", "", "", order)
        for order, metric in enumerate(metrics, start=1)
    ]
    return _csv(rows).splitlines()


def _first_setting(name, purpose, matching):
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        header = next(csv.reader(file))
    columns = tuple(column for column in header if column not in OWN_COLUMNS)
    rows = [row for row in _rows(name) if row["needed_input"] in ("", *matching.tables)]
    if name == "word_mappings":
        rows = _word_mappings(matching)
    return Setting(
        name,
        purpose,
        columns,
        [tuple(row[column] for column in columns) for row in rows],
        [row["comment"] for row in rows],
    )


def _with_goal(setting, goal):
    rows = [tuple(goal if cell == FIRST_GOAL else cell for cell in row) for row in setting.rows]
    return Setting(setting.name, setting.purpose, setting.columns, rows, setting.comments)


def _word_mappings(matching):
    rows = []
    for (table, column), known in contract_words().items():
        # A word of the contract needs no mapping.
        words = [word for word in _words(matching, table, column) if word not in known.values()]
        for word in sorted(words):
            meaning = known.get(word.lower())
            guess = MIDDLE[table, column]
            rows.append(
                {
                    "input_name": table,
                    "column_name": column,
                    "source_word": word,
                    "contract_word": meaning or guess,
                    "comment": f'"{word}" is taken for {meaning}.'
                    if meaning
                    else f'CHECK: nobody knows what "{word}" means; {guess} is a guess.',
                }
            )
    return rows


def _words(matching, table, column):
    if table not in matching.tables:
        return ()
    matches = matching.tables[table].columns
    found = next(match.source for match in matches if match.column.name == column)
    return found.words if found else ()


def _rows(name):
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _csv(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
