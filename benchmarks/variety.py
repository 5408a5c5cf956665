"""Learning curve of a plain classifier on the written passages, scored on real ones: does their variety transfer?

TF-IDF of words and word pairs and a logistic regression, nothing of the codebook: what it gains from more passages it
gains from their wording alone. Each size is drawn ``--draws`` times, pairs kept together; the mean is given.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from tokenism.annotations import CodedPassage, read_coded
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
    found = {}
    for name in ("claim", "practice"):
        fitted, wanted = ([_label(p, name, book.band(p.practice)) for p in part] for part in (training, gold))
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            LogisticRegression(C=10, class_weight="balanced", max_iter=2000),
        )
        model.fit([p.text for p in training], fitted)
        report = class_report(wanted, list(model.predict([p.text for p in gold])), BANDS)
        found[name] = float(report["macro_f1"])
    return found


def _label(passage: CodedPassage, name: str, practice: str) -> str:
    return passage.claim if name == "claim" else practice


if __name__ == "__main__":
    main()
