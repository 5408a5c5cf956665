"""Speed of scoring, beside a plain loop of the same model: `python benchmarks/score.py --help`."""

import json
import time
from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from math import exp, log
from pathlib import Path
from random import Random
from typing import Any

import click
import numpy as np
import speed

from tokenism.audited import audit_folder, read_audit
from tokenism.error_rates import ErrorRates
from tokenism.estimates import Settings, rates_of
from tokenism.posterior import DocumentCounts, shares_in_documents, shares_of_population
from tokenism.records import BANDS, Claim, Document, Passage, Tag
from tokenism.score import score
from tokenism.verdicts import passage_verdict

CELLS = 101


def run_of(n: int, documents: int, claims: int, passages: int, seed: int) -> tuple[list[Any], ...]:
    """Tables of organisations with so many documents each, passages and claims a document, labels by chance."""
    rng = np.random.default_rng(seed)
    tables: tuple[list[Any], ...] = ([], [], [], [])
    for i in range(n):
        share = rng.beta(1, 3)
        for j in range(documents):
            name, at = f"body {i:05}", f"d{i}-{j}"
            tables[0].append(Document(at, f"{at}.pdf", None, name, "council", None, 2015 + j, n_words=9000))
            labels = rng.choice(4, p=(0.7, 0.05, 0.2, 0.05), size=(passages, 2))
            for k, (claim, practice) in enumerate(labels):
                own, bands = f"{at}-{k}", (BANDS[claim], BANDS[practice])
                tables[1].append(Passage(own, at, name, 1, 1, "", "paragraph", k, own, (), 1))
                verdict = passage_verdict(*bands, "reported")
                tables[2].append(Tag(own, "model", bands[0], int(claim), bands[1], int(practice), "reported", verdict))
            for k in range(claims):
                verdict = "label-only" if rng.random() < share else "supported"
                own = (f"{at}-{k}", f"{at}-{k}", at, name, 1, "consultation", "none", verdict, False, False, None, None)
                tables[3].append(Claim(*own, "", "reported", "label-only", None, None, "bands-broad"))
    return tables


def plain(
    n_lacking: np.ndarray, n_lines: np.ndarray, errors: ErrorRates, per_draw: int, seed: int
) -> list[list[float]]:
    """The shares in documents one by one in plain Python: the same model, line by line, claims that are missed too."""
    rng = Random(seed)  # noqa: S311  no secret
    shares = [(k + 0.5) / CELLS for k in range(CELLS)]
    found = []
    for hits, n in zip(n_lacking.tolist(), n_lines.tolist(), strict=True):
        row = []
        for means, spreads, (mean, spread) in zip(errors.means, errors.spreads, errors.prior, strict=True):
            sure, false, noise, none, lost, gone = (
                m if s == float("inf") else rng.betavariate(m * s, (1 - m) * s)
                for m, s in zip(means.tolist(), spreads.tolist(), strict=True)
            )
            judged = [p ** (mean * spread - 1) * (1 - p) ** ((1 - mean) * spread - 1) for p in shares]
            weights = []
            for p, prior in zip(shares, judged, strict=True):
                a, b = p * (1 - lost), (1 - p) * (1 - gone)
                said = (1 - none) * (a * sure + b * false) / (a + b) + none * noise
                even = 0.5 / CELLS + 0.5 * prior / sum(judged)
                weights.append(hits * log(said) + (n - hits) * log(1 - said) + log(even))
            total = list(accumulate(exp(w - max(weights)) for w in weights))
            for _ in range(per_draw):
                p = shares[bisect(total, rng.random() * total[-1])]
                row.append(drawn(p, hits, n, (sure, false, noise, none, lost, gone), rng))
        found.append(row)
    return found


def drawn(p: float, hits: int, n: int, rates: tuple[float, ...], rng: Random) -> float:
    """The share of true claims that lack practice once each line has been drawn for what it is."""
    sure, false, noise, none, lost, gone = rates
    a, b = p * (1 - lost), (1 - p) * (1 - gone)
    counts = [0, 0, 0]
    for i in range(n):
        of = (sure, false, noise) if i < hits else (1 - sure, 1 - false, 1 - noise)
        joint = (a / (a + b) * (1 - none) * of[0], b / (a + b) * (1 - none) * of[1], none * of[2])
        at = rng.random() * sum(joint)
        counts[0 if at < joint[0] else 1 if at < joint[0] + joint[1] else 2] += 1
    lacking, claims, missed = counts[0], counts[0] + counts[1], p * lost + (1 - p) * gone
    more = 0
    for _ in range(claims):
        while rng.random() < missed:
            more += 1
            lacking += rng.random() < p * lost / missed
    return lacking / (claims + more) if claims + more else float("nan")


def timed(call: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    found = call()
    return found, time.perf_counter() - start


@click.command(context_settings={"show_default": True})
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="JSON file for the results.")
@click.option("--number", type=click.IntRange(1), default=1000, help="Organisations.")
@click.option("--documents", type=click.IntRange(1), default=10, help="Documents of each.")
@click.option("--claims", type=click.IntRange(1), default=6, help="Claims of a document.")
@click.option("--passages", type=click.IntRange(1), default=60, help="Passages of a document.")
@click.option("--draws", type=click.IntRange(20), default=100, help="Draws of the error rates.")
@click.option("--plain", "few", type=click.IntRange(1), default=10, help="Organisations that the plain loop scores.")
def main(out: Path | None, number: int, documents: int, claims: int, passages: int, draws: int, few: int) -> None:
    """Seconds to score organisations under the default audit, in all and by part, and of a plain loop over a few.

    The plain loop makes the shares in documents only. Its medians are compared with ours: they are of one model.
    """
    audit, settings = read_audit(audit_folder()), Settings(draws=draws)
    tables = run_of(number, documents, min(claims, passages), passages, 0)
    found, whole = timed(lambda: score(*tables, audit=audit, settings=settings))
    errors = rates_of(audit, settings)
    owner = np.repeat(np.arange(number), documents)
    rng = np.random.default_rng(1)
    lines = rng.poisson(claims, len(owner))
    hits = rng.binomial(lines, rng.beta(1, 3, number)[owner])
    of = [np.bincount(owner, counts, number).astype(np.int64) for counts in (hits, lines)]
    ours, seconds = timed(lambda: shares_in_documents(*of, errors, rng))
    counts = DocumentCounts(hits, lines, owner, number)
    _, population = timed(lambda: shares_of_population(counts, errors, rng))
    theirs, naive = timed(lambda: plain(of[0][:few], of[1][:few], errors, 10, 0))
    apart = np.abs(np.nanmedian(ours[:few], axis=1) - np.nanmedian(np.array(theirs), axis=1))
    results = {
        "organisations": len(found.organisations),
        "documents": len(tables[0]),
        "draws": draws,
        "seconds": {"score": round(whole, 2), "documents": round(seconds, 2), "population": round(population, 2)},
        "plain": {
            "organisations": few,
            "seconds": round(naive, 2),
            "ratio": round(naive / few / (seconds / number), 1),
            "medians_apart_at_most": round(float(apart.max()), 3),
        },
        "machine": speed.machine(),
    }
    print(json.dumps(results, indent=2))
    if out:
        out.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
