"""What changed since the last publication."""

from python_ml.report.published import Published
from python_ml.report.section import Section, Table
from python_ml.report.sections.business_impact import FORMS, NET_VALUE
from python_ml.report.wording import amount, count, interval, label, points, rate, signed

KEY, TITLE = "changes", "What changed since the last publication"
BY_ACTION = "action_customer_count"
# The figures that are compared, in this order, and how their numbers are written.
COMPARED = {
    "expected_value_amount": ("Expected value after costs", amount),
    "cost_amount": ("Spend", amount),
    "budget_amount": ("Budget", amount),
    "customer_count": ("Customers", count),
    "treated_customer_count": ("Customers with an action", count),
    NET_VALUE: ("Net value per customer", amount),
    "success_rate": ("Success rate", FORMS["success_rate"]),
    "outcome_per_customer": ("Outcome per customer", FORMS["outcome_per_customer"]),
}


def section(published: Published) -> Section:
    """The last two editions of the headline figures side by side."""
    rows = published.rows(
        "select edition_number, as_of_date, policy, figure, subject, value, lower, upper "
        "from headline_figures "
        "where edition_number >= (select max(edition_number) - 1 from headline_figures)",
    )
    editions = {}
    for row in rows:
        editions.setdefault(row["edition_number"], {})[row["figure"], row["subject"]] = row
    last, before = (*published.rows(_LAST_TWO), {}, {})[:2]
    if before and last["content_hash"] == before["content_hash"]:
        return Section(KEY, TITLE, f"Nothing: {_publication(before)} held the same rows.")
    if len(editions) < 2:  # noqa: PLR2004, one to compare with another
        first = (
            f"No figure: those of {_publication(before)} are the same."
            if before
            else "This is the first publication: there is none to compare with."
        )
        return Section(KEY, TITLE, first)
    old, new = (editions[number] for number in sorted(editions))
    return Section(
        KEY,
        TITLE,
        _conclusion(old, new),
        tables=[
            Table(
                ("Figure", "Before", "Now", "Change"),
                list(_figures(old, new)),
                numbers=("Before", "Now", "Change"),
            ),
            Table(
                ("Action", "Before", "Now", "Change"),
                list(_actions(published, old, new)),
                numbers=("Before", "Now", "Change"),
                title="Customers by action",
            ),
        ],
    )


_LAST_TWO = (
    "select publication_number, as_of_date, content_hash from publications "
    "order by publication_number desc limit 2"
)


def _publication(row):
    return f"publication {row['publication_number']} (as of {row['as_of_date']})"


def _value(edition, figure, subject="all"):
    return edition[figure, subject]["value"] if (figure, subject) in edition else 0


def _change(old, new, figure):
    return _value(new, figure) - _value(old, figure)


def _more_or_less(change, form):
    """A change in words; as much where its number would read as none."""
    if form(change) == form(0):
        return "as much"
    return f"{form(abs(change))} {'more' if change > 0 else 'less'}"


def _any(edition):
    return next(iter(edition.values()))


def _conclusion(old, new):
    value = _more_or_less(_change(old, new, "expected_value_amount"), amount)
    spend = _more_or_less(_change(old, new, "cost_amount"), amount)
    treated = _more_or_less(_change(old, new, "treated_customer_count"), count)
    customers = treated.replace("less", "fewer").replace("as much", "as many")
    first = (
        f"Against the figures as of {_any(old)['as_of_date']}, {value} is expected to be earned, "
        f"for {spend}, and {customers} customers get an action."
    )
    sentences = [first]
    if _any(old)["policy"] != _any(new)["policy"]:
        sentences.append(f"Policy {_any(new)['policy']} took over from {_any(old)['policy']}.")
    judged = [edition.get((NET_VALUE, "all")) for edition in (old, new)]
    if all(judged):
        sentences.append(_judgement(*judged))
    return " ".join(sentences)


def _judgement(was, now):
    earned = f"Judged by outcomes, the policy earns {amount(now['value'])} per customer"
    if amount(was["value"]) == amount(now["value"]):
        return f"{earned} as before."
    within = all(
        row["lower"] is None or row["upper"] is None or row["lower"] <= other <= row["upper"]
        for row, other in ((was, now["value"]), (now, was["value"]))
    )
    place = "within" if within else "beyond"
    return f"{earned} instead of {amount(was['value'])}, a difference {place} the intervals."


def _figures(old, new):
    yield ("As of", str(_any(old)["as_of_date"]), str(_any(new)["as_of_date"]), "")
    yield ("Policy in charge", _any(old)["policy"], _any(new)["policy"], "")
    for figure, (name, form) in COMPARED.items():
        difference = points if form is rate else form
        for subject in sorted({subject for kind, subject in [*old, *new] if kind == figure}):
            was, now = (edition.get((figure, subject)) for edition in (old, new))
            change = signed(now["value"] - was["value"], difference) if was and now else ""
            goal = "" if subject == "all" else f", {label(subject).lower()}"
            yield (f"{name}{goal}", _cell(was, form), _cell(now, form), change)


def _cell(row, form):
    if row is None:
        return ""
    if row["lower"] is None and row["upper"] is None:
        return form(row["value"])
    return f"{form(row['value'])} ({interval(row['lower'], row['upper'], form)})"


def _actions(published, old, new):
    actions = {subject for figure, subject in [*old, *new] if figure == BY_ACTION}
    counts = [(_value(new, BY_ACTION, key), _value(old, BY_ACTION, key), key) for key in actions]
    for now, was, action in sorted(counts, key=lambda row: (-row[0], row[2])):
        yield published.action_name(action), count(was), count(now), signed(now - was, count)
