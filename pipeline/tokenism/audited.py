"""The audit of the default ledger: what it said of claims that were judged against their documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any

from tokenism.error_rates import Judged
from tokenism.errors import InputError
from tokenism.records import BANDS, STANCES
from tokenism.tables import read_csv_rows, write_csv_rows, write_json
from tokenism.templates import read_figures
from tokenism.verdicts import COUNTED_BANDS, DOCUMENT_VERDICTS, TOKENISTIC, is_counted, passage_verdict


@dataclass(frozen=True, slots=True)
class AuditedLine:
    """A line of the ledger and what judges made of it: verdicts and claimed bands, and the design weight."""

    document: str
    said: str
    said_claim: str
    true: str
    true_claim: str
    weight: float


@dataclass(frozen=True, slots=True)
class AuditedPassage:
    """A passage drawn at random: labels of a model that had not seen its organisation, those of coders, weight."""

    document: str
    claim: str
    practice: str
    stance: str
    true_claim: str
    true_practice: str
    true_stance: str
    weight: float


@dataclass(frozen=True, slots=True)
class Audit:
    """All that is known of the errors of one model with one linker.

    ``about`` names them (``training_digest``, ``codebook_digest``, ``linking``, ``n_documents``); its key ``figures``
    holds how often the ledger had the judges' verdict and page of evidence (:data:`tokenism.audit.FIGURES`).
    """

    lines: Sequence[AuditedLine]
    passages: Sequence[AuditedPassage]
    about: Mapping[str, Any]

    def judged(self, band: str | None = None) -> Judged:
        """What error rates are estimated from: of all counted claims, or of those of one band alone.

        For a band a line of another true band is no claim, and a true claim that is listed under another is missed.
        Whether a claim that may be missed lacks practice is told from its passage: its document was not searched.
        """
        bands = COUNTED_BANDS if band is None else (band,)
        lines = [
            (line.document, _side(line.said), _true_side(line, bands), line.weight)
            for line in self.lines
            if line.said_claim in bands
        ]
        claims = [
            (one.document, _side(_verdict(one)), one.claim in bands and is_counted(one.claim, one.stance), one.weight)
            for one in self.passages
            if one.true_claim in bands and is_counted(one.true_claim, one.true_stance)
        ]
        heft = None if band is None else self.judged().heft
        return Judged.of(lines, claims, heft=heft)


def _side(verdict: str) -> str:
    return "lacking" if verdict in TOKENISTIC else "backed"


def _true_side(line: AuditedLine, bands: Sequence[str]) -> str:
    return "no claim" if line.true == "no-claim" or line.true_claim not in bands else _side(line.true)


def _verdict(one: AuditedPassage) -> str:
    return passage_verdict(one.true_claim, one.true_practice, one.true_stance)


def audit_folder() -> Path:
    """Folder of the audit of the default model: inside the installed package, else the checkout's."""
    packaged = Path(str(resources.files("tokenism"))) / "data" / "audit"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "annotations" / "scores" / "audit"


def read_audit(folder: Path) -> Audit:
    """Read ``lines.csv``, ``passages.csv`` and ``about.json``.

    Raises
    ------
    InputError
        With file, line and remedy: a file or column is missing, or a value is none that may stand there.
    """
    return Audit(
        [_line(row, where) for row, where in _rows(folder / "lines.csv", AuditedLine)],
        [_passage(row, where) for row, where in _rows(folder / "passages.csv", AuditedPassage)],
        read_figures(folder / "about.json", "'tokenism audit'"),
    )


def write_audit(folder: Path, audit: Audit) -> None:
    """Write what :func:`read_audit` reads."""
    for name, kind, rows in (("lines", AuditedLine, audit.lines), ("passages", AuditedPassage, audit.passages)):
        columns = [field.name for field in fields(kind)]
        cells = ([getattr(row, column) for column in columns] for row in rows)
        write_csv_rows(folder / f"{name}.csv", columns, cells)
    write_json(folder / "about.json", audit.about)


def _rows(path: Path, kind: type[AuditedLine] | type[AuditedPassage]) -> list[tuple[dict[str, str], str]]:
    names = [field.name for field in fields(kind)]
    return [(row, f"{path}, line {line}") for line, row in read_csv_rows(path, names)]


def _line(row: Mapping[str, str], where: str) -> AuditedLine:
    _check(
        row, {"said": DOCUMENT_VERDICTS[1:], "true": DOCUMENT_VERDICTS, "said_claim": BANDS, "true_claim": BANDS}, where
    )
    return AuditedLine(**{**row, "weight": _weight(row, where)})  # type: ignore[arg-type]


def _passage(row: Mapping[str, str], where: str) -> AuditedPassage:
    wanted = {"claim": BANDS, "practice": BANDS, "stance": STANCES}
    _check(row, wanted | {f"true_{name}": values for name, values in wanted.items()}, where)
    return AuditedPassage(**{**row, "weight": _weight(row, where)})  # type: ignore[arg-type]


def _check(row: Mapping[str, str], wanted: Mapping[str, Sequence[str]], where: str) -> None:
    for name, values in wanted.items():
        if row[name] not in values:
            raise InputError(
                f"{where}: {name} {row[name]!r} is none of {', '.join(values)}; run 'tokenism audit' again"
            )


def _weight(row: Mapping[str, str], where: str) -> float:
    try:
        weight = float(row["weight"])
    except ValueError:
        weight = 0.0
    if not 0 < weight < float("inf"):
        raise InputError(f"{where}: weight {row['weight']!r} is no number above 0; run 'tokenism audit' again")
    return weight
