"""One text explained: labels, words, rules, and what tipped the model."""

import json

import pytest
from click.testing import CliRunner

from tests.makers import tagger
from tokenism.cli import main
from tokenism.explain import Explanation, explain
from tokenism.records import VERDICTS

TEXT = (
    "The strategy was co-produced with 40 carers from the start. Carers completed a survey. Staff engagement rose. "
    "We did not consult tenants."
)


@pytest.fixture(scope="module")
def found() -> Explanation:
    return explain(TEXT, tagger())


def section(found: Explanation, heading: str) -> list[tuple[str, str, str]]:
    findings = dict(found.sections)[heading]
    return [(TEXT[finding.start : finding.end], finding.says, finding.by) for finding in findings]


def test_labels_are_those_of_the_tagger_beside_those_of_the_rules(found: Explanation) -> None:
    decoded = tagger().tag_text(TEXT)
    labels = {label.name: label for label in found.labels}
    assert (labels["claim"].value, labels["practice"].value, labels["stance"].value) == (
        decoded.claim,
        decoded.practice,
        decoded.stance,
    )
    assert labels["claim"].probability == decoded.p_claim[decoded.claim]
    assert (labels["claim"].by_rules, labels["practice"].by_rules) == ("co-production", "consultation")


def test_every_word_that_counts_is_shown_with_its_cue(found: Explanation) -> None:
    assert ("co-produced", "rung 7 co-producing", "claim.co-produce") in section(found, "Words that claim")
    practices = section(found, "Words that describe a practice")
    assert ("Carers completed a survey", "method survey (rung 4 consulting)", "practice.survey") in practices


def test_rung_is_given_by_a_printed_rule(found: Explanation) -> None:
    assert [by for *_, by in section(found, "Rule that gives the rung")] == ["rung.views-asked"]


def test_what_is_set_aside_says_why(found: Explanation) -> None:
    reasons = {words: says for words, says, _ in section(found, "Found, and set aside")}
    assert any("denied" in says for says in reasons.values())


def test_markers_have_their_definition(found: Explanation) -> None:
    assert "quality.from-the-start" in {by.split(" ")[0] for *_, by in section(found, "Markers")}


def test_reasons_speak_for_the_class_that_is_most_probable(found: Explanation) -> None:
    for reasons in found.reasons:
        assert all(weight > 0 for _, weight in reasons.features)
        assert reasons.chosen != reasons.over
    assert {reasons.name for reasons in found.reasons} == {"claim", "practice", "stance"}


def test_shares_of_all_features_add_up_to_the_difference_of_scores() -> None:
    tag = tagger()
    rows, _ = tag.featurizer.transform([TEXT])
    names = tag.featurizer.names(TEXT)
    assert set(rows[0].tocoo().col.tolist()) <= set(names)


def test_text_without_participation_has_neither_words_nor_facets() -> None:
    found = explain("The road was closed in May.", tagger())
    assert found.facets == ()
    assert "Words that claim" not in dict(found.sections)


def run(*arguments: str, width: int = 80, stdin: str | None = None) -> tuple[int, str]:
    result = CliRunner(env={"COLUMNS": str(width)}).invoke(main, ["explain", *arguments], input=stdin)
    return result.exit_code, result.output


@pytest.mark.parametrize("width", [40, 80, 100])
def test_lines_fit_the_terminal(width: int) -> None:
    code, output = run(TEXT, width=width)
    assert code == 0
    longest = max(len(word) for word in output.split())
    assert max(map(len, output.splitlines())) <= max(width, longest + 10)


def test_text_can_be_piped_in() -> None:
    assert run("-", stdin="We consulted residents on the plan.\n") == run("We consulted residents on the plan.")


@pytest.mark.parametrize("text", ["", "  \n "])
def test_empty_text_is_a_mistake_in_one_sentence(text: str) -> None:
    code, output = run("-", stdin=text)
    assert code == 2
    assert output == "tokenism: no text to explain; give the passage in quotes, or - and pipe it in\n"


def test_json_holds_the_same_findings() -> None:
    code, output = run(TEXT, "--json")
    found = json.loads(output)
    assert code == 0
    assert found["verdict"] in VERDICTS
    assert {label["name"] for label in found["labels"]} == {"claim", "practice", "stance"}
    assert all(TEXT[f["start"] : f["end"]] for _, findings in found["sections"] for f in findings)


@pytest.mark.parametrize("text", ["[bold]co-produced[/bold] with residents", "{residents} {0} %s"])
def test_odd_text_is_printed_as_it_is(text: str) -> None:
    code, output = run(text)
    assert code == 0
    assert output.startswith(f"  {text}\n")


def test_controls_of_a_text_do_not_reach_the_terminal() -> None:
    text = "\x1b]0;title\x07\x1b[2Jco-produced with residents \u202eback"
    result = CliRunner().invoke(main, ["explain", text], color=True)
    assert result.exit_code == 0
    assert not {"\x07", "\u202e"} & set(result.output)
    assert "\x1b[2J" not in result.output


def test_reasons_are_given_for_the_labels_that_are_given(found: Explanation) -> None:
    labels = {label.name: label for label in found.labels}
    chosen = {reasons.name: reasons.chosen for reasons in found.reasons}
    assert chosen["claim"] == labels["claim"].value
    assert chosen["stance"] == labels["stance"].value
    assert chosen["practice"] == (labels["practice"].rung or "0").split(" ")[0]


def test_heading_under_which_nothing_counts_needs_no_reasons() -> None:
    found = explain(TEXT, tagger(), section="Contents")
    assert found.reasons == ()
    assert {label.value for label in found.labels} == {"none", "na"}
