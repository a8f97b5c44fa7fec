"""What changed since the last publication."""

from python_ml.report.published import Published
from python_ml.report.section import Section, Table
from python_ml.report.wording import amount, count, number_of, signed

KEY, TITLE = "changes", "What changed since the last publication"


def section(published: Published) -> Section:
    """Both publications side by side, by the decisions that were logged for them."""
    last, before = _publications(published)
    if not before:
        return Section(KEY, TITLE, "This is the first publication: there is none to compare with.")
    was = f"publication {before['publication_number']} (as of {before['as_of_date']})"
    if last["content_hash"] == before["content_hash"]:
        return Section(KEY, TITLE, f"Nothing: {was} held the same rows.")
    numbers = [before["decision_batch_number"], last["decision_batch_number"]]
    if numbers[0] == numbers[1]:
        return Section(
            KEY, TITLE, f"No decision: {was} held the same recommendations, other tables differ."
        )
    totals = {row["batch_number"]: row for row in _totals(published, numbers)}
    if set(numbers) - set(totals):
        return Section(KEY, TITLE, f"There are no decisions of {was} to compare with.")
    old, new = (totals[number] for number in numbers)
    moved = published.row(_MOVED, *numbers)
    return Section(
        KEY,
        TITLE,
        _conclusion(old, new, moved, was),
        tables=[
            Table(
                ("", "Before", "Now", "Change"),
                list(_figures(before, last, old, new)),
                numbers=("Before", "Now", "Change"),
            ),
            Table(
                ("Action", "Before", "Now", "Change"),
                list(_actions(published, numbers)),
                numbers=("Before", "Now", "Change"),
                title="Customers by action",
            ),
        ],
    )


_MOVED = (
    "select count(*) as customer_count, "
    "count(*) filter (where o.action_id <> n.action_id) as moved_count "
    "from decision_log o join decision_log n using (customer_id) "
    "where o.is_live and n.is_live and o.batch_number = ? and n.batch_number = ?"
)


def _publications(published):
    rows = published.rows("from publications order by publication_number desc limit 2")
    return [*rows, {}, {}][:2]


def _totals(published, numbers):
    return published.rows(
        "select batch_number, any_value(policy) as policy, count(*) as customer_count, "
        "count(*) filter (where action_id <> 'do_nothing') as treated_count, "
        "sum(cost_amount) as cost_amount, sum(expected_value_amount) as value_amount "
        "from decision_log where is_live and batch_number in (?, ?) group by batch_number",
        *numbers,
    )


def _conclusion(old, new, moved, was):
    change = new["value_amount"] - old["value_amount"]
    value = (
        f"{amount(abs(change))} {'more' if change > 0 else 'less'} is expected than in"
        if round(change, 2)
        else "as much is expected as in"
    )
    policies = (
        f" Policy {new['policy']} took over from {old['policy']}."
        if old["policy"] != new["policy"]
        else ""
    )
    return (
        f"{value[:1].upper()}{value[1:]} {was}; {count(moved['moved_count'])} of "
        f"{number_of(moved['customer_count'], 'customer')} in both get something else.{policies}"
    )


def _figures(before, last, old, new):
    yield ("As of", str(before["as_of_date"]), str(last["as_of_date"]), "")
    yield ("Policy in charge", old["policy"], new["policy"], "")
    for name, column, form in (
        ("Expected value after costs", "value_amount", amount),
        ("Spend", "cost_amount", amount),
        ("Customers", "customer_count", count),
        ("Customers with an action", "treated_count", count),
    ):
        change = new[column] - old[column]
        yield (name, form(old[column]), form(new[column]), signed(change, form))


def _actions(published, numbers):
    rows = published.rows(
        "select action_id, count(*) filter (where batch_number = ?) as before, "
        "count(*) filter (where batch_number = ?) as now from decision_log "
        "where is_live and batch_number in (?, ?) group by action_id order by 3 desc, 1",
        *numbers,
        *numbers,
    )
    for row in rows:
        change = row["now"] - row["before"]
        yield (
            published.action_name(row["action_id"]),
            count(row["before"]),
            count(row["now"]),
            signed(change, count),
        )
