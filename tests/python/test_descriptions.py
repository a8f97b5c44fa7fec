"""What dbt docs show of public tables: what each column holds, who owns it, who reads it."""

import re

import pytest
from dbt_project import ROOT, DbtProject, name_of

# Words that say nothing of a column by themselves.
EMPTY_WORDS = set(
    re.findall(
        r"\w+",
        """a an and are as at be by for from had has have if in is it its no not of on one or than
        that the their them they this those to was were what when where which who whom whose with
        without""",
    ),
)
LEAST_WORDS = 2
LEAST_LENGTH = 4
ACCEPTED_WORDS = re.compile(r"^\w+ in \((?P<words>'\w+'(?:, '\w+')*)\)$")


def stem(word):
    return re.sub(r"(ies|es|s|ed|ing|d)$", "", word)


def words_beyond_the_name(name, description):
    """What a description says that the column's name does not."""
    known = {stem(part) for part in name.split("_")}
    words = re.findall(r"[a-z0-9]+", description.lower())
    return {word for word in words if word not in EMPTY_WORDS and stem(word) not in known}


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    return DbtProject(tmp_path_factory.mktemp("descriptions")).manifest()


@pytest.fixture(scope="module")
def public_models(manifest):
    models = [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["config"]["access"] == "public"
    ]
    assert len(models) > 80
    return models


def test_a_description_that_repeats_the_name_is_found():
    assert not words_beyond_the_name("accepted_row_count", "Rows that were accepted.")
    assert words_beyond_the_name("region", "Region of the sales team.") == {"sales", "team"}


def test_every_public_column_says_more_than_its_name(public_models):
    silent = [
        f"{model['name']}.{column['name']}: {column['description']}"
        for model in public_models
        for column in model["columns"].values()
        # The comment of a column is read without those of its neighbours.
        if len(words_beyond_the_name(column["name"], column["description"])) < LEAST_WORDS
        or len(column["description"].split()) < LEAST_LENGTH
    ]
    assert silent == []


def accepted_words(manifest, model):
    """Column -> the words it may hold, by its checks and tests."""
    for column in model["columns"].values():
        for constraint in column["constraints"]:
            found = ACCEPTED_WORDS.match(constraint["expression"] or "")
            if found:
                yield column, re.findall(r"'(\w+)'", found["words"])
    for node in manifest["nodes"].values():
        metadata = node.get("test_metadata") or {}
        is_meant = node.get("attached_node") == model["unique_id"]
        if is_meant and metadata.get("name") == "accepted_values":
            yield model["columns"][node["column_name"]], metadata["kwargs"]["values"]


def test_every_category_is_explained_or_listed(manifest, public_models):
    described = 0
    for model in public_models:
        for column, words in accepted_words(manifest, model):
            described += 1
            for word in words:
                assert re.search(rf"\b{word}\b", column["description"]), (model["name"], column)
    assert described > 25


def test_every_public_table_has_an_owner(manifest, public_models):
    owned = {group["name"] for group in manifest["groups"].values() if group["owner"]["email"]}
    assert {
        model["name"] for model in public_models if model["config"]["group"] not in owned
    } == set()


def test_the_overview_names_tables_that_there_are(manifest, public_models):
    (overview,) = [
        doc["block_contents"]
        for doc in manifest["docs"].values()
        if doc["name"] == "__overview__" and doc["package_name"] == "next_best_action"
    ]
    tables = overview[overview.index("## Where") : overview.index("## The rooms")]
    named = set(re.findall(r"`(\w+)`", tables))
    assert len(named) > 20
    assert named <= {model["name"] for model in public_models}


@pytest.mark.parametrize("reader", ["report", "explorer"])
def test_an_exposure_lists_what_the_reader_reads(manifest, public_models, reader):
    names = {model["name"] for model in public_models}
    read = set()
    for path in (ROOT / "python_ml" / reader).rglob("*.py"):
        read |= set(re.findall(r"\b(?:from|join) (\w+)", path.read_text())) & names
    exposure = manifest["exposures"][f"exposure.next_best_action.{reader}"]
    assert {name_of(node) for node in exposure["depends_on"]["nodes"]} == read


def test_metrics_cannot_collide_with_those_of_an_installing_project(manifest):
    models = manifest["semantic_models"].values()
    names = [node["name"] for node in [*manifest["metrics"].values(), *models]]
    names += [measure["name"] for model in models for measure in model["measures"]]
    assert len(names) > 15
    assert [name for name in names if not name.startswith("nba_")] == []


def test_metrics_ask_for_figures_that_there_are(manifest):
    models = {node["name"]: node for node in manifest["nodes"].values()}
    figures = models["headline_figures"]["columns"]["figure"]["description"]
    figures += models["business_impact"]["columns"]["measure"]["description"]
    filters = [
        condition["where_sql_template"]
        for metric in manifest["metrics"].values()
        for condition in (metric["filter"] or {}).get("where_filters", [])
    ]
    asked = {figure for text in filters for figure in re.findall(r"= '(\w+)'", text)}
    assert {"success_rate", "return_on_investment", "cost_amount"} <= asked
    assert asked <= set(re.findall(r"\w+", figures))


def test_the_page_lists_the_versions_that_there_are(manifest):
    page = (ROOT / "docs" / "compatibility.md").read_text()
    row = r"^\| `(\w+)` \| (\d+) \| `(\w+)` \| ([\d-]*) *\|$"
    listed = set(re.findall(row, page, re.MULTILINE))
    assert listed == {
        (node["name"], str(node["version"]), node["alias"], node["deprecation_date"] or "")
        for node in manifest["nodes"].values()
        if node.get("version")
    }


def test_the_latest_version_of_a_public_table_has_its_name(public_models):
    latest = [model for model in public_models if model["version"] == model["latest_version"]]
    assert [model["name"] for model in latest if model["alias"] != model["name"]] == []
