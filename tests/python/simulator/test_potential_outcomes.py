import numpy as np

from python_ml.simulator import catalogue, potential_outcomes, world


def test_business_as_usual_retains_57_percent():
    company = world.simulate(200_000, 1)
    retained = potential_outcomes.retained_probability(company.customers)
    under_rules = retained[np.arange(200_000), company.arm_actions[:, 0]]
    assert abs(under_rules[company.customers.in_experiment].mean() - 0.57) < 0.005


def test_business_as_usual_retains_57_percent_in_the_demo_too(company, truth):
    assert abs(truth.under_rules[company.customers.in_experiment].mean() - 0.57) < 0.01


def test_each_type_makes_up_8_percent_or_more(truth):
    shares = np.bincount(potential_outcomes.customer_type(truth.retained), minlength=4)
    assert (shares / len(truth.retained)).min() >= 0.08


def test_types_follow_their_definition():
    retained = np.array(
        [
            [0.50, 0.56, 0.50, 0.30, 0.50],  # a best effect counts more than harm done elsewhere
            [0.90, 0.91, 0.90, 0.92, 0.10],  # the offer is no retention action
            [0.49, 0.50, 0.49, 0.49, 0.99],
            [0.90, 0.90, 0.90, 0.80, 0.90],
        ]
    )
    names = [potential_outcomes.TYPES[code] for code in potential_outcomes.customer_type(retained)]
    assert names == ["persuadable", "sure_thing", "lost_cause", "sleeping_dog"]


def test_contact_harms_the_dormant(company):
    effects = potential_outcomes.effect_logits(company.customers)[company.customers.is_dormant]
    assert (effects[:, 1:] < 0).all()
    assert (effects[:, catalogue.DO_NOTHING] == 0).all()


def test_best_actions_beat_the_rules_by_14_percent_at_equal_cost(company, truth):
    rules_spend = catalogue.UNIT_COSTS[company.arm_actions[:, 0]].sum()
    allowed = np.where(company.eligible, truth.retained, -1.0)
    for price in np.geomspace(1e-6, 1.0, 200):
        actions = (allowed - price * catalogue.UNIT_COSTS).argmax(axis=1)
        if catalogue.UNIT_COSTS[actions].sum() <= rules_spend:
            break
    kept = truth.retained[np.arange(len(actions)), actions].mean()
    assert catalogue.UNIT_COSTS[actions].sum() <= rules_spend
    assert kept >= 1.14 * truth.under_rules.mean()


def test_oracle_holds_every_active_customer_and_action_once(company):
    oracle = world.oracle_table(company).to_pandas()
    assert len(oracle) == 5 * (~company.has_left).sum()
    assert not oracle.duplicated(["customer_id", "action_id"]).any()


def test_customers_who_just_renewed_cannot_leave(company):
    oracle = world.oracle_table(company).to_pandas()
    row = oracle["customer_id"].astype(str).str[1:].astype(int).to_numpy() - 1
    renewed = company.customers.in_experiment[row]
    assert (oracle["retained_probability"][renewed] == 1).all()
    assert (oracle["retained_probability"][~renewed] < 1).all()
