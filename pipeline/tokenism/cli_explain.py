"""The command ``explain``: one passage with its labels and the words and rules that gave them."""

import json
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tokenism.errors import InputError
from tokenism.printable import printable

if TYPE_CHECKING:
    from tokenism.explain import Explanation, Finding

_WIDEST = 100


@click.command()
@click.argument("text")
@click.option("--section", default="", show_default=True, help="Heading under which the passage stands.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
@click.option("--model", type=click.Path(path_type=Path), help="Folder of a trained model.")
@click.option("--codebook", type=click.Path(path_type=Path), help="Folder of another codebook.")
def explain(text: str, section: str, as_json: bool, model: Path | None, codebook: Path | None) -> None:
    """Tag one passage and show the words and rules behind each label.

    TEXT is the passage in quotes, or - to read it from standard input.
    """
    from tokenism.codebook import load_codebook
    from tokenism.explain import explain as explain_text
    from tokenism.model import load_model
    from tokenism.tag import Tagger

    text = sys.stdin.read() if text == "-" else text
    if not text.strip():
        raise InputError("no text to explain; give the passage in quotes, or - and pipe it in")
    tagger = Tagger(load_model(model), load_codebook(codebook))
    explanation = explain_text(text.strip(), tagger, section=section)
    if as_json:
        click.echo(json.dumps(asdict(explanation), ensure_ascii=False, indent=2))
        return
    for line in _lines(explanation, min(_WIDEST, shutil.get_terminal_size((80, 24)).columns)):
        click.echo(line)


def _lines(found: "Explanation", width: int) -> Iterator[str]:
    yield from _wrapped(" ".join(printable(found.text).split()), width - 2, "  ", "  ")
    yield ""
    for label in found.labels:
        rung = f", rung {label.rung}" if label.rung else ""
        agreement = "" if label.value == label.by_rules else f"; the rules alone: {label.by_rules}"
        yield from _entry(label.name, f"{label.value}{rung} ({label.probability:.0%}{agreement})", width)
    yield from _entry("verdict", found.verdict, width)
    if found.note:
        yield from _entry("note", printable(found.note), width)
    if found.facets:
        yield from _entry("facets", "; ".join(f"{facet}: {values}" for facet, values in found.facets), width)
    for heading, findings in found.sections:
        yield ""
        yield click.style(heading, bold=True)
        for (says, by), words in _by_what_it_says(found.text, findings).items():
            yield from _wrapped(f"{', '.join(words)} {says} [{by}]", width, "  ", "    ")
    if found.reasons:
        yield from _reason_lines(found, width)


def _by_what_it_says(text: str, findings: "Sequence[Finding]") -> dict[tuple[str, str], list[str]]:
    """Quoted words by what they speak for and what found them, so that the same is said once."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        words = textwrap.shorten(" ".join(printable(text[finding.start : finding.end]).split()), 60, placeholder=" ...")
        quoted = grouped.setdefault((finding.says, finding.by), [])
        if f"“{words}”" not in quoted:
            quoted.append(f"“{words}”")
    return grouped


def _reason_lines(found: "Explanation", width: int) -> Iterator[str]:
    yield ""
    yield click.style("What tipped the model", bold=True)
    for reasons in found.reasons:
        features = "; ".join(f"{printable(feature)} {weight:+.2f}" for feature, weight in reasons.features)
        rung = "rung " if reasons.name == "practice" else ""
        line = (
            f"{reasons.name}: {rung}{reasons.chosen} rather than {reasons.over}: {features or 'nothing in the words'}"
        )
        yield from _wrapped(line, width, "  ", "    ")


def _entry(name: str, value: str, width: int) -> list[str]:
    return _wrapped(value, width, f"{name:<9} ", " " * 10)


def _wrapped(text: str, width: int, first: str, rest: str) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
