import math

import duckdb
import pytest

from python_ml.customers.feature_phrases import FeatureWords, phrase_of, words_of


@pytest.mark.parametrize(
    ("unit", "value", "words"),
    [
        ("number", 0.0, "0"),
        ("number", -0.0, "0"),
        ("number", 1e-9, "nearly 0"),
        ("number", -1e-9, "nearly 0"),
        ("number", 8.25, "8.25"),
        ("number", -3.0, "-3"),
        ("number", 176, "176"),
        ("number", 123_456.7, "123,457"),
        ("number", 1e300, "1e+300"),
        ("percent", 0.0, "0%"),
        ("percent", 0.32, "32%"),
        ("percent", 0.0488, "4.9%"),
        ("percent", 0.004, "0.4%"),
        ("percent", 1e-9, "nearly 0%"),
        ("percent", 1.8, "180%"),
        ("percent", -0.055, "-5.5%"),
        ("percent", 1e4, "1,000,000%"),
        ("days", 0.0, "0 days"),
        ("days", 1.0, "1 day"),
        ("days", -1.0, "-1 day"),
        ("days", 23.0, "23 days"),
        ("days", 1_240.0, "3.4 years"),
        ("days", -1_461.0, "-4 years"),
        ("amount", 0.0, "0"),
        ("amount", 4.5, "4.50"),
        ("amount", -1_234.5, "-1,234"),
        ("amount", 2_000_000.0, "2,000,000"),
        ("change", 0.0, "stayed the same"),
        ("change", -0.004, "stayed the same"),
        ("change", -0.4888, "fell by half"),
        ("change", 0.49, "rose by half"),
        ("change", -0.26, "fell by a quarter"),
        ("change", -0.34, "fell by a third"),
        ("change", 0.66, "rose by two thirds"),
        ("change", -0.75, "fell by three quarters"),
        ("change", -0.12, "fell by 12%"),
        ("change", 0.023, "rose by 2.3%"),
        ("change", -1.0, "stopped"),
        ("change", -1.4, "fell by 140%"),
        ("change", 1.0, "doubled"),
        ("change", 2.02, "tripled"),
        ("change", 1.3, "rose by 130%"),
        ("change", 3.2, "grew 4.2-fold"),
        ("change", 1e6, "grew 1,000,001-fold"),
        ("yes_no", 0.0, "no"),
        ("yes_no", 1, "yes"),
        ("yes_no", True, "yes"),
        ("yes_no", False, "no"),
        ("yes_no", 0.4, "0.4"),
    ],
)
def test_a_value_is_worded_by_its_unit(unit, value, words):
    phrase = phrase_of("visits", value, {"visits": FeatureWords("visits", unit)})
    assert phrase == (f"visits {words}" if unit == "change" else f"visits: {words}")


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf, "", "  "])
def test_a_missing_value_is_unknown_or_what_is_said_of_it(value):
    words = {
        "visits": FeatureWords("visits", "change"),
        "seats": FeatureWords("seats", "percent", "uses {value} of the seats", "no seats booked"),
    }
    assert phrase_of("visits", value, words) == "visits: unknown"
    assert phrase_of("seats", value, words) == "no seats booked"


def test_a_phrase_says_where_the_value_goes():
    words = {"seats": FeatureWords("seats", "percent", "uses {value} of the seats")}
    assert phrase_of("seats", 0.3168, words) == "uses 32% of the seats"


def test_a_category_is_its_own_word_whatever_it_holds():
    assert phrase_of("plan", "pro {label}", {"plan": FeatureWords("tariff", "word")}) == (
        "tariff: pro {label}"
    )


def test_a_feature_without_words_is_called_by_its_name():
    assert phrase_of("open_claim_count", 2.0, {}) == "open claim count: 2"
    assert phrase_of("home_town", "Bern", {}) == "home town: Bern"


def test_words_are_those_of_the_catalogue():
    catalogue = duckdb.sql(
        "select 'visits' as feature_name, 'numeric' as feature_type, 1 as feature_order, "
        "'visits a week' as feature_label, 'number' as feature_unit, "
        "'visits {value} times a week' as phrase, null::varchar as missing_phrase",
    )
    assert words_of(catalogue) == {
        "visits": FeatureWords("visits a week", "number", "visits {value} times a week"),
    }
