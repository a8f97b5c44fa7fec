import os
from pathlib import Path

import pytest
from dbt_project import FEW_LEARNERS, ROOT, DbtProject

EXAMPLE = ROOT / "examples" / "hillstrom"


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    project = DbtProject(tmp_path_factory.mktemp("hillstrom"), EXAMPLE, profiles=EXAMPLE)
    result = project.run_unparsed("deps", "--quiet")
    assert result.returncode == 0, result.output
    return project


@pytest.fixture(scope="module")
def hillstrom(example):
    if not os.environ.get("HILLSTROM_CSV"):
        pytest.skip(
            "HILLSTROM_CSV is not set: download the trial as examples/hillstrom/README.md says "
            "and set the variable to your copy.",
        )
    example.build(variables={**FEW_LEARNERS, "nba_uplift_unit_limit": 20_000})
    return example


def test_64_000_real_customers_get_a_recommendation_within_a_budget_of_e_mails(hillstrom):
    assert hillstrom.query_published(
        "select count(*), sum(cost_amount), count(*) filter (action_id <> 'do_nothing') "
        "from recommendations",
    ) == [(64000, 2000, 20000)]


def test_every_row_of_the_file_is_accepted(hillstrom):
    assert hillstrom.query("select count(*) from quarantined_records") == [(0,)]
    assert hillstrom.query(
        "select count(distinct customer_id), count(*) from input_outcomes where metric = 'visit'",
    ) == [(64000, 64000)]


def test_the_arms_hold_the_trial_s_published_visit_rates(hillstrom):
    # Radcliffe, "Hillstrom's MineThatData Email Analytics Challenge" (2008): 10.6%, 15.1%, 18.3%.
    rates = dict(
        hillstrom.query(
            "select arm, round(100 * avg(value), 1) from input_outcomes "
            "join input_experiment_assignments using (experiment_id, customer_id) "
            "where metric = 'visit' group by arm",
        ),
    )
    assert rates == {"no_email": 10.6, "womens_email": 15.1, "mens_email": 18.3}


def test_both_e_mails_are_scored_from_the_trial_s_own_rows(hillstrom):
    rows = hillstrom.query_published(
        "select action_id, status, row_count, auc_lower from propensity_scorecard order by 1",
    )
    assert [(action, status) for action, status, *_ in rows] == [
        ("all", "scored"),
        ("mens_email", "scored"),
        ("womens_email", "scored"),
    ]
    assert all(row_count > 21_000 and auc_lower > 0.5 for *_, row_count, auc_lower in rows)


def test_the_example_brings_no_model_of_the_engine_but_those_it_may_replace(hillstrom):
    own = {
        node["name"]
        for node in hillstrom.manifest()["nodes"].values()
        if node["package_name"] == "hillstrom" and node["resource_type"] == "model"
    }
    assert own == {
        "hillstrom_features",
        "stg_hillstrom__customers",
        "stg_raw__customers",
        "stg_raw__experiment_assignments",
        "stg_raw__outcomes",
    }


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("", "HILLSTROM_CSV is not set. Download the MineThatData"),
        ("/nowhere/trial.csv", "HILLSTROM_CSV is '/nowhere/trial.csv', but there is no such file."),
    ],
)
def test_a_missing_file_is_an_error_that_says_where_the_data_comes_from(
    example,
    monkeypatch,
    tmp_path,
    path,
    sentence,
):
    monkeypatch.setenv("HILLSTROM_CSV", path)
    project = DbtProject(Path(tmp_path), example.root, example.profiles)
    result = project.run("build", "--select", "stg_hillstrom__customers")
    assert result.returncode == 1
    assert sentence in result.output


def test_the_readout_holds_the_trial_s_published_differences(hillstrom):
    # Radcliffe (2008), table 1: visits rise by 7.66 and 4.52 points, spend by 0.770 and 0.424.
    rows = hillstrom.query_published(
        "select arm, metric, round(estimate, 4), is_trusted, reason from experiment_readout "
        "where method = 'welch' and metric in ('visit_rate', 'spend_per_customer') order by all",
    )
    assert rows == [
        ("mens_email", "spend_per_customer", 0.7698, True, None),
        ("mens_email", "visit_rate", 0.0766, True, None),
        ("womens_email", "spend_per_customer", 0.4244, True, None),
        ("womens_email", "visit_rate", 0.0452, True, None),
    ]


def test_both_campaigns_ship(hillstrom):
    assert hillstrom.query_published(
        "select arm, verdict from experiment_verdict order by arm",
    ) == [("mens_email", "ship"), ("womens_email", "ship")]
