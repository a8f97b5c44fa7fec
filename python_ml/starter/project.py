"""Writes the project."""

from pathlib import Path

from python_ml.starter import dbt_files, documents
from python_ml.starter.dbt_files import Package
from python_ml.starter.names import identifier
from python_ml.starter.proposal import Proposal
from python_ml.starter.staging import outcomes_model, staging_model


def project_files(name: str, proposal: Proposal, package: Package) -> dict[str, str]:
    """The files of the project.

    Args:
        name: name of the project.
        proposal: what was found.
        package: where Next Best Action is.

    Returns:
        dict: path in the project -> text.
    """
    models = {
        table: staging_model(match, proposal.profiles[match.source.name])
        for table, match in proposal.matching.tables.items()
    }
    if proposal.metrics:
        models["customer_outcomes"] = outcomes_model(proposal.metrics)
    return {
        "README.md": documents.readme(name, proposal),
        "settings.md": documents.settings_page(proposal.settings),
        "Makefile": dbt_files.makefile(package),
        "dbt_project.yml": dbt_files.dbt_project(name, proposal, list(models)),
        "profiles.yml": dbt_files.profiles(name, proposal),
        "packages.yml": dbt_files.packages(package),
        ".gitignore": dbt_files.GITIGNORE,
        "warehouse/.gitkeep": "",
        "models/staging/_sources.yml": dbt_files.sources(proposal),
        **{f"models/staging/stg_raw__{table}.sql": sql for table, sql in models.items()},
        **{f"seeds/{setting.name}.csv": setting.as_csv() for setting in proposal.settings},
    }


def project_name(folder: Path) -> str:
    """The name dbt knows the project by.

    Args:
        folder: folder of the project.

    Returns:
        str: lower case, with underscores.

    Raises:
        ValueError: if the folder's name cannot be one.
    """
    name = identifier(folder.resolve().name)
    if not name[0].isalpha() or name == "next_best_action":
        raise ValueError(
            f"A project cannot be called '{name}'. Let the folder's name begin with a letter, "
            "and not be "
            "next_best_action."
        )
    return name


def require_free(folder: Path, *, force: bool) -> None:
    """Make sure that nothing of the user's is written over.

    Args:
        folder: folder of the project.
        force: whether files may be written over.

    Raises:
        ValueError: if there is something in the folder, or it is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"'{folder}' is a file. Name a folder for the project.")
    if folder.exists() and any(folder.iterdir()) and not force:
        raise ValueError(
            f"'{folder}' is not empty, and nothing in it was changed. Name another folder, or "
            "add --force "
            "to write over the files the starter writes."
        )


def write_project(folder: Path, files: dict[str, str]) -> None:
    """Write the files.

    Args:
        folder: folder of the project; it is made.
        files: path in the project -> text.

    Raises:
        OSError: if a file cannot be written.
    """
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
