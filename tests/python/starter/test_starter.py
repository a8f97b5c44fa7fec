import re
import shutil

import pytest
import yaml
from dbt_project import ROOT

from python_ml.simulator.__main__ import main as simulate
from python_ml.starter.__main__ import main
from python_ml.starter.proposal import propose

FROM = {"saas_foreign": "", "retailer": "", "bank": "core_banking.duckdb", "telecom": ""}
# Which table of each company is which input.
TABLES = {
    "saas_foreign": {
        "customers": "accounts",
        "subscriptions": "contracts",
        "usage": "product_events",
        "support_tickets": "helpdesk_cases",
    },
    "retailer": {"customers": "shoppers", "usage": "site_visits"},
    "bank": {"customers": "clients", "subscriptions": "accounts"},
    "telecom": {
        "customers": "subscribers",
        "subscriptions": "contracts",
        "usage": "data_usage",
        "support_tickets": "complaints",
    },
}
METRICS = {
    "saas_foreign": set(),
    "retailer": {"orders", "orders_basket_total", "orders_items"},
    "bank": {
        *("debit_cards", "debit_cards_activated_on", "month_end_balances"),
        *("month_end_balances_balance", "month_end_balances_paid_in"),
    },
    "telecom": {"addon_orders", "addon_orders_price"},
}


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    for kind in FROM:
        command = ["company", "--kind", kind, "--customers", "200", "--out", str(folder / kind)]
        assert simulate(command) == 0
    return folder


@pytest.fixture(scope="module")
def proposals(exports, tmp_path_factory):
    return {
        kind: propose(exports / kind / file, tmp_path_factory.mktemp(kind))
        for kind, file in FROM.items()
    }


@pytest.mark.parametrize("kind", FROM)
def test_every_file_is_taken_for_what_it_is(kind, proposals):
    tables = proposals[kind].matching.tables
    assert {name: match.source.name for name, match in tables.items()} == TABLES[kind]
    assert all(match.is_sure for match in tables.values())
    assert {metric.name for metric in proposals[kind].metrics} == METRICS[kind]


def columns_of(proposal, table):
    return {
        match.column.name: match.source.name
        for match in proposal.matching.tables[table].columns
        if match.source
    }


def test_columns_of_foreign_names_and_formats_are_found(proposals):
    found = proposals["saas_foreign"]
    assert columns_of(found, "subscriptions") == {
        "subscription_id": "Contract No",
        "customer_id": "Account No",
        "started_on": "Valid From",
        "renews_on": "Next Renewal",
        "ended_on": "Cancelled On",
        "annual_recurring_revenue_amount": "Yearly Fee EUR",
        "seat_count": "Licences",
        "discount_rate": "Rebate %",
    }
    assert columns_of(found, "support_tickets") == {
        "ticket_id": "Case",
        "customer_id": "Account No",
        "opened_at": "Opened",
        "resolved_at": "Closed",
        "severity": "Priority",
        "satisfaction_score": "CSAT",
    }
    assert columns_of(found, "customers")["account_manager_id"] == "Key Account Mgr"


def test_rows_are_added_up_by_week_where_they_are_not_weekly(proposals):
    weekly = {
        kind: proposals[kind].matching.tables["usage"].is_weekly
        for kind in ("saas_foreign", "retailer", "telecom")
    }
    assert all(weekly.values())


def test_weekly_rows_are_taken_as_they_are(tmp_path):
    lines = ["customer_id,week_start_on,session_count"]
    lines += [f"c{row},2024-01-{day:02},{row}" for row in range(50) for day in (1, 8, 15)]
    (tmp_path / "usage.csv").write_text("\n".join(lines) + "\n")
    customers = ["customer_id", *(f"c{row}" for row in range(50))]
    (tmp_path / "customers.csv").write_text("\n".join(customers) + "\n")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    assert not propose(tmp_path, scratch).matching.tables["usage"].is_weekly


def test_the_contract_s_own_names_are_taken_at_their_word(raw_folder, tmp_path):
    proposal = propose(raw_folder, tmp_path)
    tables = proposal.matching.tables
    # The one has no row; the other, the demo's truth, no day.
    settings = {path.stem for path in (ROOT / "seeds" / "settings").glob("*.csv")}
    unmatched = {source.name for source in proposal.matching.unmatched} - settings
    assert unmatched == {"customer_outcomes", "oracle_potential_outcomes"}
    assert proposal.metrics == []
    for name, match in tables.items():
        assert match.source.name == name
        assert all(
            found.source.name == found.column.name for found in match.columns if found.source
        )


def test_words_that_nobody_knows_are_asked_about(proposals):
    words = {
        kind: {
            row[2]: (row[3], comment)
            for setting in proposals[kind].settings
            if setting.name == "word_mappings"
            for row, comment in zip(setting.rows, setting.comments, strict=True)
        }
        for kind in FROM
    }
    assert {word: meaning for word, (meaning, _) in words["saas_foreign"].items()} == {
        "minor": "low",
        "normal": "medium",
        "urgent": "high",
        "blocker": "critical",
    }
    assert all(comment.startswith("CHECK: ") for _, comment in words["telecom"].values())
    assert words["retailer"] == {}


def written(folder):
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def start(exports, kind, out, *more):
    return main(["--from", str(exports / kind / FROM[kind]), "--out", str(out), *more])


@pytest.mark.parametrize("kind", FROM)
def test_the_project_is_the_same_every_time(kind, exports, tmp_path):
    first, second = tmp_path / "first" / "company", tmp_path / "second" / "company"
    assert start(exports, kind, first) == 0
    assert start(exports, kind, second) == 0
    assert written(first) == written(second)


def test_what_is_unsure_is_marked_and_listed(exports, tmp_path):
    assert start(exports, "retailer", tmp_path / "shop") == 0
    sql = (tmp_path / "shop/models/staging/stg_raw__customers.sql").read_text()
    readme = (tmp_path / "shop/README.md").read_text()
    assert '-- CHECK: it could also be "state".' in sql
    assert 'region is taken from "home_store"; it could also be "state".' in readme
    assert "## Choose your goal" in readme
    assert "orders_basket_total,Orders basket total,orders_basket_total" in readme
    assert (tmp_path / "shop/seeds/goals.csv").read_text().count("\n") == 1


def test_every_line_of_the_settings_has_a_comment(exports, tmp_path):
    assert start(exports, "saas_foreign", tmp_path / "firm") == 0
    page = (tmp_path / "firm/settings.md").read_text()
    seeds = list((tmp_path / "firm/seeds").glob("*.csv"))
    assert len(seeds) == 4
    for seed in seeds:
        for line in seed.read_text().splitlines()[1:]:
            assert re.search(rf"\| `{re.escape(line)}` \| \S.+ \|", page), line


@pytest.mark.parametrize("kind", FROM)
def test_all_yaml_can_be_read(kind, exports, tmp_path):
    assert start(exports, kind, tmp_path / "firm") == 0
    for path in (tmp_path / "firm").rglob("*.yml"):
        assert yaml.safe_load(path.read_text()), path


def test_nothing_of_the_user_s_is_written_over(exports, tmp_path, capsys):
    out = tmp_path / "firm"
    assert start(exports, "saas_foreign", out) == 0
    (out / "seeds/actions.csv").write_text("mine")
    assert start(exports, "saas_foreign", out) == 2
    assert "is not empty, and nothing in it was changed" in capsys.readouterr().err
    assert (out / "seeds/actions.csv").read_text() == "mine"
    assert start(exports, "saas_foreign", out, "--force") == 0
    assert (out / "seeds/actions.csv").read_text().startswith("action_id,")


def test_days_in_the_future_are_told_and_left_out(exports, tmp_path):
    folder = tmp_path / "exports"
    shutil.copytree(exports / "saas_foreign", folder)
    with (folder / "helpdesk_cases.csv").open("a", encoding="latin-1") as file:
        file.write("F99999;K-10001;01.01.2099 10:00;;urgent;\n")
    proposal = propose(folder, tmp_path)
    assert str(proposal.as_of_date) == "2025-11-03"


def test_the_package_may_be_a_repository(exports, tmp_path):
    address = "https://example.com/next-best-action.git"
    more = ["--package", address, "--revision", "v1"]
    assert start(exports, "retailer", tmp_path / "shop", *more) == 0
    packages = yaml.safe_load((tmp_path / "shop/packages.yml").read_text())
    assert packages == {"packages": [{"git": address, "revision": "v1"}]}
    assert "dbt_packages/next_best_action/requirements" in (tmp_path / "shop/Makefile").read_text()


def test_the_package_is_found_from_the_project(exports, tmp_path):
    assert start(exports, "retailer", tmp_path / "shop") == 0
    local = yaml.safe_load((tmp_path / "shop/packages.yml").read_text())["packages"][0]["local"]
    assert (tmp_path / "shop" / local).resolve() == ROOT


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["1st"], "begin with a letter"),
        (["next_best_action"], "cannot be called 'next_best_action'"),
        (["shop", "--package", "nowhere"], "'nowhere' holds no dbt project"),
    ],
)
def test_options_that_cannot_work_end_in_a_sentence(exports, tmp_path, capsys, options, sentence):
    out, *more = options
    assert start(exports, "retailer", tmp_path / out, *more) == 2
    error = capsys.readouterr().err
    assert sentence in error
    assert error.count("\n") == 1
    assert not (tmp_path / out).exists()


def test_without_customers_a_sentence_says_what_to_add(tmp_path, capsys):
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "colours.csv").write_text("colour\n" + "red\nblue\n" * 20)
    assert main(["--from", str(folder), "--out", str(tmp_path / "firm")]) == 2
    assert "Add a file with one row per customer" in capsys.readouterr().err
