"""Seconds of an experiment's readout beside tea-tasting, on the same table in the same process.

Usage: python benchmarks/experiments.py [--units 10000000] [--runs 3] [--threads 4]
"""

import argparse
import os
import time
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pyarrow as pa
import tea_tasting as tt
from jinja2 import Environment

from python_ml.experiments.readout import read_out

ROOT = Path(__file__).parents[1]
ARMS = ("control", "first", "second")
MEANS = ("revenue", "margin", "sessions", "tickets")
UNITS = """
    create table units as
    select
        i as customer,
        case i % 3 when 0 then 'control' when 1 then 'first' else 'second' end as arm,
        hash(i) % 1000003 / 1000003.0 * 100 as revenue,
        hash(i + 0.1) % 1000003 / 1000003.0 * 40 as margin,
        hash(i + 0.2) % 97 + 1.0 as sessions,
        hash(i + 0.3) % 7 * 1.0 as tickets,
        cast(hash(i + 0.4) % 10 < 3 as integer) * 1.0 as retained,
        hash(i + 0.5) % 11 * 1.0 as orders,
        hash(i) % 1000003 / 1000003.0 * 80 + hash(i + 0.6) % 100 as pre_revenue,
        hash(i + 0.7) % 100 * 1.0 as pre_sessions
    from range({units}) as numbers (i)
"""
METRICS = [
    *((name, "mean", name, None, "pre_revenue", None) for name in MEANS),
    ("retained", "proportion", "retained", None, "pre_sessions", None),
    ("orders_per_session", "ratio", "orders", "sessions", "pre_revenue", "pre_sessions"),
]


def model_sql(name):
    """SQL of a model of the experiments room, rendered without dbt."""
    files = [
        *(ROOT / "macros" / "experiments").glob("*.sql"),
        ROOT / "macros" / "statistics" / "exact_mean.sql",
    ]
    jinja = Environment(autoescape=False)
    jinja.globals |= {
        "ref": lambda model: model,
        "return": lambda value: value,
        "adapter": SimpleNamespace(
            # The engine's own version of a macro, which is known once the macros are.
            dispatch=lambda macro, _: getattr(macros, f"duckdb__{macro}"),
        ),
    }
    macros = jinja.from_string("\n".join(path.read_text() for path in sorted(files))).module
    model = (ROOT / "models" / "experiments" / f"{name}.sql").read_text()
    names = {key: getattr(macros, key) for key in vars(macros) if not key.startswith("_")}
    return jinja.from_string(model).render(**names)


def prepare(connection, units):
    """One wide table, and the view of it that the readout is made of."""
    connection.execute(UNITS.format(units=units))
    selects = [
        f"""
        select
            'benchmark' as experiment_id, arm, '{metric}' as metric, customer as customer_id,
            'all' as stratum, date '2026-06-01' as entered_on, cast(null as date) as filled_on,
            cast(null as double) as missing_value, {numerator} as numerator,
            {denominator or "cast(null as double)"} as denominator,
            {covariate} as numerator_covariate,
            {denominator_covariate or "cast(null as double)"} as denominator_covariate
        from units
        """
        for metric, _, numerator, denominator, covariate, denominator_covariate in METRICS
    ]
    connection.execute(
        "create view int_experiment_observations_listed as " + " union all ".join(selects)
    )
    connection.execute(
        "create table input_experiment_metrics as select * from (values "
        + ", ".join(f"('benchmark', '{metric[0]}')" for metric in METRICS)
        + ") as metrics (experiment_id, metric)"
    )


def read_out_in_sql(connection):
    """The readout as dbt builds it: scales, sums, then inference on the sums."""
    for name in ("int_experiment_scales_measured", "int_experiment_moments_summed"):
        connection.execute(f"create or replace table {name} as {model_sql(name)}")
    scales = {
        row["metric"]: row
        for row in connection.table("int_experiment_scales_measured").to_arrow_table().to_pylist()
    }
    comparisons = [
        {
            "experiment_id": "benchmark",
            "arm": arm,
            "control_arm": "control",
            "metric": metric,
            "metric_type": metric_type,
            "role": "secondary",
            "direction": "increase",
            "non_inferiority_margin": None,
            "has_covariate": True,
            "family_size": 12,
            "blocked_reason": None,
            **{name: scales[metric][name] for name in ("y_scale", "d_scale", "x_scale", "z_scale")},
        }
        for arm in ARMS[1:]
        for metric, metric_type, *_ in METRICS
    ]
    return read_out(
        pa.Table.from_pylist(comparisons),
        connection.table("int_experiment_moments_summed").to_arrow_table(),
        confidence_level=0.95,
        tuning=5000,
    )


def read_out_by_tea_tasting(connection):
    """The same metrics, with and without CUPED, as its users write them."""
    metrics = {name: tt.Mean(name) for name in MEANS}
    metrics |= {f"{name}_cuped": tt.Mean(name, "pre_revenue") for name in MEANS}
    metrics |= {
        "retained": tt.Proportion("retained", method="norm"),
        "retained_welch": tt.Mean("retained"),
        "retained_cuped": tt.Mean("retained", "pre_sessions"),
        "orders_per_session": tt.RatioOfMeans("orders", "sessions"),
        "orders_per_session_cuped": tt.RatioOfMeans(
            "orders", "sessions", "pre_revenue", "pre_sessions"
        ),
    }
    experiment = tt.Experiment(metrics, variant="arm")
    return experiment.analyze(connection.table("units"), control="control", all_variants=True)


def largest_difference(own, peer):
    """Largest relative difference of the p-values both compute."""
    rows = {(row["arm"], row["metric"], row["method"]): row for row in own.to_pylist()}
    differences = []
    for arm in ARMS[1:]:
        for name, result in peer["control", arm].items():
            metric, _, suffix = name.partition("_cuped")
            method = "cuped" if name.endswith("_cuped") else "welch"
            if name == "retained":
                method = "z_continuity_corrected"
            row = rows[arm, metric.removesuffix("_welch") + suffix, method]
            differences.append(abs(row["p_value"] / result.pvalue - 1))
    return max(differences)


def main():
    """Time both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=min(4, os.cpu_count()))
    options = parser.parse_args()
    connection = duckdb.connect()
    connection.execute(f"set threads = {options.threads}")
    prepare(connection, options.units)
    seconds = {"this project": [], "tea-tasting": []}
    results = {}
    for _ in range(options.runs):
        for name, run in (
            ("this project", read_out_in_sql),
            ("tea-tasting", read_out_by_tea_tasting),
        ):
            start = time.perf_counter()
            results[name] = run(connection)
            seconds[name].append(time.perf_counter() - start)
    print(
        f"{options.units:,} units x {len(METRICS)} metrics x {len(ARMS)} arms, "
        f"{options.threads} threads, best of {options.runs} alternating runs"
    )
    for name, times in seconds.items():
        print(f"{name:13} {min(times):6.2f} s")
    print(f"ratio         {min(seconds['this project']) / min(seconds['tea-tasting']):6.2f}")
    print(f"largest relative difference of a p-value {largest_difference(*results.values()):.1e}")


if __name__ == "__main__":
    main()
