import csv
import io
import math
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from python_ml.simulator.__main__ import main
from python_ml.simulator.catalogue import DO_NOTHING, UNIT_COSTS
from python_ml.simulator.cohort import FEATURES, make_cohort
from python_ml.simulator.replay import decide, replay
from python_ml.simulator.replay_policies import DRAWS, LinearThompsonSampling, Log
from python_ml.simulator.replay_report import draw_picture, summary, write_table

BUDGET = 15.0 * 1_000


@pytest.fixture(scope="module")
def cycles():
    return replay(customers=1_000, cycles=2, budget=BUDGET, seed=1, processes=1)


def test_every_policy_lives_every_cycle_within_the_budget(cycles):
    assert len(cycles) == 7 * 2
    assert all(cycle.spend <= BUDGET for cycle in cycles)
    assert {cycle.cycle for cycle in cycles} == {1, 2}


def test_nobody_earns_more_than_the_oracle_and_doing_nothing_earns_nothing(cycles):
    assert all(cycle.regret >= 0 for cycle in cycles)
    assert all(cycle.regret == 0 for cycle in cycles if cycle.policy == "oracle")
    idle = [cycle for cycle in cycles if cycle.policy == "do_nothing"]
    assert all(cycle.true_value == cycle.spend == cycle.treated_count == 0 for cycle in idle)


def test_a_replay_is_the_same_again_on_any_number_of_processes(cycles, tmp_path):
    names = ("business_as_usual", "thompson_sampling")
    command = ["replay", "--customers", "1000", "--cycles", "2", "--seed", "1"]
    command += ["--processes", "2", "--out", str(tmp_path), "--policies", *names]
    subprocess.run(
        [sys.executable, "-m", "python_ml.simulator", *command],
        cwd=Path(__file__).parents[3],
        check=True,
        capture_output=True,
    )
    expected = tmp_path / "expected.csv"
    wanted = (*names, "oracle", "do_nothing")
    write_table([cycle for cycle in cycles if cycle.policy in wanted], expected)
    assert (tmp_path / "replay.csv").read_text() == expected.read_text()


def test_the_regret_of_the_adaptive_policy_falls():
    found = replay(
        customers=4_000, cycles=6, budget=60_000, seed=2, policies=("linear_thompson",), processes=1
    )
    regrets = [cycle.regret for cycle in found if cycle.policy == "linear_thompson"]
    assert np.mean(regrets[-2:]) < 0.75 * regrets[0]


def test_logged_probabilities_are_the_shares_of_decisions():
    """Many decisions for the same customers: how often each action was chosen."""
    cohort = make_cohort(300, 5)
    rng = np.random.default_rng(0)
    log = Log()
    action = np.where(cohort.eligible, rng.random(cohort.eligible.shape), -1).argmax(axis=1)
    everybody = np.ones(300, bool)
    log.add(
        cohort,
        action,
        1 / cohort.eligible.sum(axis=1),
        everybody,
        cohort.draw_outcomes(action, rng),
    )
    policy = LinearThompsonSampling()
    policy.learn(log)
    draws = policy.values(cohort, np.random.default_rng(1))

    class Fixed:
        exploration_rate = 0.0

        def values(self, cohort, rng):
            del cohort, rng
            return draws

    # With money for everybody the price is 0, and decisions do not depend on each other.
    weights = np.zeros(300)
    repeats = 400
    for seed in range(repeats):
        chosen, probability, _ = decide(Fixed(), cohort, 1e9, np.random.default_rng(seed))
        assert (probability >= 1 / DRAWS - 1e-12).all()
        weights += (chosen == DO_NOTHING) / probability / repeats
    possible = (np.nanmax(np.nan_to_num(draws[:, :, 1:], nan=-np.inf), axis=2) <= 0).any(axis=0)
    assert weights[possible].mean() == pytest.approx(1, abs=0.1)
    assert (weights[~possible] == 0).all()


def test_a_cohort_knows_nothing_but_its_features_and_the_luck_is_common():
    cohort = make_cohort(500, 3)
    assert cohort.features.shape == (500, len(FEATURES))
    nobody = np.zeros(500, dtype=np.int64)
    first = cohort.draw_outcomes(nobody, np.random.default_rng(4))
    again = cohort.draw_outcomes(nobody, np.random.default_rng(4))
    assert all(np.array_equal(*pair) for pair in zip(first, again, strict=True))
    best = cohort.retained.argmax(axis=1)
    kept, _ = cohort.draw_outcomes(best, np.random.default_rng(4))
    assert (kept >= first[0]).all()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"customers": 100}, "at least 200 customers, not 100"),
        ({"cycles": 0}, "at least 1 cycle, not 0"),
        ({"budget": -1}, "must be 0 or more, not -1"),
        ({"policies": ("magic",)}, "There is no policy 'magic' to replay"),
    ],
)
def test_what_cannot_be_replayed_is_said(change, sentence):
    settings = {"customers": 300, "cycles": 1, "budget": 10, "seed": 0, "processes": 1}
    with pytest.raises(ValueError, match=sentence):
        replay(**settings | change)


def test_without_money_nobody_is_treated():
    found = replay(
        customers=300, cycles=1, budget=0, seed=0, policies=("thompson_sampling",), processes=1
    )
    assert [cycle.treated_count for cycle in found] == [0, 0, 0]


def test_the_picture_has_a_line_per_policy_and_panel_inside_its_frame(cycles):
    root = ET.fromstring(draw_picture(cycles))
    _, _, width, height = map(float, root.get("viewBox").split())
    lines = [node for node in root.iter() if node.tag.endswith("polyline")]
    assert len(lines) == 3 * 7
    points = [pair.split(",") for line in lines for pair in line.get("points").split()]
    assert all(0 <= float(x) <= width and 0 <= float(y) <= height for x, y in points)


def test_the_summary_shows_first_and_last_cycles(cycles):
    lines = summary(cycles).splitlines()
    assert len(lines) == 8
    idle = [cycle for cycle in cycles if cycle.policy == "do_nothing"]
    mean = sum(cycle.regret for cycle in idle) / 2
    assert f"{mean:,.0f}" in lines[-1]


def test_the_command_prints_the_summary_and_writes_table_and_picture(tmp_path, capsys):
    arguments = ["replay", "--customers", "300", "--cycles", "2", "--processes", "1"]
    arguments += ["--policies", "business_as_usual", "--out", str(tmp_path / "new")]
    assert main(arguments) == 0
    assert "business_as_usual" in capsys.readouterr().out
    rows = list(csv.DictReader(io.StringIO((tmp_path / "new" / "replay.csv").read_text())))
    assert [row["policy"] for row in rows][:2] == ["business_as_usual"] * 2
    assert all(math.isfinite(float(row["regret"])) for row in rows)
    assert Path(tmp_path / "new" / "replay.svg").read_text().startswith("<svg")
    assert UNIT_COSTS[DO_NOTHING] == 0


def test_the_command_says_what_cannot_be(capsys):
    assert main(["replay", "--customers", "5"]) == 2
    assert "at least 200 customers" in capsys.readouterr().err
