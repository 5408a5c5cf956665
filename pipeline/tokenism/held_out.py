"""Gold passages tagged by models that saw no real passage of the same organisation."""

from collections.abc import Iterator, Sequence

from tokenism.annotations import CodedPassage
from tokenism.around import ALONE
from tokenism.model import Decoded
from tokenism.tag import Tagger
from tokenism.train import FOLDS, TrainingRows, refit


def decode_held_out(gold: Sequence[CodedPassage], data: TrainingRows, tagger: Tagger) -> list[Decoded]:
    """Labels of gold passages, each by a model fitted without its organisation.

    The organisations of the gold are dealt into at most :data:`tokenism.train.FOLDS` parts by the alphabet, so that
    branches of one body mostly share a part; settings, classes and calibration are those of the tagger's model.

    Parameters
    ----------
    gold
        Passages whose group is the organisation.
    data
        What the tagger's model was trained on.
    tagger
        Codebook, cues and settings.
    """
    found: dict[int, Decoded] = {}
    for part in _parts(sorted({passage.group for passage in gold})):
        other = Tagger(refit(data.without(part), tagger.model), tagger.codebook)
        at = [i for i, passage in enumerate(gold) if passage.group in part]
        decoded = other.decode_texts((gold[i].text, ALONE) for i in at)
        found.update(zip(at, (labels for labels, _ in decoded), strict=True))
    return [found[i] for i in range(len(gold))]


def _parts(names: Sequence[str]) -> Iterator[frozenset[str]]:
    n = min(FOLDS, len(names))
    for k in range(n):
        yield frozenset(names[k * len(names) // n : (k + 1) * len(names) // n])
