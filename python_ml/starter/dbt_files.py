"""The files by which dbt knows the project: project, profile, package, sources, seeds, Makefile."""

import json
from dataclasses import dataclass

from python_ml.starter.proposal import Proposal

COMPANY_FOLDER = """\
  # The folder that your files lie in. New exports of the same names are read as they are.
  company_folder: {folder}
"""
AS_OF_DATE = """\
  # CHECK: the day after the newest fact, without some days in the future.
  nba_as_of_date: "{day}"
"""
NEWEST_FACT = """\
  # The day decisions are made for, as YYYY-MM-DD. Empty: the day after the newest fact.
  nba_as_of_date: ""
"""


@dataclass(frozen=True)
class Package:
    """Where the project gets Next Best Action from.

    Attributes:
        address: path of a folder, or address of a Git repository.
        revision: of the Git repository; empty for a folder.
    """

    address: str
    revision: str


def dbt_project(name: str, proposal: Proposal, staged: list[str]) -> str:
    """dbt_project.yml.

    Args:
        name: name of the project.
        proposal: what was found.
        staged: inputs that the project brings models for.

    Returns:
        str: YAML.
    """
    replaced = "".join(f"      stg_raw__{table}: {{+enabled: false}}\n" for table in staged)
    folder = json.dumps(str(proposal.origin.path))
    data = "" if proposal.origin.is_database else COMPANY_FOLDER.format(folder=folder)
    day = proposal.as_of_date
    time = AS_OF_DATE.format(day=day) if day else NEWEST_FACT
    return f"""name: {name}
version: "0.1.0"
config-version: 2
profile: {name}

flags:
  send_anonymous_usage_stats: false
  # The package is meant to read models of this project, in the place of those disabled below.
  warn_error_options:
    silence: [PackageNodeDependsOnRootProjectNode]

models:
  {name}:
    staging:
      +materialized: view
  next_best_action:
    staging:
      # This project brings its own models of the same names.
{replaced}
seeds:
  {name}:
    # Settings are text that the package checks.
{_seed_types(proposal.settings)}
vars:
{data}{time}  # CHECK: money that may be spent on actions, in your currency.
  nba_budget_amount: 1000
  # CHECK: share of your revenue that is margin.
  nba_gross_margin_rate: 0.8
"""


def profiles(name: str, proposal: Proposal) -> str:
    """profiles.yml.

    Args:
        name: name of the profile.
        proposal: what was found.

    Returns:
        str: YAML.
    """
    attached = ""
    if proposal.origin.is_database:
        attached = (
            "      # Your own database; it is only read.\n"
            "      attach:\n"
            f"        - path: {json.dumps(str(proposal.origin.path))}\n"
            "          alias: company\n"
            "          read_only: true\n"
        )
    return f"""{name}:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: "{{{{ env_var('NBA_DATABASE_PATH', 'warehouse/nba.duckdb') }}}}"
      threads: 2
      # The package brings the Python that its models import.
      module_paths: ["dbt_packages/next_best_action"]
{attached}      config_options:
        storage_compatibility_version: "v1.4.0"
      settings:
        TimeZone: UTC
        preserve_insertion_order: false
"""


def packages(package: Package) -> str:
    """packages.yml.

    Args:
        package: where Next Best Action is.

    Returns:
        str: YAML.
    """
    if package.revision:
        address, revision = json.dumps(package.address), json.dumps(package.revision)
        return f"packages:\n  - git: {address}\n    revision: {revision}\n"
    return f"packages:\n  - local: {json.dumps(package.address)}\n"


def sources(proposal: Proposal) -> str:
    """The company's files as sources of dbt, each with the dialect it was read in.

    Args:
        proposal: what was found.

    Returns:
        str: YAML.
    """
    folder = "{{ var('company_folder') | replace(\"'\", \"''\") }}"
    lines = ["version: 2", "", "sources:", "  - name: company", "    tables:"]
    for source in proposal.origin.sources:
        reader = source.relation.replace("{folder}", folder)
        # What stands in brackets is taken as it is.
        location = f"(select * from {reader})" if proposal.origin.is_database else reader
        lines += [
            f"      - name: {source.name}",
            f"        description: {json.dumps(source.label)}",
            "        config:",
            "          meta:",
            f"            external_location: {json.dumps(location, ensure_ascii=False)}",
        ]
    return "\n".join(lines) + "\n"


def _seed_types(settings):
    """All text, which the contract casts and judges; dbt would guess types from the first lines."""
    return "".join(
        f"    {setting.name}:\n      +column_types:\n"
        + "".join(f"        {column}: varchar\n" for column in setting.columns)
        for setting in settings
    )


def makefile(package: Package) -> str:
    """The Makefile.

    Args:
        package: where Next Best Action is.

    Returns:
        str: Makefile.
    """
    if package.revision:
        place = "VENV ?= .venv\n"
        install = (
            "\tpython3 -m venv $(VENV)\n"
            "\t$(BIN)/pip install --quiet 'dbt-core>=1.11.16,<1.12' 'dbt-duckdb>=1.11.1,<1.12'\n"
            "\t$(BIN)/dbt deps --quiet\n"
            "\t$(BIN)/pip install --quiet --require-hashes "
            "--requirement dbt_packages/next_best_action/requirements/lock.txt\n"
            "\ttouch $@\n"
        )
    else:
        place = f"ENGINE := {package.address}\nVENV ?= $(ENGINE)/.venv\n"
        install = "\t$(MAKE) -C $(ENGINE) setup VENV=$(abspath $(VENV))\n"
    return f"""{place}BIN := $(VENV)/bin
export PYTHONPATH := dbt_packages/next_best_action
export DBT_PROFILES_DIR := .

.PHONY: help
help:  ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) \\
		| awk -F ':.*## ' '{{printf "%-14s %s\\n", $$1, $$2}}'

$(VENV)/installed:
{install}
dbt_packages/installed: packages.yml | $(VENV)/installed
	@$(BIN)/dbt deps --quiet
	@touch $@

.PHONY: setup
setup: dbt_packages/installed  ## Create the environment and install the package

.PHONY: check-inputs
check-inputs: setup  ## What of your data fits, what is quarantined and why
	@$(BIN)/dbt build --quiet --indirect-selection cautious --select +next_best_action.inputs; \\
		built=$$?; $(BIN)/python -m python_ml.inputs && exit $$built

.PHONY: build
build: setup  ## Recommendations, published to published/nba.duckdb
	@$(BIN)/dbt build --quiet

.PHONY: summary
summary:  ## The last build in a few lines
	@$(BIN)/python -m python_ml.publication.summary

.PHONY: report
report:  ## The last build as a page of pictures, published/report.html
	@$(BIN)/python -m python_ml.report
"""


GITIGNORE = "dbt_packages/\nlogs/\npublished/\ntarget/\nwarehouse/*.duckdb*\n.venv/\n"
