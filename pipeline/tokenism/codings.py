"""What a coder says of a passage, and layers: one file of codings for each coder."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from tokenism.codebook import Codebook
from tokenism.errors import InputError
from tokenism.records import BANDS, STANCES
from tokenism.tables import read_jsonl
from tokenism.verdicts import DOCUMENT_VERDICTS


@dataclass(frozen=True, slots=True)
class Coding:
    """The labels of one passage by one coder (or after adjudication).

    ``practice`` is a rung (0 for none). ``verdict`` (of the claim against its whole document), ``evidence`` (the
    passage that backs it), ``evidence_page`` and ``also`` (passages that would do as well) are given where a ledger is
    coded. ``note`` is the coder's doubt.
    """

    id: str
    claim: str
    practice: int
    stance: str
    verdict: str | None = None
    evidence: str | None = None
    evidence_page: int | None = None
    note: str = ""
    also: tuple[str, ...] = ()


def coding_of(value: dict[str, Any], where: str, codebook: Codebook) -> Coding:
    """A checked coding from a JSON object.

    Raises
    ------
    InputError
        With file, line and remedy: a key is missing, a label is not of the codebook, labels contradict each other
        (codebook 3c), or the coding was made under another version of the codebook (key ``codebook``).
    """
    if not isinstance(value.get("id"), str) or not value["id"].strip():
        raise InputError(f"{where}: the key 'id' must be a text that is not empty")
    version = value.get("codebook", codebook.version)
    if version != codebook.version:
        raise InputError(
            f"{where}: coded under version {version!r} of the codebook, this one is {codebook.version!r}; code the "
            "passage again, or use the codebook of that version (--codebook)"
        )
    claim = one_of(value, "claim", BANDS, where)
    stance = one_of(value, "stance", STANCES, where)
    practice = value.get("practice")
    highest = len(codebook.rungs)
    if not is_whole(practice) or not 0 <= practice <= highest:
        raise InputError(f"{where}: practice {practice!r} is no whole number from 0 to {highest}")
    nothing = claim == "none" and practice == 0
    if stance in ("definition", "na") and not nothing:
        raise InputError(f"{where}: stance {stance!r} goes with claim none and practice 0 only (codebook 3c)")
    if nothing and stance not in ("definition", "na"):
        raise InputError(
            f"{where}: claim none and practice 0 go with stance na or definition, not {stance!r} (codebook 3c)"
        )
    verdict = None if value.get("verdict") is None else one_of(value, "verdict", DOCUMENT_VERDICTS, where)
    page = value.get("evidence_page")
    if page is not None and (not is_whole(page) or page < 1):
        raise InputError(f"{where}: evidence_page {page!r} is no page number from 1")
    evidence, also = value.get("evidence"), tuple(map(str, value.get("also") or ()))
    return Coding(value["id"], claim, practice, stance, verdict, evidence, page, str(value.get("note") or ""), also)


def is_whole(value: object) -> TypeGuard[int]:
    """Whether a value of JSON is a whole number (true and false are none)."""
    return isinstance(value, int) and not isinstance(value, bool)


def one_of(value: dict[str, Any], key: str, choices: Sequence[str], where: str) -> str:
    """The value of a key that must be one of some words; :class:`InputError` names place and choices."""
    label = value.get(key)
    if label not in choices:
        raise InputError(f"{where}: {key} {label!r} is none of {', '.join(choices)}")
    return str(label)


def lines_of(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a JSON Lines file, each with the words that say where it stands.

    Raises
    ------
    InputError
        With file, line and remedy, for a line that is no JSON object; if the file cannot be opened.
    """
    for line, value, problem in read_jsonl(path):
        if value is None:
            raise InputError(f"{problem}; mend or delete the line")
        yield f"{path}, line {line}", value


def read_layer(path: Path, codebook: Codebook) -> dict[str, Coding]:
    """The codings of one coder by passage id, in the order of the file.

    Raises
    ------
    InputError
        With file, line and remedy, for a line that is no coding and for a passage that is coded twice.
    """
    codings: dict[str, Coding] = {}
    for where, value in lines_of(path):
        coding = coding_of(value, where, codebook)
        if coding.id in codings:
            raise InputError(f"{where}: {coding.id!r} is coded twice; delete one of the lines")
        codings[coding.id] = coding
    return codings


def read_layers(folder: Path, codebook: Codebook) -> dict[str, dict[str, Coding]]:
    """The layers of a folder by coder: each ``*.jsonl`` is one coder, named by the file.

    Raises
    ------
    InputError
        If there are fewer than two layers, or one cannot be read (see :func:`read_layer`).
    """
    files = sorted(folder.glob("*.jsonl"))
    if len(files) < 2:
        raise InputError(
            f"{folder}: agreement needs two layers or more (NAME.jsonl for each coder), {len(files)} there"
        )
    return {file.stem: read_layer(file, codebook) for file in files}
