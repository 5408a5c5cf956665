"""What stands around a passage: the heading above it, and the text before and after it."""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenism.records import Passage


@dataclass(frozen=True, slots=True)
class Around:
    """Section heading and neighbouring texts of a passage; what is not known is empty."""

    section: str = ""
    before: str = ""
    after: str = ""


ALONE = Around()
"""A passage of which nothing but its text is known."""


def arounds(passages: Sequence[Passage]) -> dict[str, Around]:
    """What stands around each passage, by its id; neighbours are of the same document, in its order."""
    ordered = sorted(passages, key=lambda passage: (passage.document_id, passage.order))
    found = {}
    for before, passage, after in zip((None, *ordered), ordered, (*ordered[1:], None), strict=False):
        found[passage.passage_id] = Around(
            passage.section,
            *(
                other.text if other is not None and other.document_id == passage.document_id else ""
                for other in (before, after)
            ),
        )
    return found
