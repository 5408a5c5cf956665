"""Who acts and with whom, told from word order."""

import pytest

from tests.makers import cue_reader
from tokenism.agents import Agents


def agents_of(text: str) -> tuple[Agents, list[str]]:
    matches = cue_reader().matcher.match(text)
    return Agents(matches), [token.text for token in matches.doc]


def span_of(words: list[str], phrase: str) -> tuple[int, int]:
    parts = phrase.split()
    start = next(i for i in range(len(words)) if words[i : i + len(parts)] == parts)
    return start, start + len(parts)


@pytest.mark.parametrize(
    ("text", "phrase", "public"),
    [
        ("Residents chose the second layout.", "chose", True),
        ("A group of residents chose the second layout.", "chose", True),
        ("More than forty local residents chose the layout.", "chose", True),
        ("The layout was chosen by residents.", "chosen", True),
        ("The layout was chosen by a panel of residents.", "chosen", True),
        ("The layout was chosen by officers.", "chosen", False),
        ("Officers chose the layout after hearing residents.", "chose", False),
        ("After hearing residents, officers chose the layout.", "chose", False),
        ("After a meeting with residents, the board chose the layout.", "chose", False),
        ("After hearing residents, we chose the layout.", "chose", False),
        ("Residents and officers chose the layout.", "chose", True),
        ("Officers met residents, who chose the layout.", "chose", True),
        ("Officers worked for a year. Residents chose the layout.", "chose", True),
        ("They chose the layout.", "chose", True),
        ("The officers chose the layout.", "chose", False),
        ("Over 300 residents chose the layout.", "chose", True),
        ("In May, about 40 residents chose the layout.", "chose", True),
        ("After talks about residents, we chose the layout.", "chose", False),
    ],
)
def test_doer_is_the_group_that_nothing_governs(text: str, phrase: str, public: bool) -> None:
    agents, words = agents_of(text)
    assert agents.public_acts(*span_of(words, phrase)) is public


@pytest.mark.parametrize(
    ("text", "phrase", "others"),
    [
        ("The plan was co-produced with our partners.", "co - produced", True),
        ("The plan was co-produced with our partners and with residents.", "co - produced", False),
        ("The plan was co-produced with residents, staff and partners.", "co - produced", False),
        ("Staff engagement rose.", "engagement", True),
        ("Resident engagement rose.", "engagement", False),
        ("We engaged staff and managers on the plan.", "engaged", True),
        ("We engaged staff, managers and patients on the plan.", "engaged", False),
        ("Our engagement rose.", "engagement", False),
        ("Engagement rose. Staff were pleased.", "Engagement", False),
        ("Our engagement with a wide range of local businesses went on.", "engagement", True),
        ("Engagement is the work of the communications team.", "Engagement", False),
        ("Our engagement team is small.", "engagement", False),
        ("The survey of 1,102 nurses is out.", "survey", True),
        ("Natural England and other agencies were consulted.", "consulted", True),
        ("Residents and agencies were consulted.", "consulted", False),
        ("Residents were consulted by the board.", "consulted", False),
        ("Citizens and officers co-create it.", "co - create", False),
        ("Peer workers who are patients co-facilitate with psychologists.", "co - facilitate", False),
    ],
)
def test_participation_is_with_the_groups_of_its_phrase(text: str, phrase: str, others: bool) -> None:
    agents, words = agents_of(text)
    assert agents.with_others_only(*span_of(words, phrase)) is others


def test_what_somebody_said_is_quoted_and_a_short_title_is_not() -> None:
    agents, words = agents_of("“We were never asked about any of it,” said Ann. The page “Have your say” is open.")
    assert [" ".join(words[start:end]) for start, end in agents.quoted()] == ["We were never asked about any of it ,"]


@pytest.mark.parametrize(
    "text",
    [
        'The 12" pipe was laid in May. We consulted the residents on it for a week. The new 6" pipe came.',
        "It was fine.” We consulted the residents on it for a week and more. “Great”",
        "He said “we consulted the residents on it for a week and more, and then went home.",
    ],
)
def test_stray_mark_quotes_nothing(text: str) -> None:
    assert agents_of(text)[0].quoted() == []


def test_text_without_words_has_nothing_quoted() -> None:
    assert agents_of("")[0].quoted() == []
