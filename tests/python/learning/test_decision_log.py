"""The loop from decisions to outcomes to better decisions, over several days of a small company."""

import csv
import json

import duckdb
import numpy as np
import pytest
from dbt_project import FEW_LEARNERS, DbtProject

FIRST_DAY = "2026-06-29"
SECOND_DAY = "2026-07-27"
CHALLENGED = {
    **FEW_LEARNERS,
    "nba_challenger_policy": "thompson_sampling",
    "nba_challenger_share": 0.3,
    "nba_exploration_rate": 0.3,
    # As much of the resources as exploring takes: the small company has few.
    "nba_exploration_resource_share": 1,
    "nba_minimum_effective_sample_size": 10,
}


def rows_of_the_log(project, columns="count(*)"):
    return project.query(f"select {columns} from decision_log")[0]


@pytest.fixture(scope="module")
def folder(raw_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("loop_raw")
    for path in raw_folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture(scope="module")
def first_day(folder, tmp_path_factory):
    project = DbtProject(tmp_path_factory.mktemp("loop"))
    project.tests = ()
    variables = {"nba_raw_path": str(folder), "nba_as_of_date": FIRST_DAY, **CHALLENGED}
    project.build(variables=variables)
    project.variables = variables
    return project


def test_every_policy_decides_once_for_every_customer(first_day):
    assert first_day.query(
        "select count(*) = count(distinct (policy, customer_id)), count(distinct policy) >= 4, "
        "count(*) = count(distinct policy) * (select count(*) from recommendations), "
        "count(*) filter (is_live) = (select count(*) from recommendations) from decision_log"
    ) == [(True, True, True, True)]
    assert first_day.query(
        "select count(*) from decision_log join recommendations using (customer_id) "
        "where is_live and decision_log.action_id <> recommendations.action_id"
    ) == [(0,)]
    assert first_day.query_published("select count(*) from decision_log") == [
        rows_of_the_log(first_day)
    ]


def test_the_challenger_decides_for_its_share_and_its_decisions_are_its_own(first_day):
    shares = dict(
        first_day.query(
            "select role, count(*) / (select count(*) from recommendations) "
            "from recommendations group by role"
        )
    )
    assert shares["exploration"] == pytest.approx(0.3, abs=0.08)
    assert shares["challenger"] == pytest.approx(0.3 * 0.7, abs=0.08)
    assert first_day.query(
        "select distinct role, policy from recommendations order by role, policy"
    ) == [
        ("challenger", "thompson_sampling"),
        ("champion", "auto"),
        ("exploration", "auto"),
    ]
    assert first_day.query(
        "select count(*) from recommendations join decision_log using (customer_id) "
        "where recommendations.role = 'challenger' and decision_log.policy = 'thompson_sampling' "
        "and recommendations.action_id <> decision_log.action_id"
    ) == [(0,)]
    assert first_day.query(
        "select bool_and(is_satisfied) from resource_prices where policy = 'auto'"
    ) == [(True,)]


def test_probabilities_are_those_of_what_was_done(first_day):
    ((smallest, largest),) = first_day.query(
        "select min(action_probability), max(action_probability) from decision_log where is_live"
    )
    assert 0 < smallest < 0.2
    assert largest <= 1
    # The mean inverse probability over what is open would be the number of open actions.
    ((weight, count),) = first_day.query(
        "select sum(1 / action_probability), "
        "(select count(*) from action_eligibility where is_eligible) "
        "from decision_log where is_live"
    )
    assert weight == pytest.approx(count, rel=0.35)


def test_probabilities_of_thompson_sampling_are_shares_of_its_draws(first_day):
    assert first_day.query(
        "select count(*) from (select customer_id, sum(action_probability) as total "
        "from int_thompson_probabilities_counted group by 1 having abs(total - 1) > 1e-9)"
    ) == [(0,)]
    # Every draw of every customer once more, with the draws as Python made them.
    draws = {}
    for number, stratum, action, goal, value in first_day.query(
        "select draw_number, stratum, action_id, goal, success_probability from ml_thompson_draws"
    ):
        draws[number, stratum, action, goal] = value
    options = first_day.query(
        "select trace.customer_id, trace.action_id, trace.cost_amount::double, "
        "trace.resource_charge_amount::double, catalogue_order, stratum, "
        "success_value_amounts "
        "from decision_trace as trace join input_actions using (action_id) "
        "join int_thompson_customers_described using (customer_id) "
        "where policy = 'thompson_sampling' and is_eligible "
        "order by trace.customer_id, catalogue_order limit 300"
    )
    goals = [
        goal for (goal,) in first_day.query("select goal from input_goals order by goal_order")
    ]
    by_customer = {}
    for row in options:
        by_customer.setdefault(row[0], []).append(row[1:])
    counted = {}
    for customer, action, probability in first_day.query(
        "select customer_id, action_id, action_probability from int_thompson_probabilities_counted"
    ):
        counted[customer, action] = probability
    for customer, rows in by_customer.items():
        best = []
        for draw in range(50):
            net = [
                0.0
                if action == "do_nothing"
                else sum(
                    (draws[draw, stratum, action, goal] - draws[draw, stratum, "do_nothing", goal])
                    * value
                    for goal, value in zip(goals, values, strict=True)
                )
                - cost
                - charge
                for action, cost, charge, _, stratum, values in rows
            ]
            best.append(rows[int(np.argmax(net))][0])
        for action in {row[0] for row in rows}:
            # One of the draws was followed, and what it led to may have been repaired.
            assert abs(counted.get((customer, action), 0) - best.count(action) / 50) < 0.021


KEPT_TABLES = (
    *("decision_log", "experiment_assignments", "headline_figures", "mandatory_action_log"),
    *("model_registry", "policy_promotions", "crm_action_log"),
)
# What was said on a day is said again by the next build of it.
REPEATED_TABLES = ("crm_actions", "crm_payloads")


def contents_of(project, tables):
    hashes = "select count(*), sum(hash(t)::hugeint) from {} as t"
    return [project.query(hashes.format(table)) for table in tables]


def test_a_deleted_warehouse_gets_back_what_cannot_be_computed_again(first_day):
    """Building the day again adds nothing to it, and a full refresh drops nothing."""
    before = contents_of(first_day, KEPT_TABLES + REPEATED_TABLES)
    first_day.warehouse.unlink()
    first_day.build("--full-refresh", variables=first_day.variables)
    assert contents_of(first_day, KEPT_TABLES + REPEATED_TABLES) == before
    ((change_count, _),), ((payload_count, _),) = before[-2:]
    assert payload_count > change_count > 0
    assert rows_of_the_log(first_day, "max(batch_number)") == (1,)
    # One more publication, of the same rows.
    assert first_day.query_published(
        "select count(*), count(distinct content_hash), count(distinct row_count) from publications"
    ) == [(2, 1, 1)]


def test_other_decisions_for_the_same_day_are_a_batch_of_their_own(first_day):
    (before,) = rows_of_the_log(first_day)
    first_day.build(variables={**first_day.variables, "nba_budget_amount": 3000})
    assert rows_of_the_log(first_day, "count(*), max(batch_number)") == (2 * before, 2)
    assert first_day.query("select count(*) from int_past_decisions_read") == [(0,)]
    assert first_day.query_published(
        "select decision_batch_number from publications order by publication_number"
    ) == [(1,), (1,), (2,)]
    # What was built twice alike is one edition of the headline figures.
    assert first_day.query_published(
        "select edition_number, value from headline_figures where figure = 'budget_amount' "
        "and edition_number = 2",
    ) == [(2, 3000)]
    assert first_day.query_published("select max(edition_number) from headline_figures") == [(2,)]
    # Whoever heard of the first batch hears that the second one has taken its place.
    ((first_batch, second_batch),) = first_day.query(
        "select count(*) filter (batch_number = 1), count(*) filter (batch_number = 2) "
        "from decision_log where is_live and action_id <> 'do_nothing'"
    )
    assert first_day.query(
        "select operation, decision_state, count(*) from crm_actions group by all order by all"
    ) == [("insert", "made", second_batch), ("withdraw", "superseded", first_batch)]


def make_the_log_one_of_an_earlier_version(project):
    """It has a column per goal in place of goal_values, and knows of no triggers."""
    with duckdb.connect(str(project.warehouse)) as connection:
        connection.execute(
            "create or replace table decision_log as "
            "select * exclude (goal_values, decision_triggers, churn_probability, segment, "
            "uplift_type, evidence, runner_up_action_id, binding_resource_id, "
            "success_probability, uplift, reason), "
            "cast(goal_values::json ->> 'retention' as decimal(18, 2)) as retention_value_amount, "
            "cast(goal_values::json ->> 'upsell' as decimal(18, 2)) as upsell_value_amount "
            "from decision_log"
        )


@pytest.fixture(scope="module")
def second_day(first_day, folder):
    customers = first_day.query("select customer_id from recommendations order by customer_id")
    with (folder / "customer_outcomes.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["customer_id", "metric", "observed_at", "value"])
        for number, (customer,) in enumerate(customers):
            writer.writerow([customer, "retained", "2026-07-20 10:00:00", number % 2])
            writer.writerow([customer, "upsold", "2026-07-20 10:00:00", int(number % 7 == 0)])
        # Before any decision, and a second observation of the same thing.
        writer.writerow([customers[0][0], "retained", "2026-06-01 10:00:00", 1])
        writer.writerow([customers[0][0], "retained", "2026-07-25 10:00:00", 1])
    first_day.goal_values = dict(
        first_day.query("select decision_id, goal_values from decision_log")
    )
    make_the_log_one_of_an_earlier_version(first_day)
    variables = {**first_day.variables, "nba_as_of_date": SECOND_DAY}
    first_day.build(variables=variables)
    return first_day


def test_outcomes_find_the_decision_they_came_of(second_day):
    ((decisions, outcomes, metrics, batches),) = second_day.query(
        "select count(distinct decision_id), count(*), count(distinct metric), "
        "(select count(distinct batch_number) from int_past_decisions_read) from decision_outcomes"
    )
    assert outcomes == metrics * decisions == 2 * decisions
    assert batches == 1
    assert second_day.query(
        "select count(*) from decision_outcomes join decision_log using (decision_id) "
        "where not is_live or decision_outcomes.action_id <> decision_log.action_id "
        "or batch_number <> 2 or observed_at >= '2026-07-25'"
    ) == [(0,)]


def test_the_second_day_is_added_to_the_log(second_day):
    per_day = second_day.query(
        "select as_of_date::varchar, max(batch_number), count(distinct batch_number) "
        "from decision_log group by 1 order by 1"
    )
    assert per_day == [(FIRST_DAY, 2, 2), (SECOND_DAY, 3, 1)]


def test_the_second_day_takes_back_what_was_not_carried_out_and_says_what_is_new(second_day):
    ((expired, is_open),) = second_day.query(
        "select (select count(*) from decision_log where is_live and batch_number = 2 "
        "and action_id <> 'do_nothing'), (select count(*) from recommendations where is_open)"
    )
    assert second_day.query(
        "select operation, decision_state, count(*) from crm_actions group by all order by all"
    ) == [("insert", "made", is_open), ("withdraw", "expired", expired)]
    # All that is open and no longer open, for each object once.
    assert second_day.query(
        "select count(*) - count(distinct (target, object, decision_id)), "
        "count(distinct decision_id), bool_and(is_new) from crm_payloads"
    ) == [(0, expired + is_open, True)]


def test_logged_decisions_judge_every_policy_the_adaptive_one_too(second_day):
    found = second_day.query(
        "select policy, value, lower, upper, mean_weight, refusal_reason from policy_value "
        "where evidence = 'decisions' and estimator = 'snips' and outcome = 'retention'"
    )
    assert {row[0] for row in found} == {
        *("auto", "business_as_usual", "propensity_v1", "uplift_v2", "thompson_sampling"),
        "do_nothing",
    }
    reported = [row for row in found if row[5] is None]
    assert len(reported) >= 3
    # Every second customer was retained, whatever was done.
    assert all(lower <= 0.5 <= upper for _, _, lower, upper, _, _ in reported)


def test_revenue_of_decisions_is_what_the_goals_were_worth_when_they_were_made(second_day):
    assert second_day.query(
        "select count(*) > 0, "
        "bool_and(abs(value_amount - profile.customer_lifetime_value_amount::double) < 0.01) "
        "from int_decision_rewards_listed join customer_profile as profile using (customer_id) "
        "where goal = 'retention' and profile.customer_lifetime_value_amount is not null"
    ) == [(True, True)]
    assert second_day.query(
        "select goal, string_agg(distinct outcome, ' ' order by outcome) from policy_value "
        "where evidence = 'decisions' group by goal order by goal"
    ) == [
        ("all", "cost net_value revenue"),
        ("retention", "retention retention_value"),
        ("upsell", "upsell upsell_value"),
    ]


def test_a_log_of_an_earlier_version_is_read_on_and_added_to(second_day):
    read = dict(second_day.query("select decision_id, goal_values from int_past_decisions_read"))
    assert len(read) > 0
    for decision, goal_values in read.items():
        assert json.loads(goal_values) == json.loads(second_day.goal_values[decision])
    assert second_day.query(
        "select as_of_date::varchar, count(goal_values) = count(*), "
        "count(retention_value_amount) > 0, "
        "count(decision_triggers) = count(*) filter (is_live) "
        "from decision_log group by 1 order by 1"
    ) == [(FIRST_DAY, False, True, False), (SECOND_DAY, True, False, True)]


def test_decisions_of_an_earlier_version_are_decision_points_of_their_day(second_day):
    assert second_day.query(
        "select count(*) = (select count(*) from decision_log where is_live and batch_number = 2), "
        "count(distinct customer_id) = count(*), bool_and(next_decided_on is null), "
        "bool_and(decided_on = '2026-06-29') from decision_states"
    ) == [(True, True, True, True)]


def test_effects_are_those_of_the_draws_in_the_log(second_day):
    effects = second_day.query(
        "select action_id, goal, effect, unit_count, delivery_rate, complier_effect, "
        "overlapping_rate from decision_effects order by action_id, goal"
    )
    drawn = second_day.query(
        "select action_id, goal, outcome, explored_probabilities "
        "from int_decision_goals_observed join decision_log using (decision_id) "
        "where role = 'exploration'"
    )
    assert len(effects) > 0
    for action, goal, effect, count, *rest in effects:
        means = []
        units = 0
        for arm in (action, "do_nothing"):
            rows = [
                (outcome, json.loads(odds))
                for drawn_action, drawn_goal, outcome, odds in drawn
                if (drawn_action, drawn_goal) == (arm, goal)
            ]
            rows = [
                row for row in rows if min(row[1].get(a, 0) for a in (action, "do_nothing")) > 0
            ]
            weights = [1 / odds[arm] for _, odds in rows]
            means.append(np.average([outcome for outcome, _ in rows], weights=weights))
            units += len(rows)
        assert effect == pytest.approx(means[0] - means[1], abs=1e-9)
        # Nobody carried anything out, and nobody was decided about again.
        assert (count, *rest) == (units, 0, None, 0)


def test_what_came_of_decisions_moves_the_posteriors(second_day):
    ((trials, outcomes, with_a_choice, assigned),) = second_day.query(
        "select (select count(*) from int_bandit_trials_listed), "
        "(select count(*) from decision_outcomes), "
        "(select count(*) from decision_outcomes join decision_log using (decision_id) "
        "where open_action_count > 1), "
        "(select count(*) from input_outcomes where metric in ('retained', 'upsold'))"
    )
    # Who had no choice tells nothing of what others would have done without an action.
    assert trials == with_a_choice + assigned < outcomes + assigned
    assert second_day.query("select sum(trial_count) from thompson_posteriors") == second_day.query(
        "select count(*) from int_bandit_trials_listed "
        "where stratum in (select stratum from int_experiment_strata_formed)"
    )


def test_explorers_are_units_to_learn_uplift_from(second_day):
    assert second_day.query(
        "select count(*) = (select count(*) from decision_log where role = 'exploration' "
        "and batch_number = 2), "
        "bool_and(units.action_probability = explored_action_probability), "
        "max(units.action_probability * open_action_count) > 0.9 "
        "from int_uplift_training_rows as units join decision_log using (customer_id, action_id) "
        "where units.experiment_id like 'nba_exploration%' and decision_log.batch_number = 2 "
        "and decision_log.is_live"
    ) == [(True, True, True)]


def test_decisions_that_nobody_carried_out_have_expired_and_are_no_contacts(second_day):
    """Four weeks have gone by, and the history has no row of them."""
    assert second_day.query(
        "select action_id = 'do_nothing', state, state_on::varchar, count(*) > 0 "
        "from decision_states group by all order by all"
    ) == [(False, "expired", "2026-07-13", True), (True, "standing", FIRST_DAY, True)]
    assert second_day.query(
        "select count(*) from decision_states join decision_log using (decision_id) "
        "where not is_live or batch_number <> 2 or decided_on <> decision_log.as_of_date"
    ) == [(0,)]
    assert second_day.query(
        "select count(*) from action_eligibility "
        "join decision_states using (customer_id, action_id) "
        "where blocked_reason like '%times the same action in 30 days%' and customer_id not in "
        "(select customer_id from input_action_history where performed_at >= '2026-06-27') "
        "and customer_id not in (select customer_id from input_experiment_assignments "
        "where assigned_at >= '2026-06-27')"
    ) == [(0,)]


def test_a_judgement_of_the_challenger_is_logged_with_its_evidence(second_day):
    rows = second_day.query(
        "select as_of_date::varchar, champion_policy, challenger_policy, is_promoted "
        "from policy_promotions order by as_of_date"
    )
    assert rows == [(day, "auto", "thompson_sampling", False) for day in (FIRST_DAY, SECOND_DAY)]


def test_a_promoted_challenger_is_in_charge_from_the_next_day_and_one_variable_rolls_back(
    second_day,
):
    with duckdb.connect(str(second_day.warehouse)) as connection:
        connection.execute(
            "update policy_promotions set is_promoted = true where as_of_date = '2026-06-29'"
        )
    in_charge = "select live_policy, challenger_policy from int_policies_in_charge"
    for day, is_automatic, live in (
        (SECOND_DAY, True, ("thompson_sampling", None)),
        (FIRST_DAY, True, ("auto", "thompson_sampling")),
        (SECOND_DAY, False, ("auto", "thompson_sampling")),
    ):
        variables = {
            **second_day.variables,
            "nba_as_of_date": day,
            "nba_is_promotion_automatic": is_automatic,
        }
        done = second_day.run(
            *("run", "--select", "int_as_of_date", "int_policies_in_charge"), variables=variables
        )
        assert done.returncode == 0, done.output
        assert second_day.query(in_charge) == [live]


def test_without_new_data_nothing_is_trained_again(second_day):
    """What a training would overwrite is still there after the models were built again."""
    trained = {"ml_propensity_out_of_fold": "margin", "ml_uplift_out_of_fold": "uplift"}
    # The race reads its nuisances: where they are spoilt it is rightly run again.
    nuisances = {"ml_uplift_nuisances": "outcome_mean"}
    same, other = {"nba_as_of_date": SECOND_DAY}, {"nba_random_seed": 8}
    for spoilt, selected, changes, is_reused in (
        (trained, trained, same, True),
        (nuisances, nuisances, same, True),
        (trained, trained | nuisances, same | other, False),
    ):
        with duckdb.connect(str(second_day.warehouse)) as connection:
            for table, column in spoilt.items():
                connection.execute(f"update {table} set {column} = 123.25")
        variables = {**second_day.variables, **changes}
        done = second_day.run("run", "--select", *selected, variables=variables)
        assert done.returncode == 0, done.output
        for table, column in selected.items():
            ((share,),) = second_day.query(f"select avg(({column} = 123.25)::int) from {table}")
            assert (share == 1) is is_reused, table
