"""Models lie in rooms; data walks down them, and docs/architecture.md draws it."""

import re
from pathlib import Path

import pytest
import yaml
from dbt_project import ROOT

MODELS = ROOT / "models"
# From the top down: a model reads its own sub-room and what stands before it.
ROOMS = {
    "staging": [],
    "inputs": ["checks", "quality", "company", "actions", "experiments", "memory"],
    "history": [],
    "customers": ["", "baselines", "profiles"],
    "obligations": [],
    "decision_points": [],
    "experiments": ["assignment", "measures", "design", "health", "readout", "verdict"],
    "uplift": [
        *("training_rows", "propensity", "cross_fitting", "race", "evaluation", "registry"),
        "scores",
    ],
    "decisions": [
        *("segments", "policy_tree", "eligibility", "evidence", "thompson_sampling", "values"),
        *("resources", "exploration", "allocation", "recommendations", "funnel", "scenarios"),
    ],
    "learning": ["log", "rewards", "policy_value", "effects", "impact", "advice", "oracle"],
    "monitoring": ["drift", "promises", "fairness", "budget", "data_quality", "alerts"],
    "activation": [],
    "publication": [],
}
ORDER = [(room, part) for room, parts in ROOMS.items() for part in parts or [""]]
YAML_LINES = 410
FILES = sorted(path for path in MODELS.rglob("*") if path.suffix in {".sql", ".py"})


def place(path):
    """Room and sub-room of a model; the latter is empty where a room has none."""
    room, *parts = path.relative_to(MODELS).parent.parts
    return room, "/".join(parts)


PLACES = {path.stem: place(path) for path in FILES}


def read_by(path):
    text = path.read_text()
    names = re.findall(r"""\bref\(\s*['"](\w+)['"]\s*\)""", text)
    names += [f"stg_raw__{name}" for name in re.findall(r"staged_input\('(\w+)'\)", text)]
    return {name for name in names if name in PLACES}


def arrows_between_rooms():
    return {
        (PLACES[name][0], place(path)[0])
        for path in FILES
        for name in read_by(path)
        if PLACES[name][0] != place(path)[0]
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_model_reads_its_own_sub_room_and_those_above_it(path):
    for name in read_by(path):
        assert ORDER.index(PLACES[name]) <= ORDER.index(place(path)), name


def test_every_folder_of_models_is_a_room_that_is_listed():
    assert {place(path) for path in FILES} == set(ORDER)


@pytest.mark.parametrize(
    "path",
    sorted(path for path in MODELS.rglob("*__models.yml")),
    ids=lambda path: path.stem,
)
def test_a_yaml_file_is_short_and_describes_the_models_beside_it(path):
    text = path.read_text()
    assert text.count("\n") <= YAML_LINES
    beside = {file.stem for file in path.parent.iterdir()}
    assert {model["name"] for model in yaml.safe_load(text)["models"]} <= beside


def test_the_picture_in_the_guide_shows_the_arrows_that_there_are():
    guide = (ROOT / "docs" / "architecture.md").read_text()
    (picture,) = re.findall(r"```mermaid\n(.*?)```", guide, re.DOTALL)
    drawn = set()
    for line in picture.splitlines():
        if "-->" in line:
            *sources, target = (part.strip() for part in re.split(r"-->|&", line))
            drawn |= {(source, target) for source in sources}
    assert drawn == arrows_between_rooms()


def test_the_guide_names_every_room_and_sub_room():
    guide = (ROOT / "docs" / "architecture.md").read_text()
    for room, part in ORDER:
        assert f"`{Path(room, part)}/`" in guide
