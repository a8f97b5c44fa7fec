"""Which columns are features."""

import duckdb


def features_of(catalogue: duckdb.DuckDBPyRelation) -> list[tuple[str, str]]:
    """The features in their order.

    Args:
        catalogue: relation of feature_name, feature_type and feature_order.

    Returns:
        list of (name, type), type being "numeric" or "categorical".
    """
    ordered = catalogue.order("feature_order").project("feature_name, feature_type")
    return [(name, kind) for name, kind in ordered.fetchall()]
