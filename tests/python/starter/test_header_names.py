import pytest

from python_ml.starter.names import identifier, similarity, words_of


@pytest.mark.parametrize(
    "name", ["AccountNo", "account_no", "Account No.", "ACCOUNT-NO", "Áccount no"]
)
def test_spelling_does_not_matter(name):
    assert similarity(name, ("account no",)) == 1


def test_a_name_within_another_is_nearer_than_no_name_in_common():
    assert (
        1 > similarity("Yearly Fee EUR", ("yearly fee",)) > similarity("fee", ("yearly fee",)) > 0
    )
    assert similarity("colour", ("yearly fee",)) == 0


def test_a_spelling_mistake_is_forgiven():
    assert similarity("custommer", ("customer",)) > 0.7


def test_names_become_identifiers():
    assert identifier("Kunden-Liste (März)") == "kunden_liste_marz"
    assert identifier("%") == "unnamed"
    assert words_of("Rebate %") == ("rebate", "%")
