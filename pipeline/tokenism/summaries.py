"""Figures as lines of text for the terminal; nothing here prints."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.markup import escape
from rich.table import Table

from tokenism.records import Document, Score

_SHOWN = 15


def read_line(documents: Iterable[Document]) -> str:
    """How many documents have which status, in one line."""
    counts = Counter(document.status for document in documents)
    parts = [f"{count} {status}" for status, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    noun = "document" if counts.total() == 1 else "documents"
    return f"{counts.total()} {noun}: {', '.join(parts)}."


def organisation_table(scores: Sequence[Score]) -> tuple[Table, int]:
    """The organisations with the highest index as a table for 80 columns, and how many more there are."""
    table = Table(box=None, pad_edge=False)
    table.add_column("Organisation", overflow="fold", ratio=1)
    for heading in ("Claims", "Index", "95 % interval"):
        table.add_column(heading, justify="right", no_wrap=True)
    ordered = sorted(scores, key=lambda s: (s.tokenism_index is None, -(s.tokenism_index or 0), s.organisation))
    for item in ordered[:_SHOWN]:
        table.add_row(escape(item.organisation), *_index_cells(item))
    return table, max(0, len(scores) - _SHOWN)


def _index_cells(item: Score) -> tuple[str, str, str]:
    n_claims = "–" if item.n_claims is None else str(item.n_claims)
    if item.tokenism_index is None or item.tokenism_low is None or item.tokenism_high is None:
        return n_claims, "–", "too few" if item.n_documents else "not read"
    return n_claims, f"{item.tokenism_index:.0%}", f"{item.tokenism_low:.0%} to {item.tokenism_high:.0%}"


def macro_f1_line(figures: dict[str, Any]) -> str:
    """Macro-F1 of claim, practice and stance in one line."""
    return ", ".join(f"{name} {_number(figures[name]['macro_f1'])}" for name in ("claim", "practice", "stance"))


def agreement_lines(figures: dict[str, Any]) -> Iterator[str]:
    """Agreement of coders, one set after the other, a line for each label."""
    for name, report in figures.items():
        yield f"{name}: {report['n_passages']:,} passages coded twice or more, {report['n_coders']} coders"
        yield f"  {'':14} {'exact':>6} {'kappa':>6} {'alpha':>6}  {'95 % interval':<14} {'without none':>12}"
        for label, values in report.items():
            if isinstance(values, dict):
                alpha, some = values["alpha_nominal"], values["without_none"].get("alpha_nominal", {"value": None})
                numbers = [_number(x["value"]) for x in (values["exact"], values["kappa"], alpha, some)]
                interval = f"{_number(alpha['low'])} to {_number(alpha['high'])}"
                yield f"  {label:14} {numbers[0]:>6} {numbers[1]:>6} {numbers[2]:>6}  {interval:<14} {numbers[3]:>12}"


def gold_lines(figures: dict[str, Any]) -> Iterator[str]:
    """Systems side by side, then the model class by class."""
    yield f"Macro-F1 over the classes that occur, {figures['model']['claim']['n']:,} passages"
    yield f"{'':10} {'claim':>8} {'practice':>9} {'stance':>8} {'flag F1':>8}"
    for name, report in figures.items():
        numbers = [report[label]["macro_f1"] for label in ("claim", "practice", "stance")]
        cells = [_number(number) for number in (*numbers, report["tokenism_flag"]["f1"])]
        yield f"{name:10} {cells[0]:>8} {cells[1]:>9} {cells[2]:>8} {cells[3]:>8}"
    for label in ("claim", "practice", "stance"):
        yield ""
        yield f"{label}: model, by class"
        yield from _class_lines(figures["model"][label]["classes"])


def demo_lines(figures: dict[str, Any]) -> Iterator[str]:
    """Extraction, labels and ledger of a run against its truth."""
    extraction, labels, ledger = figures["extraction"], figures["labels"], figures["ledger"]
    rows = [
        ("words: recall", extraction["word_recall"]),
        ("words: precision", extraction["word_precision"]),
        ("passages found", extraction["passages_found"]),
        ("passages whole and alone", extraction["passages_exact"]),
        ("page right", extraction["page_right"]),
        *((f"{name} macro-F1", labels[name]["macro_f1"]) for name in ("claim", "practice", "stance")),
        ("planted claims in ledger", ledger["share_in_ledger"]),
        ("verdict accuracy", ledger["verdict_accuracy"]),
        ("evidence page right", ledger["evidence_page_right"]),
    ]
    yield f"{extraction['n_passages']} true passages, {ledger['n_planted']} planted claims"
    for name, value in rows:
        yield f"  {name:26} {_number(value):>7}"
    yield f"  {'claims not planted':26} {ledger['n_not_planted']:>7}"
    yield "document verdicts"
    yield from _class_lines(ledger["verdicts"])


def _class_lines(classes: dict[str, Any]) -> Iterator[str]:
    yield f"  {'':20} {'n':>5} {'found':>6} {'precision':>10} {'recall':>8} {'F1':>7}"
    for name, row in classes.items():
        cells = [_number(row[key]) for key in ("precision", "recall", "f1")]
        yield f"  {name:20} {row['n']:>5} {row['found']:>6} {cells[0]:>10} {cells[1]:>8} {cells[2]:>7}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
