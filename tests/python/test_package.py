"""The project as a package: installed from Git and from a tarball, and parsed from there."""

import contextlib
import functools
import http.server
import os
import re
import shutil
import subprocess
import tarfile
import threading

import duckdb
import pytest
from dbt.cli.main import dbtRunner
from dbt_project import ROOT, DbtProject
from guides import blocks

TAG = "v0.2.0"
PROJECT = """
name: consumer
version: "0.1.0"
config-version: 2
profile: consumer
flags: {send_anonymous_usage_stats: false}
"""
PROFILES = """
consumer:
  target: dev
  outputs: {dev: {type: duckdb, path: consumer.duckdb}}
"""
PUBLISHED = """
vars:
  next_best_action:
    nba_extra_public_tables: [own_recommendations, own_recommendations.v1]
"""
# The package reads what the installing project publishes by it, a version that will go among it.
STRICT = """{
    "error": "all",
    "silence": ["PackageNodeDependsOnRootProjectNode", "UpcomingReferenceDeprecation"],
}"""
# What a checkout has and a package has not.
LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv*", "target", "logs", "dbt_packages", "published", "*.duckdb*", "__pycache__"),
    *(".pytest_cache", ".ruff_cache", ".hypothesis", "*.egg-info"),
)
COMMIT = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]


def git(folder, *arguments):
    subprocess.run(["git", *COMMIT, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A folder with the project as it is here, in a Git repository with a tag and as a tarball."""
    folder = tmp_path_factory.mktemp("released")
    repository = folder / "next-best-action"
    shutil.copytree(ROOT, repository, ignore=LEFT_OUT)
    with tarfile.open(folder / "next-best-action.tar.gz", "w:gz") as archive:
        archive.add(repository, arcname="next-best-action-0.2.0")
    git(repository, "init", "--quiet")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "Release")
    git(repository, "tag", TAG)
    git(folder, "clone", "--quiet", "--bare", str(repository), "next-best-action.git")
    return folder


@pytest.fixture(scope="module")
def consumer(tmp_path_factory):
    """A project that installs it, reads a version of it, and publishes two of its own."""
    root = tmp_path_factory.mktemp("consumer")
    write_example(root, deprecation_date="2999-01-01", name="own_recommendations")
    with (root / "dbt_project.yml").open("a") as project:
        project.write(PUBLISHED)
    (root / "models" / "reader.sql").write_text(
        "select * from {{ ref('next_best_action', 'recommendations', v=1) }}"
    )
    return DbtProject(root / "run", root, profiles=root)


def write_example(root, *, deprecation_date, name="recommendations"):
    """A project with the two versions of a model that the page shows."""
    page = {
        language: block.text
        for block in blocks(ROOT / "docs" / "compatibility.md")
        for language, word in (("yml", "latest_version"), ("sql", "v=2"))
        if word in block.text
    }
    page["yml"] = re.sub(r"\d{4}-\d\d-\d\d", deprecation_date, page["yml"])
    page = {kind: text.replace("recommendations", name) for kind, text in page.items()}
    (root / "dbt_project.yml").write_text(PROJECT)
    (root / "profiles.yml").write_text(PROFILES)
    models = root / "models"
    models.mkdir()
    (models / "own.yml").write_text(page["yml"])
    (models / f"{name}.sql").write_text("select 'c1' as customer_id, 'They left.' as why")
    (models / f"{name}_v1.sql").write_text(page["sql"])


@contextlib.contextmanager
def serving(folder):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    handler.func.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def install(consumer, packages):
    """Install what packages.yml says; returns the files of the package with their content."""
    root = consumer.root
    shutil.rmtree(root / "dbt_packages", ignore_errors=True)
    (root / "package-lock.yml").unlink(missing_ok=True)
    (root / "packages.yml").write_text(packages)
    result = consumer.run_unparsed("deps")
    assert result.returncode == 0, result.output
    installed = root / "dbt_packages" / "next_best_action"
    return {
        str(path.relative_to(installed)): path.read_bytes()
        for path in installed.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(installed).parts
    }


def parsed(consumer):
    with consumer._surroundings():
        command = ["parse", "--quiet", "--show-all-deprecations", "--warn-error-options", STRICT]
        done = dbtRunner().invoke(command)
    assert done.success, done.exception
    return done.result


@pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")
@pytest.mark.filterwarnings("ignore")
def test_git_and_a_tarball_install_the_same_project(released, consumer, monkeypatch):
    monkeypatch.setitem(os.environ, "NO_PROXY", "127.0.0.1")
    address = (released / "next-best-action.git").as_uri()
    from_git = install(consumer, f"packages:\n  - git: {address}\n    revision: {TAG}\n")
    with serving(released) as site:
        from_tarball = install(
            consumer,
            f"packages:\n  - tarball: {site}/next-best-action.tar.gz\n    name: next_best_action\n",
        )
    assert from_git == from_tarball
    # What dbt itself does not install, and the Python models need.
    assert {"requirements/lock.txt", "python_ml/__init__.py"} <= set(from_git)

    nodes = parsed(consumer).nodes
    recommendations = nodes["model.next_best_action.recommendations.v1"]
    assert (recommendations.access, recommendations.alias) == ("public", "recommendations")
    assert nodes["model.consumer.reader"].depends_on.nodes == [recommendations.unique_id]
    assert set(nodes["model.next_best_action.int_public_tables_listed"].depends_on.nodes) >= {
        "model.consumer.own_recommendations.v1",
        "model.consumer.own_recommendations.v2",
    }


@pytest.mark.parametrize(
    ("deprecation_date", "warning"),
    [
        ("2999-01-01", "is slated for deprecation"),
        ("2020-01-01", "has passed its deprecation date"),
    ],
)
def test_the_old_version_is_served_beside_the_new_one_until_its_day(
    tmp_path, deprecation_date, warning
):
    write_example(tmp_path, deprecation_date=deprecation_date)
    reader = tmp_path / "models" / "reader.sql"
    reader.write_text("select reason from {{ ref('recommendations', v=1) }}")
    project = DbtProject(tmp_path / "run", tmp_path, profiles=tmp_path)
    result = project.run_unparsed("build")
    assert result.returncode == 0, result.output
    assert "recommendations.v1" in result.output
    with duckdb.connect(str(tmp_path / "consumer.duckdb")) as connection:
        columns = connection.sql(
            "select table_name, column_name from information_schema.columns order by all"
        ).fetchall()
    assert columns == [
        ("reader", "reason"),
        ("recommendations", "customer_id"),
        ("recommendations", "why"),
        ("recommendations_v1", "customer_id"),
        ("recommendations_v1", "reason"),
    ]
    assert warning in project.run_unparsed("parse", "--warn-error", "--no-partial-parse").output
