import math

import pytest

from python_ml.simulator import world
from python_ml.simulator.dirt import FAULTS, add_dirt
from python_ml.simulator.writer import as_text


@pytest.fixture(scope="module")
def typed():
    return world.raw_tables(world.simulate(2_000, 5))


@pytest.fixture(scope="module")
def text(typed):
    return {name: as_text(table) for name, table in typed.items()}


def test_rate_0_changes_nothing(typed):
    assert add_dirt(typed, 0, 5) is typed


@pytest.mark.parametrize("form", ["typed", "text"])
def test_good_rows_stay_and_bad_rows_follow_at_the_rate(form, request):
    clean = request.getfixturevalue(form)
    dirty = add_dirt(clean, 0.01, 5)
    for name, table in clean.items():
        rows = table.num_rows
        added = dirty[name].num_rows - rows
        assert added == (2 if name == "customers" else math.ceil(0.01 * rows)), name
        assert dirty[name].slice(0, rows).to_pylist() == table.to_pylist(), name


def test_text_tables_show_every_fault(text):
    dirty = add_dirt(text, 0.02, 5)
    for name, faults in FAULTS.items():
        bad_rows = dirty[name].slice(text[name].num_rows).to_pylist()
        for fault in faults:
            shown = [
                row
                for row in bad_rows
                if all(row[column].startswith(value) for column, value in fault.items() if value)
            ]
            assert shown, (name, fault)


def test_typed_tables_keep_their_types(typed):
    dirty = add_dirt(typed, 0.02, 5)
    for name, table in typed.items():
        assert dirty[name].schema == table.schema, name


def test_no_customer_is_spoilt(text):
    dirty = add_dirt(text, 0.05, 5)["customers"]
    assert len(set(dirty["customer_id"].to_pylist())) == text["customers"].num_rows
    assert len({tuple(row.values()) for row in dirty.to_pylist()}) == text["customers"].num_rows


def test_a_rate_that_leaves_no_data_is_refused(typed):
    with pytest.raises(ValueError, match=r"between 0 and 0\.5, not 0\.6"):
        add_dirt(typed, 0.6, 5)
