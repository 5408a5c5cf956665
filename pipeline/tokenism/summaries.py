"""Figures as lines of text for the terminal; nothing here prints."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tokenism.records import Document

_NAME = 14


def read_line(documents: Iterable[Document]) -> str:
    """How many documents have which status, in one line."""
    counts = Counter(document.status for document in documents)
    parts = [f"{count} {status}" for status, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    noun = "document" if counts.total() == 1 else "documents"
    return f"{counts.total()} {noun}: {', '.join(parts)}."


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


def appraisal_lines(name: str, report: Mapping[str, Any]) -> Iterator[str]:
    """Systems side by side with their intervals and those of coders; then the model: by class, and where it fails."""
    yield f"{name}: {report['n_passages']:,} passages of {report['n_groups']:,} organisations or writers"
    yield "Macro-F1 over the classes that occur, F1 of the tokenism flag; 95 % intervals"
    yield from _system_row("", ("claim", "practice", "stance", "flag"))
    for system, figures in report["systems"].items():
        three = (_ranged(figures[label], "macro_f1") for label in ("claim", "practice", "stance"))
        yield from _system_row(system, [*three, _ranged(figures["tokenism_flag"], "f1")])
    ceiling = {f"coder {n}": figures for n, figures in report["ceiling"]["coders"].items()}
    if report["ceiling"]["between"] is not None:
        ceiling["coder 1 by 2"] = report["ceiling"]["between"]
    for coder, figures in ceiling.items():
        three = (_interval(figures[label]["macro_f1"]) for label in ("claim", "practice", "stance"))
        yield from _system_row(coder, [*three, _interval(figures["tokenism_flag"]["f1"])])
    model = report["systems"]["model"]
    for label in ("claim", "practice", "stance"):
        yield ""
        yield f"{label}: model, by class"
        yield from _class_lines(model[label]["classes"])
    yield ""
    yield from _model_lines(report)


def _model_lines(report: Mapping[str, Any]) -> Iterator[str]:
    for label, bands in report["systems"]["model"]["counts"].items():
        told = (f"{band} found {c['found']} of {c['n']}, {c['false']} false" for band, c in bands.items())
        yield f"{label}: {'; '.join(told)}"
    for label, figures in (report["calibration"] or {}).items():
        yield f"calibration error, {label}: {_ranged(figures, 'ece')}"
    for point in (report["coverage"] or {"points": ()})["points"]:
        shared = point["coproduction_practice"]
        cells = (_number(point[label]["macro_f1"]) for label in ("claim", "practice"))
        yield (
            f"answered {point['coverage']:>4.0%}: claim {', practice '.join(cells)}, "
            f"co-production {shared['found']} of {shared['n']}"
        )
    for kind in ("pairs", "traps"):
        rows = report[kind]
        if rows["model"]["n"]:
            yield f"{kind} right in claim and practice, of {rows['model']['n']}"
            yield from (f"  {system:14} {row['right']:>5}" for system, row in rows.items())
    for name, part in report.get("shortcuts", {}).items():
        told = (f"{row['unchanged']} of {row['n']}" for row in (part, part["apart"]))
        yield f"{name.replace('_', ' ')}: unchanged {', apart '.join(told)}"


def curve_lines(points: Sequence[Mapping[str, Any]], sets: Sequence[str]) -> Iterator[str]:
    """Macro-F1 of claim and practice by number of written passages."""
    for name in sets:
        yield f"{name}: macro-F1 by written passages trained on"
        yield f"  {'written':>8} {'real':>6}  {'claim':<14}  {'practice':<14}"
        for point in points:
            cells = (f"{_ranged(point[name][label], 'macro_f1'):<14}" for label in ("claim", "practice"))
            yield f"  {point['n_written']:>8,} {point['n_real']:>6,}  {'  '.join(cells)}".rstrip()


def _system_row(name: str, cells: Sequence[str]) -> Iterator[str]:
    """A row for 80 columns; a long name stands on a line of its own."""
    if len(name) > _NAME:
        yield name
        name = ""
    yield (f"{name:{_NAME}}" + "".join(f"  {cell:<14}" for cell in cells)).rstrip()


def _ranged(figures: Mapping[str, Any], name: str) -> str:
    return _interval({"value": figures[name], "low": figures[f"{name}_low"], "high": figures[f"{name}_high"]})


def _interval(figure: Mapping[str, float | None]) -> str:
    if figure["low"] is None or figure["high"] is None:
        return _number(figure["value"])
    return f"{figure['value']:.2f} {figure['low']:.2f}–{figure['high']:.2f}"


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
        ("linker alone: verdicts", figures["linker"]["verdict_accuracy"]),
        ("linker alone: pages", figures["linker"]["evidence_page_right"]),
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
