"""What next: every advice of the tables, the most pressing first."""

from python_ml.report.published import Published
from python_ml.report.section import Section, Table
from python_ml.report.steps import next_steps
from python_ml.report.wording import number_of

KEY, TITLE = "next-steps", "What next"


def section(published: Published) -> Section:
    """A row per step."""
    steps = next_steps(published)
    if not steps:
        return Section(KEY, TITLE, "Nothing is advised: go on as today.")
    return Section(
        KEY,
        TITLE,
        f"{number_of(len(steps), 'step')}, the most pressing first: {steps[0].what}.",
        tables=[
            Table(
                ("Step", "Why", "Says who"),
                [(step.what, step.why, step.source) for step in steps],
            ),
        ],
    )
