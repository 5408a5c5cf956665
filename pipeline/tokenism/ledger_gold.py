"""Claims of real documents judged against the whole document, by position: verdict and page of the best evidence."""

from dataclasses import dataclass
from pathlib import Path

from tokenism.codebook import Codebook
from tokenism.codings import Coding
from tokenism.errors import InputError
from tokenism.standoff import StandOff, read_standoff
from tokenism.verdicts import COUNTED_BANDS


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim by position; its coding has the document verdict, and evidence with page where there is some."""

    standoff: StandOff
    coding: Coding


def read_ledger_gold(folder: Path, codebook: Codebook) -> list[JudgedClaim]:
    """The claims of ``passages.jsonl`` that have a verdict, in the order of the file.

    A passage without one only is evidence. ``evidence`` names the passage of the file that backs a claim best.

    Raises
    ------
    InputError
        With the passage and remedy: see :func:`tokenism.standoff.read_standoff`; also for a verdict that contradicts
        the claim, and for evidence that is no passage of the file or stands on another page.
    """
    standoff = read_standoff(folder, codebook)
    page = {one.coding.id: one.page for one in standoff}
    judged = []
    for one in standoff:
        coding = one.coding
        if coding.verdict is None:
            continue
        where = f"{folder / 'passages.jsonl'}, {coding.id!r}"
        counted = coding.claim in COUNTED_BANDS and coding.stance != "definition"
        if counted == (coding.verdict == "no-claim"):
            raise InputError(f"{where}: verdict {coding.verdict!r} does not go with claim {coding.claim!r}; mend one")
        if coding.evidence is not None and page.get(coding.evidence) != coding.evidence_page:
            raise InputError(f"{where}: evidence {coding.evidence!r} is no passage of page {coding.evidence_page}")
        if coding.verdict == "supported-elsewhere" and coding.evidence is None:
            raise InputError(f"{where}: supported-elsewhere needs the passage that supports it (key 'evidence')")
        judged.append(JudgedClaim(one, coding))
    return judged
