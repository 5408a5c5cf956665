"""Learning curve of a plain classifier on the written passages, scored on real ones: does their variety transfer?

TF-IDF of words and word pairs and a logistic regression, nothing of the codebook: what it gains from more passages it
gains from their wording alone. Each size is drawn ``--draws`` times, pairs kept together; the mean is given.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from tokenism.annotations import CodedPassage, read_coded
from tokenism.baselines import tfidf_classifier
from tokenism.codebook import load_codebook
from tokenism.measures import class_report
from tokenism.records import BANDS
from tokenism.tables import write_json

SIZES = (200, 400, 800, 1600, 3200)


def main() -> None:
    """Print the curve and write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True, help="coded real passages (JSON Lines)")
    parser.add_argument("--training", type=Path, default=Path("annotations/training"))
    parser.add_argument("--draws", type=int, default=5)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    training, gold = read_coded([args.training]), read_coded([args.gold])
    curve = []
    for size in (*(size for size in SIZES if size < len(training)), len(training)):
        draws = args.draws if size < len(training) else 1
        scores = [scored(drawn(training, size, seed), gold) for seed in range(draws)]
        point = {"n": size, "draws": draws, **{name: mean(s[name] for s in scores) for name in scores[0]}}
        curve.append(point)
        print(f"{size:6,} passages, {draws} draws: claim {point['claim']:.3f}, practice {point['practice']:.3f}")
    if args.out:
        write_json(args.out, {"n_gold": len(gold), "curve": curve})


def drawn(training: Sequence[CodedPassage], size: int, seed: int) -> list[CodedPassage]:
    """Passages drawn at random, those of a minimal pair together."""
    groups: dict[str, list[CodedPassage]] = {}
    for passage in training:
        groups.setdefault(passage.pair or passage.id, []).append(passage)
    order = sorted(groups)
    random.Random(seed).shuffle(order)  # noqa: S311
    return [passage for name in order for passage in groups[name]][:size]


def scored(training: Sequence[CodedPassage], gold: Sequence[CodedPassage]) -> dict[str, float]:
    """Macro-F1 over the bands for claim and practice."""
    book = load_codebook()
    truth, wanted = ([(p.claim, book.band(p.practice), p.stance) for p in part] for part in (training, gold))
    found = tfidf_classifier([p.text for p in training], truth).labels([p.text for p in gold])
    return {
        name: float(class_report([labels[i] for labels in wanted], [labels[i] for labels in found], BANDS)["macro_f1"])
        for i, name in enumerate(("claim", "practice"))
    }


if __name__ == "__main__":
    main()
