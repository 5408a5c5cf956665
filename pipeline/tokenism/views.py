"""Views: typologies of participation as functions of the rung (codebook section 2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tokenism.ladder import check_rung
from tokenism.records import BANDS
from tokenism.toml_source import Entry, no_duplicates


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a view, and the group that its author put it in (empty without groups)."""

    id: str
    name: str
    group: str
    definition: str


@dataclass(frozen=True, slots=True)
class View:
    """A typology: ordered levels and, for each rung of the ladder, the level that it falls into.

    ``bands`` holds for each rung the band under which claims and practices are compared, where the view has a
    reading of its own (the strict reading of NEF); it is empty where the ladder's bands stand.
    """

    id: str
    name: str
    source: str
    note: str
    levels: tuple[Level, ...]
    level_of: tuple[int, ...]
    bands: tuple[str, ...]

    def place(self, rung: int) -> int | None:
        """Number of the level of a rung, from the lowest (0); None for rung 0, which is no participation in any view.

        Raises
        ------
        InputError
            If the rung is not on the ladder: the tags belong to another codebook.
        """
        check_rung(rung, len(self.level_of))
        return self.level_of[rung - 1] if rung else None

    def level(self, rung: int) -> Level | None:
        """The level of a rung; None for rung 0. A rung that is not on the ladder is an InputError."""
        place = self.place(rung)
        return None if place is None else self.levels[place]


def read_view(file: Entry, rungs: Sequence[str]) -> View:
    """A view from its TOML file; every rung stands in exactly one level, in the order of the ladder."""
    file.only(("id", "name", "source", "note", "level"))
    if (key := file.text("id")) != file.path.stem:
        raise file.fault(f"id {key!r} must be the name of the file, {file.path.stem!r}", "id")
    entries = file.tables("level", ("id", "name", "group", "definition", "band", "rungs"))
    no_duplicates(entries)
    levels = tuple(
        Level(entry.text("id"), entry.text("name"), entry.text("group", ""), entry.text("definition"))
        for entry in entries
    )
    place = _places(entries, rungs)
    return View(
        id=key,
        name=file.text("name"),
        source=file.text("source"),
        note=file.text("note", ""),
        levels=levels,
        level_of=tuple(place[rung] for rung in rungs),
        bands=_bands(entries, [place[rung] for rung in rungs]),
    )


def _places(entries: Sequence[Entry], rungs: Sequence[str]) -> Mapping[str, int]:
    """For each rung the number of its level."""
    place: dict[str, int] = {}
    last = -1
    for number, entry in enumerate(entries):
        for rung in entry.texts("rungs"):
            if rung not in rungs:
                raise entry.fault(f"rung {rung!r} is none of {', '.join(rungs)}", "rungs", rung)
            if rung in place:
                problem = f"rung {rung!r} stands in the level {entries[place[rung]].text('id')!r} already"
                raise entry.fault(f"{problem}; a rung has one level", "rungs", rung)
            if rungs.index(rung) < last:
                problem = f"rung {rung!r} stands after {rungs[last]!r}; the order is {', '.join(rungs)}"
                raise entry.fault(problem, "rungs", rung)
            last = rungs.index(rung)
            place[rung] = number
    for n, rung in enumerate(rungs):
        if rung not in place:
            near = entries[place[rungs[n - 1]] if n else 0]
            raise near.fault(f"rung {rung!r} stands in no level; every rung needs one, here or beside it", "rungs")
    return place


def _bands(entries: Sequence[Entry], level_of: Sequence[int]) -> tuple[str, ...]:
    if not any("band" in entry.values for entry in entries):
        return ()
    bands = []
    for entry in entries:
        if "band" not in entry.values:
            raise entry.fault("the key 'band' is missing; every level of a view has one, or none has")
        bands.append(entry.choice("band", BANDS[1:]))
        if BANDS.index(bands[-1]) < max(map(BANDS.index, bands)):
            raise entry.fault(f"band {bands[-1]!r} stands below that of the level before it", "band")
    return tuple(bands[number] for number in level_of)
