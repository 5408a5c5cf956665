"""What the README files say about the annotations and the figures is true."""

import contextlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tokenism.agree import double_coded
from tokenism.annotation_sets import read_set
from tokenism.annotations import CodedPassage, read_coded
from tokenism.codebook import load_codebook
from tokenism.codings import Coding
from tokenism.describe import describe, kinds
from tokenism.evaluate import Bander, decode_passages, systems_of
from tokenism.extracted import read_extracted
from tokenism.features import fits
from tokenism.ledger_gold import read_ledger_gold
from tokenism.measures import label_report
from tokenism.reading.clean import words_of
from tokenism.standoff import digest_of, read_standoff
from tokenism.tag import Tagger
from tokenism.templates import read_figures

ROOT = Path(__file__).parents[1]
TRAINING, CHALLENGE = ROOT / "annotations" / "training", ROOT / "annotations" / "challenge"
PAIRS = ROOT / "annotations" / "pairs"
REAL_SET, LEDGER = ROOT / "annotations" / "real", ROOT / "annotations" / "ledger"
GOLD = ROOT.parent / "shared" / "gold" / "dev.jsonl"
REAL = ROOT.parent / "shared" / "corpus"


def _rows(path: Path, heading: str) -> dict[str, list[str]]:
    """Cells of a Markdown table by the text of their first cell."""
    text = path.read_text(encoding="utf-8")
    lines = text[text.index(heading) :].split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row[1:] for row in cells}


def _committed() -> dict[str, Any]:
    """Figures of each system on the gold."""
    path = ROOT / "annotations" / "scores" / "gold_dev.json"
    systems: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["gold"]["systems"]
    return systems


@pytest.mark.parametrize(
    ("row", "system"),
    [
        ("model", "model"),
        ("rules alone", "rules"),
        ("TF-IDF + logistic regression", "tfidf"),
        ("keyword count", "keywords"),
    ],
)
def test_figures_in_the_readme_are_those_measured(row: str, system: str) -> None:
    figures = _committed()[system]
    measured = [f"{figures[label]['macro_f1']:.3f}" for label in ("claim", "practice", "stance")]
    assert _rows(ROOT / "README.md", "| On 515 real passages")[row] == measured


@pytest.mark.skipif(not GOLD.exists(), reason="the real passages are not on this machine")
def test_committed_gold_figures_belong_to_the_committed_model() -> None:
    """The model itself on the gold: the committed figures are those of models that saw less, so no better."""
    gold, tagger = read_coded([GOLD]), Tagger()
    bander = Bander(tagger.codebook)
    truth = [bander.truth(passage) for passage in gold]
    systems = systems_of(gold, tagger, bander, decode_passages(gold, tagger))
    figures = {name: label_report(truth, labels) for name, labels in systems.items()}
    committed = _committed()
    for label in ("claim", "practice", "stance"):
        assert figures["rules"][label]["macro_f1"] == pytest.approx(committed["rules"][label]["macro_f1"], abs=1e-4)
        assert figures["model"][label]["macro_f1"] > committed["model"][label]["macro_f1"] - 0.02


def test_data_statement_is_the_one_that_describe_writes() -> None:
    folder = ROOT / "annotations"
    text = describe(folder, read_figures(folder / "scores" / "agreement.json", "the agree stage"), load_codebook())
    assert (folder / "README.md").read_text(encoding="utf-8") == text


WANTED = {
    "power or work shared (rungs 6 to 8)": 900,
    "of these without a word of co-production (“co-…”)": 450,
    "overclaimed": 700,
    "label-only": 500,
    "neither claim nor practice": 1200,
    "minimal pairs": 300,
}


def test_training_passages_are_as_many_and_as_varied_as_the_ladder_needs() -> None:
    coded = read_coded([TRAINING])
    found = kinds(coded, load_codebook())
    print(f"training passages: {len(coded):,}")
    for name, count in found.items():
        print(f"{name}: {count:,} (wanted {WANTED[name]:,})")
    assert len(coded) >= 4000
    assert {name: count for name, count in found.items() if count < WANTED[name]} == {}
    assert len({passage.topic for passage in coded}) >= 40
    assert {passage.practice for passage in coded} == set(range(9))


def test_other_sets_are_as_large_as_measuring_needs() -> None:
    real, book = read_standoff(REAL_SET, load_codebook()), load_codebook()
    ledger = [one for one in read_ledger_gold(LEDGER, book) if one.coding.verdict != "no-claim"]
    challenge = read_coded([CHALLENGE])
    print(f"real passages: {len(real):,}, challenge: {len(challenge)}, claims in the ledger gold: {len(ledger)}")
    assert len(real) >= 1500
    assert len([one for one in real if one.draw == "random" and one.probability is not None]) >= 300
    assert len(challenge) >= 240
    assert len(ledger) >= 200


def test_no_text_of_a_minimal_pair_or_of_the_challenge_is_trained_on() -> None:
    trained_on = {digest_of(passage.text) for passage in read_coded([TRAINING])}
    trained_on |= {one.digest for one in read_standoff(REAL_SET, load_codebook())}
    assert {passage.id for passage in read_coded([CHALLENGE, PAIRS]) if digest_of(passage.text) in trained_on} == set()


def test_minimal_pairs_are_two_hundred_of_twelve_kinds() -> None:
    pairs = {passage.pair: passage.trap for passage in read_coded([PAIRS])}
    counts = Counter(pairs.values())
    assert len(pairs) >= 200
    assert (len(counts), min(counts.values()) >= 15) == (12, True)


@pytest.mark.parametrize("folder", [TRAINING, CHALLENGE, PAIRS], ids=lambda folder: folder.name)
def test_both_sides_of_a_minimal_pair_are_there_and_differ_in_a_label(folder: Path) -> None:
    pairs: dict[str, list[CodedPassage]] = {}
    for passage in read_coded([folder]):
        if passage.pair:
            pairs.setdefault(passage.pair, []).append(passage)
    assert {name for name, sides in pairs.items() if len(sides) != 2} == set()
    alike = [n for n, (a, b) in pairs.items() if (a.claim, a.practice, a.stance) == (b.claim, b.practice, b.stance)]
    assert alike == []


@pytest.mark.parametrize("folder", [TRAINING, CHALLENGE, PAIRS, REAL_SET, LEDGER], ids=lambda folder: folder.name)
def test_every_passage_was_coded_twice_and_keeps_what_both_said(folder: Path) -> None:
    coded = read_set(folder, load_codebook())
    units = double_coded(coded.layers)
    assert set(coded.final) - set(units) == set()
    overruled = [
        unit
        for unit, given in units.items()
        if len({(c.claim, c.practice, c.stance, c.verdict) for _, c in given}) == 1
        and _labels(given[0][1]) != _labels(coded.final[unit])
    ]
    assert overruled == []


def _labels(coding: Coding) -> tuple[str, int, str, str | None]:
    return coding.claim, coding.practice, coding.stance, coding.verdict


@pytest.mark.parametrize(
    "path", sorted((ROOT / "annotations").glob("*/**/*.jsonl")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_no_text_stands_outside_the_written_sets(path: Path) -> None:
    keys = {key for line in path.read_text(encoding="utf-8").splitlines() for key in json.loads(line)}
    assert ("text" in keys) == (path.parent in (TRAINING, CHALLENGE, PAIRS))
    assert path.parent in (TRAINING, CHALLENGE, PAIRS) or "note" not in keys


def test_features_of_real_passages_fit_the_codebook() -> None:
    assert fits(read_extracted(REAL_SET), load_codebook())
    assert set(read_extracted(REAL_SET).ids) == {one.coding.id for one in read_standoff(REAL_SET, load_codebook())}


@pytest.mark.skipif(not GOLD.exists(), reason="the real passages are not on this machine")
def test_no_passage_of_the_gold_is_trained_on() -> None:
    gold = {digest_of(passage.text) for passage in read_coded([GOLD])}
    trained_on = {one.digest for one in read_standoff(REAL_SET, load_codebook())}
    trained_on |= {digest_of(passage.text) for passage in read_coded([TRAINING, CHALLENGE, PAIRS])}
    assert gold & trained_on == set()


def test_written_passages_are_not_near_duplicates_outside_minimal_pairs() -> None:
    coded = read_coded([TRAINING, CHALLENGE, PAIRS])
    grams: dict[tuple[str, ...], list[int]] = {}
    sizes: list[int] = []
    shared: Counter[tuple[int, int]] = Counter()
    for at, passage in enumerate(coded):
        words = words_of(passage.text)
        found = set(zip(words, words[1:], words[2:], strict=False))
        sizes.append(len(found))
        for gram in found:
            shared.update((other, at) for other in grams.get(gram, ()))
            grams.setdefault(gram, []).append(at)
    alike = [
        (coded[a].id, coded[b].id)
        for (a, b), n in shared.items()
        if n / (sizes[a] + sizes[b] - n) > 0.6 and (coded[a].pair or a) != (coded[b].pair or b)
    ]
    assert alike == []


@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not on this machine")
def test_no_run_of_eight_words_of_a_real_document_is_in_a_passage_of_ours() -> None:
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(REAL.glob("text/*.txt"))]
    texts += [passage.text for passage in read_coded([GOLD])]
    for path in sorted(REAL.glob("pdf/*.pdf")):
        with contextlib.closing(pypdfium2.PdfDocument(path)) as document:
            texts.append(" ".join(page.get_textpage().get_text_range() for page in document))
    real = {run for text in texts for run in _runs(text)}
    ours = read_coded([TRAINING, CHALLENGE, PAIRS, ROOT / "corpora" / "demo" / "truth"])
    assert [passage.id for passage in ours if not real.isdisjoint(_runs(passage.text))] == []


_LAWS = re.compile(
    r"town and country planning \(local planning\) \(england\) regulations|planning and compulsory purchase act"
)


def _runs(text: str) -> Iterator[int]:
    """Runs of eight words in a row, as hashes: some 60 documents hold a million of them. Names of laws do not count."""
    words = re.findall(r"[a-z]+", _LAWS.sub(" ", text.lower()))
    return map(hash, zip(*(words[i:] for i in range(8)), strict=False))
