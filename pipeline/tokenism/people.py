"""Who counts as the public and who does not: names of people by group, as the codebook lists them."""

import re
from collections.abc import Mapping

from tokenism.patterns import fault
from tokenism.toml_source import Entry

TABLES = ("public", "not_public", "not_people")
_NOTATION = re.compile(r"\.\.+|[*?/#<>\u2026]")


def read_people(file: Entry) -> Mapping[str, dict[str, tuple[str, ...]]]:
    """Names of people by table and group, each name in one group of the whole file.

    ``public`` and ``not_public`` must be there, ``not_people`` may be.
    """
    file.only(("version", *TABLES, "veto"))
    for table in TABLES[:2]:
        if table not in file.values:
            raise file.fault(f"the table [{table}] is missing; it holds groups of names")
    taken: dict[str, str] = {}
    return {table: _groups(file.table(table), table, taken) for table in TABLES}


def _groups(groups: Entry, table: str, taken: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The groups of one table; ``taken`` says where each name, in lower case, was met."""
    found = {}
    for group in groups.values:
        found[group] = groups.texts(group)
        for n, name in enumerate(found[group]):
            plain = " ".join(name.lower().split())
            if plain in taken:
                problem = f"{name!r} stands in {taken[plain]} and in {table}.{group}; delete one"
                raise groups.fault(problem, group, n)
            if problem := _fault(plain):
                raise groups.fault(f"the name {name!r}: {problem}", group, n)
            taken[plain] = f"{table}.{group}"
    return found


def _fault(name: str) -> str:
    """What is wrong with a name, as the end of a sentence; empty if nothing is."""
    if mark := _NOTATION.search(name):
        return f"{mark[0]!r} is notation of cues, which names do not have; write out each name"
    return fault(name)
