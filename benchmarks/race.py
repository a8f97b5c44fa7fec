"""The champion of a trial that is in no warehouse, by the very SQL that decides the race."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.simulated_company import ROOT, dbt_command, dbt_environment
from python_ml.estimation.trial import Trial

MODEL = "learner_losses"
GOAL = "outcome"


@dataclass(frozen=True)
class Race:
    """The compiled model that decides the race.

    Attributes:
        query: its SQL.
        learners: those that race.
    """

    query: str
    learners: tuple[str, ...]

    def champion(
        self, uplifts: dict[str, np.ndarray], trial: Trial, outcome_means: np.ndarray
    ) -> str:
        """The learner that the race chooses.

        Args:
            uplifts: learner -> (n, k) uplifts of units that the learner has not seen.
            trial: Trial of n units and k actions.
            outcome_means: (n, k + 1) from models that have not seen the unit.

        Returns:
            str: its name.
        """
        actions = ["do_nothing", *(f"action_{code}" for code in range(1, trial.action_count + 1))]
        nuisances = pa.concat_tables(
            _rows(
                trial,
                action_id=action,
                is_taken=trial.action == code,
                outcome=trial.outcome,
                propensity=trial.propensity[:, code],
                weight=trial.weight,
                outcome_mean=outcome_means[:, code],
            )
            for code, action in enumerate(actions)
        )
        predictions = pa.concat_tables(
            _rows(trial, learner=name, action_id=action, uplift=uplifts[name][:, column])
            for name in self.learners
            for column, action in enumerate(actions[1:])
        )
        with duckdb.connect() as connection:
            connection.execute("attach ':memory:' as nba")
            for table, rows in (
                ("uplift_nuisances", nuisances),
                ("uplift_predictions", predictions),
                ("int_uplift_outcomes_listed", _rows(trial, value_amount=np.float64(1))),
            ):
                connection.register("rows_to_keep", rows)
                connection.execute(f"create table nba.main.{table} as from rows_to_keep")
            return connection.sql(
                f"select learner from ({self.query}) order by relative_loss, learner limit 1"
            ).fetchall()[0][0]


def compile_race(folder: Path, learners: list[str]) -> Race:
    """Let dbt compile the model that decides the race.

    Args:
        folder: for what dbt writes.
        learners: those that race.

    Returns:
        Race.

    Raises:
        subprocess.CalledProcessError: if dbt fails.
    """
    subprocess.run(
        dbt_command(["compile", "--select", MODEL], {"nba_learners": learners}),
        check=True,
        cwd=ROOT,
        env=dbt_environment(folder),
        stdout=subprocess.DEVNULL,
    )
    compiled = folder / "target" / "compiled" / "next_best_action" / "models" / "uplift" / "race"
    return Race((compiled / f"{MODEL}.sql").read_text(), tuple(learners))


def _rows(trial, **columns):
    """A table with a row per unit; what is not an array is the same for all."""
    count = len(trial.action)
    table = {"unit_id": np.arange(count), "goal": np.full(count, GOAL)}
    return pa.table(table | {name: np.broadcast_to(v, count) for name, v in columns.items()})
