"""Stage: the layers of coders to how far they agree, with intervals, and the list of what they disagree on."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tokenism.codebook import Codebook
from tokenism.codings import Coding
from tokenism.records import BANDS, STANCES
from tokenism.resampling import Table, cluster_draws, exact, figure
from tokenism.verdicts import DOCUMENT_VERDICTS

LIST_COLUMNS = ("passage", "label", "coders", "codings", "adjudicated")


@dataclass(frozen=True, slots=True)
class Scale:
    """One label as coders give it: its values in order, how to read it off a coding, and which value means nothing."""

    name: str
    values: tuple[str, ...]
    value_of: Callable[[Coding], str | None]
    ordered: bool
    nothing: str


def scales(codebook: Codebook) -> tuple[Scale, ...]:
    """What coders are compared on: claim, practice as band and as rung, stance, and the verdict where it is coded."""
    rungs = tuple(str(n) for n in range(len(codebook.rungs) + 1))
    return (
        Scale("claim", BANDS, lambda coding: coding.claim, ordered=True, nothing="none"),
        Scale("practice", BANDS, lambda coding: codebook.band(coding.practice), ordered=True, nothing="none"),
        Scale("practice_rung", rungs, lambda coding: str(coding.practice), ordered=True, nothing="0"),
        Scale("stance", STANCES, lambda coding: coding.stance, ordered=False, nothing="na"),
        Scale("verdict", DOCUMENT_VERDICTS, lambda coding: coding.verdict, ordered=False, nothing="no-claim"),
    )


def coincidences(units: Sequence[Sequence[int]], n_values: int) -> Table:
    """Coincidence matrix of units that two or more coders coded, shape (values, values) (Krippendorff 2011, step B).

    >>> coincidences([[0, 0], [0, 1]], 2).tolist()
    [[2.0, 1.0], [1.0, 0.0]]
    """
    table = np.zeros((n_values, n_values))
    for unit in units:
        if len(unit) < 2:
            continue
        counts = np.bincount(unit, minlength=n_values).astype(np.float64)
        table += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    return table


def alpha(tables: Table, *, ordered: bool) -> Table:
    """Krippendorff's alpha of coincidence matrices, shape (..., values, values) to (...).

    Nominal, or with the ordinal metric (Krippendorff 2011, step C). NaN where nothing varies: agreement beyond chance
    is then undefined.
    """
    margins = tables.sum(axis=-1)
    total = margins.sum(axis=-1)
    far = _ordinal_distance(margins) if ordered else 1.0 - np.eye(tables.shape[-1])
    expected = (margins[..., :, None] * margins[..., None, :] * far).sum(axis=(-2, -1))
    observed = (tables * far).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1.0 - (total - 1.0) * observed / expected, np.nan)


def _ordinal_distance(margins: Table) -> Table:
    """Squared ordinal distances: what lies between two values, half of both included."""
    running = np.cumsum(margins, axis=-1)
    middle = running - margins / 2
    return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)


def kappa(tables: Table) -> Table:
    """Cohen's kappa (1960) of tables of first coding by second, shape (..., values, values) to (...); NaN likewise."""
    total = tables.sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = tables / total[..., None, None]
        chance = (share.sum(axis=-1) * share.sum(axis=-2)).sum(axis=-1)
        return np.where(chance < 1, (np.trace(share, axis1=-2, axis2=-1) - chance) / (1.0 - chance), np.nan)


def agreement(
    layers: Mapping[str, Mapping[str, Coding]],
    clusters: Mapping[str, str],
    codebook: Codebook,
    *,
    resamples: int = 1000,
    seed: int = 0,
) -> dict[str, Any]:
    """How far coders agree, by label, on the passages that at least two of them coded.

    For each label: share of exact agreement, Cohen's kappa of the first two codings of a passage, Krippendorff's
    alpha nominal and (where values have an order) ordinal, alpha of every value against the rest, and all of that
    again for the passages to which at least one coder gave something (``without_none``). Each figure is
    ``{value, low, high}``, the 95 % interval from resampling whole clusters (percentile bootstrap), null where nothing
    varies or where there are fewer than two clusters.

    Parameters
    ----------
    layers
        Coder to codings by passage; the order of coders is that of the codings of a passage.
    clusters
        Passage to what is drawn together: its document, or its writer.
    resamples, seed
        Of the bootstrap.
    """
    units, compared = double_coded(layers), scales(codebook)
    report: dict[str, Any] = {
        "n_passages": len(units),
        "n_clusters": len({clusters[unit] for unit in units}),
        "n_coders": len({coder for unit in units.values() for coder, _ in unit}),
        "n_all_labels_equal": sum(_equal([c for _, c in unit], compared) for unit in units.values()),
    }
    draw = _Resampling(clusters, resamples, seed)
    for scale in compared:
        coded = {unit: _values([c for _, c in given], scale) for unit, given in units.items()}
        coded = {unit: values for unit, values in coded.items() if len(values) > 1}
        if not coded:
            continue
        nothing = scale.values.index(scale.nothing)
        something = {unit: values for unit, values in coded.items() if any(value != nothing for value in values)}
        report[scale.name] = {**draw.figures(coded, scale), "without_none": draw.figures(something, scale)}
    return report


def double_coded(layers: Mapping[str, Mapping[str, Coding]]) -> dict[str, list[tuple[str, Coding]]]:
    """Passages that at least two coders coded, with (coder, coding) in the order of layers."""
    units: dict[str, list[tuple[str, Coding]]] = {}
    for coder, codings in layers.items():
        for unit, coding in codings.items():
            units.setdefault(unit, []).append((coder, coding))
    return {unit: given for unit, given in sorted(units.items()) if len(given) > 1}


def disagreements(
    layers: Mapping[str, Mapping[str, Coding]], final: Mapping[str, Coding], codebook: Codebook
) -> list[tuple[str, str, str, str, str]]:
    """Every label of a passage on which coders differ: passage, label, coders, their values, the adjudicated value."""
    rows = []
    compared = [scale for scale in scales(codebook) if scale.name != "practice"]  # the rung tells the band
    for unit, given in double_coded(layers).items():
        for scale in compared:
            values = [scale.value_of(coding) or "" for _, coding in given]
            if len(set(values)) > 1:
                decided = scale.value_of(final[unit]) or ""
                rows.append((unit, scale.name, " / ".join(c for c, _ in given), " / ".join(values), decided))
    return rows


def labels_of(report: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The labels of a report with their figures."""
    return [(name, figures) for name, figures in report.items() if isinstance(figures, dict)]


def _values(given: Sequence[Coding], scale: Scale) -> list[int]:
    values = (scale.value_of(coding) for coding in given)
    return [scale.values.index(value) for value in values if value is not None]


def _equal(given: Sequence[Coding], compared: Sequence[Scale]) -> bool:
    return all(len({scale.value_of(coding) for coding in given}) == 1 for scale in compared)


class _Resampling:
    """Figures with cluster-bootstrap intervals: tables are additive, so a resample is a weighted sum of clusters'."""

    def __init__(self, clusters: Mapping[str, str], resamples: int, seed: int) -> None:
        self._clusters = clusters
        self._resamples = resamples
        self._seed = seed

    def figures(self, coded: Mapping[str, Sequence[int]], scale: Scale) -> dict[str, Any]:
        groups: dict[str, list[Sequence[int]]] = {}
        for unit, values in coded.items():
            groups.setdefault(self._clusters[unit], []).append(values)
        size = len(scale.values)
        if not groups:
            return {"n_passages": 0}
        agreeing = np.stack([coincidences(group, size) for group in groups.values()])
        crossed = np.stack([_crossed(group, size) for group in groups.values()])
        draws = cluster_draws(len(groups), resamples=self._resamples, seed=self._seed)
        counts = Counter(value for values in coded.values() for value in values)
        ordinal = {"alpha_ordinal": figure(agreeing, draws, lambda t: alpha(t, ordered=True))} if scale.ordered else {}
        return {
            "n_passages": len(coded),
            "exact": figure(crossed, draws, exact),
            "kappa": figure(crossed, draws, kappa),
            "alpha_nominal": figure(agreeing, draws, _nominal),
            **ordinal,
            "by_value": {
                name: {"n_codings": counts[i], "alpha": figure(_against_rest(agreeing, i), draws, _nominal)}
                for i, name in enumerate(scale.values)
                if counts[i]
            },
        }


def _nominal(tables: Table) -> Table:
    return alpha(tables, ordered=False)


def _crossed(units: Sequence[Sequence[int]], size: int) -> Table:
    """First coding by second coding of each unit."""
    table = np.zeros((size, size))
    for unit in units:
        table[unit[0], unit[1]] += 1
    return table


def _against_rest(tables: Table, value: int) -> Table:
    """Tables of one value against all others together."""
    both = tables[..., value, value]
    one = tables[..., value, :].sum(axis=-1) - both
    other = tables[..., :, value].sum(axis=-1) - both
    rest = tables.sum(axis=(-2, -1)) - both - one - other
    return np.stack([np.stack([both, one], axis=-1), np.stack([other, rest], axis=-1)], axis=-2)
