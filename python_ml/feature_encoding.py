"""Feature columns as a matrix of numbers, the same way at training and at scoring."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


def learn_encoding(table, features):
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
            entry["categories"] = sorted(column.drop_null().unique().to_pylist())
        encoding.append(entry)
    return {"features": encoding}


def encode(table, encoding):
    """Turn feature columns into a matrix.

    A numeric column is one column of the matrix, missing values are NaN. A categorical one is a
    column per category seen in training, 1 where the row has it; a missing value, or a category
    that was not seen in training, has 0 in all of them: the model falls back on other features.

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


def encoded_names(encoding):
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
    is_text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
    if pa.types.is_null(column.type):
        return column.cast(pa.string() if kind == "categorical" else pa.float64())
    if is_text != (kind == "categorical"):
        raise ValueError(
            f"The feature '{name}' is declared {kind}, but its column is of type {column.type}. "
            "Cast the column, or correct the feature's metadata, and train again.",
        )
    return column


def _numbers(column):
    numbers = pc.cast(column, pa.float32(), safe=False)
    return pc.fill_null(numbers, np.nan).to_numpy(zero_copy_only=False)


def _equals(column, category):
    is_equal = pc.equal(column, category).fill_null(False)  # noqa: FBT003
    return pc.cast(is_equal, pa.float32()).to_numpy(zero_copy_only=False)
