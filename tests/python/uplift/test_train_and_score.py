"""Scoring needs the registry and today's features, and nothing that training needs."""

import duckdb
import pytest
from dbt_project import DbtProject

# What scoring reads of what training wrote: the models, who won the race, and the tree.
KEPT = {
    *("model_registry", "learner_policy_values", "ml_policy_tree", "int_goal_outcomes_described"),
    "ml_goal_risk_model",
}


@pytest.fixture(scope="module")
def trained(demo, tmp_path_factory):
    """A copy of the demo whose training tables are gone."""
    project = DbtProject(tmp_path_factory.mktemp("trained")).copy_of(demo)
    # The tables are compared with those of the demo, which were tested.
    project.tests = ()
    training = {
        node["name"]
        for node in demo.manifest()["nodes"].values()
        if node["resource_type"] == "model" and "train" in node["tags"]
    }
    with duckdb.connect(str(project.warehouse)) as connection:
        for table in training - KEPT:
            connection.execute(f"drop table {table}")
    return project


def test_scoring_gives_the_same_scores_without_any_training_table(demo, trained):
    trained.build("--selector", "score")
    for table in ("uplift_scores", "propensity_scores", "recommendations"):
        rows = f"select string_agg(md5(t::varchar), '' order by md5(t::varchar)) from {table} t"
        assert demo.query(rows) == trained.query(rows)
    tables = {name for (name,) in trained.query("select table_name from duckdb_tables()")}
    assert not {"int_uplift_training_rows", "ml_uplift_model", "ml_propensity_model"} & tables


def test_new_customers_are_scored_by_the_stored_models(demo, trained):
    (version,) = demo.query(
        "select distinct model_version from uplift_scores where goal = 'upsell'"
    )
    trained.build("--selector", "score", variables={"nba_as_of_date": "2026-07-06"})
    assert trained.query("select distinct as_of_date::varchar from recommendations") == [
        ("2026-07-06",)
    ]
    assert trained.query(
        "select distinct model_version from uplift_scores where goal = 'upsell'"
    ) == [version]


def test_a_feature_that_is_gone_at_scoring_is_named(trained):
    with duckdb.connect(str(trained.warehouse)) as connection:
        connection.execute("alter table customer_features rename column seat_count to seats")
    result = trained.run("run", "--select", "int_features_selected+", "--exclude", "tag:train")
    assert result.returncode != 0
    assert "The feature 'seat_count' is missing" in result.output


def test_the_train_selector_holds_all_that_learns_and_nothing_that_decides(trained):
    listed = trained.run("ls", "--quiet", "--selector", "train", "--resource-type", "model")
    names = {line.rpartition(".")[2] for line in listed.output.split()}
    assert {
        "ml_uplift_model",
        "model_registry",
        "learner_scorecard",
        "propensity_scorecard",
    } <= names
    assert not {"recommendations", "uplift_scores", "action_values"} & names


@pytest.mark.parametrize(
    ("selector", "does", "leaves"),
    [
        (
            "retrain_propensity",
            {"ml_propensity_model", "propensity_scorecard", "model_registry"},
            {"ml_uplift_model", "ml_uplift_out_of_fold", "recommendations", "decision_log"},
        ),
        (
            "recalibrate_segments",
            {"segment_threshold_proposals", "customer_segments", "int_uplift_training_rows"},
            {"ml_uplift_model", "ml_propensity_model", "recommendations", "decision_log"},
        ),
        (
            "refresh_uplift",
            {"ml_uplift_out_of_fold", "learner_scorecard", "ml_uplift_model", "ml_policy_tree"},
            {"ml_resource_allocation", "recommendations", "decision_log"},
        ),
    ],
)
def test_each_part_of_the_schedule_does_only_its_work(project, selector, does, leaves):
    listed = project.run(
        *("ls", "--quiet", "--selector", selector, "--resource-type", "model", "--output", "name")
    )
    names = set(listed.output.split())
    assert does <= names
    assert not leaves & names
