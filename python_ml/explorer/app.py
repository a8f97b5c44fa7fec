"""The page of the explorer, which Streamlit runs: `python -m python_ml.explorer`."""

import altair as alt
import duckdb
import pandas as pd
import streamlit as st

from python_ml.explorer import customer, policies, reallocation, recommendations
from python_ml.publication.served_file import published_path, require_published
from python_ml.report.wording import amount, count, label, rate

PUBLISHED = published_path()
STEPS = 40
Chart = alt.LayerChart | alt.FacetChart
# Columns in the account currency whose names do not say so, and columns of shares.
IN_MONEY = {"difference", "lower", "upper"}
SHARES = {"uplift", "success_probability"}
FILTER_NAMES = {
    "action_id": "Action",
    "segment": "Segment",
    "evidence": "Rests on",
    "account_manager_id": "Account manager",
}


def show_rows(frame: pd.DataFrame) -> None:
    """A table, with names and figures as people read them."""
    st.dataframe(
        frame.round(dict.fromkeys(frame.select_dtypes("float"), 4) | _cents(frame)),
        hide_index=True,
        column_config={name: _column(name) for name in frame},
    )


def show_table(frame: pd.DataFrame, file_name: str) -> None:
    """A table, of which a large one is shown in part, with a button to download all of it."""
    if frame.empty:
        return
    show_rows(frame.head(recommendations.SHOWN))
    if len(frame) > recommendations.SHOWN:
        st.caption(f"The first {recommendations.SHOWN:,} of {len(frame):,} rows; the file has all.")
    st.download_button("Download CSV", recommendations.as_csv(frame), file_name, "text/csv")


def _cents(frame):
    return {name: 2 for name in frame if name.endswith("_amount") or name in IN_MONEY}


def _column(name):
    words = label(name.removesuffix("_amount").removesuffix("_id"))
    if name.endswith("_on"):
        return st.column_config.DateColumn(words)
    if name.endswith(("_amount", "_count")) or name in IN_MONEY:
        return st.column_config.NumberColumn(words, format="localized")
    if name in SHARES:
        return st.column_config.NumberColumn(words, format="percent")
    return st.column_config.Column(words)


def show_recommendations(connection: duckdb.DuckDBPyConnection) -> None:
    """Recommendations by filter."""
    values = recommendations.filter_values(connection)
    with st.container(horizontal=True):
        kept = {
            name: st.multiselect(label, values[name], key=name)
            for name, label in FILTER_NAMES.items()
        }
        beginning = st.text_input("Customer begins with", key="customer_begins")
    is_open = st.toggle("Only what is still to be done", value=True, key="is_open")
    found = recommendations.recommendations(
        connection, recommendations.Filter(kept, is_open, beginning.strip())
    )
    with st.container(horizontal=True):
        st.metric("Customers", count(len(found)))
        st.metric("Expected value", amount(float(found["expected_value_amount"].sum())))
        st.metric("Cost", amount(float(found["cost_amount"].sum())))
    show_table(found, "recommendations.csv")


def show_customer(connection: duckdb.DuckDBPyConnection) -> None:
    """Why this, why not that, and what was before."""
    first = connection.execute(
        "select customer_id from recommendations order by priority_rank limit 1"
    ).fetchone()
    asked = st.query_params.get("customer", first[0] if first else "")
    customer_id = st.text_input("Customer", value=asked, key="customer_id").strip()
    row = customer.recommendation(connection, customer_id)
    if not row:
        st.warning(f"Nothing is recommended to '{customer_id}': no active customer has that key.")
        return
    st.subheader(label(row["action_id"]))
    st.write(row["reason"])
    with st.container(horizontal=True):
        st.metric("Expected value", amount(float(row["expected_value_amount"])))
        st.metric("Cost", amount(float(row["cost_amount"])))
        st.metric("Lifetime value", amount(_number(row["customer_lifetime_value_amount"])))
        st.metric("Churn probability", rate(_number(row["churn_probability"])))
    st.caption(
        f"Segment {row['segment']}; decided on {row['decided_on']} by {row['policy']} "
        f"({row['role']}); {row['decision_state']} since {row['state_on']}."
    )
    drivers = customer.drivers(connection, customer_id)
    if not drivers.empty:
        st.markdown("**What moves the predicted effect most**")
        show_rows(drivers)
    options = customer.options(connection, customer_id, row["policy"])
    st.markdown("**Why this, why not that**")
    if options.empty:
        st.info("The customer is not up for a decision today; the decision stands as it was made.")
    else:
        show_options(options)
    st.markdown("**What was decided before, and what came of it**")
    show_rows(customer.history(connection, customer_id))


def show_options(options: pd.DataFrame) -> None:
    """The arithmetic of each action for one customer."""
    rows = options.to_dict("records")
    chosen = rows[0] if rows[0]["is_chosen"] else None
    for row in rows:
        title = f"{'✓ ' if row['is_chosen'] else ''}{label(row['action_id'])}"
        reason = customer.why_not(row, chosen)
        with st.expander(f"{title}: {reason}" if reason else title, expanded=row["is_chosen"]):
            st.table(
                pd.DataFrame(
                    [(step, f"{value:,.2f}") for step, value in customer.arithmetic(row)],
                    columns=["step", "amount"],
                ).set_index("step")
            )


@st.cache_resource(max_entries=4, show_spinner="Reading options")
def options_of(path: str, changed: int, policy: str) -> reallocation.Reallocation:
    """The options of a policy in one publication, which `changed` tells from others."""
    del changed
    with duckdb.connect(path, read_only=True) as connection:
        return reallocation.Reallocation(connection, policy)


@st.cache_data(max_entries=200, show_spinner="Allocating")
def outcome_of(path: str, changed: int, policy: str, budget: float) -> reallocation.Outcome:
    """What a policy does with a budget.

    Raises:
        ValueError: if it is not enough for what is settled.
    """
    return options_of(path, changed, policy).with_budget(budget)


def show_budget(connection: duckdb.DuckDBPyConnection) -> None:
    """Another amount of money: what it earns and who gets something else."""
    policy = st.selectbox("Policy", policies.policy_names(connection), key="budget_policy")
    before = reallocation.published_choices(connection, policy)
    curve = reallocation.frontier(connection, policy)
    spent = float(before["cost_amount"].sum())
    most = max(float(curve["budget_amount"].max()) if len(curve) else 0.0, 2 * spent, 1.0)
    budget = st.slider(
        "Money for today's decisions",
        *(0.0, most, spent, most / STEPS),
        format="%.0f",
        key="budget",
    )
    key = (str(PUBLISHED), PUBLISHED.stat().st_mtime_ns, policy)
    try:
        outcome = outcome_of(*key, budget)
    except ValueError as error:
        st.warning(str(error))
        return
    if outcome.reason:
        st.warning(f"A minimum is not reached: {outcome.reason}")
    value = float(before["value_amount"].sum())
    with st.container(horizontal=True):
        st.metric(
            "Expected value",
            amount(outcome.value_amount),
            _change(outcome.value_amount - value, amount),
        )
        st.metric(
            "Spend", amount(outcome.spend_amount), _change(outcome.spend_amount - spent, amount)
        )
        treated = int((before["action_id"] != reallocation.DO_NOTHING).sum())
        st.metric(
            "Customers",
            count(outcome.treated_customer_count),
            _change(outcome.treated_customer_count - treated, count),
        )
    tried = st.session_state.setdefault("tried", {}).setdefault(key, {})
    tried[budget] = outcome.value_amount
    st.altair_chart(frontier_chart(curve, tried, budget))
    st.caption(
        "Line: money as the only limit, as published. Points: with all limits of today's plan; "
        "one for each amount you look at. What customers who come up later may need is not spared."
    )
    changed = reallocation.differences(before, outcome.choices)
    st.markdown(f"**{count(len(changed))} customers get something else than published**")
    if not changed.empty:
        show_rows(reallocation.moves(changed))
    show_table(changed, "changes.csv")


def frontier_chart(curve: pd.DataFrame, tried: dict[float, float], budget: float) -> Chart:
    """Expected value over budget: the published frontier and the points that were tried."""
    points = pd.DataFrame(
        [(money, value, money == budget) for money, value in sorted(tried.items())],
        columns=["budget_amount", "expected_value_amount", "is_now"],
    )
    axes = {
        "x": alt.X("budget_amount:Q", title="money", axis=alt.Axis(format="~s")),
        "y": alt.Y("expected_value_amount:Q", title="expected value", axis=alt.Axis(format="~s")),
    }
    line = alt.Chart(curve).mark_line().encode(**axes)
    marks = (
        alt.Chart(points)
        .mark_point(filled=True, opacity=1)
        .encode(
            **axes,
            size=alt.condition("datum.is_now", alt.value(160), alt.value(50)),
            color=alt.condition("datum.is_now", alt.value("#d62728"), alt.value("#7f7f7f")),
        )
    )
    return alt.layer(line, marks)


def show_policies(connection: duckdb.DuckDBPyConnection) -> None:
    """Policies side by side."""
    compared = policies.comparison(connection)
    show_table(compared, "policies.csv")
    st.caption(
        "Promised: what the policy's own models expect of its plan. Difference: net value of a "
        "customer above doing nothing by what was tried, with its interval; it is what to believe."
    )
    known = compared.dropna(subset=["difference"])
    if not known.empty:
        st.altair_chart(interval_chart(known))
    st.markdown("**Customers by action**")
    counts = policies.actions_by_policy(connection)
    st.dataframe(
        counts.pivot_table(
            index="action_id", columns="policy", values="customer_count", fill_value=0
        )
    )
    names = policies.policy_names(connection)
    with st.container(horizontal=True):
        one = st.selectbox("Policy", names, key="one_policy")
        two = st.selectbox("beside", names, index=min(1, len(names) - 1), key="other_policy")
    show_table(policies.agreement(connection, one, two), "agreement.csv")


def interval_chart(known: pd.DataFrame) -> Chart:
    """Net value above doing nothing, with intervals."""
    base = alt.Chart(known).encode(y=alt.Y("policy:N", title=None))
    value = alt.X("difference:Q", title="net value per customer above doing nothing")
    zero = alt.Chart(pd.DataFrame({"zero": [0]})).mark_rule(strokeDash=[4, 4]).encode(x="zero:Q")
    return alt.layer(
        zero,
        base.mark_rule().encode(x=alt.X("lower:Q"), x2="upper:Q"),
        base.mark_point(filled=True, size=80, opacity=1).encode(x=value),
    )


def _number(value):
    return None if value is None or pd.isna(value) else float(value)


def _change(difference, form):
    return None if abs(difference) < customer.NOTHING else form(difference)


def main() -> None:
    """The whole page."""
    st.set_page_config(page_title="Next best action", layout="wide")
    st.title("Next best action")
    try:
        require_published(PUBLISHED)
    except ValueError as error:
        st.error(str(error))
        return
    views = {
        "Recommendations": show_recommendations,
        "Customer": show_customer,
        "Budget": show_budget,
        "Policies": show_policies,
    }
    # Opened anew each time: a publication takes the place of the file.
    with duckdb.connect(str(PUBLISHED), read_only=True) as connection:
        ((day,),) = connection.execute("select max(as_of_date) from recommendations").fetchall()
        st.caption(f"As of {day}. Amounts are in the account currency.")
        # An address may name a view, and a customer: /?view=Customer&customer=C00210
        asked = st.query_params.get("view")
        view = st.radio(
            "View",
            list(views),
            index=list(views).index(asked) if asked in views else 0,
            horizontal=True,
            label_visibility="collapsed",
            key="view",
        )
        views[view](connection)


main()
