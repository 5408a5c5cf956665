"""How good labels are: every system against the adjudicated ones, the model against coders, and where it fails.

All intervals are 95 % percentile intervals from drawing whole groups (organisations, or writers) again; fewer than
ten groups give too few different draws, so pairs and passages are drawn then. What is undefined is None. A macro-F1
is over the labels that occur in the truth of the passages in question.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tokenism.agree import alpha
from tokenism.annotations import CodedPassage
from tokenism.certainty import calibration, coverage
from tokenism.errors import InputError
from tokenism.evaluate import Bander
from tokenism.measures import Labels, confusion, counts_of, is_tokenistic, label_report, wilson
from tokenism.model import Decoded
from tokenism.records import BANDS, STANCES
from tokenism.resampling import FEWEST_GROUPS, Clusters, Figure, Table, last_f1, macro_f1

LABELS = (("claim", BANDS), ("practice", BANDS), ("stance", STANCES))
"""The three labels with their values, in the order of :data:`tokenism.measures.Labels`."""

FLAGS = ("no", "yes")
COUNTED = ("informing", "co-production")
"""Bands told in plain counts too: their shares rest on few passages."""

_SECTORS = {
    "council": ("council", "combined authority", "combined_authority"),
    "nhs": ("nhs", "nhs_trust", "icb", "health_board"),
}
_GOOD_QUALITY = 0.9
_LONG, _SHORT = 100, 40


def appraise(
    coded: Sequence[CodedPassage],
    systems: Mapping[str, Sequence[Labels]],
    bander: Bander,
    *,
    decoded: Sequence[Decoded] | None = None,
    model: str = "model",
    unsure_below: float = 0.5,
    resamples: int = 1000,
    seed: int = 0,
) -> dict[str, Any]:
    """All figures on coded passages, ready for JSON.

    ``systems`` holds the figures of each system by name, ``differences`` those of the model less each other system's
    (on the same draws), ``ceiling`` how far coders come, ``pairs`` and ``traps`` how many are wholly right. Of
    ``model`` alone: its agreement with the coders beside that ceiling, slices, the traps that misled it, and, where
    ``decoded`` is given, calibration and coverage.

    Parameters
    ----------
    coded
        Passages with their adjudicated labels; their groups are drawn together.
    systems
        Labels by name of system, one for each passage, under the bands of ``bander``.
    bander
        Gives the adjudicated labels and those of coders the bands of a view.
    decoded
        The model's labels with their probabilities, which are of the ladder's own bands: so are the figures on them.
    model
        Which of the systems is the model.
    unsure_below
        Certainty under which a tag is marked unsure.
    resamples, seed
        Of the bootstrap.

    Raises
    ------
    InputError
        If there are no passages.
    """
    if not coded:
        raise InputError("no passages to compare with; give a file with at least one")
    truth = [bander.truth(passage) for passage in coded]
    clusters = clusters_of(coded, resamples=resamples, seed=seed)
    groups = Clusters([passage.group for passage in coded], resamples=resamples, seed=seed)
    found = systems[model]
    report = {
        "n_passages": len(coded),
        "n_groups": groups.n,
        "drawn": "groups" if groups.n >= FEWEST_GROUPS else "pairs and passages",
        "resamples": resamples,
        "seed": seed,
        "systems": {name: system_figures(truth, labels, clusters) for name, labels in systems.items()},
        "differences": {
            name: _differences(truth, found, labels, clusters) for name, labels in systems.items() if name != model
        },
        "ceiling": _ceiling(coded, truth, bander, clusters),
        "agreement": _agreement(coded, truth, found, bander, clusters),
        "slices": _slices(coded, truth, found, groups),
        "pairs": {name: _pairs(coded, truth, labels) for name, labels in systems.items()},
        "traps": {name: _traps(coded, truth, labels) for name, labels in systems.items()},
        "misled": _misled(coded, truth, found),
        "calibration": None,
        "coverage": None,
    }
    if decoded is not None:
        own = [(p.claim, bander.codebook.band(p.practice), p.stance) for p in coded]
        report["calibration"] = calibration(own, decoded, clusters)
        report["coverage"] = coverage(own, decoded, clusters, unsure_below=unsure_below)
    return report


def clusters_of(coded: Sequence[CodedPassage], *, resamples: int = 1000, seed: int = 0) -> Clusters:
    """What is drawn together: groups, or pairs and single passages where there are fewer than ten groups."""
    names = [passage.group for passage in coded]
    if len(set(names)) < FEWEST_GROUPS:
        names = [f"{passage.group} {passage.pair or i}" for i, passage in enumerate(coded)]
    return Clusters(names, resamples=resamples, seed=seed)


def system_figures(truth: Sequence[Labels], found: Sequence[Labels], clusters: Clusters) -> dict[str, Any]:
    """A label report (:func:`tokenism.measures.label_report`) with intervals, confusions and plain counts."""
    report = label_report(truth, found)
    for i, (name, values) in enumerate(LABELS):
        one, other = [t[i] for t in truth], [f[i] for f in found]
        report[name] |= _sides("macro_f1", clusters.figure(clusters.crossed(one, other, values), macro_f1))
        pairs = confusion(one, other)
        report[name]["confusion"] = {row: {column: pairs[row, column] for column in values} for row in values}
    flagged = clusters.figure(clusters.crossed(_flags(truth), _flags(found), FLAGS), last_f1)
    report["tokenism_flag"] |= _sides("f1", flagged)
    report["counts"] = {
        name: {band: counts_of(report[name]["classes"][band]) for band in COUNTED} for name in ("claim", "practice")
    }
    return report


def _sides(name: str, figure: Figure) -> Figure:
    return {f"{name}_low": figure["low"], f"{name}_high": figure["high"]}


def _flags(labels: Sequence[Labels]) -> list[str]:
    return [FLAGS[is_tokenistic(*one)] for one in labels]


def _columns(labels: Sequence[Labels]) -> dict[str, tuple[list[str], Sequence[str], Callable[[Table], Table]]]:
    """By name: the values of passages, all values there are, and the measure that sums up a table of them."""
    columns = {name: ([one[i] for one in labels], values, macro_f1) for i, (name, values) in enumerate(LABELS)}
    return {**columns, "tokenism_flag": (_flags(labels), FLAGS, last_f1)}


def _differences(
    truth: Sequence[Labels], found: Sequence[Labels], other: Sequence[Labels], clusters: Clusters
) -> dict[str, Figure]:
    """F1 (macro, or of the flag) of one system less that of another; each resample draws the same groups for both."""
    sides = _columns(truth), _columns(found), _columns(other)
    figures = {}
    for name, (wanted, values, measure) in sides[0].items():
        tables = np.stack([clusters.crossed(wanted, side[name][0], values) for side in sides[1:]], axis=1)
        figures[name] = clusters.figure(tables, lambda t, m=measure: m(t)[..., 0] - m(t)[..., 1])  # type: ignore[misc]
    return figures


def _compared(one: Sequence[Labels], other: Sequence[Labels], clusters: Clusters) -> dict[str, Any]:
    """F1 with the first side as truth, and Krippendorff's alpha of both sides: nominal, and ordinal over bands."""
    figures: dict[str, Any] = {"n": len(one)}
    right = _columns(other)
    for name, (values, known, measure) in _columns(one).items():
        tables = clusters.crossed(values, right[name][0], known)
        both_ways = tables + tables.swapaxes(-1, -2)
        figures[name] = {
            "f1" if name == "tokenism_flag" else "macro_f1": clusters.figure(tables, measure),
            "alpha_nominal": clusters.figure(both_ways, lambda t: alpha(t, ordered=False)),
        }
        if known is BANDS:
            figures[name]["alpha_ordinal"] = clusters.figure(both_ways, lambda t: alpha(t, ordered=True))
    return figures


def _coder_labels(coded: Sequence[CodedPassage], at: Sequence[int], n: int, bander: Bander) -> list[Labels]:
    codings = [(coded[i].coders[n], coded[i].text) for i in at]
    return [bander.labels(coding.claim, coding.practice, coding.stance, text) for coding, text in codings]


def _coded_by(coded: Sequence[CodedPassage], n: int) -> list[int]:
    return [i for i, passage in enumerate(coded) if len(passage.coders) > n]


def _most_coders(coded: Sequence[CodedPassage]) -> int:
    return max(len(passage.coders) for passage in coded)


def _ceiling(
    coded: Sequence[CodedPassage], truth: Sequence[Labels], bander: Bander, clusters: Clusters
) -> dict[str, Any]:
    """Each coder against the adjudicated labels, and the first two coders against each other.

    Coders are numbered by their place in a passage. The adjudicated label comes of theirs, so that the first figures
    are an upper bound; those between coders are not.
    """
    report: dict[str, Any] = {"coders": {}, "between": None}
    for n in range(_most_coders(coded)):
        at = _coded_by(coded, n)
        given = _coder_labels(coded, at, n, bander)
        report["coders"][str(n + 1)] = _compared([truth[i] for i in at], given, clusters.part(at))
    if twice := _coded_by(coded, 1):
        first, second = (_coder_labels(coded, twice, n, bander) for n in (0, 1))
        report["between"] = _compared(first, second, clusters.part(twice))
    return report


def _agreement(
    coded: Sequence[CodedPassage], truth: Sequence[Labels], found: Sequence[Labels], bander: Bander, clusters: Clusters
) -> dict[str, Any]:
    """A system's labels against the adjudicated ones and those of each coder."""
    report: dict[str, Any] = {"adjudicated": _compared(truth, found, clusters), "coders": {}}
    for n in range(_most_coders(coded)):
        at = _coded_by(coded, n)
        given = _coder_labels(coded, at, n, bander)
        report["coders"][str(n + 1)] = _compared(given, [found[i] for i in at], clusters.part(at))
    return report


def sector(organisation_type: str | None) -> str | None:
    """Council, nhs or other, by the type of the organisation; None where that is not known."""
    if organisation_type is None:
        return None
    return next((name for name, types in _SECTORS.items() if organisation_type in types), "other")


def _length(passage: CodedPassage) -> str:
    n = len(passage.text.split())
    return f"under {_SHORT} words" if n < _SHORT else f"{_SHORT} to {_LONG} words" if n <= _LONG else "longer"


def _quality(passage: CodedPassage) -> str | None:
    if passage.quality is None:
        return None
    return f"{_GOOD_QUALITY} and better" if passage.quality >= _GOOD_QUALITY else f"under {_GOOD_QUALITY}"


SLICES: dict[str, Callable[[CodedPassage], str | None]] = {
    "sector": lambda passage: sector(passage.organisation_type),
    "organisation_type": lambda passage: passage.organisation_type,
    "group": lambda passage: passage.group or None,
    "stratum": lambda passage: passage.stratum,
    "document_kind": lambda passage: passage.document_kind,
    "kind": lambda passage: passage.kind,
    "quality": _quality,
    "source": lambda passage: None if passage.page is None else "PDF" if passage.page else "text file",
    "length": _length,
}
"""How passages are told apart, each a function that gives None where it is not known."""


def _slices(
    coded: Sequence[CodedPassage], truth: Sequence[Labels], found: Sequence[Labels], clusters: Clusters
) -> dict[str, dict[str, Any]]:
    """Figures of one system by slice and value; a slice of which nothing is known is left empty."""
    report: dict[str, dict[str, Any]] = {}
    for name, value_of in SLICES.items():
        parts: dict[str, list[int]] = {}
        for i, passage in enumerate(coded):
            if (value := value_of(passage)) is not None:
                parts.setdefault(value, []).append(i)
        report[name] = {
            value: _slice([truth[i] for i in at], [found[i] for i in at], clusters.part(at))
            for value, at in sorted(parts.items())
        }
    return report


def _slice(truth: Sequence[Labels], found: Sequence[Labels], clusters: Clusters) -> dict[str, Any]:
    full = system_figures(truth, found, clusters)
    kept = ("accuracy", "macro_f1", "macro_f1_low", "macro_f1_high")
    labels = {
        name: {key: full[name][key] for key in kept}
        | {"n_by_class": {value: row["n"] for value, row in full[name]["classes"].items() if row["n"]}}
        for name, _ in LABELS
    }
    shares = {"tokenism_flag": full["tokenism_flag"], "counts": full["counts"]}
    return {"n": len(truth), "n_groups": clusters.n, **labels, **shares}


def _pairs(coded: Sequence[CodedPassage], truth: Sequence[Labels], found: Sequence[Labels]) -> dict[str, Any]:
    """Minimal pairs of which all passages have the right claim and practice, and each of them alone."""
    members: dict[tuple[str, str], list[int]] = {}
    for i, passage in enumerate(coded):
        if passage.pair is not None:
            members.setdefault((passage.group, passage.pair), []).append(i)
    pairs = [at for at in members.values() if len(at) > 1]
    right = [[_right(truth[i], found[i]) for i in at] for at in pairs]
    whole = [tuple(all(one[k] for one in pair) for k in (0, 1)) for pair in right]
    return {
        **_share(sum(all(pair) for pair in whole), len(pairs)),
        "claim_right": sum(claim for claim, _ in whole),
        "practice_right": sum(practice for _, practice in whole),
    }


def _traps(coded: Sequence[CodedPassage], truth: Sequence[Labels], found: Sequence[Labels]) -> dict[str, Any]:
    """Passages meant to mislead: how many have the right claim and practice, and each of them."""
    right = [_right(truth[i], found[i]) for i, passage in enumerate(coded) if passage.trap is not None]
    return {
        **_share(sum(map(all, right)), len(right)),
        "claim_right": sum(claim for claim, _ in right),
        "practice_right": sum(practice for _, practice in right),
    }


def _misled(
    coded: Sequence[CodedPassage], truth: Sequence[Labels], found: Sequence[Labels]
) -> list[dict[str, str | list[str] | None]]:
    """The passages whose trap worked, with true and found labels; no text."""
    return [
        {"id": passage.id, "trap": passage.trap, "true": list(true), "found": list(labels)}
        for passage, true, labels in zip(coded, truth, found, strict=True)
        if passage.trap is not None and not all(_right(true, labels))
    ]


def _right(true: Labels, found: Labels) -> tuple[bool, bool]:
    return true[0] == found[0], true[1] == found[1]


def _share(right: int, n: int) -> dict[str, Any]:
    """A share with its Wilson interval."""
    low, high = wilson(right, n) or (None, None)
    return {"n": n, "right": right, "share": right / n if n else None, "low": low, "high": high}
