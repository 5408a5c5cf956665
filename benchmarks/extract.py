"""Speed, memory and text quality of PDF readers side by side: `python benchmarks/extract.py --help`."""

import json
from collections import Counter
from pathlib import Path

import click
import quality
from engines import ENGINES, read_timed

from tokenism.extract import extract
from tokenism.fidelity import Fidelity
from tokenism.inputs import find_inputs
from tokenism.reading.document import Limits, Shape

SHARES = ("word_recall", "word_precision", "order", "order_of_shared", "boundary_f1")


def quality_of_ours(truth: dict[str, quality.Truth], folder: Path) -> tuple[dict[str, list], dict[str, Fidelity]]:
    """Our pieces and their counts, by document."""
    files = [folder / "pdf" / f"{stem}.pdf" for stem in truth]
    documents, passages = extract(find_inputs(files), limits=Limits(), shape=Shape())
    pieces = {stem: quality.our_pieces(found) for stem, found in quality.by_document(documents, passages).items()}
    return pieces, {stem: quality.judge(truth[stem], pieces[stem], labelled=True) for stem in truth}


def quality_of(engine: str, truth: dict[str, quality.Truth], folder: Path) -> dict[str, Fidelity]:
    """Counts of another engine, by document; what it cannot read counts as lost."""
    counts = {}
    for stem, known in truth.items():
        read = read_timed(engine, folder / "pdf" / f"{stem}.pdf", text=True)
        counts[stem] = quality.judge(known, quality.other_pieces(read["text"]), labelled=False)
    return counts


def shares_line(name: str, counts: Fidelity) -> str:
    cells = [f"{100 * share:9.2f}" if share is not None else "        –" for share in counts.shares().values()]
    return f"{name:<28}{''.join(cells)}"


def detail(truth: dict[str, quality.Truth], pieces: dict[str, list], counts: dict[str, Fidelity], folder: Path) -> None:
    """Documents, kinds of cost and worst pages of our reading."""
    print("\nOurs by document".ljust(29) + "   recall precision   order  shared boundary")
    for stem, found in sorted(counts.items(), key=lambda entry: entry[1].shares()["order"] or 0):
        print(shares_line(stem[:27], found))
    costs = []
    for stem in truth:
        around = quality.surroundings(folder / "sources" / f"{stem}.md", folder / "pdf" / f"{stem}.pdf")
        costs += quality.costs(stem, truth[stem], pieces[stem], around)
        for page, line, text in quality.leaks(truth[stem], pieces[stem], around.running):
            print(f"running line leaked: {stem} p. {page}: {line!r} in {text!r}")
    words, places = Counter(), Counter()
    for cost in costs:
        words[cost.kind] += cost.n_words
        places[cost.kind] += 1
    print("\nCosts by kind".ljust(50) + "  words  places")
    for kind, n in sorted(words.items(), key=lambda entry: (-entry[1], -places[entry[0]])):
        print(f"{kind:<49}{n:7}{places[kind]:8}")
    for kind in sorted(words, key=lambda kind: (-words[kind], -places[kind])):
        print(f"\n--- {kind}")
        for cost in sorted((cost for cost in costs if cost.kind == kind), key=lambda cost: -cost.n_words):
            print(f"{cost.document} p. {cost.page}: {cost.text[:200]}")


@click.command()
@click.option("--truth", "truth_file", type=click.Path(path_type=Path))
@click.option("--detail", "with_detail", is_flag=True)
@click.option("--engines", default=",".join(ENGINES))
def main(truth_file: Path, with_detail: bool, engines: str) -> None:
    truth = quality.read_truth(truth_file)
    folder = truth_file.parent.parent
    pieces, counts = quality_of_ours(truth, folder)
    print("per cent".ljust(28) + "   recall precision   order  shared boundary")
    print(shares_line("ours", sum(counts.values(), Fidelity())))
    for name in filter(None, engines.split(",")):
        print(shares_line(name, sum(quality_of(name, truth, folder).values(), Fidelity())))
    if with_detail:
        detail(truth, pieces, counts, folder)


if __name__ == "__main__":
    main()
