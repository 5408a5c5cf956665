"""A model's card: what it is, what it was measured on and how it did, filled in from the model and its figures.

The sections are those of Mitchell et al. (2019), 'Model Cards for Model Reporting'.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tokenism.measures import counts_of
from tokenism.model import Model
from tokenism.resampling import FEWEST_GROUPS
from tokenism.templates import filled, interval, table

CARD = "card.md"
GOLD = "gold_dev.json"
OUT_OF_FOLD = "out_of_fold.json"

NOT_MEASURED = "not measured"
NOT_STATED = "not stated"
FEWEST = 30
"""A slice of fewer passages is left out, but for the sectors."""

RARE = 50
"""A class of fewer passages in the gold is named as rare."""

Row = tuple[Any, ...]

_SETS = {"gold": "gold", "challenge": "challenge set"}
_SYSTEMS = {
    "model": "model",
    "rules": "rules alone",
    "keywords": "keyword count",
    "majority": "most common labels",
    "tfidf": "TF-IDF",
    "embeddings": "sentence embeddings",
}
_LABELS = {"claim": "claim", "practice": "practice", "stance": "stance", "tokenism_flag": "flag"}
_SHORTCUTS = {
    "practice_without_claim_words": "practice where the words of the claim are masked",
    "claim_without_mechanisms": "claim where the mechanisms are masked",
}


def card(model: Model, scores: Mapping[str, Any], out_of_fold: Mapping[str, Any], template: Path) -> str:
    """The text of a Jinja template with the facts and figures of :func:`card_values` in place of their names.

    Raises
    ------
    InputError
        If the template is missing or wrong, or names a value that there is not.
    """
    return filled(template, card_values(model, scores, out_of_fold))


def card_values(model: Model, scores: Mapping[str, Any], out_of_fold: Mapping[str, Any]) -> dict[str, Any]:
    """Facts about a model and tables of its figures, by name, ready for Markdown.

    What figures lack is said to be not measured, what a model does not tell of itself not stated.

    Parameters
    ----------
    model
        Of which the card is.
    scores
        Figures on coded passages: ``about``, the appraisals ``gold`` and ``challenge``
        (:func:`tokenism.appraisal.appraise`) with ``shortcuts``, and ``curve``.
    out_of_fold
        Label reports of training, by part.
    """
    about = scores.get("about") or {}
    return {
        **_facts(model),
        "view": about.get("view", NOT_STATED),
        "held_out": about.get("gold_held_out"),
        "same_training": _same(model.about, about),
        "fewest": FEWEST,
        "fewest_groups": FEWEST_GROUPS,
        "rare_below": RARE,
        "rare": _rare(scores),
        "heads": table(("Head", "Classes", "Temperature"), _heads(model)),
        "settings": table(("Setting", "Value"), sorted({**model.features, **model.about.get("options", {})}.items())),
        "sets": _by_set(scores, ("passages", "groups", "drawn again", "draws"), _drawn),
        "systems": _by_set(scores, ("system", *_LABELS.values()), _systems),
        "differences": _by_set(scores, ("model less", *_LABELS.values(), "better in", "worse in"), _differences),
        "classes": _by_set(scores, ("label", "class", "passages", "precision", "recall", "F1"), _classes),
        "calibration": _by_set(scores, ("label", "mean confidence", "accuracy", "ECE"), _calibration),
        "coverage": _by_set(scores, _COVERAGE, _coverage),
        "slices": _by_set(scores, ("slice", "value", "passages", "groups", *_LABELS.values()), _slices),
        "shortcuts": _by_set(scores, _SHORTCUT, _shortcuts),
        "pairs": _by_set(scores, ("system", "pairs wholly right", "traps right", "traps that misled"), _pairs),
        "curve": _curve(scores.get("curve")),
        "parts": sorted(out_of_fold),
        "out_of_fold": table(("Passages", "n", *_LABELS.values()), map(_folded, out_of_fold.items())),
    }


_COVERAGE = (
    "passages answered",
    "least certainty",
    "claim",
    "practice",
    "claim accuracy",
    "practice accuracy",
    "co-production in practice",
)
_SHORTCUT = ("label", "of", "passages", "unchanged", "macro-F1 before", "macro-F1 after")


def _facts(model: Model) -> dict[str, Any]:
    about, weights = model.about, [head.weights for head in model.heads.values()]
    n, n_real, n_groups = (about.get(key) for key in ("n_passages", "n_real", "n_groups"))
    n_bodies = len(about["organisations"]) if "organisations" in about else None
    return {
        "megabytes": f"{sum(array.nbytes for array in weights) / 1e6:.1f}",
        "n_columns": f"{weights[0].shape[1] - 1:,}",
        "n_cues": f"{len(model.cue_names):,}",
        "codebook_version": about.get("codebook_version", NOT_STATED),
        "codebook_digest": about.get("codebook_digest", NOT_STATED),
        "training_digest": about.get("training_digest", NOT_STATED),
        "n_passages": _count(n),
        "n_written": _count(n - n_real if n is not None and n_real is not None else None),
        "n_real": _count(n_real),
        "n_writers": _count(n_groups - n_bodies if n_groups is not None and n_bodies is not None else None),
        "n_organisations": _count(n_bodies),
        "unsure_below": _stated(about.get("unsure_below")),
        "sure_precision": _stated(about.get("sure_precision")),
    }


def _count(n: int | None) -> str:
    return NOT_STATED if n is None else f"{n:,}"


def _stated(value: float | None) -> str:
    return NOT_STATED if value is None else f"{value:.2f}"


def _heads(model: Model) -> Iterator[Row]:
    names = {"0": "none"} | {str(n): rung for n, (rung, _) in enumerate(model.rungs, start=1)}
    for name, head in model.heads.items():
        classes = [f"{c} {names[c]}" if name == "practice" and c in names else c for c in head.classes]
        yield name, ", ".join(classes), head.temperature


def _same(model: Mapping[str, Any], measured: Mapping[str, Any]) -> bool | None:
    """Whether figures were measured with the training passages and codebook of the model; None if not known."""
    keys = ("training_digest", "codebook_digest")
    if any(side.get(key) is None for side in (model, measured) for key in keys):
        return None
    return all(model[key] == measured[key] for key in keys)


def _at(figures: Any, *path: str) -> Any:
    """What stands in nested figures; None where a key is missing."""
    for key in path:
        figures = figures.get(key) if isinstance(figures, Mapping) else None
    return figures


def _figure(figures: Any, name: str) -> str:
    """A figure told as ``name`` with its interval in ``name_low`` and ``name_high``, or as a mapping with these."""
    found = _at(figures, name)
    if not isinstance(figures, Mapping) or name not in figures:
        return NOT_MEASURED
    if isinstance(found, Mapping):
        return interval(found)
    return interval({"value": found, "low": figures.get(f"{name}_low"), "high": figures.get(f"{name}_high")})


def _f1s(figures: Any, labels: Iterable[str] = _LABELS) -> list[str]:
    """Macro-F1 of the labels, F1 of the flag."""
    return [_figure(_at(figures, label), _measure(label)) for label in labels]


def _measure(label: str) -> str:
    return "f1" if label == "tokenism_flag" else "macro_f1"


def _by_set(
    scores: Mapping[str, Any], headings: Sequence[str], rows: Callable[[Mapping[str, Any]], Iterable[Row]]
) -> str:
    """A table whose first column names the set; a set without figures has a line that says so."""
    lines = []
    for key, name in _SETS.items():
        found = list(rows(scores.get(key) or {})) or [(NOT_MEASURED, *[""] * (len(headings) - 1))]
        lines += [(name, *row) for row in found]
    return table(("Set", *headings), lines)


def _in_order(systems: Mapping[str, Any] | None) -> list[str]:
    order = list(_SYSTEMS)
    return sorted(systems or {}, key=lambda name: (order.index(name) if name in order else len(order), name))


def _drawn(report: Mapping[str, Any]) -> Iterator[Row]:
    if report:
        yield tuple(report.get(key, NOT_MEASURED) for key in ("n_passages", "n_groups", "drawn", "resamples"))


def _systems(report: Mapping[str, Any]) -> Iterator[Row]:
    """All systems, and coders as the ceiling."""
    systems = report.get("systems")
    for name in _in_order(systems):
        yield _SYSTEMS.get(name, name), *_f1s(_at(systems, name))
    for n, figures in sorted((_at(report, "ceiling", "coders") or {}).items()):
        yield f"coder {n} against the adjudicated labels", *_f1s(figures)
    if report:
        yield "coder 2 against coder 1", *_f1s(_at(report, "ceiling", "between"))


def _differences(report: Mapping[str, Any]) -> Iterator[Row]:
    differences = report.get("differences")
    for name in _in_order(differences):
        figures = {label: _at(differences, name, label) for label in _LABELS}
        cells = [NOT_MEASURED if figure is None else interval(figure) for figure in figures.values()]
        better = [_LABELS[label] for label, figure in figures.items() if (_at(figure, "low") or 0.0) > 0]
        worse = [_LABELS[label] for label, figure in figures.items() if (_at(figure, "high") or 0.0) < 0]
        yield _SYSTEMS.get(name, name), *cells, ", ".join(better) or "none", ", ".join(worse) or "none"


def _classes(report: Mapping[str, Any]) -> Iterator[Row]:
    for label in ("claim", "practice"):
        for name, row in (_at(report, "systems", "model", label, "classes") or {}).items():
            hits = counts_of(row)["found"]
            shares = [_of(hits, row[n], row[share]) for share, n in (("precision", "found"), ("recall", "n"))]
            yield label, name, row["n"], *shares, interval({"value": row["f1"], "low": None, "high": None})


def _of(hits: int, n: int, share: float | None) -> str:
    return "–" if share is None else f"{share:.2f} ({hits} of {n})"


def _rare(scores: Mapping[str, Any]) -> str:
    """Classes of few passages in the gold, with how many they have."""
    found = [
        f"{label} {name} ({row['n']})"
        for label in ("claim", "practice", "stance")
        for name, row in (_at(scores, "gold", "systems", "model", label, "classes") or {}).items()
        if row["n"] < RARE
    ]
    return ", ".join(found) or ("none" if scores.get("gold") else NOT_MEASURED)


def _calibration(report: Mapping[str, Any]) -> Iterator[Row]:
    for label, figures in (report.get("calibration") or {}).items():
        yield label, *(_figure(figures, name) for name in ("mean_confidence", "accuracy", "ece"))


def _coverage(report: Mapping[str, Any]) -> Iterator[Row]:
    points = [(figures, "") for figures in _at(report, "coverage", "points") or ()]
    unsure = _at(report, "coverage", "unsure")
    if unsure:
        points.append((unsure, ": all not marked unsure"))
    for figures, note in points:
        shared = figures.get("coproduction_practice")
        yield (
            f"{figures['n']} ({figures['coverage'] or 0.0:.0%}){note}",
            _figure(figures, "certainty"),
            *_f1s(figures, ("claim", "practice")),
            *(_figure(_at(figures, label), "accuracy") for label in ("claim", "practice")),
            f"{shared['found']} of {shared['n']}, {shared['false']} false" if shared else NOT_MEASURED,
        )


def _slices(report: Mapping[str, Any]) -> Iterator[Row]:
    """Sectors first, then what else is large enough; single bodies and writers are not told apart."""
    slices = report.get("slices") or {}
    for name in sorted(slices.keys() - {"group"}, key=lambda name: (name != "sector", name)):
        for value, figures in slices[name].items():
            if name == "sector" or figures["n"] >= FEWEST:
                yield name.replace("_", " "), value, figures["n"], figures["n_groups"], *_f1s(_with_intervals(figures))


def _with_intervals(figures: Mapping[str, Any]) -> dict[str, Any]:
    """A slice's F1 figures, without intervals where it has too few groups to draw from."""
    if figures["n_groups"] >= FEWEST_GROUPS:
        return dict(figures)
    names = ((label, _measure(label)) for label in _LABELS)
    return {label: {name: figures[label][name]} for label, name in names if label in figures}


def _shortcuts(report: Mapping[str, Any]) -> Iterator[Row]:
    for key, name in _SHORTCUTS.items():
        whole = _at(report, "shortcuts", key)
        for figures, of in ((whole, "all"), (_at(whole, "apart"), "words of one kind only")):
            if figures:
                share = interval({**figures, "value": figures["share_unchanged"]})
                yield name, of, figures["n"], share, *(_figure(figures, f"macro_f1_{w}") for w in ("before", "after"))


def _pairs(report: Mapping[str, Any]) -> Iterator[Row]:
    for name in _in_order(report.get("systems")):
        pairs, traps = _at(report, "pairs", name), _at(report, "traps", name)
        misled = traps["n"] - traps["right"] if traps and traps["n"] else "–"
        yield _SYSTEMS.get(name, name), _right(pairs), _right(traps), misled


def _right(share: Mapping[str, Any] | None) -> str:
    if share is None:
        return NOT_MEASURED
    if not share["n"]:
        return "none in the set"
    return f"{share['right']} of {share['n']}: {interval({**share, 'value': share['share']})}"


def _curve(points: Sequence[Mapping[str, Any]] | None) -> str:
    if not points:
        return NOT_MEASURED.capitalize() + "."
    labels = ("claim", "practice", "stance")
    headings = [f"{name}: {label}" for name in _SETS.values() for label in labels]
    rows = [
        (p["share"], f"{p['n_written']:,}", f"{p['n_real']:,}", *(f for key in _SETS for f in _f1s(p.get(key), labels)))
        for p in points
    ]
    return table(("Share of the written passages", "written", "real", *headings), rows)


def _folded(part: tuple[str, Mapping[str, Any]]) -> Row:
    name, figures = part
    return name, _at(figures, "claim", "n") or NOT_MEASURED, *_f1s(figures)
