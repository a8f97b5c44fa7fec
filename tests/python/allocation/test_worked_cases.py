from decimal import Decimal

import pytest
from allocation_sql import AllocationSql

NOTHING = ("do_nothing", 0, 0)


def offer(**customers):
    return [
        ("p", customer, action, cost, value, order)
        for customer, options in customers.items()
        for order, (action, cost, value) in enumerate(options)
    ]


def chosen(rows):
    return {row[1]: (row[2], row[5]) for row in rows}


def test_options_under_the_envelope_drop_out(sql):
    sql.offer(
        offer(
            ann=[
                NOTHING,
                ("email", 5, 50),
                ("letter", 6, 40),
                ("offer", 25, 60),
                ("call", 200, 600),
            ],
        ),
    )
    assert [(row[2], row[4], row[9]) for row in sql.increments()] == [
        ("do_nothing", None, None),
        ("email", "do_nothing", 10.0),
        ("call", "email", pytest.approx(550 / 195)),
    ]


def test_a_budget_of_nothing_buys_nothing(sql):
    sql.offer(offer(ann=[NOTHING, ("email", 5, 50)], bob=[NOTHING, ("call", 200, 600)]))
    assert chosen(sql.allocate(0)) == {
        "ann": ("do_nothing", "base"),
        "bob": ("do_nothing", "base"),
    }
    assert sql.upper_bound(0) == {"p": (0.0, 10.0)}


def test_a_budget_for_all_buys_all_and_has_no_price(sql):
    sql.offer(offer(ann=[NOTHING, ("email", 5, 50)], bob=[NOTHING, ("call", 200, 600)]))
    assert chosen(sql.allocate(205)) == {"ann": ("email", "envelope"), "bob": ("call", "envelope")}
    assert sql.upper_bound(205) == {"p": (650.0, 0.0)}
    assert sql.upper_bound(1000) == {"p": (650.0, 0.0)}


def test_no_options_give_no_rows(sql):
    sql.offer([])
    assert sql.increments() == []
    assert sql.allocate(100) == []
    assert sql.upper_bound(100) == {}
    assert sql.frontier([0, 100]) == []


def test_a_customer_without_an_option_worth_taking_is_left_alone(sql):
    sql.offer(offer(ann=[("call", 200, -5)], bob=[("complain", 0, -1), ("email", 5, 50)]))
    assert chosen(sql.allocate(100)) == {"ann": (None, "base"), "bob": ("email", "envelope")}
    assert [row[:2] for row in sql.allocate(0)] == [("p", "ann"), ("p", "bob")]
    assert sum(row[4] for row in sql.allocate(0)) == 0


def test_what_is_left_goes_to_the_next_increments_that_still_fit(sql):
    sql.offer(
        offer(
            ann=[NOTHING, ("call", 60, 600)],
            bob=[NOTHING, ("call", 50, 400), ("visit", 51, 405)],
            cid=[NOTHING, ("email", 10, 70), ("offer", 30, 110)],
            dan=[NOTHING, ("email", 11, 15)],
        ),
    )
    # 40 are left after ann; bob's call is too dear, and his cheap upgrade must not be taken alone.
    assert chosen(sql.allocate(100)) == {
        "ann": ("call", "envelope"),
        "bob": ("do_nothing", "base"),
        "cid": ("offer", "fill"),
        "dan": ("do_nothing", "base"),
    }
    assert chosen(sql.allocate(101))["dan"] == ("email", "fill")


def test_a_step_that_became_too_dear_keeps_the_cheaper_one_after_it_out(sql):
    sql.offer(
        offer(
            ann=[NOTHING, ("call", 100, 1000)],
            bob=[NOTHING, ("offer", 25, 200)],
            cid=[NOTHING, ("visit", 20, 100), ("longer_visit", 22, 108)],
            dan=[NOTHING, ("letter", 4, 2)],
        ),
    )
    # 30 are left after ann, 5 after bob: cid's second step costs 2, but his first costs 20.
    assert chosen(sql.allocate(130)) == {
        "ann": ("call", "envelope"),
        "bob": ("offer", "envelope"),
        "cid": ("do_nothing", "base"),
        "dan": ("letter", "fill"),
    }
    assert chosen(sql.allocate(99)) == {
        "ann": ("do_nothing", "base"),
        "bob": ("offer", "fill"),
        "cid": ("longer_visit", "fill"),
        "dan": ("letter", "fill"),
    }
    # 30 are there at first; what is left after bob is too little for cid.
    assert chosen(sql.allocate(30)) == {
        "ann": ("do_nothing", "base"),
        "bob": ("offer", "fill"),
        "cid": ("do_nothing", "base"),
        "dan": ("letter", "fill"),
    }


def test_each_policy_fills_its_own_budget(sql):
    dear = offer(
        ann=[NOTHING, ("call", 100, 1000)],
        bob=[NOTHING, ("visit", 25, 200)],
        cid=[NOTHING, ("visit", 20, 100)],
        dan=[NOTHING, ("email", 4, 2)],
    )
    cheap = [
        ("q", *option[1:]) if option[1:3] != ("bob", "visit") else ("q", "bob", "visit", 3, 27, 1)
        for option in dear
    ]
    sql.offer(dear + cheap)
    filled = [row[:2] for row in sql.allocate(30) if row[5] == "fill"]
    assert filled == [("p", "bob"), ("p", "dan"), ("q", "bob"), ("q", "cid"), ("q", "dan")]


def test_a_customer_of_the_envelope_may_be_upgraded_by_the_fill(sql):
    sql.offer(
        offer(
            ann=[NOTHING, ("email", 5, 50), ("offer", 15, 70)],
            bob=[NOTHING, ("call", 200, 600)],
        ),
    )
    assert chosen(sql.allocate(20)) == {"ann": ("offer", "fill"), "bob": ("do_nothing", "base")}


def test_equal_costs_leave_the_better_option_then_the_first_of_the_catalogue(sql):
    sql.offer(
        [
            ("p", "ann", "worse", 5, 40, 0),
            ("p", "ann", "later", 5, 50, 2),
            ("p", "ann", "second", 5, 50, 1),
            ("p", "ann", "first", 5, 50, 1),
            ("p", "ann", "free_later", 0, 1, 2),
            ("p", "ann", "free_first", 0, 1, 1),
            ("p", "ann", "do_nothing", 0, 0, 0),
        ],
    )
    assert [row[2] for row in sql.increments()] == ["free_first", "first"]


def test_equal_slopes_go_by_customer(sql):
    sql.offer(offer(bob=[NOTHING, ("email", 5, 50)], ann=[NOTHING, ("call", 10, 100)]))
    assert [row[1] for row in sql.increments() if row[3] > 0] == ["ann", "bob"]


def test_points_on_one_line_are_one_increment(sql):
    # In binary fractions 0.3 / 3 is less than 0.1 / 1.
    sql.offer(offer(ann=[NOTHING, ("a", 1, 0.1), ("b", 2, 0.2), ("c", 3, 0.3), ("d", 7, 0.7)]))
    assert [row[2] for row in sql.increments()] == ["do_nothing", "d"]


def test_the_bound_takes_the_last_increment_in_part(sql):
    sql.offer(offer(ann=[NOTHING, ("email", 5, 50)], bob=[NOTHING, ("call", 200, 600)]))
    assert sql.upper_bound(105) == {"p": (350.0, 3.0)}


def test_large_amounts_add_up_exactly(sql):
    sql.offer_query(
        "select 'p' as policy, customer as customer_id, 'call' as action_id,"
        " '99999.0001' as cost_amount, '123456789.0003' as value_amount, 1 as catalogue_order"
        " from range(10000) as customers (customer)",
    )
    last = sql.increments()[-1]
    assert last[11:] == (Decimal("999990001.0000"), Decimal("1234567890003.0000"))


def test_threads_change_nothing():
    results = []
    for threads in (1, 4):
        sql = AllocationSql(threads)
        sql.offer_query(
            "select 'p' as policy, 'c' || customer as customer_id, 'a' || action as action_id,"
            " action * (1 + (customer * 7919 + action * 104729) % 1000 / 500.0) as cost_amount,"
            " action * ((customer * 15485863 + action * 32452843) % 1009 / 100.0 - 1)"
            " as value_amount, action as catalogue_order"
            " from range(30000) as customers (customer), range(6) as actions (action)",
        )
        results.append((sql.increments(), sql.allocate("50000.5"), sql.frontier([10, 50000])))
        assert sum(row[5] == "fill" for row in results[-1][1]) > 0
    assert results[0] == results[1]
