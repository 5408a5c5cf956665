"""Advice: what a codebook holds in a line, and what weakens it."""

import dataclasses

from tests.exchange.makers import cue, marker
from tests.makers import codebook
from tokenism.codebook import Framework
from tokenism.exchange.advice import advice, summary


def test_summary_is_one_line_with_counts_and_digest() -> None:
    line = summary(codebook())
    assert "\n" not in line
    assert f"{len(codebook().cues)} cues" in line
    assert codebook().digest in line


def test_advice_names_what_weakens_a_codebook() -> None:
    book = dataclasses.replace(
        codebook(),
        cues=(
            cue("claim.a", "claim"),
            cue("veto.a", "veto"),
            cue("practice.a", "practice", unseen="Rare.", counter="N."),
        ),
        markers=(marker("x.a", when={"stage": ("draft",)}, unseen="Rare."), marker("x.b", same_as="x.a")),
        frameworks=(Framework("x", "X", "Elm 2001"), Framework("y", "Y", "Ash 2002")),
        rules=codebook().rules[:1],
    )
    told = list(advice(book))
    assert not any("who residents" in sentence for sentence in told)
    assert "cues and markers without counter-example (2): claim.a, x.a" in told
    assert "frameworks without marker (1): y" in told
    assert f"rules for a rung that no single cue meets (1): {book.rules[0].id}" in told
    assert "cues and markers that no real document has shown so far (2): practice.a, x.a" in told
    assert any(sentence.startswith("values of facets that no cue or rule gives") for sentence in told)
    assert all(len(sentence) < 300 for sentence in told)
