import pytest

from tests.makers import make_passage, make_tag
from tokenism.errors import InputError
from tokenism.layers import tags_by_passage


def test_every_passage_has_its_tag() -> None:
    assert tags_by_passage([make_passage(1)], [make_tag(2), make_tag(1)])["p1"].passage_id == "p1"


def test_passage_without_a_tag_says_which_stage_to_run() -> None:
    with pytest.raises(InputError, match=r"no tag for passage p1 .*run the tag stage again"):
        tags_by_passage([make_passage(1)], [make_tag(2)])
