"""Views: typologies of participation as functions of the rung (codebook section 2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tokenism.records import BANDS
from tokenism.toml_source import Entry, no_duplicates, tables


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

    def level(self, rung: int) -> Level | None:
        """The level of a rung; None for rung 0, which is no participation under any view."""
        return None if rung == 0 else self.levels[self.level_of[rung - 1]]


def read_view(file: Entry, rungs: Sequence[str]) -> View:
    """A view from its TOML file; every rung stands in exactly one level, in the order of the ladder."""
    file.only(("id", "name", "source", "note", "level"))
    if (key := file.text("id")) != file.path.stem:
        raise file.fault(f"id {key!r} must be the name of the file, {file.path.stem!r}", "id")
    entries = list(tables(file, "level"))
    no_duplicates(((entry.text("id"), entry) for entry in entries), "id")
    for entry in entries:
        entry.only(("id", "name", "group", "definition", "band", "rungs"))
    levels = tuple(
        Level(entry.text("id"), entry.text("name"), entry.text("group", ""), entry.text("definition"))
        for entry in entries
    )
    place = _places(file, entries, rungs)
    return View(
        id=key,
        name=file.text("name"),
        source=file.text("source"),
        note=file.text("note", ""),
        levels=levels,
        level_of=tuple(place[rung] for rung in rungs),
        bands=_bands(entries, [place[rung] for rung in rungs]),
    )


def _places(file: Entry, entries: Sequence[Entry], rungs: Sequence[str]) -> Mapping[str, int]:
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
                raise entry.fault(f"rung {rung!r} stands below a rung of the level before it", "rungs", rung)
            last = rungs.index(rung)
            place[rung] = number
    for rung in rungs:
        if rung not in place:
            raise file.fault(f"rung {rung!r} stands in no level; every rung needs one")
    return place


def _bands(entries: Sequence[Entry], level_of: Sequence[int]) -> tuple[str, ...]:
    named = [entry for entry in entries if "band" in entry.values]
    if not named:
        return ()
    if len(named) < len(entries):
        missing = next(entry for entry in entries if "band" not in entry.values)
        raise missing.fault("the key 'band' is missing: every level of a view has one, or none")
    bands = [entry.choice("band", BANDS[1:]) for entry in entries]
    return tuple(bands[number] for number in level_of)
