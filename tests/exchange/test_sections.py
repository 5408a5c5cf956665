"""Sections, entries and lookup: everything in the codebook can be found, and fits the terminal."""

import dataclasses

import pytest

from tests.makers import codebook
from tokenism.codebook import Cue, Framework, Marker
from tokenism.errors import InputError
from tokenism.exchange.advice import advice, summary
from tokenism.exchange.blocks import plain
from tokenism.exchange.entries import condition, deciding_rule, fires, indistinct, joined
from tokenism.exchange.lookup import find, overview
from tokenism.exchange.sections import SECTIONS
from tokenism.facets import RUNG


def test_every_section_fits_eighty_columns() -> None:
    texts = [plain(section(codebook(), full=full)) for section in SECTIONS.values() for full in (False, True)]
    assert max(len(line) for text in texts for line in text.splitlines()) <= 80


def test_every_entry_is_found_by_its_id_and_fits_eighty_columns() -> None:
    book = codebook()
    groups = (book.rungs, book.views.values(), book.frameworks, book.markers, book.rules, book.cues)
    names = [entry.id for group in groups for entry in group]
    names += [name for facet in book.facets.values() for name in (facet.id, *facet.values)]
    names += [*book.public, *book.not_public]
    texts = [plain(find(book, name)) for name in names]
    assert [line for text in texts for line in text.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("name", ["consulting", "4"])
def test_rung_is_found_by_id_and_by_number(name: str) -> None:
    text = plain(find(codebook(), name))
    assert text.startswith("4 consulting (band consultation)\n")
    assert "Not this rung" in text


def test_entries_of_one_name_are_all_shown() -> None:
    text = plain(find(codebook(), "nef"))
    assert "View nef:" in text
    assert "Markers nef:" in text


def test_practice_cue_is_shown_with_the_rule_that_gives_its_rung() -> None:
    book = codebook()
    cue = book.of_kind("practice")[0]
    rule = deciding_rule(book, cue)
    assert rule is not None
    assert (rule.sets, rule.value) == (RUNG, cue.value)
    assert rule.id in plain(find(book, cue.id))


def test_every_practice_cue_has_a_deciding_rule_of_its_rung() -> None:
    book = codebook()
    rules = {cue.id: deciding_rule(book, cue) for cue in book.of_kind("practice")}
    assert [cue.id for cue in book.of_kind("practice") if getattr(rules[cue.id], "value", None) != cue.value] == []


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("arnstien", "did you mean arnstein?"),
        ("Consulting", "consulting"),
        ("rule", "did you mean rules"),
        ("zzzz", "its sections are ladder, views,"),
    ],
)
def test_unknown_name_is_one_sentence_with_what_is_near(what: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        find(codebook(), what)
    assert f"no {what!r}" in str(caught.value)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_overview_names_sections_rungs_views_and_facets() -> None:
    text = " ".join(plain(overview(codebook())).split())
    assert [name for name in (*SECTIONS, *codebook().views, *codebook().facets) if name not in text] == []


def test_overview_of_a_section_is_shorter_than_the_whole() -> None:
    lengths = {
        name: [len(plain(section(codebook(), full=full))) for full in (False, True)]
        for name, section in SECTIONS.items()
    }
    assert [name for name, (few, all_) in lengths.items() if few >= all_] == []


def test_few_names_are_followed_by_how_many_more() -> None:
    book = dataclasses.replace(codebook(), public={"group": tuple(f"name {n}" for n in range(20))})
    assert "name 7 ... and 12 more" in " ".join(plain(SECTIONS["public"](book, full=False)).split())
    assert "name 19" in plain(SECTIONS["public"](book, full=True))


def test_condition_joins_values_by_or_and_facets_by_and() -> None:
    assert (
        condition({"method": ("survey", "poll"), "stage": ("draft",)}) == "method is survey or poll, and stage is draft"
    )


@pytest.mark.parametrize(
    ("texts", "sentence"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_texts_are_joined_as_in_a_sentence(texts: list[str], sentence: str) -> None:
    assert joined(texts) == sentence


def test_view_says_which_rungs_it_does_not_tell_apart() -> None:
    book = codebook()
    assert list(indistinct(book, book.view("arnstein"))) == []
    (sentence,) = indistinct(book, book.view("iap2"))
    assert sentence == (
        "It does not tell apart 1 coercing, 2 educating and 3 informing; nor 6 co-designing and 7 co-producing."
    )


def marker(key: str, **fields: object) -> Marker:
    values = {"definition": "D.", "source": "Elm 2001", "example": "E.", "counter": "", "same_as": "", "when": {}}
    return Marker(id=key, framework=key.partition(".")[0], **(values | fields))  # type: ignore[arg-type]


def cue(key: str, kind: str, **fields: object) -> Cue:
    values = {"value": "4", "patterns": ("ask",), "example": "E."}
    return Cue(id=key, kind=kind, **(values | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key", "way"),
    [
        ("x.words", "words"),
        ("x.facets", "facets: stage is draft"),
        ("x.both", "words; or facets: rung is 4 or 5"),
        ("x.same", "where x.words does"),
    ],
)
def test_it_is_said_how_a_marker_fires(key: str, way: str) -> None:
    found = {
        "x.words": marker("x.words"),
        "x.facets": marker("x.facets", when={"stage": ("draft",)}),
        "x.both": marker("x.both", when={"rung": ("4", "5")}),
        "x.same": marker("x.same", same_as="x.words"),
    }
    cues = (cue("x.words", "marker"), cue("x.both", "marker"))
    book = dataclasses.replace(codebook(), markers=tuple(found.values()), cues=cues)
    assert fires(book, found[key]) == way
    assert way in " ".join(plain(find(book, key)).split())


def test_marker_names_those_that_mean_the_same() -> None:
    book = dataclasses.replace(codebook(), markers=(marker("x.a"), marker("y.b", same_as="x.a")))
    assert "Also called  y.b" in plain(find(book, "x.a"))


def test_summary_is_one_line_with_counts_and_digest() -> None:
    line = summary(codebook())
    assert "\n" not in line
    assert f"{len(codebook().cues)} cues" in line
    assert codebook().digest in line


def test_it_is_said_that_the_public_must_be_the_one_who_acts() -> None:
    book = dataclasses.replace(codebook(), cues=(cue("practice.a", "practice", agent=True),))
    assert "the public does what the words say" in plain(find(book, "practice.a"))


def test_advice_names_what_weakens_a_codebook() -> None:
    book = dataclasses.replace(
        codebook(),
        cues=(
            cue("claim.a", "claim"),
            cue("veto.a", "veto"),
            cue("practice.a", "practice", unseen="Rare.", counter="N."),
        ),
        markers=(marker("x.a", when={"stage": ("draft",)}), marker("x.b", same_as="x.a")),
        frameworks=(Framework("x", "X", "Elm 2001"), Framework("y", "Y", "Ash 2002")),
        rules=codebook().rules[:1],
    )
    told = list(advice(book))
    assert not any("who residents" in sentence for sentence in told)
    assert "cues and markers without counter-example (2): claim.a, x.a" in told
    assert "frameworks without marker (1): y" in told
    assert f"rules for a rung that no single cue meets (1): {book.rules[0].id}" in told
    assert "cues that no real document has shown so far (1): practice.a" in told
    assert any(sentence.startswith("values of facets that no cue or rule gives") for sentence in told)
    assert all(len(sentence) < 300 for sentence in told)
