"""Passages tagged by models that saw no passage of the same group: gold apart from its organisations."""

from collections.abc import Collection, Iterator, Sequence
from copy import copy

from tokenism.annotations import CodedPassage
from tokenism.around import ALONE
from tokenism.errors import InputError
from tokenism.model import Decoded
from tokenism.tag import Tagger
from tokenism.train import FOLDS, TrainingRows, refit


class HeldOut:
    """Taggers that each leave out some groups; a passage is tagged by the one that leaves out its own.

    Groups are dealt into at most :data:`tokenism.train.FOLDS` parts by the alphabet, so that branches of one body
    mostly share a part; settings, classes and calibration are those of the tagger's model.

    Parameters
    ----------
    groups
        Of all passages that will be tagged.
    data
        What the models are fitted on.
    tagger
        Codebook, cues and settings.

    Raises
    ------
    InputError
        If the rows that are left have a single label of claim, practice or stance.
    """

    def __init__(self, groups: Collection[str], data: TrainingRows, tagger: Tagger) -> None:
        known = set(map(str, data.groups))
        self._tagger_of: dict[str, Tagger] = {}
        whole: Tagger | None = None
        for part in _parts(sorted(set(groups))):
            if part & known:
                fitted = _fitted(tagger, data.without(part))
            else:
                fitted = whole = whole or _fitted(tagger, data)
            self._tagger_of.update(dict.fromkeys(part, fitted))

    def tagger(self, group: str) -> Tagger:
        """The tagger that leaves out a group (one of those given)."""
        return self._tagger_of[group]

    def decode(self, passages: Sequence[CodedPassage]) -> list[Decoded]:
        """Labels of passages, in their order."""
        at_tagger: dict[int, list[int]] = {}
        for i, passage in enumerate(passages):
            at_tagger.setdefault(id(self._tagger_of[passage.group]), []).append(i)
        found: dict[int, Decoded] = {}
        for at in at_tagger.values():
            tagger = self._tagger_of[passages[at[0]].group]
            decoded = tagger.decode_texts((passages[i].text, ALONE) for i in at)
            found.update(zip(at, (labels for labels, _ in decoded), strict=True))
        return [found[i] for i in range(len(passages))]


def decode_held_out(gold: Sequence[CodedPassage], data: TrainingRows, tagger: Tagger) -> list[Decoded]:
    """Labels of gold passages, each by a model fitted without its organisation (see :class:`HeldOut`)."""
    return HeldOut({passage.group for passage in gold}, data, tagger).decode(gold)


def _fitted(tagger: Tagger, data: TrainingRows) -> Tagger:
    """The same tagger with a model of the same features and classes; its cues are compiled already."""
    for name, labels in data.labels.items():
        if len(set(labels)) < 2:
            raise InputError(f"too few passages to fit another model on: {len(labels)}, all of one label of {name}")
    other = copy(tagger)
    other.model = refit(data, tagger.model)
    return other


def _parts(names: Sequence[str]) -> Iterator[frozenset[str]]:
    n = min(FOLDS, len(names))
    for k in range(n):
        yield frozenset(names[k * len(names) // n : (k + 1) * len(names) // n])
