from python_ml.starter.contract import contract_words, input_tables, raw_columns

# Tables of the contract that are settings, which nobody exports.
COMPANY = {
    *("customers", "subscriptions", "usage", "support_tickets", "survey_responses", "churn_scores"),
    *("action_history", "experiment_assignments", "outcomes", "customer_outcomes"),
}


def test_the_starter_knows_the_columns_of_the_contract():
    named = raw_columns()
    assert set(input_tables()) == COMPANY
    for name, table in input_tables().items():
        required = [column.name for column in table.columns if column.is_required]
        optional = [column.name for column in table.columns if not column.is_required]
        assert sorted(required) == sorted(named[name]["required"]), name
        assert sorted(optional) == sorted(named[name]["optional"]), name


def test_words_are_those_the_contract_allows():
    assert set(contract_words()) == {("support_tickets", "severity")}
    meanings = set(contract_words()["support_tickets", "severity"].values())
    assert meanings == {"low", "medium", "high", "critical"}
