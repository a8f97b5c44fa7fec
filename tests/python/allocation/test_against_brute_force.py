from decimal import Decimal

import pytest
import reference_allocation as reference
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

exhaustive = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# Few distinct amounts make ties, equal costs and points on one line common.
coarse_cost = st.integers(0, 4).map(Decimal)
coarse_value = st.integers(-3, 8).map(Decimal)
fine_cost = st.integers(0, 30_000).map(lambda units: Decimal(units).scaleb(-4))
fine_value = st.integers(-20_000, 90_000).map(lambda units: Decimal(units).scaleb(-4))
budgets = st.one_of(st.integers(0, 14).map(Decimal), fine_value.map(abs))


@st.composite
def offers(draw, policies=("p",), customers=4, actions=4):
    options = []
    for policy in policies:
        for customer in range(draw(st.integers(0, customers))):
            cost, value = draw(
                st.sampled_from([(coarse_cost, coarse_value), (fine_cost, fine_value)]),
            )
            options += [
                (policy, f"c{customer}", f"a{a}", draw(cost), draw(value), draw(st.integers(0, 2)))
                for a in range(draw(st.integers(1, actions)))
            ]
            if draw(st.booleans()):
                options.append((policy, f"c{customer}", "do_nothing", Decimal(0), Decimal(0), 9))
    return options


def of_policy(options, policy):
    return [option for option in options if option[0] == policy]


@exhaustive
@given(options=offers())
def test_the_increments_are_those_of_the_envelope_in_order_of_value_per_cost(sql, options):
    sql.offer(options)
    rows = sql.increments()
    sequence = [row for row in rows if row[3] > 0]
    expected = reference.sequence(options)
    assert [(r[1], r[3], r[7], r[8]) for r in sequence] == [e[1:] for e in expected]
    assert [r[9] for r in sequence] == [float(e[0]) for e in expected]
    assert [r[10] for r in sequence] == list(range(1, len(expected) + 1))

    vertices = {
        (customer, step): vertex
        for (_, customer), offered in reference.by_customer(options).items()
        for step, vertex in enumerate(reference.envelope(offered))
    }
    assert {(r[1], r[3]): (r[2], r[5], r[6]) for r in rows} == vertices
    assert all(r[4] == vertices[r[1], r[3] - 1][0] for r in sequence)

    cost = Decimal(0)
    value = sum((row[6] for row in rows if row[3] == 0), Decimal(0))
    assert all(r[7] == r[8] == r[10] == r[11] == 0 and r[12] == value for r in rows if r[3] == 0)
    for row in sequence:
        cost += row[7]
        value += row[8]
        assert (row[11], row[12]) == (cost, value)


@exhaustive
@given(options=offers(), budget=budgets)
def test_the_allocation_takes_every_increment_in_turn_that_fits(sql, options, budget):
    sql.offer(options)
    allocated = sql.allocate(budget)
    chosen = {customer: (action, k, v) for _, customer, action, k, v, _ in allocated}
    assert len(chosen) == len(allocated)
    assert chosen == reference.greedy(options, budget)


@exhaustive
@given(options=offers(), budget=budgets)
def test_the_value_lies_below_the_optimum_and_the_optimum_below_the_bound(sql, options, budget):
    sql.offer(options)
    if not options:
        assert sql.allocate(budget) == []
        assert sql.upper_bound(budget) == {}
        return
    allocated = sql.allocate(budget)
    spend = sum(row[3] for row in allocated)
    value = sum(row[4] for row in allocated)
    bound, price = sql.upper_bound(budget)["p"]
    assert spend <= budget
    assert value <= reference.optimum(options, budget)
    assert float(reference.optimum(options, budget)) <= bound + 1e-9
    increments = sql.increments()
    largest = max((row[8] for row in increments if row[3] > 0), default=Decimal(0))
    assert float(value) >= bound - float(largest) - 1e-9
    # Lagrangian duality gives the same bound from the price alone.
    net = sum(
        max(0.0, *(float(v) - price * float(k) for k, v, _, _ in offered))
        for offered in reference.by_customer(options).values()
    )
    assert bound == pytest.approx(net + price * float(budget), rel=1e-9, abs=1e-9)


@exhaustive
@given(options=offers(), budget=budgets, more=budgets)
def test_more_budget_never_lowers_the_bound_and_never_raises_the_price(sql, options, budget, more):
    sql.offer(options)
    bounds = sql.upper_bound(budget)
    for policy, (bound, price) in sql.upper_bound(budget + more).items():
        assert bound >= bounds[policy][0] - 1e-9
        assert price <= bounds[policy][1]


@exhaustive
@given(options=offers(), budget=budgets, data=st.data())
def test_the_order_of_rows_changes_nothing(sql, options, budget, data):
    sql.offer(options)
    before = (sql.increments(), sql.allocate(budget), sql.upper_bound(budget))
    sql.offer(data.draw(st.permutations(options)))
    assert (sql.increments(), sql.allocate(budget), sql.upper_bound(budget)) == before


@exhaustive
@given(options=offers(), budget=budgets)
def test_values_three_times_as_high_give_the_same_plan_at_three_times_the_price(
    sql,
    options,
    budget,
):
    sql.offer(options)
    plan = [(*row[:4], 3 * row[4], row[5]) for row in sql.allocate(budget)]
    bounds = sql.upper_bound(budget)
    sql.offer([(*option[:4], 3 * option[4], option[5]) for option in options])
    assert sql.allocate(budget) == plan
    for policy, (bound, price) in sql.upper_bound(budget).items():
        assert bound == pytest.approx(3 * bounds[policy][0], rel=1e-12)
        assert price == pytest.approx(3 * bounds[policy][1], rel=1e-12)


@exhaustive
@given(options=offers(policies=("p", "q")), budget=budgets)
def test_each_policy_is_allocated_as_if_it_were_alone(sql, options, budget):
    sql.offer(options)
    together = (sql.increments(), sql.allocate(budget), sql.upper_bound(budget))
    alone = ([], [], {})
    for policy in ("p", "q"):
        sql.offer(of_policy(options, policy))
        alone = (
            alone[0] + sql.increments(),
            alone[1] + sql.allocate(budget),
            alone[2] | sql.upper_bound(budget),
        )
    assert together == alone


@exhaustive
@given(options=offers(policies=("p", "q")), steps=st.lists(budgets, min_size=1, max_size=6))
def test_the_frontier_is_the_sequence_cut_at_each_budget(sql, options, steps):
    sql.offer(options)
    increments = sql.increments()
    expected = []
    for policy in sorted({row[0] for row in increments}):
        for budget in sorted(set(steps)):
            rows = [row for row in increments if row[0] == policy]
            within = [row for row in rows if row[11] <= budget]
            beyond = [row for row in rows if row[11] > budget]
            spend = max(row[11] for row in within)
            value = max(row[12] for row in within)
            expected.append((policy, budget, spend, value, beyond[0][9] if beyond else 0))
    assert sql.frontier(steps) == expected


@exhaustive
@given(options=offers(), budget=budgets)
def test_the_frontier_is_the_allocation_before_what_is_left_is_filled(sql, options, budget):
    sql.offer(options)
    allocated = sql.allocate(budget)
    for _, _, spend, value, marginal_return in sql.frontier([budget]):
        taken = {
            (row[1], row[3]): row for row in sql.increments() if row[3] == 0 or row[11] <= budget
        }
        assert spend == sum(row[7] for row in taken.values())
        last = {customer: taken[customer, step] for customer, step in sorted(taken)}
        for _, customer, action, cost, option_value, chosen_by in allocated:
            kept = (action, cost, option_value) == (
                last[customer][2],
                last[customer][5],
                last[customer][6],
            )
            assert kept == (chosen_by != "fill")
        assert value <= sum(row[4] for row in allocated)
        assert marginal_return == sql.upper_bound(budget)["p"][1]
