"""The own risk model beside a company's churn scores, on simulated companies.

Usage: PYTHONPATH=. python benchmarks/risk_model.py [--seeds 11 12 13 14 15] [--customers 9000]

Judged on the customers who are up for renewal after the as-of date: none of them was learnt from,
and the simulator knows how likely each of them stays if nothing is done.
"""

import argparse
import tempfile
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.simulated_company import run_dbt, simulate

JUDGED = """
select
    truth.retained_probability as truth,
    baselines.risk_model_probability as risk_model,
    1 - profiles.scored_churn_probability as churn_score
from read_csv('{folder}/raw/oracle_potential_outcomes.csv') as truth
inner join goal_baselines as baselines using (customer_id)
inner join int_customers_profiled as profiles using (customer_id)
inner join int_goal_metrics_listed as goals using (goal)
where truth.action_id = 'do_nothing' and truth.retained_probability < 1 and goals.is_continuing
order by customer_id
"""
SCORECARD = """
select source, auc from risk_scorecard inner join int_goal_metrics_listed using (goal)
where judged_rows = 'with_churn_score' and is_continuing
"""


def build(folder, customers, seed):
    """Simulate a company and build its baselines."""
    simulate(folder, seed, "--customers", str(customers))
    selected = ["--select", "+goal_baselines", "+risk_scorecard"]
    options = ["--exclude-resource-type", "test", "unit_test"]
    run_dbt(["build", *selected, *options], folder, {"nba_raw_path": str(folder / "raw")})


def expected_auc(truth, predicted):
    """AUC over all outcomes there could be: each customer stays with their true probability."""
    order = np.argsort(predicted, kind="stable")
    stays, leaves = truth[order], 1 - truth[order]
    return (stays * np.cumsum(leaves)).sum() / (stays.sum() * leaves.sum())


def decile_errors(truth, predicted):
    """Mean prediction minus mean truth in tenths of the customers, by prediction, in points."""
    parts = np.array_split(np.argsort(predicted, kind="stable"), 10)
    return np.array([100 * (predicted[part] - truth[part]).mean() for part in parts])


def measure(customers, seed):
    """Figures of one company, by name."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), customers, seed)
        with duckdb.connect(f"{folder}/nba.duckdb", read_only=True) as connection:
            judged = connection.execute(JUDGED.format(folder=folder)).fetchnumpy()
            observed = dict(connection.execute(SCORECARD).fetchall())
    known = ~np.ma.getmaskarray(judged["churn_score"])
    truth, own, company = (
        np.asarray(judged[name])[known] for name in ("truth", "risk_model", "churn_score")
    )
    errors, company_errors = decile_errors(truth, own), decile_errors(truth, company)
    return {
        "customers judged": len(truth),
        "AUC, risk model": expected_auc(truth, own),
        "AUC, churn scores": expected_auc(truth, company),
        "AUC, risk model minus churn scores": expected_auc(truth, own)
        - expected_auc(truth, company),
        "AUC on past renewals, risk model": observed["risk_model"],
        "AUC on past renewals, churn scores": observed["churn_score"],
        "mean error, risk model, points": 100 * (own.mean() - truth.mean()),
        "mean size of decile errors, risk model, points": np.abs(errors).mean(),
        "largest decile error, risk model, points": np.abs(errors).max(),
        "largest decile error, churn scores, points": np.abs(company_errors).max(),
    }


def main():
    """Measure each company and print means and ranges."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13, 14, 15])
    parser.add_argument("--customers", type=int, default=9_000)
    options = parser.parse_args()
    figures = [measure(options.customers, seed) for seed in options.seeds]
    print(f"Seeds {', '.join(map(str, options.seeds))}, {options.customers} customers each")
    print("| figure | mean | lowest | highest |")
    print("|---|---|---|---|")
    for name in figures[0]:
        values = [figure[name] for figure in figures]
        print(f"| {name} | {np.mean(values):.3f} | {min(values):.3f} | {max(values):.3f} |")


if __name__ == "__main__":
    main()
