"""What sqlfluff's Jinja sees as dbt's `graph`."""

nodes = {}
