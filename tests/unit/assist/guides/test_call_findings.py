import pytest
from tests.unit.assist.going_on import call_of, growing

from gardefou.assist.guides.findings import Findings
from gardefou.query.match import Searcher
from gardefou.query.parse import parse_query

LONG = ("customer: oui", "adviser: alors", "customer: hum") * 14
SAID = ("adviser: bonjour", "customer: ma facture", "adviser: de vingt euros", *LONG, "adviser: votre nom", *LONG)
QUERIES = (
    "customer: facture",
    "adviser: first 30s: bonjour",
    "adviser: votre ~4 nom",
    "facture ~20s euros",
    "facture ~300s nom",
    "facture then nom",
    "(customer: facture) & (adviser: nom)",
    "adviser: last 20s: nom",
    "not customer: facture",
)


@pytest.mark.parametrize("text", sorted(QUERIES))
def test_what_is_found_after_each_utterance_is_what_the_whole_call_holds(text):
    query = parse_query(text)
    findings = Findings(Searcher)
    for call, new in growing(*SAID):
        findings.follow(call, new)
        found, whole = findings.find(query), Searcher(call).find(query)
        assert (found.found, found.found and found.evidence) == (whole.found, whole.found and whole.evidence)


def test_a_query_that_was_left_out_for_a_while_misses_nothing():
    often, seldom = parse_query("customer: oui"), parse_query("first 200s: nom")
    findings = Findings(Searcher)
    calls = growing(*SAID)
    for number, (call, new) in enumerate(calls):
        findings.follow(call, new)
        findings.find(often)
        if number in (0, len(calls) - 1):
            assert findings.find(seldom).found is Searcher(call).find(seldom).found


@pytest.mark.parametrize(
    "text", ["customer: facture", "adviser: last 20s: nom", "first 30s: (euros then nom)", "oui & nom"]
)
def test_the_whole_call_is_not_searched_after_every_utterance(text):
    query, searched = parse_query(text), []
    findings = Findings(lambda call: searched.append(call) or Searcher(call))
    for call, new in growing(*SAID):
        findings.follow(call, new)
        findings.find(query)
    assert len(searched) < 30


def test_another_call_is_searched_from_its_beginning_and_nothing_is_kept_when_forgotten():
    query, findings = parse_query("facture"), Findings(Searcher)
    one, other = call_of("customer: une facture"), call_of("customer: une panne")
    findings.follow(one, one.segments[-1])
    assert findings.find(query).found
    findings.follow(other, other.segments[-1])
    assert not findings.find(query).found
    findings.follow(one, one.segments[-1])
    findings.forget()
    assert not findings.find(query).found
