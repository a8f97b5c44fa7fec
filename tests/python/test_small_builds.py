"""What every build keeps to, shown on a small company."""

import pytest
from dbt_project import DbtProject


def test_another_build_with_one_thread_gives_the_same_tables(small_build, tmp_path):
    publications = "select content_hash, row_count from publications"
    again = DbtProject(tmp_path / "again")
    again.tests = ()
    again.build("--threads", "1", variables=small_build.variables)
    assert again.query_published(publications) == small_build.query_published(publications)
    registered = "select model_name, artefact_number, model_version from model_registry order by 1"
    assert again.query(registered) == small_build.query(registered)
    for (table,) in small_build.query_published("select table_name from duckdb_tables()"):
        if table != "publications":
            rows = f"select string_agg(md5(t::varchar), '' order by md5(t::varchar)) from {table} t"
            assert small_build.query_published(rows) == again.query_published(rows), table


@pytest.mark.parametrize(
    ("arguments", "column", "broken", "sentence"),
    [
        (
            ["build"],
            "segment",
            "null",
            "NOT NULL constraint failed: {}.segment",
        ),
        (
            ["run", "--select", "customer_segments"],
            *("risk_level", "'extreme'", 'CHECK constraint failed on table "{}" with expression'),
        ),
    ],
    ids=["missing", "not allowed"],
)
def test_a_row_that_breaks_a_contract_fails_its_model_by_name_and_nothing_is_published(
    small_build, tmp_path, arguments, column, *, broken, sentence
):
    project = DbtProject(tmp_path / "broken").copy_of(small_build)
    project.tests = ()
    published = project.published.read_bytes()
    segments = "select * from customer_segments order by customer_id"
    before = project.query(segments)
    (code,) = [
        node.raw_code
        for node in project.manifest_object(small_build.variables).nodes.values()
        if node.name == "customer_segments"
    ]
    project.code["customer_segments"] = code.replace(
        "select * from final",
        f"select * replace (case when row_number() over () = 1 then cast({broken} as varchar) "
        f"else {column} end as {column}) from final",
    )
    failed = project.run(*arguments, variables=small_build.variables)
    assert failed.returncode == 1, failed.output
    assert "Failure in model customer_segments " in failed.output
    assert sentence.format("customer_segments__dbt_tmp") in failed.output
    assert project.query(segments) == before
    assert project.published.read_bytes() == published


def test_an_action_that_too_few_got_is_not_learnt_and_never_recommended_by_uplift(small_build):
    statuses = dict(
        small_build.query(
            "select action_id, max(status) from learner_scorecard where goal = 'retention' "
            "and treated_unit_count < 50 group by action_id",
        ),
    )
    assert "account_manager_call" in statuses
    assert set(statuses.values()) == {"insufficient_data"}
    unknown = ", ".join(f"'{action}'" for action in statuses)
    assert small_build.query(
        "select count(*) from action_values "
        f"where policy = 'uplift_v2' and action_id in ({unknown})",
    ) == [(0,)]
    assert small_build.query(
        "select count(*) > 0 from recommendations where action_id <> 'do_nothing'",
    ) == [(True,)]
