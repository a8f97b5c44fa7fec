"""A feature and a customer's value of it, in plain words."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

# Numbers below are called nearly 0, those from the second on have no decimals, and those from the
# third on are written with an exponent.
NEARLY_ZERO, WITHOUT_DECIMALS, WITH_EXPONENT = 0.001, 100, 1e15
# Percentages from this on have no decimals.
WITHOUT_DECIMALS_PERCENT = 10
# A change of less than half a per cent is none.
NO_CHANGE = 0.005
# A change from this on is told as a multiple of what was before.
MANIFOLD = 1.5
# Shares that people have words for, told apart from their neighbours by no more than this.
FRACTIONS = {
    1 / 4: "a quarter",
    1 / 3: "a third",
    1 / 2: "half",
    2 / 3: "two thirds",
    3 / 4: "three quarters",
}
FRACTION_TOLERANCE = 0.02
MULTIPLES = {1: "doubled", 2: "tripled"}
MULTIPLE_TOLERANCE = 0.05
DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True)
class FeatureWords:
    """How a feature is spoken of.

    Attributes:
        label: what it is called, such as "sessions".
        unit: number, percent (of a share), days, amount, change (a share more or less), yes_no, or
            word for a category.
        phrase: what is said of a value, with {value} in its place; none for "label: value".
        missing_phrase: what is said if the value is missing; none for "label: unknown".
    """

    label: str
    unit: str = "number"
    phrase: str | None = None
    missing_phrase: str | None = None


def words_of(catalogue: duckdb.DuckDBPyRelation) -> dict[str, FeatureWords]:
    """How all features are spoken of.

    Args:
        catalogue: relation of feature_name, feature_label, feature_unit, phrase and missing_phrase.

    Returns:
        dict: name of a feature -> its words.
    """
    rows = catalogue.project("feature_name, feature_label, feature_unit, phrase, missing_phrase")
    return {name: FeatureWords(*words) for name, *words in rows.fetchall()}


def phrase_of(name: str, value: float | str | None, words: Mapping[str, FeatureWords]) -> str:
    """What a customer's value of a feature comes to.

    Args:
        name: name of the feature.
        value: number or text; None, NaN and infinite numbers are missing.
        words: result of `words_of`; a feature it does not know is called by its name.

    Returns:
        str: such as "sessions fell by half" or "open tickets: 2".
    """
    default_unit = "word" if isinstance(value, str) else "number"
    feature = words.get(name) or FeatureWords(name.replace("_", " "), default_unit)
    if value is None or _is_missing(value):
        return feature.missing_phrase or f"{feature.label}: unknown"
    text = value if isinstance(value, str) else WORDING[feature.unit](float(value))
    if feature.phrase:
        return feature.phrase.replace("{value}", text)
    return f"{feature.label} {text}" if feature.unit == "change" else f"{feature.label}: {text}"


def _is_missing(value):
    if isinstance(value, str):
        return not value.strip()
    return value is None or not math.isfinite(value)


def _number(value):
    if value == 0:
        return "0"
    if abs(value) < NEARLY_ZERO:
        return "nearly 0"
    if WITHOUT_DECIMALS <= abs(value) < WITH_EXPONENT:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _percent(value):
    points = 100 * value
    if value == 0 or abs(points) >= WITHOUT_DECIMALS_PERCENT:
        return f"{_number(float(round(points)))}%"
    return f"{_number(float(f'{points:.2g}'))}%"


def _days(value):
    if abs(value) >= 2 * DAYS_OF_A_YEAR:
        return f"{_number(round(value / DAYS_OF_A_YEAR, 1))} years"
    days = round(value)
    return f"{days} day" if abs(days) == 1 else f"{days} days"


def _amount(value):
    return f"{value:,.2f}" if 0 < abs(value) < WITHOUT_DECIMALS else _number(value)


def _change(value):
    """A change against before, as a share of before: -1 is the end of it."""
    if abs(value) < NO_CHANGE:
        return "stayed the same"
    if abs(value + 1) < NO_CHANGE:
        return "stopped"
    for multiple, word in MULTIPLES.items():
        if abs(value - multiple) <= MULTIPLE_TOLERANCE:
            return word
    if value >= MANIFOLD:
        return f"grew {_number(1 + value)}-fold"
    verb = "fell" if value < 0 else "rose"
    for fraction, word in FRACTIONS.items():
        if abs(abs(value) - fraction) <= FRACTION_TOLERANCE:
            return f"{verb} by {word}"
    return f"{verb} by {_percent(abs(value))}"


def _yes_no(value):
    return {0: "no", 1: "yes"}.get(value) or _number(value)


WORDING = {
    "number": _number,
    "percent": _percent,
    "days": _days,
    "amount": _amount,
    "change": _change,
    "yes_no": _yes_no,
    "word": _number,
}
