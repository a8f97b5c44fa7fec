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
    """A project that installs it, and has a model with two versions as the page says."""
    root = tmp_path_factory.mktemp("consumer")
    (root / "dbt_project.yml").write_text(PROJECT)
    (root / "profiles.yml").write_text(PROFILES)
    models = root / "models"
    models.mkdir()
    (versions,) = [
        block.text
        for block in blocks(ROOT / "docs" / "compatibility.md")
        if "latest_version" in block.text
    ]
    # A model of the page's name is the package's own; and a date of the past would be a warning.
    versions = re.sub(r"\d{4}-\d\d-\d\d", "2999-01-01", versions)
    (models / "own.yml").write_text(versions.replace("customer_segments", "own_segments"))
    for version in (1, 2):
        (models / f"own_segments_v{version}.sql").write_text(f"select {version} as segment")
    return DbtProject(root / "run", root, profiles=root)


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
        command = ["parse", "--quiet", "--warn-error", "--show-all-deprecations"]
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
    assert nodes["model.next_best_action.recommendations"].access == "public"
    # The new version keeps the name of the relation.
    assert nodes["model.consumer.own_segments.v2"].alias == "own_segments"
    assert nodes["model.consumer.own_segments.v1"].alias == "own_segments_v1"
