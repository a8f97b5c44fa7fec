"""Faults change what they name from their day on; decisions are delivered as the truth has it."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from python_ml.simulator import potential_outcomes, world
from python_ml.simulator.catalogue import ACTIONS, UPSELL
from python_ml.simulator.deliveries import deliver, with_rows
from python_ml.simulator.faults import DAYS, FAULTS, bias_log, known_before, spoil
from python_ml.simulator.policies import success_probability
from python_ml.simulator.writer import as_text

DAY = "2026-06-15"


@pytest.fixture(scope="module")
def company():
    return world.simulate(2000, 5)


@pytest.fixture(scope="module")
def delivered(company):
    """Everybody was decided about on the day: half got an offer, half nothing."""
    decisions = pd.DataFrame(
        {
            "customer_id": [f"C{number + 1:05}" for number in range(2000)],
            "action_id": [
                ACTIONS[UPSELL] if number % 2 else "do_nothing" for number in range(2000)
            ],
        }
    )
    return deliver(company, decisions, 0, DAY)


@pytest.fixture(scope="module")
def tables(company, delivered):
    raw = {name: as_text(table) for name, table in world.raw_tables(company).items()}
    return with_rows(raw, delivered)


def test_what_is_decided_is_done_and_comes_out_as_the_truth_has_it(company, delivered):
    history, outcomes = delivered["action_history"], delivered["customer_outcomes"]
    treated = np.arange(2000) % 2 == 1
    assert len(history) == treated.sum()
    successes = (history["was_successful"] == "true").mean()
    truth = success_probability(company.customers)[treated, UPSELL]
    assert successes == pytest.approx(truth.mean(), abs=4 * 0.5 / np.sqrt(1000))
    means = outcomes.assign(value=outcomes["value"].astype(float)).groupby("metric")["value"].mean()
    retained = potential_outcomes.retained_probability(company.customers)
    expected = np.where(treated, retained[:, UPSELL], retained[:, 0]).mean()
    assert means["retained"] == pytest.approx(expected, abs=4 * 0.5 / np.sqrt(2000))
    assert outcomes["observed_at"].between("2026-06-18", "2026-06-26").all()


def test_each_day_of_decisions_has_its_own_luck_and_the_same_one_again(company):
    decisions = pd.DataFrame({"customer_id": ["C00001", "C00002", "C00003"] * 20})
    decisions["action_id"] = "do_nothing"
    first, again, second = (
        deliver(company, decisions, number, DAY)["customer_outcomes"]["observed_at"]
        for number in (0, 0, 1)
    )
    assert first.equals(again)
    assert not first.equals(second)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_changes_one_table_and_leaves_the_others(tables, fault):
    name = FAULTS[fault][0]
    changed = spoil(tables, fault, DAY)
    assert [table for table in tables if not changed[table].equals(tables[table])] == [name]
    if fault not in {"duplicated_feed", "lost_rows"}:
        assert known_before(changed, DAY)[name].equals(known_before(tables, DAY)[name])


def test_a_concept_flips_in_one_segment_alone(tables):
    before = tables["action_history"].to_pandas().set_index("action_event_id")
    after = spoil(tables, "concept_flip", DAY)["action_history"].to_pandas()
    after = after.set_index("action_event_id")
    sizes = tables["customers"].to_pandas().set_index("customer_id")["size_band"]
    is_flipped = before["was_successful"] != after["was_successful"]
    is_concerned = (before["performed_at"] >= DAY) & (before["customer_id"].map(sizes) == "small")
    assert is_flipped.equals(is_concerned)
    assert 0 < is_flipped.sum() < len(before)


def test_delayed_labels_are_missing(tables):
    late = spoil(tables, "label_delay", "2026-06-20")["customer_outcomes"].to_pandas()
    assert late[DAYS["customer_outcomes"]].max() < "2026-06-20"
    assert len(late) > 0


def test_a_biased_log_lacks_explorers_who_drew_nothing(tmp_path):
    path = tmp_path / "nba.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table decision_log as from (values (1, true, 'exploration', 'do_nothing'), "
            "(2, true, 'exploration', 'call'), (3, true, 'champion', 'do_nothing'), "
            "(4, false, 'exploration', 'do_nothing')) as l (id, is_live, role, action_id)"
        )
    bias_log(path)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("select id from decision_log order by 1").fetchall() == [
            (2,),
            (3,),
            (4,),
        ]


def test_an_unknown_fault_is_named(tables):
    with pytest.raises(ValueError, match="Unknown fault 'rain'"):
        spoil(tables, "rain", DAY)
