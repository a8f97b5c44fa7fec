"""The project's variables, for the `var` of sqlfluff's Jinja."""

from pathlib import Path

import yaml

variables = yaml.safe_load(Path("dbt_project.yml").read_text())["vars"]
