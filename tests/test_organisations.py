import pytest

from tokenism.organisations import organisations_of


@pytest.mark.parametrize(
    ("joined", "names"),
    [("A", ("A",)), ("A;B", ("A", "B")), (" A ; B ; ", ("A", "B")), ("A; A", ("A",)), ("A, B", ("A, B",)), ("", ("",))],
)
def test_joint_names_are_parted_and_stand_once(joined: str, names: tuple[str, ...]) -> None:
    assert organisations_of(joined) == names
