"""Entries: a rung, view, rule, marker or cue with all that a coder needs of it."""

import dataclasses

import pytest

from tests.exchange.makers import cue, marker
from tests.makers import codebook
from tokenism.cue_tables import NEEDS
from tokenism.exchange.blocks import markdown, plain
from tokenism.exchange.codebook_csv import codebook_csv
from tokenism.exchange.codebook_markdown import codebook_markdown
from tokenism.exchange.entries import fires, indistinct, joined, marker_blocks
from tokenism.exchange.frameworks import frameworks_markdown
from tokenism.exchange.lookup import find
from tokenism.exchange.refi_qda import codebook_qdc


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


def test_it_is_said_that_the_public_must_be_the_one_who_acts() -> None:
    book = dataclasses.replace(codebook(), cues=(cue("practice.a", "practice", agent=True),))
    assert "the public does what the words say" in plain(find(book, "practice.a"))


def test_practice_cue_is_shown_with_the_rule_that_gives_its_rung() -> None:
    cue = codebook().of_kind("practice")[0]
    rule = codebook().rule_of(cue)
    assert rule is not None
    text = " ".join(plain(find(codebook(), cue.id)).split())
    assert f"By the rule {rule.id}: {rule.because}" in text


def test_every_marker_with_a_need_says_so_wherever_it_is_shown() -> None:
    book = codebook()
    needing = [one for one in book.of_kind("marker") if NEEDS[one.needs]]
    assert {one.needs for one in needing} == {"public", "participation"}
    texts = {marker.id: markdown(marker_blocks(book, marker)) for marker in book.markers}
    assert [one.id for one in needing if f", where {NEEDS[one.needs]}" not in texts[one.id]] == []


@pytest.mark.parametrize("export", [codebook_csv, codebook_markdown, codebook_qdc, frameworks_markdown])
def test_every_export_says_what_a_marker_needs(export: object) -> None:
    needing = dataclasses.replace(codebook(), markers=(marker("x.a"),), cues=(cue("x.a", "marker", needs="public"),))
    frameworks = (dataclasses.replace(codebook().frameworks[0], id="x"),)
    assert "words, where somebody of the public is named" in export(  # type: ignore[operator]
        dataclasses.replace(needing, frameworks=frameworks)
    )


@pytest.mark.parametrize("export", [codebook_csv, codebook_markdown, codebook_qdc])
def test_export_says_what_a_marker_gives_and_why_it_stays_unseen(export: object) -> None:
    markers = (marker("x.a"), marker("x.b", when={"stage": ("draft",)}, unseen="Rare is no reason."))
    book = dataclasses.replace(
        codebook(),
        markers=markers,
        cues=(cue("x.a", "marker", gives={"stage": "draft"}),),
        frameworks=(dataclasses.replace(codebook().frameworks[0], id="x"),),
    )
    text = export(book)  # type: ignore[operator]
    assert "stage draft" in text
    assert "Rare is no reason." in text


def test_view_has_the_rungs_of_each_level() -> None:
    text = " ".join(plain(find(codebook(), "bands-strict")).split())
    assert "4, 5, 6 " in text
    assert "none" not in text


def test_marker_that_counts_where_it_is_denied_says_so() -> None:
    cues = (cue("x.a", "marker", even_denied=True, needs="public"),)
    book = dataclasses.replace(codebook(), markers=(marker("x.a"),), cues=cues)
    assert fires(book, book.markers[0]) == "words, even denied, where somebody of the public is named"
