"""Everything that the pages name is there: targets, models, variables, options, files, headings."""

import csv
import importlib
import io
import re
import shlex
import sys

import numpy as np
import pytest
import yaml
from dbt.cli.main import cli
from dbt_project import ROOT, DbtProject, model_id, name_of
from guides import (
    PAGES,
    SHELL_WORDS,
    all_blocks,
    blocks,
    is_command_block,
    prose,
    shell_commands,
    words_of,
)

from python_ml.starter.dbt_files import Package, makefile

# Commands that are not the project's own, and why nothing here checks them.
FOREIGN = {
    "mf": "MetricFlow is not part of the lock",
    "pip": "tests install nothing",
}
COMMANDS = [(place, words) for place, words in shell_commands() if words[0] not in SHELL_WORDS]
CHECKED = [(place, words) for place, words in COMMANDS if words[0] not in FOREIGN]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    return DbtProject(tmp_path_factory.mktemp("guides")).manifest()


@pytest.fixture(scope="module")
def names(manifest):
    """Names that a selection may hold."""
    nodes = [
        *manifest["nodes"].values(),
        *manifest["exposures"].values(),
    ]
    rooms = {part for node in nodes for part in node["fqn"]}
    return {node["name"] for node in nodes} | rooms


def targets(text):
    return set(re.findall(r"^([a-z0-9.-]+):", text, re.MULTILINE))


OWN_TARGETS = targets((ROOT / "Makefile").read_text())
STARTER_TARGETS = targets(makefile(Package("../next_best_action", "")))
SELECTORS = {
    selector["name"]
    for selector in yaml.safe_load((ROOT / "selectors.yml").read_text())["selectors"]
}
VARIABLES = set(yaml.safe_load((ROOT / "dbt_project.yml").read_text())["vars"])
DBT_TARGETS = set(
    yaml.safe_load((ROOT / "profiles.yml").read_text())["next_best_action"]["outputs"]
)
MACROS = {path.stem for path in (ROOT / "macros").rglob("*.sql")}


def unknown_in_make(words, targets_here=OWN_TARGETS):
    """What a call of make names that is not there."""
    known = targets_here
    rest = iter(words[1:])
    missing = []
    for word in rest:
        if word == "-C":
            next(rest)
            known = STARTER_TARGETS
        elif "=" not in word and not word.startswith("-") and word not in known:
            missing.append(word)
    return missing


def parsed_dbt(words):
    """The parameters of a call of dbt.

    Raises:
        click.ClickException: if dbt does not know one of them.
    """
    command = cli
    words = words[1:]
    while words and not words[0].startswith("-") and hasattr(command, "commands"):
        command, words = command.get_command(None, words[0]) or command, words[1:]
    if not words and hasattr(command, "commands"):
        # A family of commands, named as such.
        return {}
    return command.make_context(command.name, list(words)).params


def unknown_in_dbt(words, names):
    """What a call of dbt names that is not there."""
    parameters = parsed_dbt(words)
    missing = []
    for selected in parameters.get("select") or ():
        name = selected.split(":")[-1].strip("+@").split(".")[-1]
        missing += [name] if name not in names else []
    if parameters.get("selector") and parameters["selector"] not in SELECTORS:
        missing.append(parameters["selector"])
    missing += [name for name in parameters.get("vars") or () if name not in VARIABLES]
    if parameters.get("target") and parameters["target"] not in DBT_TARGETS:
        missing.append(parameters["target"])
    return missing


def help_of(module, arguments, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [module, *arguments, "--help"])
    main = importlib.import_module(f"{module}.__main__").main
    with pytest.raises(SystemExit) as left:
        main()
    text = capsys.readouterr().out
    assert left.value.code == 0
    return text


def test_pages_are_found():
    assert len(PAGES) > 25
    assert len(COMMANDS) > 60
    assert {words[0] for _, words in CHECKED} == {"make", "dbt", "python"}


@pytest.mark.parametrize(
    ("place", "words"),
    [case for case in CHECKED if case[1][0] == "make"],
    ids=lambda value: shlex.join(value) if isinstance(value, list) else value,
)
def test_targets_of_make_are_there(place, words):
    # Within text a target may be that of the project which the starter wrote.
    known = OWN_TARGETS if ":" in place else OWN_TARGETS | STARTER_TARGETS
    assert unknown_in_make(words, known) == [], place


def test_selections_variables_and_options_of_dbt_are_there(names):
    calls = [case for case in CHECKED if case[1][0] == "dbt"]
    assert len(calls) > 20
    for place, words in calls:
        assert unknown_in_dbt(words, names) == [], (place, words)


def test_what_is_not_there_is_seen(names):
    assert unknown_in_make(["make", "reports"]) == ["reports"]
    assert unknown_in_dbt(words_of("dbt build -s +recommendation"), names) == ["recommendation"]
    assert unknown_in_dbt(words_of("dbt build --selector scores"), names) == ["scores"]
    assert unknown_in_dbt(words_of("dbt build --vars '{nba_budget: 1}'"), names) == ["nba_budget"]
    with pytest.raises(Exception, match="No such option"):
        unknown_in_dbt(words_of("dbt build --selection x"), names)


MODULE_CALLS = [
    (place, words) for place, words in CHECKED if words[0] == "python" and words[1] == "-m"
]


@pytest.mark.parametrize(
    ("place", "words"),
    MODULE_CALLS,
    ids=lambda value: shlex.join(value) if isinstance(value, list) else value,
)
def test_modules_and_their_options_are_there(place, words, monkeypatch, capsys):
    module, *arguments = words[2:]
    if not (ROOT / module.replace(".", "/") / "__main__.py").exists():
        # A module that is one file and takes no arguments.
        assert (ROOT / module.replace(".", "/")).with_suffix(".py").exists(), place
        assert arguments == [], place
        return
    command = [word for word in arguments[:1] if word.isalpha() and word.islower()]
    known = help_of(module, command, monkeypatch, capsys)
    default = re.search(r"^ +(\w+) .*\(the default\)", known, re.MULTILINE)
    if default and not command:
        known = help_of(module, [default.group(1)], monkeypatch, capsys)
    for option in (word for word in arguments if word.startswith("--")):
        assert re.search(rf"{option}\b", known), (place, option)


def test_all_other_commands_are_listed_with_a_reason():
    foreign = {words[0] for _, words in COMMANDS} - {"make", "dbt", "python"}
    assert foreign <= set(FOREIGN)


@pytest.mark.parametrize("block", all_blocks("yaml"), ids=str)
def test_yaml_is_yaml(block):
    assert yaml.safe_load(block.text)


@pytest.mark.parametrize("block", all_blocks("csv"), ids=str)
def test_rows_of_settings_have_the_columns_of_the_contract(block):
    header, *rows = csv.reader(io.StringIO(block.text))
    columns = (ROOT / "macros" / "inputs" / "raw_columns.sql").read_text()
    assert [name for name in header if f"'{name}'" not in columns] == []
    assert rows
    assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("block", all_blocks("python"), ids=str)
def test_python_runs(block):
    draws = np.random.default_rng(0)
    X = draws.normal(size=(400, 3))
    action = draws.integers(0, 2, 400)
    surroundings = {
        "X": X,
        "X_new": X[:5],
        "action": action,
        "outcome": X[:, 0] * action + draws.normal(size=400),
    }
    exec(compile(block.text, str(block), "exec"), surroundings)
    assert surroundings["uplift"].shape == (5, 1)
    added_up = surroundings["shares"].sum(axis=1)
    # Boosters predict in single precision.
    np.testing.assert_allclose(added_up, surroundings["uplift"][:, 0], atol=1e-5)


def test_every_block_has_a_language_that_is_checked_or_shows_something():
    checked = {"sql", "sh", "bash", "yaml", "csv", "python"}
    shown = {"text", "mermaid"}
    for page in PAGES:
        for block in blocks(page):
            assert block.language in checked | shown or not block.language, block
            # What is typed is in a block of shell, or begins with a program in every line.
            begins = re.search(r"^(?:\$ )?(?:make|dbt|python) ", block.text, re.MULTILINE)
            if block.language in shown | {""} and begins:
                assert is_command_block(block), block


def test_names_that_begin_like_variables_are_somewhere_in_the_project():
    text = "\n".join(
        path.read_text()
        for folder in ("models", "macros", "seeds/settings", "seeds/defaults", "python_ml")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".sql", ".yml", ".py", ".csv", ".md"}
    )
    known = VARIABLES | set(re.findall(r"\bnba_\w+", text))
    for page in PAGES:
        # What stands before two underscores is a name, and what stands after them a part of it.
        named = {name.partition("__")[0] for name in re.findall(r"`(nba_\w+)`", prose(page))}
        assert named <= known, (page.name, named - known)


def anchor(heading):
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def headings(page):
    return {anchor(line.lstrip("#")) for line in prose(page).splitlines() if line.startswith("#")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if target.startswith(("http://", "https://")):
            continue
        name, _, heading = target.partition("#")
        linked = (page.parent / name).resolve() if name else page
        assert linked.exists(), target
        if heading:
            assert heading in headings(linked), target


def test_every_guide_is_linked_from_the_readme():
    linked = set(re.findall(r"\]\((docs/[\w-]+\.md)", (ROOT / "README.md").read_text()))
    there = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    assert linked == there


def sections(page):
    """Heading of the third level -> its text."""
    parts = re.split(r"^### ", page.read_text(), flags=re.MULTILINE)[1:]
    return {part.splitlines()[0]: part.split("\n## ")[0] for part in parts}


def test_every_public_table_is_explained_with_its_grain_and_a_query_of_it(manifest):
    nodes = manifest["nodes"]
    listed = nodes[model_id(manifest, "int_public_tables_listed")]["depends_on"]["nodes"]
    published = {name_of(node) for node in listed if node.startswith("model.")}
    explained = sections(ROOT / "docs" / "tables.md")
    assert set(explained) == published | {"publications"}
    for name, text in explained.items():
        grain = re.split(r"[:.]", nodes[model_id(manifest, name)]["description"], maxsplit=1)[0]
        assert " ".join(grain.split()) in text, name
        assert re.search(rf"\bfrom {name}\b", text), name
        # What its answer says.
        assert len(text.split("```")[-1].split()) > 5, name
