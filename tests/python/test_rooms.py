"""The rooms of python_ml mirror those of models/, and know only those above them."""

import ast
from graphlib import TopologicalSorter

import pytest
from dbt_project import ROOT

PACKAGE = ROOT / "python_ml"
# From the top down: a room may import itself and what stands before it.
ROOMS = [
    *("progress", "threads"),
    *("warehouse", "inputs", "estimation", "customers", "experiments", "learners", "evaluation"),
    *(
        "uplift",
        "decisions",
        "learning",
        "monitoring",
        "publication",
        "activation",
        "report",
        "explorer",
        "governance",
        "starter",
        "simulator",
    ),
]
# Named after no room of models/: what Python models share, methods, pictures, a page to look around
# in, the start of a project, and made-up worlds.
WITHOUT_MODELS = {
    *(
        "progress",
        "threads",
        "warehouse",
        "estimation",
        "learners",
        "evaluation",
        "report",
        "explorer",
        "governance",
        "starter",
    ),
    "simulator",
}


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path): path for path in PACKAGE.rglob("*.py")}


def imported(path):
    """Modules of python_ml that a file imports, whether as a whole or for one of their names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in MODULES}
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            for alias in node.names:
                member = f"{node.module}.{alias.name}"
                found.add(member if member in MODULES else node.module)
    return found


def room_of(name):
    return name.split(".")[1]


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"python_ml"}))
def test_a_room_imports_only_itself_and_rooms_above_it(name):
    for other in imported(MODULES[name]):
        assert ROOMS.index(room_of(other)) <= ROOMS.index(room_of(name)), other


def test_no_module_leads_back_to_itself():
    # Raises an error that names the modules if there is a circle.
    order = TopologicalSorter({name: imported(path) for name, path in MODULES.items()})
    assert set(order.static_order()) == set(MODULES)


def test_what_a_package_offers_is_imported_from_the_package():
    """dbt's threads import at once: one that starts with a part and one that starts with the whole
    would wait for each other, and Python then hands out a half-made module.
    """
    offering = {
        name
        for name, path in MODULES.items()
        if path.stem == "__init__" and any(m.startswith(f"{name}.") for m in imported(path))
    }
    assert {"python_ml.learners", "python_ml.decisions.resource_allocation"} <= offering
    users = {**MODULES, **{str(path): path for path in (ROOT / "models").rglob("*.py")}}
    for name, path in users.items():
        for other in imported(path):
            package = other.rpartition(".")[0]
            assert package not in offering or name.startswith(package), (name, other)


def test_a_python_model_imports_its_own_room():
    models = [path for path in (ROOT / "models").rglob("*.py") if "oracle" not in path.parts]
    assert models
    for path in models:
        room = path.relative_to(ROOT / "models").parts[0]
        rooms = {room_of(name) for name in imported(path)}
        assert room in rooms, path.name
        assert max(rooms, key=ROOMS.index) == room, path.name


def test_rooms_are_named_after_those_of_the_models():
    rooms = {path.name for path in (ROOT / "models").iterdir() if path.is_dir()}
    assert set(ROOMS) - WITHOUT_MODELS <= rooms


def public_functions(path):
    tree = ast.parse(path.read_text())
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for node in [*tree.body, *(member for owner in classes for member in owner.body)]:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


@pytest.mark.parametrize("name", sorted(MODULES))
def test_public_functions_are_annotated(name):
    for node in public_functions(MODULES[name]):
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        bare = [a.arg for a in arguments if a.annotation is None and a.arg not in {"self", "cls"}]
        assert not bare, (node.name, bare)
        assert node.returns is not None, node.name
