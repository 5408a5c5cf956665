"""Speed of tagging and of finding cues, beside plainer and heavier means: `python benchmarks/tag.py --help`."""

import gc
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import mean, median
from typing import Any

import click
import pyarrow.parquet as pq
import spacy
import speed
from end_to_end import TAGGERS, TRAINING, in_child, lines_of
from spacy.matcher import Matcher
from spacy.tokens import Span

from tokenism.codebook import load_codebook
from tokenism.cues import CueReader
from tokenism.matching import without_overlaps
from tokenism.patterns import compile_pattern

BASELINE = "tokenizing"
MINILM = "minilm"
STEMS = (
    "co-produc",
    "coproduc",
    "consult",
    "engag",
    "involv",
    "particip",
    "co-design",
    "listen",
    "survey",
    "residents",
)
"""Passages that hold one of these make up the sample of passages with words of participation."""

Reader = Callable[[str], Any]
Engine = Callable[[Sequence[str]], object]


def ungated(reader: CueReader) -> Reader:
    """Every pattern as it stands, in one Matcher of spaCy over the whole text, after the same sentences and people."""
    find = reader.matcher
    matcher = Matcher(find.nlp.vocab, validate=False)
    for cue in reader.codebook.cues:
        forms = [form for pattern in cue.patterns for form in compile_pattern(pattern, find.tokenize)]
        matcher.add(cue.id, forms)
    named = {find.nlp.vocab.strings[cue.id]: cue.id for cue in reader.codebook.cues}

    def match(text: str) -> dict[str, list[tuple[int, int]]]:
        base = find.match(text)
        doc, numbers = base.doc, base.sentences
        doc.ents = tuple(Span(doc, start, end, label=label) for label, start, end in base.people)
        found: dict[str, list[tuple[int, int]]] = {}
        for key, start, end in matcher(doc):
            if start < end and numbers[start] == numbers[end - 1]:
                found.setdefault(named[key], []).append((start, end))
        return {key: without_overlaps(spans) for key, spans in sorted(found.items())}

    return match


def readers() -> tuple[dict[str, Reader], dict[str, float]]:
    """What reads one text, by name, and the seconds that building a reader took (first, again)."""
    start = time.perf_counter()
    CueReader()
    first = time.perf_counter() - start
    start = time.perf_counter()
    reader = CueReader()
    again = time.perf_counter() - start
    found = {
        BASELINE: spacy.blank("en").make_doc,
        "matching": reader.matcher.match,
        "cues": reader.read,
        "ungated": ungated(reader),
    }
    return found, {"first": round(first, 2), "again": round(again, 2)}


def each(read: Reader) -> Engine:
    """An engine that reads text by text and keeps nothing."""

    def run(texts: Sequence[str]) -> None:
        for text in texts:
            read(text)

    return run


def training_texts() -> list[str]:
    files = sorted(TRAINING.glob("*.jsonl"))
    return [
        json.loads(line)["text"] for file in files for line in file.read_text(encoding="utf-8").splitlines() if line
    ]


def samples(parquet: Path | None, number: int) -> Iterator[tuple[str, list[str]]]:
    """Names and texts: training passages; of a table, passages at random and those with a word of participation."""
    yield "annotations/training", _drawn(training_texts(), number)
    if parquet:
        texts = pq.read_table(parquet, columns=["text"]).column("text").to_pylist()
        yield f"{parquet.name}, at random", _drawn(texts, number)
        worded = [text for text in texts if any(stem in text.lower() for stem in STEMS)]
        yield f"{parquet.name}, with a word of participation", _drawn(worded, number)


def _drawn(texts: Sequence[str], number: int) -> list[str]:
    """As many texts drawn by chance, always the same."""
    return random.Random(0).sample(list(texts), min(number, len(texts)))  # noqa: S311  no secret


def run_batch(engine: Engine, texts: Sequence[str]) -> float:
    """Processor seconds of this process for the texts; the collector of garbage runs before, not meanwhile."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        engine(texts)
        return time.process_time() - start
    finally:
        gc.enable()


def measure(
    found: dict[str, Engine], texts: Sequence[str], *, rounds: int, batches: int, shares: dict[str, int]
) -> dict[str, Any]:
    """Passages a second of each engine over batches that all read in turn, the order turning by one each time.

    Of engines in ``shares`` each reads as many first texts of a batch; all others read every text once before.
    Taggers read the texts as JSON Lines. Ratios are those to the baseline and, with MiniLM, to MiniLM.
    """
    given = {name: lines_of(texts) if name in TAGGERS else texts for name in found}
    n_parts = min(batches, len(texts))
    firsts = {name: run_batch(engine, given[name]) for name, engine in found.items() if name not in shares}
    rates: dict[str, list[float]] = {name: [] for name in found}
    names = list(found)
    for turn in range(rounds * n_parts):
        for name in [*names[turn % len(names) :], *names[: turn % len(names)]]:
            own = given[name][turn % n_parts :: batches][: shares.get(name)]
            rates[name].append(len(own) / run_batch(found[name], own))
    return {
        name: {
            "passages_per_second": round(len(rates[name]) / sum(1 / rate for rate in rates[name]), 1),
            "ratio": _ratio(rates[name], rates[BASELINE]),
            "first_pass": round(len(texts) / firsts[name], 1) if name in firsts else None,
            **({"ratio_to_minilm": _ratio(rates[name], rates[MINILM])} if MINILM in found else {}),
        }
        for name in names
    }


def _ratio(rates: Sequence[float], base: Sequence[float]) -> list[float]:
    """Least, median and greatest ratio over the batches."""
    ratios = [rate / other for rate, other in zip(rates, base, strict=True)]
    return [round(f(ratios), 4) for f in (min, median, max)]


def same_matches(found: dict[str, Reader], texts: Sequence[str]) -> int:
    """In how many of the texts matching with and without gates agree."""
    return sum(dict(found["matching"](text).spans) == found["ungated"](text) for text in texts)


def lines(name: str, texts: Sequence[str], result: dict[str, Any]) -> Iterator[str]:
    letters, words = mean(map(len, texts)), mean(len(text.split()) for text in texts)
    yield f"\n{name}: {len(texts)} passages, on average {letters:.0f} letters, {words:.0f} words"
    yield f"{'':<12}{'passages/s':>12}{'first pass':>12}{'ratio':>9}   min / max"
    for engine, values in result.items():
        low, middle, high = values["ratio"]
        first = values["first_pass"] or "–"
        yield f"{engine:<12}{values['passages_per_second']:>12}{first:>12}{middle:>9.3f}   {low:.3f} / {high:.3f}"
    if MINILM in result:
        low, middle, high = result["tag"]["ratio_to_minilm"]
        yield f"tag is {middle:.1f} times as fast as MiniLM with logistic regression (from {low:.1f} to {high:.1f})"


@click.command(context_settings={"show_default": True})
@click.argument("parquet", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="JSON file for the results.")
@click.option("--number", type=click.IntRange(1), default=2000, help="Passages in a sample.")
@click.option("--rounds", type=click.IntRange(1), default=2, help="Times that every batch is read by every engine.")
@click.option("--batches", type=click.IntRange(1), default=8, help="Batches that a sample is read in.")
@click.option("--ungated", "n", type=click.IntRange(1), default=5, help="Passages of a batch matched without gates.")
@click.option("--minilm", "heavy", type=click.IntRange(0), default=0, help="Passages of a batch that MiniLM tags too.")
def main(parquet: Path | None, out: Path | None, number: int, rounds: int, batches: int, n: int, heavy: int) -> None:
    """Passages a second on one core: tokenizing, matching with and without gates, cues with what counts, tagging.

    On the passages of annotations/training and, if given, of PARQUET, a table of passages with a column text. With
    --minilm, which needs the extra embeddings, MiniLM and a logistic regression tag beside them.
    """
    found, build = readers()
    taggers = ["tag", MINILM] if heavy else ["tag"]
    engines = {name: each(read) for name, read in found.items()} | {name: TAGGERS[name]() for name in taggers}
    shares = {"ungated": n, MINILM: heavy}
    libraries = ["numpy", "scikit-learn", "spacy", *(["sentence-transformers", "torch"] if heavy else [])]
    codebook = load_codebook()
    results: dict[str, Any] = {
        "machine": speed.machine(),
        "versions": {"python": sys.version.split()[0], **{name: version(name) for name in libraries}},
        "codebook": {
            "digest": codebook.digest,
            "cues": len(codebook.cues),
            "patterns": sum(len(cue.patterns) for cue in codebook.cues),
        },
        "build_seconds": build,
        "samples": {},
    }
    print(
        f"{results['codebook']['patterns']} patterns; the reader is built in {build['first']} s, again {build['again']}"
    )
    for name, texts in samples(parquet, number):
        result = measure(engines, texts, rounds=rounds, batches=batches, shares=shares)
        print("\n".join(lines(name, texts, result)))
        compared = texts[: n * batches]
        agree = same_matches(found, compared)
        print(f"matches with and without gates are the same in {agree} of {len(compared)} passages")
        results["samples"][name] = {
            "passages": len(texts),
            "mean_letters": round(mean(map(len, texts)), 1),
            "mean_words": round(mean(len(text.split()) for text in texts), 1),
            "same_matches": [agree, len(compared)],
            "engines": result,
            "processes": {
                name: in_child(name, texts[: heavy * batches] if name == MINILM else texts) for name in taggers
            },
        }
        for tagger, took in results["samples"][name]["processes"].items():
            print(
                f"{tagger} in a process of its own: ready in {took['start_seconds']} s, {took['passages']} passages in "
                f"{took['seconds']} s, at most {took['peak_mb']} MB"
            )
    if out:
        out.write_text(json.dumps(results, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
