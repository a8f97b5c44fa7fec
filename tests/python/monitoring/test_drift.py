"""Drift of made-up samples: as scipy has it, and faults at the severity they deserve."""

from collections import Counter

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from dbt_project import DbtProject
from scipy import stats

DECILES = 10
CHAIN = ["int_drift_values_compared", "drift_bins", "int_drift_statistics_measured"]
NUMBERS = np.random.default_rng(7)
USUAL = NUMBERS.normal(size=900)


def words(*counts):
    return [word for word, count in counts for _ in range(count)]


# Reference and today of every subject; None is missing.
SAMPLES = {
    "same": (USUAL, NUMBERS.normal(size=700)),
    "shifted": (USUAL, NUMBERS.normal(loc=0.6, size=700)),
    "far_shifted": (USUAL, NUMBERS.normal(loc=2.5, size=700)),
    # It follows what is decided.
    "recent_action_count": (USUAL, NUMBERS.normal(loc=2.5, size=700)),
    "few_values": (NUMBERS.poisson(0.7, size=500), NUMBERS.poisson(0.9, size=430)),
    "fewer_than_deciles": (USUAL[:7], USUAL[3:9]),
    "little": (USUAL[:23], NUMBERS.normal(size=23)),
    "constant": (USUAL, np.zeros(700)),
    "gone": (USUAL, [None] * 700),
    "often_missing": (USUAL, [*USUAL[:700], *[None] * 200]),
    "words": (words(("a", 300), ("b", 200), ("c", 9)), words(("a", 240), ("b", 190), ("c", 12))),
    "other_words": (words(("a", 300), ("b", 200)), words(("a", 100), ("b", 400))),
    "new_word": (words(("a", 300), ("b", 200)), words(("a", 300), ("b", 200), ("z", 20))),
}
SEVERITIES = {
    **dict.fromkeys(SAMPLES, "none"),
    "shifted": "warning",
    "far_shifted": "critical",
    "recent_action_count": "warning",
    "constant": "critical",
    "gone": "critical",
    "often_missing": "warning",
    "other_words": "warning",
    "new_word": "warning",
}


def numeric(sample):
    return not any(isinstance(value, str) for value in sample)


def counted(sample):
    return Counter(None if value is None else value for value in sample)


def value_rows(population, subject, sample, is_numeric):
    return [
        {
            "population": population,
            "subject_type": "feature",
            "subject": subject,
            "is_numeric": is_numeric,
            "value": float(value) if is_numeric and value is not None else None,
            "category": None if is_numeric else value,
            "row_count": count,
        }
        for value, count in counted(sample).items()
    ]


def stored_row(row):
    kept = {name: value for name, value in row.items() if name != "population"}
    return kept | {"reference_number": 1}


@pytest.fixture(scope="module")
def drift(tmp_path_factory):
    project = DbtProject(tmp_path_factory.mktemp("drift"))
    today, stored = [], []
    for subject, (before, now) in SAMPLES.items():
        is_numeric = numeric(before)
        today += value_rows("today", subject, now, is_numeric)
        reference = value_rows("training", subject, before, is_numeric)
        today += reference
        stored += [stored_row(row) for row in reference]
    create_tables(project, int_drift_values_counted=today, drift_references=stored)
    result = project.run("run", "--quiet", "--select", *CHAIN, "ml_drift_tests", "drift")
    assert result.returncode == 0, result.output
    names = "subject, stability_index, statistic, p_value, severity, sentence"
    return {
        (row[0], row[1]): dict(zip(names.split(", "), row[1:], strict=True))
        for row in project.query(f"select reference, {names} from drift")
    }


def create_tables(project, **tables):
    with duckdb.connect(str(project.warehouse)) as connection:
        for name, rows in tables.items():
            connection.register("rows", pa.Table.from_pylist(rows))
            connection.execute(f"create table {name} as from rows")
        connection.execute("create table int_as_of_date as select date '2026-06-29' as as_of_date")


def stability_index(before, now):
    """Independent of the SQL: by bounds, with numpy; half a row in every bin."""
    if numeric(before):
        ordered = np.sort(np.asarray(before, dtype=float))
        bounds = sorted({part[-1] for part in np.array_split(ordered, DECILES) if len(part)})
        edges = [-np.inf, *bounds[:-1], np.inf]
        # np.histogram takes the lower bound into a bin, and here it is the upper one.
        counts = [
            np.histogram(-np.asarray(sample, dtype=float), -np.array(edges)[::-1])[0]
            for sample in (before, now)
        ]
    else:
        names = sorted({*before, *now})
        counts = [
            np.array([list(sample).count(name) for name in names]) for sample in (before, now)
        ]
    shares = [(part + 0.5) / (part + 0.5).sum() for part in counts]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


MEASURED = [name for name, (_, now) in SAMPLES.items() if any(value is not None for value in now)]


def known(sample):
    return [value for value in sample if value is not None]


@pytest.mark.parametrize("subject", MEASURED)
def test_the_stability_index_is_that_of_an_independent_implementation(drift, subject):
    before, now = SAMPLES[subject]
    found = drift["stored", subject]["stability_index"]
    assert found == pytest.approx(stability_index(before, known(now)), abs=1e-9)


@pytest.mark.parametrize("subject", MEASURED)
def test_statistic_and_p_value_are_those_of_scipy(drift, subject):
    before, now = SAMPLES[subject]
    found = drift["training", subject]
    if numeric(before):
        expected = stats.ks_2samp(before, known(now), method="asymp")
        assert found["statistic"] == pytest.approx(expected.statistic, abs=1e-9)
        assert found["p_value"] == pytest.approx(expected.pvalue, abs=1e-9)
    else:
        names = sorted({*before, *now})
        table = [[list(sample).count(name) for name in names] for sample in (before, now)]
        expected = stats.chi2_contingency(table, correction=False)
        assert found["statistic"] == pytest.approx(expected.statistic, abs=1e-9)
        assert found["p_value"] == pytest.approx(expected.pvalue, abs=1e-9)


@pytest.mark.parametrize("subject", SAMPLES)
def test_a_fault_has_the_severity_it_deserves(drift, subject):
    found = drift["stored", subject]
    assert found["severity"] == SEVERITIES[subject], found
    assert (found["sentence"] is None) == (SEVERITIES[subject] == "none")


@pytest.mark.parametrize("subject", SAMPLES)
def test_training_rows_are_of_chosen_customers_and_never_critical(drift, subject):
    assert drift["training", subject]["severity"] != "critical"


def test_nothing_is_said_of_what_nobody_has(drift):
    assert drift["stored", "gone"]["stability_index"] is None
    assert drift["stored", "gone"]["p_value"] is None
