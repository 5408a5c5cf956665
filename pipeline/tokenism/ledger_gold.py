"""Claims of real documents judged against the whole document, by position: verdict and page of the best evidence."""

from pathlib import Path

from tokenism.codebook import Codebook
from tokenism.errors import InputError
from tokenism.standoff import StandOff, read_standoff
from tokenism.tables import read_jsonl
from tokenism.verdicts import is_counted


def read_ledger_gold(folder: Path, codebook: Codebook) -> list[StandOff]:
    """The judged claims of ``passages.jsonl``, in the order of the file, with verdict and evidence in their coding.

    ``evidence`` names the passage that backs a claim best: another one of the file, or one of ``evidence.jsonl``, which
    holds passages by position that were not judged themselves.

    Raises
    ------
    InputError
        With the passage and remedy: see :func:`tokenism.standoff.read_standoff`; also for a claim without a verdict,
        one that contradicts the claim, and evidence that is in neither file or stands on another page.
    """
    standoff = read_standoff(folder, codebook)
    page = {one.coding.id: one.page for one in standoff} | _pages(folder / "evidence.jsonl")
    for one in standoff:
        coding = one.coding
        where = f"{folder / 'passages.jsonl'}, {coding.id!r}"
        if coding.verdict is None:
            raise InputError(f"{where}: no verdict; add the key 'verdict'")
        if is_counted(coding.claim, coding.stance) == (coding.verdict == "no-claim"):
            raise InputError(f"{where}: verdict {coding.verdict!r} does not go with claim {coding.claim!r}; mend one")
        if coding.evidence is not None and page.get(coding.evidence) != coding.evidence_page:
            raise InputError(f"{where}: evidence {coding.evidence!r} is no passage of page {coding.evidence_page}")
        if coding.verdict == "supported-elsewhere" and coding.evidence is None:
            raise InputError(f"{where}: supported-elsewhere needs the passage that supports it (key 'evidence')")
    return standoff


def _pages(path: Path) -> dict[str, int]:
    """Page of each passage that only is evidence, by id."""
    pages: dict[str, int] = {}
    for line, value, problem in read_jsonl(path):
        if value is None or not isinstance(value.get("id"), str) or not isinstance(value.get("page"), int):
            raise InputError(f"{problem or f'{path}, line {line}: the keys id and page are wanted'}; mend the line")
        pages[value["id"]] = value["page"]
    return pages
