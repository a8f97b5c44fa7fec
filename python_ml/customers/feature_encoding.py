"""Feature columns as a matrix of numbers, the same way at training and at scoring."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# More would make the matrix of many customers large, and rare ones teach the trees nothing.
MAXIMUM_CATEGORIES = 50
ARROW_TYPES = {
    "categorical": (pa.types.is_string, pa.types.is_large_string),
    "numeric": (
        pa.types.is_floating,
        pa.types.is_integer,
        pa.types.is_decimal,
        pa.types.is_boolean,
    ),
}


def learn_encoding(table: pa.Table, features: list[tuple[str, str]]) -> dict:
    """Decide how feature columns become numbers.

    Args:
        table: pyarrow.Table of n training rows.
        features: list of (name, type), type being "numeric" or "categorical".

    Returns:
        dict: the encoding, made of lists and strings so that it can be stored as JSON.

    Raises:
        ValueError: if a column is not there, or is not of its declared type.
    """
    encoding = []
    for name, kind in features:
        column = _column(table, name, kind)
        entry = {"name": name, "type": kind}
        if kind == "categorical":
            entry["categories"] = _frequent_categories(column)
        encoding.append(entry)
    return {"features": encoding}


def encode(table: pa.Table, encoding: dict) -> np.ndarray:
    """Turn feature columns into a matrix.

    A numeric column is one column of the matrix; missing and infinite values are NaN. A categorical
    one is a column per category seen in training (the 50 most frequent), 1 where the row has it; a
    missing value, or any other category, has 0 in all of them: the model falls back on other
    features.

    Args:
        table: pyarrow.Table of n rows; columns that are no features are ignored.
        encoding: result of `learn_encoding`.

    Returns:
        (n, p) float32 array.

    Raises:
        ValueError: if a column is not there, or is not of the type it had in training.
    """
    columns = []
    for feature in encoding["features"]:
        column = _column(table, feature["name"], feature["type"])
        if feature["type"] == "numeric":
            columns.append(_numbers(column))
        else:
            columns += [_equals(column, category) for category in feature["categories"]]
    if not columns:
        return np.empty((table.num_rows, 0), dtype=np.float32)
    return np.stack(columns, axis=1)


def encoded_names(encoding: dict) -> list[str]:
    """Names of the matrix's columns.

    Args:
        encoding: result of `learn_encoding`.

    Returns:
        list of str: the feature's name, or `name=category`.
    """
    names = []
    for feature in encoding["features"]:
        if feature["type"] == "numeric":
            names.append(feature["name"])
        else:
            names += [f"{feature['name']}={category}" for category in feature["categories"]]
    return names


def _column(table, name, kind):
    if name not in table.column_names:
        raise ValueError(
            f"The feature '{name}' is missing. Add the column to the features model, or train "
            "again without it (dbt build --select tag:train+).",
        )
    column = table.column(name).combine_chunks()
    if pa.types.is_null(column.type):
        return column.cast(pa.string() if kind == "categorical" else pa.float64())
    if not any(is_type(column.type) for is_type in ARROW_TYPES[kind]):
        raise ValueError(
            f"The feature '{name}' is declared {kind}, but its column is of type {column.type}. "
            "Cast the column, or correct the feature's metadata, and train again.",
        )
    return column


def _frequent_categories(column):
    counts = [
        (-count["counts"], count["values"])
        for count in column.drop_null().value_counts().to_pylist()
    ]
    return sorted(category for _, category in sorted(counts)[:MAXIMUM_CATEGORIES])


def _numbers(column):
    numbers = pc.cast(column, pa.float32(), safe=False)
    # What does not fit into 32 bits is infinite by now, and XGBoost refuses infinite values.
    finite = pc.if_else(pc.is_finite(numbers), numbers, None)
    return pc.fill_null(finite, np.nan).to_numpy(zero_copy_only=False)


def _equals(column, category):
    is_equal = pc.equal(column, category).fill_null(False)  # noqa: FBT003
    return pc.cast(is_equal, pa.float32()).to_numpy(zero_copy_only=False)
