"""The intervals of promises are the confidence sequence that experiments are read with."""

from pathlib import Path

import duckdb
import pytest
from jinja2 import Environment

from python_ml.experiments.intervals import EveryLook

MACROS = Path(__file__).parents[3] / "macros" / "statistics"


def sql_half_width(smallest_count, unit_count, *, level, tuning, least=50):
    """What the macros make of a standard error of 2."""
    variables = {
        "nba_confidence_level": level,
        "nba_anytime_tuning_unit_count": tuning,
        "nba_promise_customer_count": least,
    }
    jinja = Environment(autoescape=False)
    jinja.globals["number_var"] = variables.__getitem__
    names = ("anytime_multiplier", "promise_half_width")
    text = "\n".join((MACROS / f"{name}.sql").read_text() for name in names)
    half_width = jinja.from_string(text).module.promise_half_width("smallest", "units", "error")
    with duckdb.connect() as connection:
        query = f"select {half_width} from (select ? as smallest, ? as units, 2.0 as error)"
        return connection.execute(query, [smallest_count, unit_count]).fetchone()[0]


@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("tuning", [100, 5000])
@pytest.mark.parametrize("unit_count", [101, 5000, 10_000_000])
def test_the_macro_is_the_sequence_of_experiments(unit_count, tuning, level):
    expected = EveryLook(unit_count, tuning, 1 - level).multiplier(level)
    found = sql_half_width(50, unit_count, level=level, tuning=tuning)
    assert found == pytest.approx(2 * expected, rel=1e-12)


def test_of_few_customers_there_is_no_interval():
    assert sql_half_width(49, 1000, level=0.95, tuning=5000) is None
