"""Speed, memory and text quality of PDF readers side by side: `python benchmarks/extract.py --help`."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import quality
import speed
from engines import ENGINES, OURS, read_timed

from tokenism.extract import extract
from tokenism.fidelity import Fidelity
from tokenism.inputs import find_inputs
from tokenism.reading.document import Limits, Shape

HEAD = " " * 30 + " recall  precis.    order   shared   bound."


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
    return f"{name:<29}{''.join(cells)}"


def running_lines_leaked(truth: dict[str, quality.Truth], pieces: dict[str, list], folder: Path) -> list[str]:
    """Where our passages hold a running head or foot."""
    leaked = []
    for stem, known in truth.items():
        running = quality.running_lines(folder / "pdf" / f"{stem}.pdf")
        for page, line, text in quality.leaks(known, pieces[stem], running):
            leaked.append(f"{stem} p. {page}: {line!r} in {text!r}")
    return leaked


def detail(truth: dict[str, quality.Truth], pieces: dict[str, list], counts: dict[str, Fidelity], folder: Path) -> None:
    """Documents, kinds of cost and worst pages of our reading."""
    print(f"\nOurs by document\n{HEAD}")
    for stem, found in sorted(counts.items(), key=lambda entry: entry[1].shares()["order"] or 0):
        print(shares_line(stem[:27], found))
    costs = []
    for stem in truth:
        around = quality.surroundings(folder / "sources" / f"{stem}.md", folder / "pdf" / f"{stem}.pdf")
        costs += quality.costs(stem, truth[stem], pieces[stem], around)
    words, places, by_page = Counter(), Counter(), Counter()
    for cost in costs:
        by_page[cost.document, cost.page] += cost.n_words * (cost.kind != quality.UNCOUNTED)
        words[cost.kind] += cost.n_words
        places[cost.kind] += 1
    print("\nCosts by kind".ljust(50) + "  words  places")
    for kind, n in sorted(words.items(), key=lambda entry: (-entry[1], -places[entry[0]])):
        print(f"{kind:<49}{n:7}{places[kind]:8}")
    print("\nWorst pages".ljust(50) + "  words")
    for (stem, page), n in by_page.most_common(25):
        kinds = Counter()
        for cost in costs:
            if (cost.document, cost.page) == (stem, page):
                kinds[cost.kind] += cost.n_words
        print(f"{stem} p. {page}".ljust(49) + f"{n:7}  " + ", ".join(f"{kind} {m}" for kind, m in kinds.most_common(3)))
    for kind in sorted(words, key=lambda kind: (-words[kind], -places[kind])):
        print(f"\n--- {kind}")
        for cost in sorted((cost for cost in costs if cost.kind == kind), key=lambda cost: -cost.n_words):
            print(f"{cost.document} p. {cost.page}: {cost.text[:200]}")


def measure_quality(truth_file: Path, engines: list[str], *, with_detail: bool) -> dict[str, Any]:
    """Print and return text quality of ours and of the other engines on the demo corpus around a truth file."""
    truth = quality.read_truth(truth_file)
    folder = truth_file.parent.parent
    pieces, counts = quality_of_ours(truth, folder)
    others = [name for name in engines if name in ENGINES]
    pooled = {"ours": sum(counts.values(), Fidelity())}
    pooled |= {name: sum(quality_of(name, truth, folder).values(), Fidelity()) for name in others}
    print(f"Text quality, {len(truth)} documents, per cent".ljust(45) + "\n" + HEAD)
    for name, found in pooled.items():
        print(shares_line(name, found))
    leaked = running_lines_leaked(truth, pieces, folder)
    print(f"running heads and feet in our passages: {len(leaked)}")
    if with_detail:
        detail(truth, pieces, counts, folder)
    figures = {name: found.shares() | {"counts": asdict(found)} for name, found in pooled.items()}
    return {"documents": len(truth), "running_lines_leaked": leaked, "engines": figures}


def measure_speed(
    paths: list[Path], engines: list[str], *, rounds: int, batches: int, timeout: float
) -> dict[str, Any]:
    """Print and return speed and memory of the engines on batches of documents."""
    parts, pages = speed.batches_of(paths, batches, timeout=timeout)
    print(f"Speed, {len(paths)} documents, {pages} pages, {len(parts)} batches, {rounds} round(s)")
    runs = []
    for run in speed.run_all(parts, engines, rounds=rounds, timeout=timeout):
        runs.append(run)
        click.echo(f"  batch {run.batch + 1} {run.engine}: {run.pages} pages in {run.seconds:.1f} s", err=True)
    found = speed.summary(runs)
    print("\n".join(speed.table(found)))
    for engine, values in found.items():
        if values["errors"]:
            print(f"{engine}: {len(values['errors'])} not read: {', '.join(sorted(values['errors']))[:200]}")
    peaks = speed.peaks(paths, timeout=timeout)
    print(f"peak of our worker on one document: {peaks}")
    return {"documents": len(paths), "pages": pages, "engines": found, "worker_peaks": peaks}


@click.command(context_settings={"show_default": True})
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--truth", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Truth of the demo corpus.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="JSON file for the results.")
@click.option("--engines", default=",".join([*ENGINES, *OURS]), help="Engines to run, if installed.")
@click.option("--rounds", type=click.IntRange(1), default=1, help="Times that every batch is read by every engine.")
@click.option("--batches", type=click.IntRange(1), default=8, help="Batches that the documents are read in.")
@click.option("--sample", type=click.IntRange(1), help="Read only so many documents, drawn by chance, always the same.")
@click.option("--timeout", type=float, default=1800.0, help="Seconds for one engine on one batch.")
@click.option("--detail", "with_detail", is_flag=True, help="Show what costs our text quality most, and where.")
def main(
    paths: tuple[Path, ...],
    truth: Path | None,
    out: Path | None,
    engines: str,
    rounds: int,
    batches: int,
    sample: int | None,
    timeout: float,
    with_detail: bool,
) -> None:
    """Compare PDF readers: speed and memory on PATHS (PDFs or folders), text quality on --truth."""
    named = [name.strip() for name in engines.split(",") if name.strip()]
    if unknown := [name for name in named if name not in ENGINES and name not in OURS]:
        raise click.UsageError(f"unknown engines {', '.join(unknown)}; there are {', '.join([*ENGINES, *OURS])}")
    present = [name for name in named if name in OURS or ENGINES[name].present()]
    if missing := sorted(set(named) - set(present)):
        print(f"not installed: {', '.join(missing)}")
    results = {"machine": speed.machine(), "versions": speed.versions(present)}
    if truth:
        results["quality"] = measure_quality(truth.resolve(), present, with_detail=with_detail)
    if paths and present:
        files = [item.path.resolve() for item in find_inputs(paths).files]
        results["speed"] = measure_speed(
            speed.sample_of(files, sample), present, rounds=rounds, batches=batches, timeout=timeout
        )
    if out:
        out.write_text(json.dumps(results, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
