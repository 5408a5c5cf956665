"""The ladder: rungs in their order, the band of each, and the rung that is usual in its band."""

from dataclasses import dataclass

from tokenism.errors import InputError
from tokenism.records import BANDS
from tokenism.toml_source import Entry, no_duplicates

MOST_RUNGS = 20


def check_rung(rung: int, rungs: int) -> None:
    """Raise unless a rung is on a ladder of so many, or 0.

    Raises
    ------
    InputError
        If it is not: the tags belong to another codebook.
    """
    if not 0 <= rung <= rungs:
        raise InputError(f"tags.parquet: rung {rung} is not on the ladder of the codebook; run the tag stage again")


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder, counted from 1 (lowest), and the band it belongs to.

    ``usual`` marks the rung of its band that is taken where only the band is known.
    """

    n: int
    id: str
    band: str
    usual: bool
    brief: str
    definition: str
    use: str
    avoid: str
    examples: tuple[str, ...]
    counters: tuple[str, ...]
    source: str


def read_rungs(file: Entry) -> tuple[Rung, ...]:
    """The ``[[rung]]`` tables of a file, counted from 1; bands rise with them and each band has one usual rung."""
    file.only(("version", "rung"))
    texts = ("id", "brief", "definition", "use", "avoid", "source")
    entries = file.tables("rung", ("n", "band", "usual", "examples", "counters", *texts))
    no_duplicates(entries)
    if len(entries) > MOST_RUNGS:
        raise entries[MOST_RUNGS].fault(f"a ladder has at most {MOST_RUNGS} rungs; delete some")
    lowest = 1
    rungs = []
    for number, entry in enumerate(entries, start=1):
        if entry.number("n", 1, MOST_RUNGS) != number:
            raise entry.fault(f"the key 'n' must be {number}, not {entry.values['n']}; rungs stand in order", "n")
        band = entry.choice("band", BANDS[1:])
        if BANDS.index(band) < lowest:
            raise entry.fault(f"band {band!r} stands below that of the rung before it", "band")
        lowest = BANDS.index(band)
        rungs.append(
            Rung(
                n=number,
                band=band,
                usual=entry.flag("usual"),
                examples=entry.texts("examples"),
                counters=entry.texts("counters"),
                **{key: entry.text(key) for key in texts},
            )
        )
    for band in BANDS[1:]:
        _check_usual(file, band, [entry for entry in entries if entry.values["band"] == band])
    return tuple(rungs)


def _check_usual(file: Entry, band: str, entries: list[Entry]) -> None:
    """Raise unless one of the rungs of a band, of which there is one at least, is its usual rung."""
    if not entries:
        raise file.fault(f"no rung has the band {band!r}; each of {', '.join(BANDS[1:])} needs one", "rung")
    usual = [entry for entry in entries if entry.values.get("usual")]
    if not usual:
        raise entries[0].fault(f"no rung of the band {band!r} has usual = true; one of each band has it")
    if len(usual) > 1:
        other = usual[0].text("id")
        raise usual[1].fault(f"{other!r} is the usual rung of the band {band!r} already; delete one 'usual'", "usual")
