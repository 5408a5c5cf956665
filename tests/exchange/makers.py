"""Markers and cues with little in them, to be put into a codebook."""

from tokenism.codebook import Cue, Marker


def marker(key: str, **fields: object) -> Marker:
    values = {"definition": "D.", "source": "Elm 2001", "example": "E.", "counter": "", "same_as": "", "when": {}}
    return Marker(id=key, framework=key.partition(".")[0], **(values | fields))  # type: ignore[arg-type]


def cue(key: str, kind: str, **fields: object) -> Cue:
    values = {"value": "4", "patterns": ("ask",), "example": "E."}
    return Cue(id=key, kind=kind, **(values | fields))  # type: ignore[arg-type]
