"""A small dbt project that installs this one and reads experiments from CSV files."""

import csv
import json
import os
from hashlib import sha256
from pathlib import Path

import pandas as pd
from dbt_project import ROOT, DbtProject
from shared_manifests import FOLDER as MANIFESTS

ASSIGNED_AT = "2026-06-01 00:00:00"
OBSERVED_AT = "2026-06-05 00:00:00"
# Of all experiments, so that they share one installing project.
FEATURE_NAMES = ("affinity", "pre_orders", "pre_revenue", "pre_sessions")
EXPERIMENT_COLUMNS = {
    "experiment_name": "",
    "starts_on": "2026-06-01",
    "ends_on": "2026-06-28",
    "exclusion_group": "",
    "traffic_rate": "1",
    "baseline_value": "0.57",
    "baseline_standard_deviation": "",
    "minimum_detectable_effect": "0.05",
    "significance_level": "0.05",
    "power": "0.8",
    "weekly_eligible_count": "",
}
METRIC_COLUMNS = {
    "denominator": "",
    "numerator_covariate": "",
    "denominator_covariate": "",
    "direction": "increase",
    "role": "secondary",
    "non_inferiority_margin": "",
    "missing_value": "",
    "winsor_lower_rate": "",
    "winsor_upper_rate": "",
}
PROJECT = """
name: experiment_statistics
version: "0.1.0"
config-version: 2
profile: next_best_action
flags:
  send_anonymous_usage_stats: false
  warn_error_options:
    silence: [PackageNodeDependsOnRootProjectNode]
models:
  experiment_statistics:
    +materialized: table
  next_best_action:
    customers:
      customer_features: {{+enabled: false}}
seeds:
  experiment_statistics: {seeds}
vars:
  nba_features_model: trial_features
  nba_as_of_date: "2026-06-29"
  features_path: ""
"""
FEATURES = """
select
    customer_id,
    cast('2026-06-01' as date) as as_of_date,
    {columns}
from read_csv('{{{{ var("features_path") }}}}', header = true, all_varchar = true)
"""


class StatisticsProject(DbtProject):
    """Collects experiments, then builds the room of experiments on them.

    All share one installing project, which is parsed once; what they differ in are the files it
    reads.
    """

    def __init__(self, folder):
        super().__init__(folder / "build")
        self.raw = folder / "raw"
        self.raw.mkdir(parents=True)
        self.units, self.outcomes, self.customers = [], [], []
        self.settings = {"experiments": [], "experiment_arms": [], "experiment_metrics": []}
        self.covariates = []

    def add_experiment(self, experiment_id, arms, **settings):
        """Arms by name, the first one the control; a weight of None stands for no design."""
        self.settings["experiments"].append(
            EXPERIMENT_COLUMNS | {"experiment_id": experiment_id} | settings
        )
        for number, (arm, weight) in enumerate(arms.items()):
            if weight is not None:
                self.settings["experiment_arms"].append(
                    {
                        "experiment_id": experiment_id,
                        "arm": arm,
                        "is_control": str(number == 0).lower(),
                        "allocation_weight": weight,
                    }
                )

    def add_metric(self, experiment_id, metric, metric_type, numerator, **settings):
        self.settings["experiment_metrics"].append(
            {
                "experiment_id": experiment_id,
                "metric": metric,
                "metric_type": metric_type,
                "numerator": numerator,
            }
            | METRIC_COLUMNS
            | settings
        )

    def add_units(self, experiment_id, arms, strata=None, **measures):
        """Units in the order of `arms`; a measure of None was not observed."""
        for number, arm in enumerate(arms):
            customer = f"{experiment_id}_{number:05}"
            stratum = "" if strata is None else strata[number]
            self.units.append((experiment_id, customer, arm, stratum))
            for name, values in measures.items():
                value = values[number]
                if value is not None:
                    value, observed_at = value if isinstance(value, tuple) else (value, OBSERVED_AT)
                    self.outcomes.append((experiment_id, customer, name, observed_at, repr(value)))

    def add_customers(self, first, last):
        """Customers of no experiment yet, of two value and three tenure bands."""
        for number in range(first, last):
            self.customers.append(
                {
                    "customer_id": f"customer_{number:05}",
                    "signed_up_on": ("2026-01-01", "2024-01-01", "2020-01-01")[number % 3],
                    "customer_lifetime_value_amount": 10_000 if number % 2 else 90_000,
                }
            )

    def write(self):
        """The files of the project and its raw tables."""
        customers = pd.DataFrame(
            [{"customer_id": customer} for customer in sorted({unit[1] for unit in self.units})]
            + self.customers
        )
        customers.to_csv(self.raw / "customers.csv", index=False)
        pd.DataFrame(
            [
                (experiment, customer, ASSIGNED_AT, arm, "do_nothing", 1, stratum)
                for experiment, customer, arm, stratum in self.units
            ],
            columns=[
                *("experiment_id", "customer_id", "assigned_at", "arm", "action_id"),
                *("action_probability", "stratum"),
            ],
        ).to_csv(self.raw / "experiment_assignments.csv", index=False)
        pd.DataFrame(
            self.outcomes,
            columns=["experiment_id", "customer_id", "metric", "observed_at", "value"],
        ).to_csv(self.raw / "outcomes.csv", index=False)
        covariates = pd.DataFrame(self.covariates, columns=["customer_id", *FEATURE_NAMES])
        features = customers.merge(covariates.astype({"customer_id": str}), how="left")
        features.to_csv(self.folder / "features.csv", index=False)
        for name, rows in (self.settings | SETTINGS).items():
            self.seeds[name] = self.folder / f"{name}.csv"
            _write_csv(self.seeds[name], rows)
        self.root = self.profiles = installing_project(
            FEATURE_NAMES,
            {name: tuple(rows[0]) for name, rows in (self.settings | SETTINGS).items()},
        )

    def build_room(self, selected="+fqn:next_best_action.experiments", *flags, **variables):
        """The result of building the models, which may have failed."""
        self.write()
        return self.run(
            *("build", "--quiet", "--select", selected, *flags),
            *("--indirect-selection", "cautious", "--exclude-resource-type", "unit_test"),
            variables={
                "nba_raw_path": str(self.raw),
                "features_path": str(self.folder / "features.csv"),
                **variables,
            },
        )

    def build_readout(self):
        result = self.build_room()
        assert result.returncode == 0, result.output
        return self


SETTINGS = {
    "actions": [
        {
            "action_id": "do_nothing",
            "action_name": "Do nothing",
            "channel": "none",
            "goal": "none",
            "unit_cost_amount": 0,
            "success_cost_amount": "",
            "success_discount_rate": "",
            "is_enabled": "true",
        }
    ],
    "segment_actions": [{"segment": "standard_care", "action_id": "do_nothing"}],
}


def installing_project(features, seeds):
    """The folder of a project with these features and columns of seeds; made if need be.

    Args:
        features: tuple of names.
        seeds: dict of name -> tuple of columns.

    Returns:
        Path.
    """
    key = sha256(json.dumps([features, seeds]).encode()).hexdigest()[:12]
    folder = Path(os.environ[MANIFESTS]) / f"statistics_{os.getpid()}_{key}"
    if folder.exists():
        return folder
    (folder / "models").mkdir(parents=True)
    (folder / "seeds").mkdir()
    column_types = {
        name: {"+column_types": dict.fromkeys(columns, "varchar")}
        for name, columns in seeds.items()
    }
    (folder / "dbt_project.yml").write_text(PROJECT.format(seeds=json.dumps(column_types)))
    (folder / "packages.yml").write_text(f"packages:\n  - local: {ROOT}\n")
    (folder / "profiles.yml").write_text((ROOT / "profiles.yml").read_text())
    columns = ", ".join(f"try_cast({name} as double) as {name}" for name in features)
    (folder / "models" / "trial_features.sql").write_text(FEATURES.format(columns=columns))
    described = [{"name": name, "config": {"meta": {"feature": "numeric"}}} for name in features]
    (folder / "models" / "schema.yml").write_text(
        json.dumps({"models": [{"name": "trial_features", "columns": described}]})
    )
    for name, names in seeds.items():
        (folder / "seeds" / f"{name}.csv").write_text(",".join(names) + "\n")
    done = DbtProject(folder / "installation", folder).run_unparsed("deps", "--quiet")
    assert done.returncode == 0, done.output
    return folder


def _write_csv(path, rows):
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
