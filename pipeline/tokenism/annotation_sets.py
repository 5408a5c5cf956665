"""A set of coded passages with the layers of its coders: a folder in, records that belong together out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tokenism.codebook import Codebook
from tokenism.codings import Coding, coding_of, lines_of, read_layers
from tokenism.errors import InputError

CLUSTERS = ("sha256", "writer", "organisation")
"""What is drawn together, by the first of these keys that a passage has: its document, its writer, its organisation."""


@dataclass(frozen=True, slots=True)
class AnnotationSet:
    """Layers by coder, the final coding and the cluster of each passage, and the name of the folder."""

    name: str
    layers: Mapping[str, Mapping[str, Coding]]
    final: Mapping[str, Coding]
    clusters: Mapping[str, str]


def read_set(folder: Path, codebook: Codebook) -> AnnotationSet:
    """A folder with coded passages in ``*.jsonl`` and layers in ``layers/*.jsonl``.

    Only ids, labels and clusters are read: with or without the texts.

    Raises
    ------
    InputError
        With file, line and remedy, for a line that cannot be read, a passage that stands twice, or a coding of a
        passage that the set does not have; if there are no passages or fewer than two layers.
    """
    final: dict[str, Coding] = {}
    clusters: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for where, value in lines_of(path):
            if "claim" not in value:
                continue
            coding = coding_of(value, where, codebook)
            if coding.id in final:
                raise InputError(f"{where}: the passage {coding.id!r} stands twice; delete one of the lines")
            final[coding.id] = coding
            clusters[coding.id] = next((str(value[key]) for key in CLUSTERS if value.get(key)), coding.id)
    if not final:
        what = "no coded passages in *.jsonl there" if folder.is_dir() else "no such folder"
        raise InputError(f"{folder}: {what}; name a folder with coded passages and a folder 'layers'")
    layers = read_layers(folder / "layers", codebook)
    for coder, codings in layers.items():
        for unit in codings:
            if unit not in clusters:
                raise InputError(
                    f"{folder}/layers/{coder}.jsonl: {unit!r} is no passage of {folder}; mend the id or delete the line"
                )
    return AnnotationSet(folder.name, layers, final, clusters)
