"""Who is drawn into which arm, and that nobody is moved."""

import duckdb
import numpy as np
import pytest
from scipy import stats
from statistics_project import StatisticsProject

CUSTOMERS = 3000
OPEN = {"ends_on": "2026-09-27"}
ASSIGNMENTS = "+experiment_assignments"
# What draws them, without the inputs.
DRAWS = f"{ASSIGNMENTS},fqn:next_best_action.experiments"


def trials(folder):
    """Two experiments of no group, and two that exclude each other."""
    project = StatisticsProject(folder)
    project.add_experiment("pricing", {"control": 1, "treatment": 1}, **OPEN)
    project.add_experiment("onboarding", {"control": 1, "training": 1, "call": 2}, **OPEN)
    for name, rate in (("first", "0.5"), ("second", "0.4")):
        project.add_experiment(
            name,
            {"control": 1, "treatment": 1},
            exclusion_group="offers",
            traffic_rate=rate,
            **OPEN,
        )
    project.add_metric("pricing", "retained", "proportion", "retained")
    project.add_customers(0, CUSTOMERS)
    return project


def assign(project, *flags, selected=ASSIGNMENTS, **variables):
    result = project.build_room(selected, *flags, nba_holdout_rate=0.1, **variables)
    assert result.returncode == 0, result.output
    return dict(
        project.query(
            "select experiment_id || ' ' || customer_id, arm || ' ' || stratum || assigned_on "
            "from experiment_assignments"
        )
    )


@pytest.fixture(scope="module")
def assigned(tmp_path_factory):
    project = trials(tmp_path_factory.mktemp("assignment"))
    project.first_draw = assign(project)
    return project


def imbalance(project, experiment):
    """Largest difference between two arms' counts in a stratum, per unit of weight."""
    rows = project.query(
        f"""
        with counts as (
            select strata.stratum, arms.arm, arms.allocation_weight as weight,
                count(assignments.customer_id) as n
            from (select distinct stratum from experiment_assignments) as strata
            cross join input_experiment_arms as arms
            left join experiment_assignments as assignments
                on assignments.stratum = strata.stratum and assignments.arm = arms.arm
                and assignments.experiment_id = arms.experiment_id
            where arms.experiment_id = '{experiment}'
            group by all
        )
        select max(spread) from (
            select stratum, max(n / weight) - min(n / weight) as spread from counts group by stratum
        )
        """
    )
    return rows[0][0]


def test_arms_differ_by_at_most_one_customer_in_every_stratum(assigned):
    assert assigned.query("select count(distinct stratum) from experiment_assignments") == [(6,)]
    assert imbalance(assigned, "pricing") <= 1
    # An arm of twice the weight gets two places in every block of four.
    assert imbalance(assigned, "onboarding") <= 1


def test_the_global_holdout_takes_part_in_nothing(assigned):
    ((share, overlap),) = assigned.query(
        f"select count(*) / {CUSTOMERS}, count(assignments.customer_id) from global_holdout "
        "left join experiment_assignments as assignments using (customer_id)"
    )
    assert share == pytest.approx(0.1, abs=0.02)
    assert overlap == 0


def test_experiments_of_a_group_share_no_customer_and_get_their_shares(assigned):
    counts = dict(
        assigned.query(
            "select experiment_id, count(*) from experiment_assignments group by experiment_id"
        )
    )
    eligible = counts["pricing"]
    assert counts["first"] / eligible == pytest.approx(0.5, abs=0.03)
    assert counts["second"] / eligible == pytest.approx(0.4, abs=0.03)
    assert assigned.query(
        "select count(*) from (select customer_id from experiment_assignments "
        "where experiment_id in ('first', 'second') group by customer_id having count(*) > 1)"
    ) == [(0,)]


@pytest.mark.parametrize(("one", "other"), [("pricing", "onboarding"), ("pricing", "first")])
def test_two_experiments_are_independent(assigned, one, other):
    rows = assigned.query(
        "select one.arm, other.arm, count(*) from experiment_assignments as one "
        "join experiment_assignments as other using (customer_id) "
        f"where one.experiment_id = '{one}' and other.experiment_id = '{other}' group by all"
    )
    arms = [sorted({row[i] for row in rows}) for i in (0, 1)]
    table = np.zeros([len(names) for names in arms])
    for left, right, count in rows:
        table[arms[0].index(left), arms[1].index(right)] = count
    assert stats.chi2_contingency(table).pvalue > 0.001


def draw_anew(assigned, folder, **variables):
    """Assignments of a warehouse that has the same inputs and has assigned nobody yet."""
    project = trials(folder).copy_of(assigned)
    project.tests = ()
    with duckdb.connect(str(project.warehouse)) as connection:
        connection.execute("drop table experiment_assignments")
    return assign(project, selected=DRAWS, **variables)


def test_without_earlier_assignments_the_draw_is_the_same(assigned, tmp_path):
    assert draw_anew(assigned, tmp_path / "anew") == assigned.first_draw


def test_another_salt_draws_otherwise(assigned, tmp_path):
    other = draw_anew(assigned, tmp_path / "salted", nba_assignment_salt="second_draw")
    shared = assigned.first_draw.keys() & other.keys()
    same = np.mean([assigned.first_draw[key] == other[key] for key in shared])
    assert same == pytest.approx(0.5, abs=0.1)


def test_a_rerun_a_full_refresh_and_new_customers_move_nobody(assigned, tmp_path):
    project = trials(tmp_path / "growing").copy_of(assigned)
    project.tests = ()
    project.add_customers(CUSTOMERS, CUSTOMERS + 217)
    after = assign(project, "--full-refresh")
    assert len(after) > len(assigned.first_draw)
    assert {key: after[key] for key in assigned.first_draw} == assigned.first_draw
    assert imbalance(project, "pricing") <= 1
    assert imbalance(project, "onboarding") <= 1


@pytest.mark.build
def test_traffic_of_a_group_beyond_everybody_is_refused(tmp_path):
    project = trials(tmp_path / "crowded")
    project.tests = ()
    project.add_experiment(
        "third",
        {"control": 1, "treatment": 1},
        exclusion_group="offers",
        traffic_rate="0.2",
        **OPEN,
    )
    result = project.build_room(ASSIGNMENTS)
    assert result.returncode != 0
    assert (
        'The traffic_rate of the experiments that run in the exclusion group "offers" add up to '
        "1.1, more than 1. Lower them in experiments.csv." in result.output
    )
