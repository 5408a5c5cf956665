"""Random numbers that hang on a seed and on names alone, so that nobody's figures hang on who else is in the run."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """Random numbers of their own for a seed and some names, the same whatever else is drawn.

    >>> one, again, other = (stream(0, "index", name).random() for name in ("Elm", "Elm", "Ash"))
    >>> one == again, one == other
    (True, False)
    """
    digest = hashlib.sha256("\x1f".join(map(str, names)).encode()).digest()
    return np.random.default_rng([seed, int.from_bytes(digest[:16], "big")])


@dataclass(frozen=True, slots=True)
class Streams:
    """Random numbers for what is drawn of organisations: ``owners`` for their error rates, ``rows`` for their counts.

    An organisation may have several rows (one a year), which share its error rates.
    """

    owners: Sequence[np.random.Generator]
    rows: Sequence[np.random.Generator]

    @classmethod
    def of(cls, rng: "np.random.Generator | Streams", n_owners: int, n_rows: int) -> "Streams":
        """Streams split off one generator, or those that were given."""
        return rng if isinstance(rng, Streams) else cls(rng.spawn(n_owners), rng.spawn(n_rows))
