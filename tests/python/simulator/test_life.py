"""A short life, built day by day by the engine's own code, and one of its days by dbt."""

import shutil
from dataclasses import replace

import pytest

from python_ml.simulator.life import estimates
from python_ml.simulator.life.company import RAW, WAREHOUSE, compile_company
from python_ml.simulator.life.dbt_day import differences
from python_ml.simulator.life.delivery import NEVER_DONE
from python_ml.simulator.life.invariants import broken_rules, expected_states
from python_ml.simulator.life.life import ESTIMATES, live
from python_ml.simulator.life.sequences import Sequences
from python_ml.simulator.life.settings import LifeSettings

SETTINGS = LifeSettings(customers=150, days=12, seed=4, budget=15 * 150, exploration_rate=0.5)
DAY_BY_DBT = 9


@pytest.fixture(scope="module")
def lived(small_build, raw_folder, tmp_path_factory):
    """The life, and what dbt made otherwise of one of its days."""
    company = tmp_path_factory.mktemp("company")
    shutil.copy(small_build.warehouse, company / WAREHOUSE)
    (company / RAW).symlink_to(raw_folder)
    manifest = small_build.manifest_object(small_build.variables)
    models = compile_company(company, SETTINGS, manifest)
    found = []

    def on_day(life, day):
        if day == DAY_BY_DBT:
            found.extend(differences(life, day, company, company / "day", manifest))

    life = live(SETTINGS, company / WAREHOUSE, models, on_day)
    life.engine.build(ESTIMATES)
    return life, found


def test_dbt_decides_the_same_as_the_engine_without_it(lived):
    life, found = lived
    assert found == []
    assert life.decisions.query("day == @DAY_BY_DBT").shape[0] > 0


def test_limits_rules_and_ends_hold_and_what_breaks_them_is_found(lived):
    life, _ = lived
    assert broken_rules(life) == []
    poorer = replace(life, settings=replace(SETTINGS, budget=1.0))
    assert any("of budget is used" in sentence for sentence in broken_rules(poorer))
    undelivered = replace(life, events=life.events.assign(fate=NEVER_DONE))
    assert any("the engine says delivered" in sentence for sentence in broken_rules(undelivered))
    forbidden = replace(life, decisions=life.decisions.assign(is_allowed=False))
    assert any("the rules forbid it" in sentence for sentence in broken_rules(forbidden))


def test_everybody_is_up_on_the_first_day_and_few_are_later(lived):
    life, _ = lived
    up = life.days.set_index("day")["decisions"]
    assert up[0] == life.days["customers"][0]
    assert up[1:].mean() < up[0] / 5
    assert set(expected_states(life)["state"]) >= {"delivered", "standing", "superseded"}


def test_estimates_stand_beside_their_truth(lived):
    life, _ = lived
    effects = estimates.effects(life)
    assert len(effects) > 0
    assert effects["truth"].between(-0.2, 0.4).all()
    assert estimates.policy_values(life)["truth"].notna().all()


def test_a_sequence_of_one_decision_is_worth_what_the_decision_is(lived):
    life, _ = lived
    points = estimates.observed_points(life, estimates.LEFT_OUT)
    sequences = Sequences(life.world, life.events)
    for row in points.head(30).itertuples():
        for action in range(5):
            told = sequences.outcomes(row.customer, row.renewal, (row.day,), (action,))
            stated = [getattr(row, f"truth_{action}_{goal}") for goal in range(2)]
            assert told == pytest.approx(stated, abs=1e-9)
    row = next(points.itertuples())
    twice = sequences.outcomes(row.customer, row.renewal, (row.day, row.day), (3, 0))
    once = sequences.outcomes(row.customer, row.renewal, (row.day,), (0,))
    # What is decided anew at once is never delivered.
    assert twice == pytest.approx(once)
