"""What more written passages would bring: models fitted on shares of them, measured on coded passages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from tokenism.annotations import CodedPassage
from tokenism.appraisal import clusters_of, system_figures
from tokenism.evaluate import Bander
from tokenism.held_out import decode_held_out
from tokenism.tag import Tagger
from tokenism.train import TrainingRows

SHARES = (0.125, 0.25, 0.5, 1.0)
_LEFT_OUT = "\0left out"


def share_of_written(data: TrainingRows, share: float, *, seed: int = 0) -> TrainingRows:
    """Rows with only a share of the written passages, and all real ones.

    A smaller share is part of each larger one of the same seed; passages are drawn across all writers.
    """
    order = np.random.default_rng(seed).permutation(data.n_written)
    left = np.zeros(len(data.groups), dtype=bool)
    left[order[round(share * data.n_written) :]] = True
    return replace(data, groups=np.where(left, _LEFT_OUT, data.groups)).without({_LEFT_OUT})


def learning_curve(
    data: TrainingRows,
    tagger: Tagger,
    sets: Mapping[str, Sequence[CodedPassage]],
    bander: Bander,
    *,
    shares: Sequence[float] = SHARES,
    resamples: int = 1000,
    seed: int = 0,
) -> list[dict[str, Any]]:
    """Figures on sets of coded passages of models fitted on growing shares of the written passages.

    Real passages are all kept but those of a passage's own organisation (:mod:`tokenism.held_out`). Settings, classes
    and calibration are those of the tagger's model.

    Parameters
    ----------
    data
        What the tagger's model was trained on.
    sets
        Coded passages by name.
    seed
        Of the draw of passages, and of the bootstrap with its ``resamples``.
    """
    points = []
    for share in shares:
        part = share_of_written(data, share, seed=seed)
        point: dict[str, Any] = {
            "share": share,
            "n_written": part.n_written,
            "n_real": part.n_real,
        }
        for name, coded in sets.items():
            decoded = decode_held_out(coded, part, tagger)
            found = [
                bander.labels(d.claim, d.practice_rung, d.stance, p.text) for d, p in zip(decoded, coded, strict=True)
            ]
            clusters = clusters_of(coded, resamples=resamples, seed=seed)
            full = system_figures([bander.truth(passage) for passage in coded], found, clusters)
            kept = ("macro_f1", "macro_f1_low", "macro_f1_high")
            point[name] = {label: {key: full[label][key] for key in kept} for label in ("claim", "practice", "stance")}
            point[name]["tokenism_flag"] = full["tokenism_flag"]
            point[name]["counts"] = full["counts"]
        points.append(point)
    return points
