"""The pages of the project: what was found, what to check, and what each setting means."""

from python_ml.starter.proposal import Proposal
from python_ml.starter.settings import Setting, goal_lines

NOT_FOUND = "-"
INTRODUCTION = """\
# {name}

Feeds Next Best Action, which it installs as a package. It was written by its starter from
`{origin}`; everything in it is yours to change.

```sh
make check-inputs   # what fits, what is quarantined and why
make build          # recommendations, published to published/nba.duckdb
make summary        # the last build in a few lines
make report         # the same as a page of pictures, published/report.html
```
"""
NO_GOAL = """\
## Choose your goal

Nothing says what customers should do, and no file tells what they do. Add one with the customers'
key and a day for each purchase, activation or whatever counts.
"""
GOALS = """\
{title}
These happen to customers and could be goals. Put the lines you choose into `seeds/goals.csv`, say
in `value_amount` what one is worth (empty: the metric's own value), and name the goal in
`seeds/actions.csv`.

```text
{lines}
```
"""
SETTINGS = """\
# Settings

Every file in `seeds/` is a table of settings; its lines are yours to change. Tables that are not
there, such as `resources` or `eligibility_rules`, limit nothing; docs/inputs.md of Next Best Action
lists them.
"""


def readme(name: str, proposal: Proposal) -> str:
    """The project's README.

    Args:
        name: name of the project.
        proposal: what was found.

    Returns:
        str: Markdown.
    """
    return "\n".join(
        part
        for part in (
            INTRODUCTION.format(name=name, origin=proposal.origin.path.name),
            _goal_question(proposal),
            "## What was found\n",
            _files(proposal),
            "## What to check\n",
            _checks(proposal),
            "## Columns\n",
            *[_columns(match) for match in proposal.matching.tables.values()],
            "[settings.md](settings.md) explains every line of the settings in `seeds/`.\n",
        )
        if part
    )


def _goal_question(proposal):
    goals = next(setting for setting in proposal.settings if setting.name == "goals")
    if not proposal.metrics and goals.rows:
        return ""
    lines = goal_lines(proposal.metrics)
    if not lines:
        return NO_GOAL
    title = "## Other goals\n" if goals.rows else "## Choose your goal\n"
    return GOALS.format(title=title, lines="\n".join(lines))


def _files(proposal):
    taken = {match.source.name: match for match in proposal.matching.tables.values()}
    in_metrics = {metric.source.name for metric in proposal.metrics}
    rows = []
    for source in proposal.origin.sources:
        match = taken.get(source.name)
        if match:
            what = match.table.name + ("" if match.is_sure else " (check)")
        elif source.name in in_metrics:
            what = "customer_outcomes (check)"
        else:
            what = NOT_FOUND
        key = proposal.matching.customer_columns[source.name] or NOT_FOUND
        rows.append((source.label, f"{source.row_count:,}", what, key))
    return _table(("file or table", "rows", "taken for", "customer"), rows)


def _checks(proposal):
    found = []
    for match in proposal.matching.tables.values():
        path = f"`models/staging/stg_raw__{match.table.name}.sql`"
        if not match.is_sure:
            found.append(f"{path}: is {match.source.label} {match.table.name} at all?")
        found += [
            f'{path}: {column.column.name} is taken from "{column.source.name}"'
            + (f"; it could also be {_quoted(column.alternatives)}" if column.alternatives else "")
            + "."
            for column in match.columns
            if column.source is not None and not column.is_sure
        ]
        found += [
            f"{path}: no column was found for {column.column.name}."
            for column in match.columns
            if column.source is None and column.column.is_required and column.column.kind != "key"
        ]
    if proposal.metrics:
        found.append(
            "`models/staging/stg_raw__customer_outcomes.sql`: keep the metrics of your goals."
        )
    if proposal.as_of_date:
        found.append(
            "`dbt_project.yml`: some days lie in the future, so nba_as_of_date was set to "
            f"{proposal.as_of_date}. Correct the rows, then leave it empty."
        )
    found += [
        f"`seeds/{setting.name}.csv`: {comment.removeprefix('CHECK: ')}"
        for setting in proposal.settings
        for comment in setting.comments
        if comment.startswith("CHECK: ")
    ]
    return "".join(f"- {line}\n" for line in found) or "Nothing.\n"


def _quoted(names):
    return " or ".join(f'"{name}"' for name in names)


def _columns(match):
    rows = [
        (
            column.column.name,
            column.source.name if column.source else NOT_FOUND,
            _sureness(column),
            ", ".join(column.alternatives),
        )
        for column in match.columns
    ]
    title = f"### {match.table.name}, from {match.source.label}\n\n"
    if match.is_weekly:
        title += "Its rows are added up by customer and week.\n\n"
    return title + _table(("column", "taken from", "", "alternatives"), rows)


def _sureness(column):
    if column.source is None:
        return ""
    return "sure" if column.is_sure else "check"


def settings_page(settings: list[Setting]) -> str:
    """A comment for each line of the settings, since CSV has none.

    Args:
        settings: settings tables.

    Returns:
        str: Markdown.
    """
    parts = [SETTINGS]
    for setting in settings:
        parts += [f"## seeds/{setting.name}.csv\n", setting.purpose + "\n"]
        if setting.rows:
            lines = zip(setting.rows, setting.comments, strict=True)
            rows = [(f"`{','.join(row)}`", comment) for row, comment in lines]
            parts.append(_table((f"`{','.join(setting.columns)}`", "what it says"), rows))
        else:
            parts.append("CHECK: it has no line yet. README.md lists what could be a goal.\n")
    return "\n".join(parts)


def _table(header, rows):
    lines = [header, ["---"] * len(header), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in lines
    )
