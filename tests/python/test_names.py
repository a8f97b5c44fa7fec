"""No model, macro or module knows a goal or an action of the demo by name: they are rows."""

import csv
import re

import pytest
from dbt_project import ROOT

SETTINGS = ROOT / "seeds" / "settings"
# The engine's own control, not a choice of the demo.
ENGINE = {"do_nothing", "none"}
# Columns of the demo's settings whose values are its own words.
OWN_WORDS = {
    "goals": ["goal", "success_metric"],
    "actions": ["action_id"],
    "experiments": ["experiment_id"],
    "experiment_arms": ["experiment_id"],
}
# Sources have names of their own, and the demo's world and its truth are about the demo.
OUTSIDE = ("models/staging/", "models/learning/oracle/", "python_ml/simulator/")
FILES = sorted(
    path
    for folder in ("models", "macros", "python_ml")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".sql", ".py", ".yml", ".md"}
    # Unit tests bring rows of their own.
    and not path.name.endswith("__unit_tests.yml")
    and not str(path.relative_to(ROOT)).startswith(OUTSIDE)
)


def words_of_the_demo():
    words = set()
    for table, columns in OWN_WORDS.items():
        with (SETTINGS / f"{table}.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                words |= {row[column] for column in columns if row.get(column)}
    return words - ENGINE


WORDS = words_of_the_demo()


def names_in(text, words):
    """Those of the words that stand in a text by themselves, also between underscores."""
    found = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return set(re.findall(rf"(?<![a-z0-9])(?:{found})(?![a-z0-9])", text.lower()))


def test_the_words_are_those_of_the_settings():
    assert {"retention", "upsell", "retained", "retention_email", "upsell_offer"} <= WORDS
    assert names_in("cast(Retention_value_amount as double)", WORDS) == {"retention"}
    assert not names_in("select retentions, do_nothing", WORDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_engine_names_none_of_them(path):
    assert names_in(path.read_text(), WORDS) == set()
