"""Which forms of a word are found, and which look-alikes are not."""

import pytest
from tests.unit.query.said import call

from gardefou.query.match import Searcher
from gardefou.query.parse import parse_query


def found(query: str, said: str, language: str) -> bool:
    return Searcher(call((f"a: {said}",), language)).find(parse_query(query)).found


@pytest.mark.parametrize(
    ("query", "said", "language"),
    [
        ("rappelez", "rappelle", "fr"),
        ("rappeler", "rappellera", "fr"),
        ("impayee", "impayés", "fr"),
        ("impayes", "impayée", "fr"),
        ("desolees", "désolé", "fr"),
        ("enregistré", "enregistrements", "fr"),
        ("mensualite", "mensualités", "fr"),
        ("prélevé", "prelevement", "fr"),
        ("payer", "payez", "fr"),
        ("recorded", "recording", "en"),
        ("policies", "policy", "en"),
        ("rappelez", "rappelle", "de"),
        ("recorded", "recording", "de"),
        ('"votre facture"', "Votre factures", "fr"),
    ],
)
def test_a_form_is_found(query: str, said: str, language: str) -> None:
    assert found(query, said, language)


@pytest.mark.parametrize(
    ("query", "said", "language"),
    [
        ("pas", "passe", "fr"),
        ("as", "a", "fr"),
        ("est", "été", "fr"),
        ("vous", "vouer", "fr"),
        ("note", "notre", "fr"),
        ("notre", "note", "fr"),
        ("couper", "coup", "fr"),
        ("proposer", "propos", "fr"),
        ("attente", "attention", "fr"),
        ("petit", "péter", "fr"),
        ("pays", "paye", "fr"),
        ("gens", "gênée", "fr"),
        ("customs", "customers", "en"),
        ("recorded", "recording", "fr"),
        ('"votre facture"', "votes factures", "fr"),
        ("=facture", "factures", "fr"),
        ('="la facture"', "la factures", "fr"),
    ],
)
def test_a_look_alike_is_not_found(query: str, said: str, language: str) -> None:
    assert not found(query, said, language)
