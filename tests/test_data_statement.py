"""What the README files say about the annotations and the figures is true."""

import json
import re
from pathlib import Path

import pytest

from tokenism.annotations import CodedPassage, read_coded
from tokenism.evaluate import evaluate_gold
from tokenism.reading.clean import words_of
from tokenism.tag import Tagger

ROOT = Path(__file__).parents[1]
TRAINING = ROOT / "annotations" / "training"
GOLD = ROOT.parent / "shared" / "gold" / "dev.jsonl"
REAL = ROOT.parent / "shared" / "corpus" / "text"


def _rows(path: Path, heading: str) -> dict[str, list[str]]:
    """Cells of a Markdown table by the text of their first cell."""
    text = path.read_text(encoding="utf-8")
    lines = text[text.index(heading) :].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in cells}


def _counts(coded: list[CodedPassage]) -> list[str]:
    claims = [sum(p.claim == band for p in coded) for band in ("none", "informing", "consultation", "co-production")]
    rungs = [range(1), range(1, 4), range(4, 6), range(6, 9)]
    return [str(n) for n in (len(coded), *claims, *(sum(p.practice in r for p in coded) for r in rungs))]


@pytest.mark.parametrize("writer", [*sorted(path.stem for path in TRAINING.glob("*.jsonl")), "all"])
def test_counts_of_training_passages_are_those_of_the_files(writer: str) -> None:
    coded = [p for p in read_coded([TRAINING]) if writer in (p.group, "all")]
    assert _rows(ROOT / "annotations" / "README.md", "| Writer |")[writer][1:] == _counts(coded)


@pytest.mark.parametrize(
    ("row", "system"), [("model", "model"), ("rules alone", "rules"), ("keyword count", "keywords")]
)
def test_figures_in_the_readme_are_those_measured(row: str, system: str) -> None:
    figures = json.loads((ROOT / "annotations" / "scores" / "gold_dev.json").read_text(encoding="utf-8"))[system]
    measured = [f"{figures[label]['macro_f1']:.3f}" for label in ("claim", "practice", "stance")]
    assert _rows(ROOT / "README.md", "| On 515 real passages")[row] == measured


@pytest.mark.skipif(not GOLD.exists(), reason="the real passages are not on this machine")
def test_committed_gold_figures_belong_to_the_committed_model() -> None:
    figures, _ = evaluate_gold(read_coded([GOLD]), Tagger())
    committed = json.loads((ROOT / "annotations" / "scores" / "gold_dev.json").read_text(encoding="utf-8"))
    for label in ("claim", "practice", "stance"):
        assert figures["model"][label]["macro_f1"] == pytest.approx(committed["model"][label]["macro_f1"], abs=1e-4)


def test_training_passages_are_not_near_duplicates_outside_minimal_pairs() -> None:
    pairs: dict[str, str] = {}
    for path in sorted(TRAINING.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            value = json.loads(line)
            pairs[value["id"]] = value.get("pair", value["id"])
    grams: dict[tuple[str, ...], list[str]] = {}
    sizes: dict[str, int] = {}
    shared: dict[tuple[str, str], int] = {}
    for passage in read_coded([TRAINING]):
        words = words_of(passage.text)
        found = set(zip(words, words[1:], words[2:], strict=False))
        sizes[passage.id] = len(found)
        for gram in found:
            for other in grams.get(gram, []):
                shared[other, passage.id] = shared.get((other, passage.id), 0) + 1
            grams.setdefault(gram, []).append(passage.id)
    alike = [(a, b) for (a, b), n in shared.items() if n / (sizes[a] + sizes[b] - n) > 0.4 and pairs[a] != pairs[b]]
    assert alike == []


@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not on this machine")
def test_no_run_of_eight_words_of_a_real_document_is_in_a_training_or_demo_passage() -> None:
    real: set[tuple[str, ...]] = set()
    for path in sorted(REAL.glob("*.txt")):
        words = re.findall(r"[a-z]+", path.read_text(encoding="utf-8", errors="replace").lower())
        real.update(zip(*(words[i:] for i in range(8)), strict=False))
    ours = read_coded([TRAINING, ROOT / "corpora" / "demo" / "truth"])
    hits = []
    for passage in ours:
        words = re.findall(r"[a-z]+", passage.text.lower())
        hits += [passage.id for run in zip(*(words[i:] for i in range(8)), strict=False) if run in real]
    assert hits == []
