"""Uplift models as they are stored: several boosters in one value."""

import base64
import json
from collections.abc import Iterator

import pyarrow as pa

MODEL_PREFIX = "uplift_"


def stored_models(artefacts: pa.Table) -> Iterator[tuple[dict, dict, dict]]:
    """Uplift models among the stored ones, in the order of their names.

    Args:
        artefacts: pyarrow.Table of `artefacts.SCHEMA`.

    Yields:
        tuple: the row as dict, its specification, and its boosters by what they are for.
    """
    for model in artefacts.sort_by("model_name").to_pylist():
        if model["model_name"].startswith(MODEL_PREFIX):
            yield model, json.loads(model["specification"]), _unpacked(model["booster"])


def packed(**parts) -> bytes:
    """Boosters by what they are for, as one value.

    Args:
        **parts: lists of bytes.

    Returns:
        bytes: JSON.
    """
    stored = {name: [base64.b64encode(b).decode() for b in blobs] for name, blobs in parts.items()}
    return json.dumps(stored, sort_keys=True).encode()


def _unpacked(blob):
    stored = json.loads(blob)
    return {name: [base64.b64decode(text) for text in texts] for name, texts in stored.items()}
