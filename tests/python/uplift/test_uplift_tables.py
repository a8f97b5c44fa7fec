"""The uplift tables of the demo against python_ml and against arithmetic of their own."""

import numpy as np
import pytest

from python_ml import evaluation

EXACT = {"rel": 1e-9, "abs": 1e-9}


def columns(demo, sql):
    return [np.array(column) for column in zip(*demo.query(sql), strict=True)]


RANKINGS = [
    ("r_forest", "retention_email", "retention"),
    ("x_forest", "account_manager_call", "retention"),
    ("r_ridge", "upsell_offer", "upsell"),
    ("propensity", "onboarding_training", "retention"),
    ("constant_effect", "retention_email", "retention"),
]


def compared_units(demo, learner, action, goal):
    return columns(
        demo,
        "select outcome, cast(uplift as double), cast(is_treated as integer), "
        "cast(unit_weight as double) from int_uplift_units_judged where is_compared "
        f"and learner = '{learner}' and action_id = '{action}' and goal = '{goal}'",
    )


@pytest.mark.parametrize(("learner", "action", "goal"), RANKINGS)
def test_areas_in_sql_are_those_of_the_reference(demo, learner, action, goal):
    data = compared_units(demo, learner, action, goal)
    ((qini, auuc),) = demo.query(
        "select qini_coefficient, auuc from learner_scorecard where "
        f"learner = '{learner}' and action_id = '{action}' and goal = '{goal}'",
    )
    assert qini == pytest.approx(evaluation.qini_auc(*data), **EXACT)
    assert auuc == pytest.approx(evaluation.uplift_auc(*data), **EXACT)


@pytest.mark.parametrize(("learner", "action", "goal"), RANKINGS[:3])
def test_curves_in_sql_are_those_of_the_reference(demo, learner, action, goal):
    data = compared_units(demo, learner, action, goal)
    total = data[3].sum()
    for function, name in ((evaluation.uplift_curve, "uplift"), (evaluation.qini_curve, "qini")):
        weight, gain = function(*data)
        rate, stored = columns(
            demo,
            f"select targeted_rate, {name}_gain from uplift_curves where learner = '{learner}' "
            f"and action_id = '{action}' and goal = '{goal}' order by step_number",
        )
        # Units of equal score come together, so that a twentieth may have no point of its own.
        assert rate[-1] == 1
        assert len(rate) > 4
        np.testing.assert_allclose(
            stored, np.interp(rate, weight / total, gain / total), rtol=1e-9, atol=1e-12
        )


@pytest.mark.parametrize(("learner", "action", "goal"), RANKINGS[:3])
def test_bands_of_qini_curves_are_those_of_a_bootstrap(demo, learner, action, goal):
    outcome, uplift, treated, weight = compared_units(demo, learner, action, goal)
    rate, gain, lower, upper = columns(
        demo,
        "select targeted_rate, qini_gain, qini_gain_lower, qini_gain_upper from uplift_curves "
        f"where learner = '{learner}' and action_id = '{action}' and goal = '{goal}' "
        "order by step_number",
    )
    rng = np.random.default_rng(0)
    order = np.argsort(-uplift, kind="stable")
    # The units of a step stay those it had, whatever their weights become.
    cuts = np.searchsorted(np.cumsum(weight[order]) / weight.sum(), rate - 1e-9) + 1
    draws = []
    for _ in range(400):
        drawn = weight * rng.standard_exponential(len(weight))
        sums = [
            np.cumsum((drawn * group * values)[order])[cuts - 1]
            for group in (treated, 1 - treated)
            for values in (1, outcome)
        ]
        draws.append((sums[1] - sums[3] * sums[0] / sums[2]) / drawn.sum())
    expected = np.std(draws, axis=0)
    # Where a few units of one group are targeted, a ratio of sums is far from normal.
    many = rate > 0.2
    np.testing.assert_allclose(((upper - lower) / 2 / 1.959964)[many], expected[many], rtol=0.15)
    np.testing.assert_allclose((upper + lower) / 2, gain, atol=1e-12)


def test_cost_curves_in_sql_are_those_of_the_reference(demo):
    rows = demo.query(
        "select unit_id, action_id, cast(value_amount as double), cast(cost_amount as double), "
        "cast(judged_value_amount as double) from int_learner_actions_valued "
        "where learner = 'x' and action_id <> 'do_nothing'",
    )
    units = {unit: row for row, unit in enumerate(sorted({row[0] for row in rows}))}
    actions = sorted({row[1] for row in rows})
    # An action that a unit could not get is never worth its cost.
    value = np.full((len(units), len(actions)), -1.0)
    cost, judged = np.ones_like(value), np.zeros_like(value)
    for unit, action, *amounts in rows:
        place = units[unit], actions.index(action)
        value[place], cost[place], judged[place] = amounts
    stored = columns(
        demo,
        "select spend_per_unit, predicted_value_per_unit, judged_value_per_unit "
        "from learner_cost_curves where learner = 'x' order by step_number",
    )
    for score, gains in ((value, stored[1]), (judged, stored[2])):
        spend, gain = evaluation.cost_curve(value, cost, score)
        np.testing.assert_allclose(gains, np.interp(stored[0], spend, gain), rtol=1e-6, atol=20)
    assert stored[0][-1] > 0


def test_policy_values_are_means_of_doubly_robust_scores_of_what_was_chosen(demo):
    rows = demo.query(
        "select a.policy, cast(v.judged_value_amount as double) "
        "from int_learner_budget_allocated a join int_learner_actions_valued v "
        "on v.learner = a.policy and v.unit_id = a.customer_id and v.action_id = a.action_id",
    )
    ((customers,),) = demo.query("select count(*) from customer_profile where is_active")
    for learner, value, lower, upper in demo.query(
        "select learner, policy_value_amount, policy_value_lower, policy_value_upper "
        "from learner_policy_values",
    ):
        judged = np.array([amount for policy, amount in rows if policy == learner])
        error = judged.std() / np.sqrt(len(judged)) * customers
        assert float(value) == pytest.approx(judged.mean() * customers, rel=1e-6, abs=1)
        assert float(upper - lower) == pytest.approx(2 * 1.959964 * error, rel=1e-6)


def test_losses_are_those_of_residuals_on_residuals(demo):
    for goal, learner, loss in demo.query(
        "select goal, learner, relative_loss from learner_losses where learner in ('x', 'r_ridge')",
    ):
        outcome, mean, untreated, propensity, idle, taken, weight, uplift = columns(
            demo,
            "select n.outcome, n.outcome_mean, u.outcome_mean, n.propensity, u.propensity, "
            "cast(n.is_taken as int), n.weight, p.uplift from uplift_nuisances n "
            "join uplift_nuisances u on n.unit_id = u.unit_id and n.goal = u.goal "
            "and u.action_id = 'do_nothing' and (n.is_taken or u.is_taken) "
            "join uplift_predictions p on p.unit_id = n.unit_id and p.goal = n.goal "
            f"and p.action_id = n.action_id where p.learner = '{learner}' and n.goal = '{goal}'",
        )
        share = propensity / (propensity + idle)
        left = outcome - share * mean - (1 - share) * untreated
        errors = weight * (left - (taken - share) * uplift) ** 2
        assert loss == pytest.approx(errors.mean() / (weight * left**2).mean(), rel=1e-6)


def test_the_learner_with_the_least_loss_scores_customers(demo):
    ((fitted, is_champion),) = demo.query(
        "select learner, is_champion from learner_policy_values where is_refitted",
    )
    assert demo.query(
        "select learner from learner_losses group by learner "
        "order by sum(relative_loss * goal_weight) limit 1",
    ) == [(fitted,)]
    assert demo.query("select distinct learner from uplift_scores") == [(fitted,)]
    assert demo.query("select learner from learner_policy_values where is_champion") == [
        (fitted if is_champion else "propensity",)
    ]


def test_every_learner_action_and_goal_has_a_status(demo):
    rows = demo.query(
        "select learner, count(*), count(qini_coefficient), count(average_uplift_lower) "
        "from learner_scorecard group by learner order by learner",
    )
    assert len(rows) == 7
    for learner, count, judged, averaged in rows:
        assert count == judged == averaged == (4 if learner == "propensity" else 8)


def test_no_unit_s_prediction_comes_with_missing_values(demo):
    assert demo.query(
        "select count(*) from uplift_predictions where not isfinite(uplift)",
    ) == [(0,)]
    ((units, pairs),) = demo.query(
        "select count(distinct unit_id), count(distinct (unit_id, goal, action_id)) "
        "from uplift_predictions",
    )
    assert pairs == units * 2 * 4


def test_the_uplift_policy_truly_earns_more_than_the_policies_before_it(demo):
    rows = demo.query("select policy, cast(true_value_amount as double) from oracle_policy_value")
    values = dict(rows)
    assert values["uplift_v2"] > 1.2 * values["propensity_v1"]
    assert values["propensity_v1"] > values["business_as_usual"] > 0


def test_uplift_types_are_what_the_scores_say(demo):
    types = dict(demo.query("select uplift_type, count(*) from customer_segments group by all"))
    assert set(types) == {"persuadable", "sure_thing", "lost_cause", "sleeping_dog"}
    assert types["persuadable"] > 1_000
    assert demo.query(
        "select count(*) from customer_segments where best_uplift < 0 "
        "and uplift_type <> 'sleeping_dog' or best_uplift <= 0 and uplift_type = 'persuadable'",
    ) == [(0,)]


def test_what_is_recommended_for_the_leading_goal_does_not_contradict_the_type(demo):
    ((recommended, contradicted),) = demo.query(
        "select count(*), count(*) filter (where uplift_type <> 'persuadable') "
        "from recommendations join action_values using (policy, customer_id, action_id) "
        "join input_actions using (action_id) join input_goals using (goal) "
        "where goal_order = 1 and not is_exploration and recommendations.uplift > 0"
    )
    assert recommended > 500
    assert contradicted <= 0.01 * recommended


def test_reasons_quote_the_uplift_and_its_drivers(demo):
    rows = demo.query(
        "select r.reason, r.uplift, d.driver_phrase from recommendations r "
        "join recommendation_drivers d using (customer_id, action_id) "
        "where d.driver_rank = 1 and r.action_id <> 'do_nothing'",
    )
    assert len(rows) > 1_000
    for reason, uplift, phrase in rows[:200]:
        assert f"{abs(100 * uplift):.1f} points of" in reason
        assert f"What counts most: {phrase} (" in reason


def test_the_registry_knows_where_every_model_comes_from(demo):
    rows = demo.query(
        "select model_name, artefact_number, trained_from <= trained_to, "
        "length(data_fingerprint), json_valid(metrics) from model_registry order by all",
    )
    assert rows == [
        ("propensity", 1, True, 16, True),
        ("risk_retention", 1, True, 16, True),
        ("uplift_retention", 1, True, 16, True),
        ("uplift_upsell", 1, True, 16, True),
    ]
