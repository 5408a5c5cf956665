"""Answers of organisations as they are shown: at each claim, and what they would change in the figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenism.records import Claim, Reply, Score
from tokenism.replies import left_over
from tokenism.report.quotes import safe_url

POSITIONS = {
    "agree": "agrees",
    "disagree": "disagrees",
    "partly": "agrees in part",
    "no comment": "makes no comment",
}
"""What an organisation does by each position; a position that this version does not know is shown as it is."""


@dataclass(frozen=True, slots=True)
class ReplyView:
    """One answer; ``holds`` where no later one of the same organisation took its place."""

    reply: Reply
    holds: bool

    @property
    def said(self) -> str:
        """What the organisation does by its position."""
        return POSITIONS.get(self.reply.position, self.reply.position)

    @property
    def evidence_url(self) -> str | None:
        """Address of the evidence, opened at its page where that is a PDF; None for what is no web address."""
        link = self.reply.evidence_link
        opened = link is not None and link.lower().split("#")[0].split("?")[0].endswith(".pdf")
        return safe_url(link, page=self.reply.evidence_page if opened else None)


@dataclass(frozen=True, slots=True)
class IfAccepted:
    """Disputed claims of an organisation, and its index if all of them were accepted; None where it has no index."""

    n_disputed: int
    n_claims: int
    index: float | None
    low: float | None
    high: float | None


class Replied:
    """Answers by claim, the latest first; built once, asked by the templates."""

    def __init__(self, replies: Sequence[Reply], claims: Sequence[Claim]) -> None:
        last = {(reply.claim_id, reply.organisation): reply for reply in replies}
        self._of: dict[str, list[ReplyView]] = {}
        for reply in reversed(replies):
            holds = last[reply.claim_id, reply.organisation] == reply
            self._of.setdefault(reply.claim_id, []).append(ReplyView(reply, holds))
        self._left_over = [
            ReplyView(reply, last[reply.claim_id, reply.organisation] == reply) for reply in left_over(claims, replies)
        ]

    def of(self, claim_id: str) -> tuple[ReplyView, ...]:
        """Answers to a claim: those that hold first, then the earlier ones, each from the latest."""
        return tuple(sorted(self._of.get(claim_id, ()), key=lambda view: not view.holds))

    def left_over(self, organisation: str) -> tuple[ReplyView, ...]:
        """Answers of an organisation to claims that the ledger no longer has."""
        return tuple(view for view in self._left_over if view.reply.organisation == organisation)

    @staticmethod
    def accepted(score: Score | None) -> IfAccepted | None:
        """What acceptance of all that is disputed would make of an organisation's index; None without a dispute."""
        if score is None or not score.n_disputed or score.n_claims is None:
            return None
        return IfAccepted(
            score.n_disputed, score.n_claims, score.index_if_accepted, score.if_accepted_low, score.if_accepted_high
        )
