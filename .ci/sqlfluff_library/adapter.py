"""What sqlfluff's Jinja sees as dbt's `adapter`."""


def dispatch(name, _package=None):
    """Stand in for an engine's version of a macro by a function call of the same name."""
    return lambda *arguments: f"{name}({', '.join(map(str, arguments))})"
