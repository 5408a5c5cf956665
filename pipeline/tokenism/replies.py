"""What organisations answered to the claims of a run: which answers hold, and what follows from them."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from tokenism.errors import InputError
from tokenism.records import POSITIONS, Claim, Reply
from tokenism.tables import read_csv

DISPUTING = ("disagree", "partly")
"""Positions that make a claim disputed."""


def read_replies(path: Path) -> list[Reply]:
    """Answers of a file in the order in which they came in; none where there is no such file.

    Raises
    ------
    InputError
        If the file is not as ``tokenism reply-import`` writes it.
    """
    if not path.is_file():
        return []
    found = read_csv(path, Reply)
    for number, reply in enumerate(found, start=1):
        if reply.position not in POSITIONS:
            raise InputError(
                f"{path}, answer {number}: the position {reply.position!r} is none of {', '.join(POSITIONS)}; mend it"
            )
    return found


def holding(replies: Iterable[Reply]) -> dict[tuple[str, str], Reply]:
    """The answer that holds, the last that came in, by claim and organisation."""
    return {(reply.claim_id, reply.organisation): reply for reply in replies}


def disputed_ids(replies: Iterable[Reply]) -> frozenset[str]:
    """Claims to which the holding answer of an organisation is "disagree" or "partly".

    A claim of a joint document is disputed when any of its organisations disputes it.
    """
    return frozenset(reply.claim_id for reply in holding(replies).values() if reply.position in DISPUTING)


def with_disputes(claims: Iterable[Claim], replies: Iterable[Reply]) -> list[Claim]:
    """The ledger with ``disputed`` set from the answers; verdicts stay as they are."""
    disputed = disputed_ids(replies)
    return [replace(claim, disputed=claim.claim_id in disputed) for claim in claims]


def if_accepted(claims: Iterable[Claim]) -> list[Claim]:
    """The claims as they would be counted if every disputed one were accepted as supported."""
    return [replace(claim, verdict="supported") if claim.disputed else claim for claim in claims]


def left_over(claims: Iterable[Claim], replies: Iterable[Reply]) -> list[Reply]:
    """Answers to claims that the ledger no longer has."""
    known = {claim.claim_id for claim in claims}
    return [reply for reply in replies if reply.claim_id not in known]
