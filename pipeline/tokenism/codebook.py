"""The codebook as data: TOML files to ladder, views, cues, facets, rules and markers; a fault names file and line."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from tokenism.cue_tables import Cue, CueTables
from tokenism.errors import InputError
from tokenism.facets import Facet, Rule, read_facets, read_rules
from tokenism.ladder import Rung, check_rung, read_rungs
from tokenism.markers import Framework, Marker, read_frameworks, read_markers
from tokenism.people import read_people
from tokenism.records import BANDS
from tokenism.toml_source import Entry, no_duplicates, read_toml
from tokenism.views import View, read_view

__all__ = ["Codebook", "Cue", "Framework", "Marker", "Rung", "codebook_folder", "load_codebook"]

FILES = ("ladder", "public", "claims", "mechanisms", "stance", "negation", "markers", "keywords", "sections")
"""Files of a codebook folder, without their ending; beside them the folder ``views``."""

VIEWS = "views"
DEFAULT_VIEW = "bands-broad"
HOLDS = f"a codebook folder holds {', '.join(f'{name}.toml' for name in FILES)} and views in {VIEWS}/"


@dataclass(frozen=True)
class Codebook:
    """The whole codebook; ``version`` names its text, ``digest`` its exact content.

    ``public`` and ``not_public`` hold the names of people by group, ``not_people`` those of things that contain them.
    ``silent_sections`` are headings, in lower case, under which nothing counts. ``keywords`` holds, for each band, the
    regular expression of the naive keyword count that every system must beat.
    """

    version: str
    digest: str
    rungs: tuple[Rung, ...]
    views: Mapping[str, View]
    public: Mapping[str, tuple[str, ...]]
    not_public: Mapping[str, tuple[str, ...]]
    not_people: Mapping[str, tuple[str, ...]]
    cues: tuple[Cue, ...]
    facets: Mapping[str, Facet]
    rules: tuple[Rule, ...]
    frameworks: tuple[Framework, ...]
    markers: tuple[Marker, ...]
    keywords: Mapping[str, str]
    silent_sections: frozenset[str]

    def band(self, rung: int) -> str:
        """Band of a rung; 0 is ``none``, and one that is not on the ladder an InputError.

        >>> load_codebook().band(5)
        'consultation'
        """
        check_rung(rung, len(self.rungs))
        return self.rungs[rung - 1].band if rung else "none"

    def usual_rung(self, band: str) -> int:
        """Rung of a passage of which only the band is known; 0 for ``none``.

        >>> load_codebook().usual_rung("consultation")
        4
        """
        return next((rung.n for rung in self.rungs if rung.band == band and rung.usual), 0)

    @cached_property
    def shared_from(self) -> int:
        """The lowest rung of the band co-production: from there on power or work is shared."""
        return next(rung.n for rung in self.rungs if rung.band == "co-production")

    @cached_property
    def told_up_to(self) -> int:
        """The highest rung on which people are only told: above it they are at least asked."""
        return max(rung.n for rung in self.rungs if rung.band == BANDS[1])

    @cached_property
    def by_facets(self) -> tuple[Marker, ...]:
        """Markers that facets show."""
        return tuple(marker for marker in self.markers if marker.when)

    @cached_property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """For a marker that has any, the ids of others that mean the same signs under their own names."""
        found: dict[str, tuple[str, ...]] = {}
        for marker in self.markers:
            if marker.same_as:
                found[marker.same_as] = (*found.get(marker.same_as, ()), marker.id)
        return found

    def is_silent(self, section: str) -> bool:
        """Whether a section path ends in a heading under which nothing counts, numbered or not.

        >>> load_codebook().is_silent("Annual plan > 1. Contents")
        True
        """
        heading = section.rsplit(" > ", 1)[-1].lower().strip(" .:")
        return re.sub(r"^[\d.]+\s+", "", heading) in self.silent_sections

    def of_kind(self, kind: str) -> tuple[Cue, ...]:
        """Cues of one kind: claim, practice, stance, negation, marker or veto."""
        return tuple(cue for cue in self.cues if cue.kind == kind)

    def rule_of(self, cue: Cue) -> Rule | None:
        """The rule that gives a practice cue its rung, by the facets of the cue alone; None for other cues."""
        return next((rule for rule in self.rules if rule.id == cue.rule), None)

    def view(self, name: str) -> View:
        """A view by its id.

        Raises
        ------
        InputError
            If there is none of that name; the message lists the choices.
        """
        if name not in self.views:
            raise InputError(f"no view {name!r}; the views are {', '.join(self.views)}")
        return self.views[name]


def codebook_folder() -> Path:
    """Folder of the TOML files: inside the installed package, else the checkout's ``annotations/codebook``."""
    packaged = Path(str(resources.files("tokenism"))) / "data" / "codebook"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "annotations" / "codebook"


def load_codebook(folder: Path | None = None) -> Codebook:
    """Read and check the codebook.

    Raises
    ------
    InputError
        If a file is missing or malformed, or a key or value is not allowed: file, line, key and choices are named.
    """
    folder = folder or codebook_folder()
    _check_names(folder)
    files = {name: read_toml(folder / f"{name}.toml", missing=HOLDS) for name in FILES}
    view_paths = _toml_files(folder / VIEWS)
    for file in files.values():
        file.text("version")
    rungs = read_rungs(files["ladder"])
    mechanisms = files["mechanisms"]
    mechanisms.only(("version", "facet", "rule", "cue"))
    people = read_people(files["public"])
    public = people["public"]
    facets = read_facets(mechanisms, public)
    rules = read_rules(mechanisms, facets, rungs=len(rungs))
    reader = CueTables(facets, rules, n_rungs=len(rungs))
    frameworks = read_frameworks(files["markers"])
    markers = read_markers(files["markers"], frameworks, facets, rungs=len(rungs))
    cues = (
        *reader.cues(files["claims"], "claim"),
        *reader.cues(mechanisms, "practice"),
        *reader.cues(files["stance"], "stance"),
        *reader.cues(files["negation"], "negation"),
        *reader.cues(files["markers"], "marker"),
        *reader.cues(files["public"], "veto"),
    )
    no_duplicates(reader.seen)
    view_files = [read_toml(path) for path in view_paths]
    views = [read_view(file, [rung.id for rung in rungs]) for file in view_files]
    return Codebook(
        version=files["ladder"].text("version"),
        digest=_digest([*files.values(), *view_files], folder),
        rungs=rungs,
        views={view.id: view for view in views},
        public=public,
        not_public=people["not_public"],
        not_people=people["not_people"],
        cues=cues,
        facets=facets,
        rules=rules,
        frameworks=frameworks,
        markers=markers,
        keywords=_keywords(files["keywords"]),
        silent_sections=_silent(files["sections"]),
    )


def _check_names(folder: Path) -> None:
    """Raise if the folder lacks its default view, or holds a file of a name that would not be read."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; {HOLDS}")
    for path in _toml_files(folder):
        if path.stem not in FILES:
            raise InputError(f"{path}: no file of that name is read; {HOLDS}")
    default = folder / VIEWS / f"{DEFAULT_VIEW}.toml"
    if not default.is_file():
        raise InputError(f"{default}: no such file; it is the view that is taken where none is chosen, and {HOLDS}")


def _toml_files(folder: Path) -> list[Path]:
    """The TOML files of a folder by name, without the hidden ones that editors leave."""
    return sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))


def _digest(files: Iterable[Entry], folder: Path) -> str:
    """Digest of names and texts; of those as read, with LF, so that a checkout with other line ends has the same."""
    content = "".join(f"{file.path.relative_to(folder).as_posix()}\0{file.source}\0" for file in files)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _silent(file: Entry) -> frozenset[str]:
    """Headings under which nothing counts, in lower case."""
    file.only(("version", "silent"))
    headings = file.texts("silent")
    for n, heading in enumerate(headings):
        if heading != heading.lower():
            raise file.fault(f"the heading {heading!r} must be in lower case", "silent", n)
    return frozenset(headings)


def _keywords(file: Entry) -> dict[str, str]:
    """For each band a regular expression that finds one of its keywords (beginnings of words) in lower-case text."""
    file.only(("version", *BANDS[1:]))
    return {band: r"\b(?:" + "|".join(re.escape(word) for word in file.texts(band)) + ")" for band in BANDS[1:]}
