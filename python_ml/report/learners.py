"""What the race of the uplift learners left in the published tables."""

from python_ml.report.published import Published

# More panels are not looked at; uplift_curves and uplift_deciles hold the rest.
LARGEST_PANEL_COUNT = 8


def champion(published: Published) -> str | None:
    """Name of the learner in charge; None if none has been judged."""
    return published.row(
        "select any_value(learner) as learner from learner_scorecard where is_champion",
    ).get("learner")


def panels(published: Published, table: str) -> list[tuple[str, str]]:
    """Actions with the goal they serve that a table has rows of, in the order of the catalogue.

    Args:
        published: the served file.
        table: a table with action_id and goal.

    Returns:
        list of (action_id, goal), at most `LARGEST_PANEL_COUNT`.
    """
    there = {
        (row["action_id"], row["goal"])
        for row in published.rows(f"select distinct action_id, goal from {table}")
    }
    own = [pair for pair in published.action_goals.items() if pair in there]
    return own[:LARGEST_PANEL_COUNT]
