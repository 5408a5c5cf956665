"""Whether one label hangs on the words of the other: claim words masked and practice watched, and the reverse."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

from tokenism.annotations import CodedPassage
from tokenism.around import ALONE, Around
from tokenism.codebook import Codebook
from tokenism.cue_reading import CueReading, Hit
from tokenism.measures import class_report, wilson
from tokenism.model import Decoded
from tokenism.records import BANDS

PLACEHOLDER = "xxx"
"""Stands for masked words: one token, no punctuation, in no vocabulary."""

Decode = Callable[[Sequence[CodedPassage]], Sequence[Decoded]]


class Decoder(Protocol):
    """What is needed of a :class:`tokenism.tag.Tagger`."""

    codebook: Codebook

    def decode_texts(self, texts: Iterable[tuple[str, Around]]) -> Iterator[tuple[Decoded, CueReading]]:
        """Labels of (text, section) pairs, and what the cues found."""
        ...


def masked(text: str, spans: Iterable[tuple[int, int]], placeholder: str = PLACEHOLDER) -> str:
    """A text with a placeholder for each span; spans that touch or overlap, or have only space between, share one.

    >>> masked("The plan was co-produced with carers.", [(13, 24), (25, 29)])
    'The plan was xxx carers.'
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and not re.search(r"\S", text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in reversed(joined):
        text = f"{text[:start]}{placeholder}{text[end:]}"
    return text


def shortcuts(coded: Sequence[CodedPassage], tagger: Decoder, decode: Decode | None = None) -> dict[str, Any]:
    """How the practice stands when claim words are masked, and the claim when mechanisms are (ladder's own bands).

    A practice that rests on what was done stays where the words of the claim go; one that falls with them was read
    off the label. The same words may be both ("we consulted residents" claims and describes): then a change can be
    right, so the passages none of whose claim words are part of a mechanism are told ``apart``. The claim of a text
    may rest on its mechanism where no word claims anything.

    Parameters
    ----------
    coded
        Passages with their adjudicated labels.
    tagger
        Whose cues tell which words to mask.
    decode
        Gives the labels where not the tagger does (:meth:`tokenism.held_out.HeldOut.decode`).
    """
    usual = list(tagger.decode_texts((passage.text, ALONE) for passage in coded))
    readings = [reading for _, reading in usual]

    def by_tagger(passages: Sequence[CodedPassage]) -> list[Decoded]:
        return [labels for labels, _ in tagger.decode_texts((passage.text, ALONE) for passage in passages)]

    decode = decode or by_tagger
    before = decode(coded)
    return {
        "practice_without_claim_words": _stands(
            "practice", coded, before, [(r.claims, r.practices) for r in readings], tagger.codebook, decode
        ),
        "claim_without_mechanisms": _stands(
            "claim", coded, before, [(r.practices, r.claims) for r in readings], tagger.codebook, decode
        ),
    }


def _stands(
    label: str,
    coded: Sequence[CodedPassage],
    before: Sequence[Decoded],
    hits: Sequence[tuple[Sequence[Hit], Sequence[Hit]]],
    codebook: Codebook,
    decode: Decode,
) -> dict[str, Any]:
    at = [i for i, (masks, _) in enumerate(hits) if masks]
    spans = {i: [(hit.start, hit.end) for hit in hits[i][0]] for i in at}
    after = decode([replace(coded[i], text=masked(coded[i].text, spans[i])) for i in at])
    rows = [
        (
            coded[i].claim if label == "claim" else codebook.band(coded[i].practice),
            str(getattr(before[i], label)),
            str(getattr(now, label)),
        )
        for i, now in zip(at, after, strict=True)
    ]
    alone = [row for i, row in zip(at, rows, strict=True) if not _overlap(*hits[i])]
    return {"label": label, **_figures(rows), "apart": _figures(alone)}


def _overlap(one: Sequence[Hit], other: Sequence[Hit]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one for b in other)


def _figures(rows: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """Figures of (true, before, after); macro-F1 is of the masked passages alone."""
    truth, before, after = ([row[k] for row in rows] for k in range(3))
    unchanged = sum(b == a for b, a in zip(before, after, strict=True))
    low, high = wilson(unchanged, len(rows)) or (None, None)
    moves = Counter(zip(before, after, strict=True))
    return {
        "n": len(rows),
        "unchanged": unchanged,
        "share_unchanged": unchanged / len(rows) if rows else None,
        "low": low,
        "high": high,
        "macro_f1_before": class_report(truth, before, BANDS)["macro_f1"],
        "macro_f1_after": class_report(truth, after, BANDS)["macro_f1"],
        "moves": {b: {a: moves[b, a] for a in BANDS if moves[b, a]} for b in BANDS if b in before},
    }
