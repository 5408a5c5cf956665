"""What the methods page tells of a run: counts from its tables, and how its scores were made."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tokenism import __version__
from tokenism.records import STATUSES
from tokenism.report.corpus import Corpus
from tokenism.report.words import VERDICTS

RATES: dict[str, tuple[str, str]] = {
    "lacking_said_lacking": ("a", "Claims in the list that lack practice: said to lack it"),
    "backed_said_lacking": ("b", "Claims in the list that have practice: said to lack it"),
    "no_claim_said_lacking": ("c", "Lines of the list that are no claim: said to lack practice"),
    "no_claim": ("n", "All lines of the list: no claim at all"),
    "lacking_missed": ("u", "All claims that lack practice: missing from the list"),
    "backed_missed": ("v", "All claims that have practice: missing from the list"),
}
"""Error rates in plain words, each with its letter in the formula; see :class:`tokenism.error_rates.Rates`."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a validation: what was checked, what it should reach, whether it did, and a sentence."""

    name: str
    bar: str
    passed: bool | None
    says: str


@dataclass(frozen=True, slots=True)
class Methods:
    """The numbers of a run that the methods page puts into its text.

    ``statuses`` are documents by status; ``verdicts`` counted claims by verdict; ``settings`` and ``audit`` are those
    of :func:`tokenism.scoring.how_scored`; ``figures`` those of the audit, empty where it has none.
    """

    version: str
    codebook_version: str
    codebook_digest: str
    statuses: Mapping[str, int]
    n_words: int
    verdicts: Mapping[str, int]
    n_disputed: int
    n_scored: int
    n_ranked: int
    n_few: int
    n_boilerplate: int
    settings: Mapping[str, Any]
    audit: Mapping[str, Any] | None
    figures: Mapping[str, Any]
    checks: tuple[Check, ...]


def view_methods(corpus: Corpus, scoring: Mapping[str, Any], validation: Mapping[str, Any] | None) -> Methods:
    """Count a run, and read how its scores were made."""
    counted = [claim for claim in corpus.claims if not claim.repeat_of]
    of_status = Counter(document.status for document in corpus.documents)
    known = [name for name in STATUSES if of_status[name]]
    of_verdict = Counter(claim.verdict for claim in counted)
    ranked = sum(score.rank_low is not None for score in corpus.scores)
    read = sum(score.n_documents > 0 for score in corpus.scores)
    audit = scoring["audit"]
    return Methods(
        version=__version__,
        codebook_version=corpus.codebook.version,
        codebook_digest=corpus.codebook.digest,
        statuses={name: of_status[name] for name in [*known, *sorted(set(of_status) - set(STATUSES))]},
        n_words=sum(document.n_words or 0 for document in corpus.documents),
        verdicts={name: of_verdict[name] for name in [*VERDICTS, *sorted(set(of_verdict) - set(VERDICTS))]},
        n_disputed=sum(claim.disputed for claim in counted),
        n_scored=len(corpus.scores),
        n_ranked=ranked,
        n_few=read - ranked,
        n_boilerplate=len({line.cluster for line in corpus.boilerplate}),
        settings=scoring["settings"],
        audit=audit,
        figures=audit["about"].get("figures", {}) if audit else {},
        checks=tuple(_checks("", validation or {})),
    )


def _checks(name: str, found: Any) -> Iterator[Check]:
    """Everything in a validation that says whether it passed, or what it says, wherever it stands."""
    if isinstance(found, Mapping):
        if "passed" in found or "says" in found:
            passed = found.get("passed")
            yield Check(
                str(found.get("name", name)).replace("_", " "),
                _told(found.get("bar")),
                passed if isinstance(passed, bool) else None,
                str(found.get("says", "")),
            )
            return
        for key, value in found.items():
            yield from _checks(str(key), value)
    elif isinstance(found, list):
        for value in found:
            yield from _checks(name, value)


def _told(bar: Any) -> str:
    """What a check should reach, in one line."""
    if bar is None:
        return ""
    if isinstance(bar, list):
        return " to ".join(map(str, bar))
    if isinstance(bar, Mapping):
        return ", ".join(f"{key} {value}" for key, value in bar.items())
    return str(bar)
