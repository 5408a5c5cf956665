"""Labels of passages by plain means: what a model must beat to be worth its keep."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from tokenism.annotations import CodedPassage
from tokenism.codebook import Codebook
from tokenism.cues import CueReader
from tokenism.embeddings import Encoder
from tokenism.errors import InputError
from tokenism.measures import Labels
from tokenism.records import BANDS

BASELINES = ("majority", "keywords", "rules", "tfidf", "embeddings")
"""Names of the baselines, the plainest first; the last two are trained."""

Bands = Callable[[str, int, str, str], Labels]
"""Labels for a claimed band, a described rung, a stance, and the text that they are of."""


def baseline_labels(
    names: Iterable[str],
    training: Sequence[CodedPassage],
    passages: Sequence[CodedPassage],
    reader: CueReader,
    encoder: Encoder | None = None,
    *,
    bands: Bands | None = None,
) -> dict[str, list[Labels]]:
    """Labels of the passages, in their order, by each baseline that is named.

    - ``majority``: the most common labels of these passages themselves.
    - ``keywords``: the highest band one of whose keywords occurs, for claim and practice alike.
    - ``rules``: the cues and rules of the codebook alone.
    - ``tfidf``: :func:`tfidf_classifier` on the training passages.
    - ``embeddings``: :func:`embedding_classifier` on the training passages.

    The same passages give the same labels.

    Parameters
    ----------
    names
        Some of :data:`BASELINES`.
    training
        Written passages; the trained baselines, and no others, learn from them.
    passages
        What is labelled; their own labels serve the majority alone.
    reader
        The codebook, and its cues.
    encoder
        What ``embeddings`` needs.
    bands
        How truth and found labels are read, where a view draws the bands otherwise than the ladder.

    Raises
    ------
    InputError
        If a name is none of the baselines, if ``embeddings`` has no encoder, or if the training passages do not do.
    """
    read = bands or _bands_of_ladder(reader.codebook)
    texts = [passage.text for passage in passages]

    def truth(coded: Sequence[CodedPassage]) -> list[Labels]:
        return [read(one.claim, one.practice, one.stance, one.text) for one in coded]

    def trained(fit: Callable[[Sequence[str], Sequence[Labels]], PlainClassifier]) -> list[Labels]:
        return fit([one.text for one in training], truth(training)).labels(texts)

    makers: dict[str, Callable[[], list[Labels]]] = {
        "majority": lambda: _majority(truth(passages)),
        "keywords": lambda: [read(*_by_keywords(reader.codebook, text), text) for text in texts],
        "rules": lambda: [read(*reader.labels(text), text) for text in texts],
        "tfidf": lambda: trained(tfidf_classifier),
        "embeddings": lambda: trained(lambda wordings, labels: embedding_classifier(wordings, labels, _given(encoder))),
    }
    wanted = list(dict.fromkeys(names))
    unknown = [name for name in wanted if name not in makers]
    if unknown:
        raise InputError(f"no baseline is named {unknown[0]!r}; choose from {', '.join(BASELINES)}")
    return {name: makers[name]() for name in wanted}


@dataclass(frozen=True, slots=True)
class PlainClassifier:
    """What makes rows of numbers of texts, and a logistic regression on them for each of the three labels."""

    rows_of: Callable[[Sequence[str]], Any]
    heads: tuple[LogisticRegression, ...]

    def labels(self, texts: Sequence[str]) -> list[Labels]:
        """Labels of the texts in their order."""
        if not texts:
            return []
        with threadpool_limits(limits=1):
            rows = self.rows_of(texts)
            claims, practices, stances = (head.predict(rows).tolist() for head in self.heads)
        return list(zip(claims, practices, stances, strict=True))


def tfidf_classifier(texts: Sequence[str], labels: Sequence[Labels]) -> PlainClassifier:
    """Logistic regressions on words and pairs of words that stand in two texts or more, weighted by TF-IDF.

    The logarithm of the count is taken (Manning, Raghavan and Schütze 2008, section 6.4.1).

    Raises
    ------
    InputError
        If all texts have the same label, or no two of them a word in common.
    """
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    try:
        rows = vectorizer.fit_transform(texts)
    except ValueError as error:
        raise InputError(f"{len(texts)} training passages have no two with a word in common; give more") from error
    return PlainClassifier(vectorizer.transform, _fitted(rows, labels))


def embedding_classifier(texts: Sequence[str], labels: Sequence[Labels], encoder: Encoder) -> PlainClassifier:
    """Logistic regressions on the vectors of an encoder.

    Raises
    ------
    InputError
        If all texts have the same label.
    """
    return PlainClassifier(encoder.encode, _fitted(encoder.encode(texts), labels))


def _fitted(rows: Any, labels: Sequence[Labels]) -> tuple[LogisticRegression, ...]:
    heads = []
    for i, name in enumerate(("claim", "practice", "stance")):
        own = [one[i] for one in labels]
        if len(set(own)) < 2:
            raise InputError(f"a trained baseline needs training passages of at least two labels of {name}")
        head = LogisticRegression(C=10, class_weight="balanced", max_iter=2000, random_state=0)
        with threadpool_limits(limits=1):
            heads.append(head.fit(rows, own))
    return tuple(heads)


def _given(encoder: Encoder | None) -> Encoder:
    if encoder is None:
        raise InputError("the baseline embeddings needs an encoder; give one, or leave the baseline out")
    return encoder


def _bands_of_ladder(codebook: Codebook) -> Bands:
    return lambda claim, practice, stance, _: (claim, codebook.band(practice), stance)


def _majority(truth: Sequence[Labels]) -> list[Labels]:
    if not truth:
        return []
    claim, practice, stance = (Counter(labels[i] for labels in truth).most_common(1)[0][0] for i in range(3))
    return [(claim, practice, stance)] * len(truth)


def _by_keywords(codebook: Codebook, text: str) -> tuple[str, int, str]:
    """Band, the usual rung of that band, and stance: keywords know no rungs."""
    lowered = text.lower()
    band = next((b for b in reversed(BANDS[1:]) if re.search(codebook.keywords[b], lowered)), "none")
    return band, codebook.usual_rung(band), "na" if band == "none" else "reported"
