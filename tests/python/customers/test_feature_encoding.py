import datetime as dt
import json
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from python_ml.customers.feature_encoding import (
    MAXIMUM_CATEGORIES,
    encode,
    encoded_names,
    learn_encoding,
)

FEATURES = [("plan", "categorical"), ("seats", "numeric")]


def customers(plan, seats):
    return pa.table(
        {"customer_id": [str(i) for i in range(len(plan))], "plan": plan, "seats": seats}
    )


@pytest.fixture
def encoding():
    return learn_encoding(customers(["pro", "basic", None, "pro"], [1.0, 2.0, None, 4.0]), FEATURES)


def numbers(values, arrow_type=None):
    table = pa.table({"x": pa.array(values, arrow_type)})
    return encode(table, learn_encoding(table, [("x", "numeric")]))[:, 0].tolist()


def test_a_category_becomes_one_column_each_and_a_number_stays_one(encoding):
    assert encoded_names(encoding) == ["plan=basic", "plan=pro", "seats"]
    matrix = encode(customers(["pro", "basic"], [3.0, None]), encoding)
    assert matrix.dtype == np.float32
    np.testing.assert_array_equal(matrix, [[0, 1, 3], [1, 0, np.nan]])


def test_an_encoding_survives_being_stored_as_json(encoding):
    stored = json.loads(json.dumps(encoding))
    rows = customers(["pro", None], [1.0, 2.0])
    np.testing.assert_array_equal(encode(rows, stored), encode(rows, encoding))


def test_the_order_of_training_rows_and_of_columns_does_not_matter(encoding):
    rows = customers(["pro", "basic", None, "pro"], [1.0, 2.0, None, 4.0])
    assert learn_encoding(rows.take([3, 1, 0, 2]), FEATURES) == encoding
    swapped = rows.select(["seats", "plan", "customer_id"])
    np.testing.assert_array_equal(encode(swapped, encoding), encode(rows, encoding))


def test_an_unseen_or_missing_category_has_zeros_in_all_its_columns(encoding):
    matrix = encode(customers(["platinum", None], [1.0, 1.0]), encoding)
    np.testing.assert_array_equal(matrix[:, :2], 0)


def test_only_the_most_frequent_of_many_categories_get_a_column():
    names = [f"manager {i:03d}" for i in range(MAXIMUM_CATEGORIES + 10)]
    table = pa.table({"x": names + names[10:]})
    (feature,) = learn_encoding(table, [("x", "categorical")])["features"]
    assert feature["categories"] == names[10:]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([True, False], [1, 0]),
        ([3, 4], [3, 4]),
        ([Decimal("1.50"), Decimal("2.25")], [1.5, 2.25]),
    ],
    ids=["boolean", "integer", "decimal"],
)
def test_every_kind_of_number_is_a_number(values, expected):
    assert numbers(values) == expected


def test_missing_and_not_finite_numbers_count_as_missing():
    assert np.isnan(numbers([None, np.nan, np.inf, -np.inf, 1e300])).all()


def test_a_column_without_any_value_is_all_missing_or_has_no_categories():
    assert np.isnan(numbers([None, None])).all()
    nothing = pa.table({"x": pa.nulls(2)})
    encoding = learn_encoding(nothing, [("x", "categorical")])
    assert encode(nothing, encoding).shape == (2, 0)
    # A category that turns up later is an unseen one.
    assert encode(pa.table({"x": ["a"]}), encoding).shape == (1, 0)


def test_no_rows_give_a_matrix_of_no_rows(encoding):
    assert encode(customers(["pro"], [1.0]).slice(0, 0), encoding).shape == (0, 3)


def test_a_missing_feature_is_named_with_what_to_do(encoding):
    rows = customers(["pro"], [1.0]).drop_columns("seats")
    with pytest.raises(ValueError, match="The feature 'seats' is missing"):
        encode(rows, encoding)


@pytest.mark.parametrize(
    ("plan", "seats", "sentence"),
    [
        (["pro"], ["many"], "'seats' is declared numeric, but its column is of type string"),
        ([7.0], [1.0], "'plan' is declared categorical, but its column is of type double"),
        (
            ["pro"],
            [dt.date(2026, 6, 29)],
            "'seats' is declared numeric, but its column is of type date32",
        ),
        (["pro"], [[1.0]], "'seats' is declared numeric, but its column is of type list"),
    ],
    ids=["text for a number", "number for a category", "date", "list"],
)
def test_a_column_of_another_type_is_refused(encoding, plan, seats, sentence):
    with pytest.raises(ValueError, match=sentence):
        encode(customers(plan, seats), encoding)
    with pytest.raises(ValueError, match=sentence):
        learn_encoding(customers(plan, seats), FEATURES)
