"""The champion of a trial that is in no warehouse, by the very SQL that the race is decided by."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.simulated_company import ROOT, dbt_command, dbt_environment

MODELS = (
    "int_learner_increments_ranked",
    "int_learner_budget_allocated",
    "learner_policy_values",
)
# An action costs one and there is money for every second unit. Outcomes are worth enough for the
# cost not to matter but for the budget, and little enough for the type of amounts.
WORTH_OF_ONE_DEVIATION = 10_000
AFFORDABLE_SHARE = 0.5
ACTIONS_VALUED = """
create or replace table nba.main.int_learner_actions_valued as
select
    learner,
    unit_id,
    'treat' as action_id,
    1 as catalogue_order,
    cast(1 as decimal(18, 4)) as cost_amount,
    cast(uplift - 1 as decimal(18, 4)) as value_amount,
    cast(judged - 1 as decimal(18, 4)) as judged_value_amount
from predictions
union all
select
    learner,
    unit_id,
    'do_nothing' as action_id,
    0 as catalogue_order,
    cast(0 as decimal(18, 4)) as cost_amount,
    cast(0 as decimal(18, 4)) as value_amount,
    cast(0 as decimal(18, 4)) as judged_value_amount
from predictions
"""
BUDGETS_SCALED = """
create or replace table nba.main.int_learner_budgets_scaled as
select
    count(distinct unit_id) as unit_count,
    count(distinct unit_id) as active_customer_count,
    cast({share} * count(distinct unit_id) as decimal(18, 4)) as budget_amount
from predictions
"""


@dataclass(frozen=True)
class Race:
    """The compiled models of the race, in the order in which they are built.

    Attributes:
        queries: dict of model -> SQL.
        learners: those that race, from the race's simplest to the last.
    """

    queries: dict[str, str]
    learners: tuple[str, ...]

    def champion(self, uplifts: dict[str, np.ndarray], scores: np.ndarray) -> str:
        """The learner that the race chooses for a trial of one action.

        Args:
            uplifts: learner -> (n,) uplifts of units that the learner has not seen.
            scores: (n,) doubly robust scores of the action's effect.

        Returns:
            str: its name.
        """
        worth = WORTH_OF_ONE_DEVIATION / max(scores.std(), 1e-12)
        count = len(scores)
        predictions = pa.table(
            {
                "learner": np.repeat(list(self.learners), count),
                "unit_id": np.tile([f"u{row:06d}" for row in range(count)], len(self.learners)),
                "uplift": worth * np.concatenate([uplifts[name] for name in self.learners]),
                "judged": np.tile(worth * scores, len(self.learners)),
            }
        )
        with duckdb.connect() as connection:
            connection.execute("attach ':memory:' as nba")
            connection.register("predictions", predictions)
            connection.execute(ACTIONS_VALUED)
            connection.execute(BUDGETS_SCALED.format(share=AFFORDABLE_SHARE))
            for model, query in self.queries.items():
                connection.execute(f"create or replace table nba.main.{model} as {query}")
            return connection.sql(
                "select learner from nba.main.learner_policy_values where is_champion"
            ).fetchall()[0][0]


def compile_race(folder: Path, learners: list[str]) -> Race:
    """Let dbt compile the models that decide the race.

    Args:
        folder: for what dbt writes.
        learners: those that race, in the order of the setting `nba_learners`.

    Returns:
        Race.

    Raises:
        subprocess.CalledProcessError: if dbt fails.
    """
    subprocess.run(
        dbt_command(["compile", "--select", *MODELS], {"nba_learners": learners}),
        check=True,
        cwd=ROOT,
        env=dbt_environment(folder),
        stdout=subprocess.DEVNULL,
    )
    compiled = folder / "target" / "compiled" / "next_best_action" / "models" / "uplift" / "race"
    queries = {model: (compiled / f"{model}.sql").read_text() for model in MODELS}
    return Race(queries, tuple(learners))
