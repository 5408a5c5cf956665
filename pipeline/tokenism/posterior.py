"""What the shares of organisations can be, given what the ledger says and how often it errs: draws, not one number."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tokenism.error_rates import PRIOR_SPREADS, ErrorRates, Rates
from tokenism.grid import Array, Grid
from tokenism.streams import Streams

Counts = NDArray[np.int64]


_SHARES = Grid.of(101)
_UNIFORM: Array = _SHARES.beta(np.array([0.5]), 2.0)
_MEANS = Grid.of(61)
_ALL_MEANS: Array = np.array([0.02, 0.05, *np.arange(0.1, 0.95, 0.1), 0.95, 0.98])
_WITHIN: tuple[float, ...] = (2.0, 4.0, 8.0, 16.0, 32.0)


def shares_in_documents(
    n_lacking: Counts,
    n_lines: Counts,
    errors: ErrorRates,
    rng: np.random.Generator | Streams,
    *,
    per_draw: int = 10,
    owner: NDArray[np.intp] | None = None,
) -> Array:
    """Draws of the share of true claims that lack practice *in the documents read*, one row an organisation.

    For each draw of the error rates the share that the claims come from is drawn from its posterior (the prior is that
    of the error rates), then what each line truly is, then the claims that the ledger missed; the share is counted
    among them. A ledger without errors gives the counted share, without an interval. No organisation's draws depend on
    another's lines, but those of one column share what the error rates are on the whole.

    Parameters
    ----------
    n_lacking, n_lines
        Lines that say lacking, and all lines, shape (organisations,).
    rng
        Random numbers; given as streams, one for each row and each owner, nobody's draws hang on who else is there.
    per_draw
        Draws for each draw of the error rates.
    owner
        Whose the rows are, where one organisation has several: those share its error rates.

    Returns
    -------
    Shape (organisations, draws of the rates times ``per_draw``); NaN where a draw leaves no claim.
    """
    owner = np.arange(len(n_lines)) if owner is None else owner
    streams = Streams.of(rng, int(owner.max(initial=-1)) + 1, len(n_lines))
    rates_of = {i: errors.of(streams.owners[i]) for i in np.unique(owner)}
    judged = _SHARES.beta(errors.prior[:, 0], errors.prior[:, 1])
    prior = np.log(errors.judged_weight * judged + (1 - errors.judged_weight) * _UNIFORM)
    draws = np.full((len(n_lines), errors.n_draws, per_draw), np.nan)
    for i, (own, row) in enumerate(zip(owner, streams.rows, strict=True)):
        chance = _chance(_SHARES.shares, rates_of[own])
        posterior = prior + _log_binomial(n_lacking[i], n_lines[i], chance)
        shares = _SHARES.draw(posterior, row.random((errors.n_draws, per_draw)))
        draws[i] = _composed(n_lacking[i], n_lines[i], shares, rates_of[own], row)
    return draws.reshape(len(n_lines), -1)


def _chance(shares: Array, rates: Rates) -> Array:
    """Chance that a line says lacking, shape (draws, shares), by the true share of lacking claims."""
    return sum((part * rate for part, rate in _parts(shares, rates)), np.zeros(1))


def _parts(shares: Array, rates: Rates) -> list[tuple[Array, Array]]:
    """What a line is (a claim that lacks practice, one that has it, no claim) and how often it is said to lack it.

    Shapes (draws, shares) and (draws, 1); ``shares`` has the shape (shares,) or that of the result.
    """
    rate = Rates(*(one[:, None] for one in rates))
    lacking, backed = shares * (1 - rate.lacking_missed), (1 - shares) * (1 - rate.backed_missed)
    real = (1 - rate.no_claim) / np.maximum(lacking + backed, 1e-300)
    return [
        (lacking * real, rate.lacking_said_lacking),
        (backed * real, rate.backed_said_lacking),
        (rate.no_claim, rate.no_claim_said_lacking),
    ]


def _composed(n_lacking: int, n_lines: int, shares: Array, rates: Rates, rng: np.random.Generator) -> Array:
    """True shares drawn line by line, missed claims with them; shape as ``shares``, (draws of the rates, draws).

    How many are missed is negative binomial given those found, as nothing is known of how many there are.
    """
    parts = _parts(shares, rates)
    lacking = backed = np.zeros(shares.shape, dtype=np.int64)
    for count, said in ((n_lacking, True), (n_lines - n_lacking, False)):
        joint = [part * (rate if said else 1 - rate) for part, rate in parts]
        rest = joint[1] + joint[2]
        some = _binomial(np.full(shares.shape, count), joint[0], joint[0] + rest, rng)
        more = _binomial(count - some, joint[1], rest, rng)
        lacking, backed = lacking + some, backed + more
    missed = shares * rates.lacking_missed[:, None]
    all_missed = missed + (1 - shares) * rates.backed_missed[:, None]
    odds = all_missed / np.maximum(1 - all_missed, 1e-9)
    n_missed = rng.poisson(rng.standard_gamma(lacking + backed) * odds)
    lacking_missed = _binomial(n_missed, missed, all_missed, rng)
    claims = lacking + backed + n_missed
    undefined = np.full(shares.shape, np.nan)
    return np.asarray(np.divide(lacking + lacking_missed, claims, out=undefined, where=claims > 0))


def _binomial(n: Counts, part: Array, whole: Array, rng: np.random.Generator) -> Counts:
    share = np.divide(part, whole, out=np.zeros(np.broadcast_shapes(part.shape, whole.shape)), where=whole > 0)
    return rng.binomial(n, np.clip(share, 0, 1))


@dataclass(frozen=True, slots=True)
class DocumentCounts:
    """Lines of each document and whose it is.

    Attributes
    ----------
    n_lacking, n_lines
        Shape (documents,).
    owner
        Index of the organisation, shape (documents,).
    n_owners
        How many organisations there are.
    """

    n_lacking: Counts
    n_lines: Counts
    owner: NDArray[np.intp]
    n_owners: int


def shares_of_population(
    documents: DocumentCounts, errors: ErrorRates, rng: np.random.Generator | Streams, *, per_draw: int = 10
) -> Array:
    """Draws of the mean share over all documents *of the kind read*, one row an organisation.

    A beta-binomial hierarchy, pooled over organisations: a document's share varies about its organisation's mean, the
    means about that of all; how much they vary is learnt from all organisations and averaged over on a grid (Gelman et
    al. 2013, chapter 5). So an organisation with one document borrows from the others how far one document can be
    trusted. Returns shape (organisations, draws of the rates times ``per_draw``).
    """
    of_documents = [_SHARES.beta(_MEANS.shares, spread).T for spread in _WITHIN]
    hyper = np.concatenate([_MEANS.beta(_ALL_MEANS, spread) for spread in PRIOR_SPREADS])
    streams = Streams.of(rng, documents.n_owners, documents.n_owners)
    rates_of = [errors.of(own) for own in streams.owners]
    uniform = np.stack([row.random((errors.n_draws, per_draw)) for row in streams.rows])
    columns = []
    for k in range(errors.n_draws):
        rates = Rates(*(np.array([one[i][k] for one in rates_of]) for i in range(len(Rates._fields))))
        chance = _chance(_SHARES.shares, rates)[documents.owner]
        likelihood = _log_binomial(documents.n_lacking[:, None], documents.n_lines[:, None], chance)
        scale = likelihood.max(axis=1, keepdims=True)
        plain = np.exp(likelihood - scale)
        by_spread = np.zeros((len(_WITHIN), documents.n_owners, len(_MEANS.shares)))
        for total, weights in zip(by_spread, of_documents, strict=True):
            np.add.at(total, documents.owner, np.log(plain @ weights + 1e-300) + scale)
        columns.append(_MEANS.snapped(_MEANS.draw(_pooled(by_spread, hyper), uniform[:, k])))
    return np.concatenate(columns, axis=1)


def _pooled(likelihood: Array, hyper: Array) -> Array:
    """Log posterior of each organisation's mean, shape (organisations, means), averaged over what they share.

    ``likelihood`` has shape (spreads within, organisations, means), ``hyper`` (means and spreads of all, means).
    """
    top = likelihood.max(axis=2, keepdims=True)
    plain = np.exp(likelihood - top)
    evidence = plain @ hyper.T + 1e-300
    together = (np.log(evidence) + top).sum(axis=1)
    weight = np.exp(together - together.max())
    weight /= weight.sum()
    posterior = np.zeros(likelihood.shape[1:])
    for of_spread, shown, found in zip(weight, plain, evidence, strict=True):
        posterior += shown * ((of_spread / found) @ hyper)
    return np.log(posterior + 1e-300)


def _log_binomial(successes: int | Counts, n: int | Counts, chance: Array) -> Array:
    """Log likelihood, but for a constant, of counts under each chance, shape as ``chance``."""
    inside = np.clip(chance, 1e-12, 1 - 1e-12)
    return np.asarray(successes * np.log(inside) + (n - successes) * np.log1p(-inside))
