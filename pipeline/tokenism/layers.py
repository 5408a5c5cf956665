"""A layer of tags beside its passages."""

from collections.abc import Iterable

from tokenism.errors import InputError
from tokenism.records import Passage, Tag


def tags_by_passage(passages: Iterable[Passage], tags: Iterable[Tag]) -> dict[str, Tag]:
    """The tag of each passage by its id.

    Raises
    ------
    InputError
        If a passage has no tag: the tags belong to an earlier extraction.
    """
    tag_of = {tag.passage_id: tag for tag in tags}
    for passage in passages:
        if passage.passage_id not in tag_of:
            raise InputError(
                f"tags.parquet: no tag for passage {passage.passage_id} (page {passage.page}); run the tag stage again"
            )
    return tag_of
