import duckdb
import pytest

from python_ml.simulator.__main__ import main
from python_ml.simulator.companies.kinds import KINDS, simulate_company

CUSTOMERS = {
    "saas_foreign": ("accounts.csv", "Account No"),
    "retailer": ("shoppers.csv", "shopper_no"),
    "bank": ("core_banking.duckdb", "client_no"),
    "telecom": ("subscribers.tsv", "msisdn"),
}


@pytest.fixture(scope="module")
def companies():
    return {kind: simulate_company(kind, 300, seed=4) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_draws_the_same_company(kind, companies):
    again = simulate_company(kind, 300, seed=4)
    for first, second in zip(companies[kind].exports, again.exports, strict=True):
        assert first.table.equals(second.table), first.file_name
    assert companies[kind].truth.equals(again.truth)
    assert not companies[kind].truth.equals(simulate_company(kind, 300, seed=5).truth)


@pytest.mark.parametrize("kind", KINDS)
def test_the_truth_knows_every_customer_action_and_goal(kind, companies):
    file_name, key = CUSTOMERS[kind]
    exported = next(
        e for e in companies[kind].exports if e.file_name == file_name and key in e.table
    )
    truth = companies[kind].truth
    assert set(truth["customer"].astype(str)) == set(exported.table[key].astype(str))
    assert not truth.duplicated(["customer", "action", "goal"]).any()
    assert (truth["value_with_action"] >= truth["value_without_action"]).all()
    gained = truth["value_with_action"] - truth["value_without_action"]
    assert (gained.groupby([truth["action"], truth["goal"]]).mean() > 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_exports_hold_nothing_from_after_the_export(kind, tmp_path):
    assert main(["company", "--kind", kind, "--customers", "100", "--out", str(tmp_path)]) == 0
    # Twice into the same folder is once.
    assert main(["company", "--kind", kind, "--customers", "100", "--out", str(tmp_path)]) == 0
    truth = tmp_path / "truth" / "effects.parquet"
    assert duckdb.sql(f"select count(distinct customer) from '{truth}'").fetchall() == [(100,)]


def test_customers_who_used_less_cancelled_more():
    company = simulate_company("saas_foreign", 2_000, seed=1)
    contracts, events = company.exports[1].table, company.exports[2].table
    known = contracts[contracts["Account No"] != "K-99999"]
    used = events["Account No"].value_counts()
    truth = company.truth.drop_duplicates("customer").set_index("customer")["value_without_action"]
    stayed = known[known["Cancelled On"].isna()]["Account No"]
    left = known[known["Cancelled On"].notna()]["Account No"]
    assert truth[stayed].mean() > truth[left].mean() + 0.1
    counts = used.reindex(stayed, fill_value=0).to_numpy()
    likely = truth[stayed].to_numpy() > truth.median()
    assert counts[likely].mean() > 1.5 * counts[~likely].mean()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--kind", "airline"], "invalid choice: 'airline'"),
        (["--kind", "bank", "--customers", "5"], "at least 100 customers, not 5"),
        (["--kind", "bank", "--seed", "-1"], "seed must be 0 or more"),
    ],
)
def test_bad_options_end_in_one_line(arguments, sentence, tmp_path, capsys):
    try:
        code = main(["company", *arguments, "--out", str(tmp_path)])
    except SystemExit as stopped:
        code = stopped.code
    error = capsys.readouterr().err
    assert code == 2
    assert sentence in error
    assert error.count("\n") == 1
