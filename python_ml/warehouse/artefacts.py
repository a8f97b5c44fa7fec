"""Trained models as rows of a table: what is needed to score, and where it comes from."""

import hashlib
import json

import pandas as pd
import pyarrow as pa

SCHEMA = pa.schema(
    {
        "model_name": pa.string(),
        "model_version": pa.string(),
        "trained_from": pa.date32(),
        "trained_to": pa.date32(),
        "training_row_count": pa.int64(),
        "data_fingerprint": pa.string(),
        "features": pa.string(),
        "specification": pa.string(),
        "parameters": pa.string(),
        "metrics": pa.string(),
        "booster": pa.binary(),
    },
)


def artefact(
    model_name: str,
    rows: pa.Table,
    *,
    features: list,
    specification: dict,
    parameters: dict,
    metrics: dict,
    booster: bytes,
) -> dict:
    """One row of the table of artefacts.

    Args:
        model_name: str.
        rows: pyarrow.Table of the training rows, with as_of_date.
        features: list of the names of the matrix's columns.
        specification: dict of what scoring needs beside the boosters.
        parameters: dict of the training parameters.
        metrics: dict of out-of-fold metrics.
        booster: bytes.

    Returns:
        dict: with the columns of `SCHEMA`; the version is a hash of data, specification, parameters
        and booster, so that other code that trains another model gives another version.
    """
    dates = rows.column("as_of_date").to_pylist()
    fingerprint = data_fingerprint(rows)
    texts = [json.dumps(value, sort_keys=True) for value in (specification, parameters)]
    content = "|".join([fingerprint, *texts]).encode() + booster
    return {
        "model_name": model_name,
        "model_version": hashlib.sha256(content).hexdigest()[:16],
        "trained_from": min(dates),
        "trained_to": max(dates),
        "training_row_count": rows.num_rows,
        "data_fingerprint": fingerprint,
        "features": json.dumps(features),
        "specification": texts[0],
        "parameters": texts[1],
        "metrics": json.dumps(metrics, sort_keys=True),
        "booster": booster,
    }


def data_fingerprint(rows: pa.Table) -> str:
    """Hash of the content of a table.

    Args:
        rows: pyarrow.Table.

    Returns:
        str: 16 hexadecimal digits.
    """
    names = sorted(rows.column_names)
    row_hashes = pd.util.hash_pandas_object(rows.select(names).to_pandas(), index=False)
    digest = hashlib.sha256("|".join(names).encode() + row_hashes.to_numpy().tobytes())
    return digest.hexdigest()[:16]
