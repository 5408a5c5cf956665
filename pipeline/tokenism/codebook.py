"""The codebook as data: TOML files to rungs, cues, vetoes and markers, with errors that name file, key and value."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from tokenism.errors import InputError
from tokenism.patterns import fault
from tokenism.records import BANDS, STANCES

FILES = ("ladder", "public", "claims", "mechanisms", "stance", "negation", "markers", "keywords", "sections")


_N_RUNGS = 8


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung of the ladder: 1 (lowest) to 8, and the band it belongs to."""

    n: int
    id: str
    band: str
    brief: str
    definition: str
    source: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for a label: patterns, the value they stand for, and the example that they explain.

    ``value`` is a rung (as text) for claims and practices, a stance, a marker id, or empty for vetoes and negation.
    """

    id: str
    kind: str
    value: str
    patterns: tuple[str, ...]
    example: str
    counter: str = ""
    needs_public: bool = False
    facet: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The whole codebook; ``version`` names its text, ``digest`` its exact content.

    ``silent_sections`` are headings, in lower case, under which nothing counts. ``keywords`` holds, for each band,
    the regular expression of the naive keyword count that every system must beat.
    """

    version: str
    digest: str
    rungs: tuple[Rung, ...]
    public: tuple[str, ...]
    not_public: tuple[str, ...]
    cues: tuple[Cue, ...]
    keywords: Mapping[str, str]
    silent_sections: frozenset[str]

    def band(self, rung: int) -> str:
        """Band of a rung; 0 is ``none``.

        >>> load_codebook().band(5)
        'consultation'
        """
        return "none" if rung == 0 else self.rungs[rung - 1].band

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


def codebook_folder() -> Path:
    """Folder of the TOML files: inside the installed package, else the checkout's ``annotations/codebook``."""
    packaged = Path(str(resources.files("tokenism"))) / "data" / "codebook"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "annotations" / "codebook"


def load_codebook(folder: Path | None = None) -> Codebook:
    """Read and check the codebook.

    Raises
    ------
    InputError
        If a file is missing or malformed, or a key or value is not allowed: file, entry, key and choices are named.
    """
    folder = folder or codebook_folder()
    raw = {name: _read(folder / f"{name}.toml") for name in FILES}
    digest = hashlib.sha256(b"".join((folder / f"{name}.toml").read_bytes() for name in FILES)).hexdigest()[:12]
    rungs = tuple(_rungs(folder / "ladder.toml", raw["ladder"]))
    cues = (
        *_cues(folder / "claims.toml", raw["claims"], "cue", "claim", value=_rung_value),
        *_cues(folder / "mechanisms.toml", raw["mechanisms"], "cue", "practice", value=_rung_value),
        *_cues(folder / "stance.toml", raw["stance"], "cue", "stance", value=_stance_value),
        *_cues(folder / "negation.toml", raw["negation"], "cue", "negation", value=lambda *_: ""),
        *_cues(folder / "markers.toml", raw["markers"], "marker", "marker", value=lambda _, entry: str(entry["id"])),
        *_cues(folder / "public.toml", raw["public"], "veto", "veto", value=lambda *_: ""),
    )
    _no_duplicates(folder, "id", (cue.id for cue in cues))
    return Codebook(
        version=_text(folder / "ladder.toml", raw["ladder"], "version", "the file"),
        digest=digest,
        rungs=rungs,
        public=_terms(folder / "public.toml", raw["public"], "public"),
        not_public=_terms(folder / "public.toml", raw["public"], "not_public"),
        cues=cues,
        keywords=_keywords(folder / "keywords.toml", raw["keywords"]),
        silent_sections=frozenset(_terms(folder / "sections.toml", raw["sections"], "silent")),
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise InputError(
            f"{path}: no such file; a codebook folder holds {', '.join(f'{n}.toml' for n in FILES)}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not valid TOML ({error})") from error


def _entries(path: Path, raw: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    entries = raw.get(name)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError(f"{path}: at least one [[{name}]] is wanted")
    for number, entry in enumerate(entries, start=1):
        yield f"[[{name}]] {entry.get('id', f'number {number}')!s}", entry


def _text(path: Path, entry: Mapping[str, Any], key: str, where: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{path}: {where}: the key {key!r} must be a text that is not empty, not {value!r}")
    return value.strip()


def _known_keys(path: Path, entry: Mapping[str, Any], where: str, allowed: Iterable[str]) -> None:
    unknown = sorted(set(entry) - set(allowed))
    if unknown:
        raise InputError(f"{path}: {where}: unknown key {unknown[0]!r}; the keys are {', '.join(sorted(allowed))}")


def _rungs(path: Path, raw: Mapping[str, Any]) -> Iterator[Rung]:
    entries = list(_entries(path, raw, "rung"))
    if len(entries) != _N_RUNGS:
        raise InputError(f"{path}: {len(entries)} [[rung]] entries; the ladder has {_N_RUNGS}")
    lowest = 1
    for number, (where, entry) in enumerate(entries, start=1):
        _known_keys(path, entry, where, ("n", "id", "band", "brief", "definition", "source"))
        if entry.get("n") != number:
            raise InputError(
                f"{path}: {where}: the key 'n' must be {number}, not {entry.get('n')!r}; rungs stand in order"
            )
        if entry.get("band") not in BANDS[1:]:
            raise InputError(f"{path}: {where}: band {entry.get('band')!r} is none of {', '.join(BANDS[1:])}")
        if BANDS.index(entry["band"]) < lowest:
            raise InputError(f"{path}: {where}: band {entry['band']!r} stands below that of the rung before it")
        lowest = BANDS.index(entry["band"])
        texts = {key: _text(path, entry, key, where) for key in ("id", "band", "brief", "definition", "source")}
        yield Rung(n=number, **texts)


def _terms(path: Path, raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    terms = raw.get(key)
    if not isinstance(terms, list) or not terms or not all(isinstance(term, str) and term.strip() for term in terms):
        raise InputError(f"{path}: the key {key!r} must be a list of texts")
    _no_duplicates(path, key, terms)
    return tuple(terms)


def _keywords(path: Path, raw: Mapping[str, Any]) -> dict[str, str]:
    """For each band a regular expression that finds one of its keywords (beginnings of words) in lower-case text."""
    _known_keys(path, raw, "the file", ("version", *BANDS[1:]))
    return {band: r"\b(?:" + "|".join(re.escape(word) for word in _terms(path, raw, band)) + ")" for band in BANDS[1:]}


def _no_duplicates(path: Path, key: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise InputError(f"{path}: {key}: {value!r} stands twice; delete one")
        seen.add(value)


_COMMON_KEYS = ("id", "patterns", "example", "counter")
_OWN_KEYS = {
    "claim": ("rung", "needs"),
    "practice": ("rung", "needs", "method"),
    "stance": ("value",),
    "negation": (),
    "marker": ("definition", "source"),
    "veto": ("reason",),
}


def _cues(path: Path, raw: Mapping[str, Any], name: str, kind: str, *, value: Any) -> Iterator[Cue]:
    taken: dict[str, str] = {}
    for where, entry in _entries(path, raw, name):
        _known_keys(path, entry, where, (*_COMMON_KEYS, *_OWN_KEYS[kind]))
        patterns = _terms(path, entry, "patterns")
        for pattern in patterns:
            if pattern in taken:
                raise InputError(f"{path}: {where}: the pattern {pattern!r} belongs to {taken[pattern]} already")
            taken[pattern] = where
            problem = fault(pattern)
            if problem:
                raise InputError(f"{path}: {where}: the pattern {pattern!r}: {problem}")
        needs = entry.get("needs", "none")
        if needs not in ("public", "none"):
            raise InputError(f"{path}: {where}: needs {needs!r} is none of public, none")
        yield Cue(
            id=_text(path, entry, "id", where),
            kind=kind,
            value=value(f"{path}: {where}", entry),
            patterns=patterns,
            example=_text(path, entry, "example", where),
            counter=str(entry.get("counter", "")),
            needs_public=needs == "public",
            facet=str(entry.get("method", entry.get("reason", entry.get("definition", "")))),
        )


def _rung_value(where: str, entry: Mapping[str, Any]) -> str:
    rung = entry.get("rung")
    if isinstance(rung, bool) or not isinstance(rung, int) or not 1 <= rung <= 8:
        raise InputError(f"{where}: rung {rung!r} is no whole number from 1 to 8")
    return str(rung)


def _stance_value(where: str, entry: Mapping[str, Any]) -> str:
    value = entry.get("value")
    if value not in STANCES[:-1]:
        raise InputError(f"{where}: value {value!r} is none of {', '.join(STANCES[:-1])}")
    return str(value)
