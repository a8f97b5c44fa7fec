"""SQL of the staging models: each column of an input from the file's own."""

from python_ml.starter.column_matching import Match
from python_ml.starter.metrics import Metric
from python_ml.starter.names import similarity
from python_ml.starter.profiles import Column
from python_ml.starter.sources import quoted_name
from python_ml.starter.table_matching import TableMatch

CHECK = "-- CHECK:"
PERSONS = (
    "user",
    "user id",
    "user mail",
    "user email",
    "email",
    "login",
    "member",
    "person",
    "seat",
)
FEATURES = (
    "event",
    "event name",
    "event type",
    "feature",
    "module",
    "screen",
    "page",
    "action",
    "function",
)
COUNTED = {"active_user_count": PERSONS, "feature_count": FEATURES}
MEASURES = ("session_count", "active_user_count", "feature_count")
ALIKE_ENOUGH = 0.7
WEEK = """\
        cast(
            cast(date_trunc('week', try_cast({moment} as timestamp)) as date) as varchar
        ) as week_start_on"""
PERCENT = 100


def staging_model(match: TableMatch, columns: dict[str, Column]) -> str:
    """The staging model of an input.

    Args:
        match: the file and its columns.
        columns: what the file's columns hold.

    Returns:
        str: SQL.
    """
    head = f"-- {match.source.label} as the input {match.table.name}.\n"
    if not match.is_sure:
        head += f"{CHECK} is this file {match.table.name} at all?\n"
    if match.alternatives:
        head += f"{CHECK} these could be it too: {', '.join(match.alternatives)}.\n"
    if match.is_weekly:
        return head + _weekly_model(match, columns)
    lines = [_column(found, match, columns) for found in match.columns]
    return head + _model(match.source.name, ",\n".join(lines))


def outcomes_model(metrics: list[Metric]) -> str:
    """The staging model of customer_outcomes: one metric below the other.

    Args:
        metrics: at least one.

    Returns:
        str: SQL.
    """
    selects = [_metric_select(metric) for metric in metrics]
    return (
        f"-- What happens to customers, as the input customer_outcomes.\n"
        f"{CHECK} keep the metrics that goals.csv names, and delete the others.\n"
        "with\n\nfinal as (\n" + "\n    union all\n".join(selects) + ")\n\nselect * from final\n"
    )


def _metric_select(metric):
    value = "1" if metric.value is None else number(metric.value)
    name = quoted_name(metric.date.name)
    return (
        "    select\n"
        f"        cast({quoted_name(metric.customer_column)} as varchar) as customer_id,\n"
        f"        '{metric.name}' as metric,\n"
        f"        {moment(metric.date, 'timestamp')} as observed_at,\n"
        f"        {as_text(value)} as value\n"
        f"    from {{{{ source('company', '{metric.source.name}') }}}}\n"
        # What has not happened has no day.
        f"    where {name} is not null\n"
    )


def _model(source_name, select_list):
    return (
        "with\n\n"
        f"source as (\n    select * from {{{{ source('company', '{source_name}') }}}}\n),\n\n"
        f"final as (\n    select\n{select_list}\n    from source\n)\n\nselect * from final\n"
    )


def _column(found: Match, match, columns):
    expression = _expression(found, match, columns)
    return _comment(found) + f"        {expression} as {found.column.name}"


def _comment(found):
    if found.source is None:
        needed = found.column.is_required
        return f"        {CHECK} no column was found for it.\n" if needed else ""
    lines = []
    if not found.is_sure and not found.alternatives and len(found.source.date_formats) < 2:  # noqa: PLR2004
        lines.append("it was found by its values more than by its name")
    if not found.is_sure and found.alternatives:
        lines.append(
            "it could also be " + " or ".join(quoted_name(name) for name in found.alternatives)
        )
    if found.column.kind in ("date", "timestamp") and len(found.source.date_formats) > 1:
        others = " or ".join(found.source.date_formats[1:3])
        lines.append(f"the days could also be written as {others}")
    if found.column.kind == "rate" and _is_percent(found.source) and "%" not in found.source.name:
        lines.append("values were taken for percent")
    return "".join(f"        {CHECK} {line}.\n" for line in lines)


def _expression(found, match, columns):
    kind, column = found.column.kind, found.source
    if column is None:
        return _missing(found.column.name, match, columns)
    if kind in ("date", "timestamp"):
        return moment(column, kind)
    if kind in ("amount", "count", "rate", "probability", "score_1_to_5", "score_0_to_10"):
        return as_text(
            number(column, divisor=PERCENT if kind == "rate" and _is_percent(column) else 1)
        )
    return f"cast({_filled(column)} as varchar)"


def _missing(name, match, columns):
    if name == "annual_recurring_revenue_amount":
        return "cast('0' as varchar)"
    key = next((found.column.name for found in match.columns if found.column.kind == "key"), None)
    if name == key and match.table.name != "customers":
        everything = ", ".join(quoted_name(column) for column in columns)
        return f"md5(concat_ws('|', {everything}))"
    return "cast(null as varchar)"


def _is_percent(column):
    return "%" in column.name or (column.high is not None and column.high > 1)


def _filled(column):
    """The column without the words that stand for nothing."""
    name = quoted_name(column.name)
    for blank in column.blanks:
        name = f"nullif({name}, {_literal(blank)})"
    return name


def moment(column: Column, kind: str) -> str:
    """A day or a moment as the contract writes it.

    Args:
        column: column of the file.
        kind: 'date' or 'timestamp'.

    Returns:
        str: SQL of type varchar; what is no day stays as it is, for the quarantine to show.
    """
    text = column.date_formats[0]
    if text == "typed":
        return f"cast(cast({quoted_name(column.name)} as {kind}) as varchar)"
    return _call(f"text_to_{kind}", _filled(column), text)


def number(column: Column, divisor: int = 1) -> str:
    """A number as the contract writes it.

    Args:
        column: column of the file.
        divisor: what it is divided by.

    Returns:
        str: SQL; what is no number stays as it is, for the quarantine to show.
    """
    if column.number_format == "typed":
        name = quoted_name(column.name)
        return name if divisor == 1 else f"{name} / {divisor}.0"
    is_plain = column.number_format == "point" and not column.is_marked and divisor == 1
    if is_plain:
        return _filled(column)
    mark = "," if column.number_format == "comma" else "."
    return _call("text_to_number", _filled(column), mark, divisor)


def as_text(expression: str) -> str:
    """An expression as text, unless a macro makes it text already.

    Args:
        expression: SQL, or a macro's call.

    Returns:
        str: SQL of type varchar.
    """
    return expression if expression.startswith("{{") else f"cast({expression} as varchar)"


def _call(macro, *arguments):
    """A macro's call in Jinja, whose texts may hold quotes."""
    shown = ", ".join(
        str(argument)
        if isinstance(argument, int)
        else "'" + argument.replace("\\", "\\\\").replace("'", "\\'") + "'"
        for argument in arguments
        if argument != 1
    )
    return "{{ next_best_action." + macro + "(" + shown + ") }}"


def _weekly_model(match, columns):
    """Rows of the file added up by customer and week."""
    found = {column.column.name: column for column in match.columns}
    customer = quoted_name(found["customer_id"].source.name)
    moments = moment(found["week_start_on"].source, "timestamp")
    measures = [_measure(name, found[name], match, columns) for name in MEASURES]
    week = _comment(found["week_start_on"]) + WEEK.format(moment=moments)
    select_list = ",\n".join(
        [f"        cast({customer} as varchar) as customer_id", week, *measures]
    )
    model = _model(match.source.name, select_list)
    grouped = model.replace("    from source\n)", "    from source\n    group by 1, 2\n)")
    return f"-- Its rows are added up by customer and week.\n{grouped}"


def _measure(name, found, match, columns):
    if found.source is not None:
        total = "sum" if name == "session_count" else "max"
        value = f"try_cast({number(found.source)} as bigint)"
        return f"{_comment(found)}        cast({total}({value}) as varchar) as {name}"
    if name == "session_count":
        counted = "        cast(count(*) as varchar)"
        return f"        {CHECK} every row counts as a session.\n{counted} as {name}"
    counted = counted_column(name, match, columns)
    if counted is None:
        return f"        cast(null as varchar) as {name}"
    return f"        cast(count(distinct {quoted_name(counted)}) as varchar) as {name}"


def counted_column(name: str, match: TableMatch, columns: dict[str, Column]) -> str | None:
    """The column whose different values a week are counted.

    Args:
        name: measure of the input usage.
        match: the file and its columns.
        columns: what the file's columns hold.

    Returns:
        str: None if no column is called like it.
    """
    taken = {other.source.name for other in match.columns if other.source}
    free = [column for column in columns if column not in taken]
    best = max(free, key=lambda column: similarity(column, COUNTED[name]), default=None)
    if best is None or similarity(best, COUNTED[name]) < ALIKE_ENOUGH:
        return None
    return best


def _literal(text):
    return "'" + text.replace("'", "''") + "'"
