"""Taggers of passages from JSON Lines to JSON Lines, and the process of its own in which one of them runs."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from engines import peak

TRAINING = Path(__file__).parents[1] / "annotations" / "training"
FITTED_ON = 400
"""Training passages behind MiniLM's logistic regressions: how many they are changes the labels, not the speed."""

Tagging = Callable[[Sequence[str]], list[str]]


def tag() -> Tagging:
    """What `tokenism tag` does: the default model, all its keys."""
    from tokenism.tag import Tagger, tag_objects

    tagger = Tagger()
    return lambda lines: [_line(value) for value in tag_objects(map(json.loads, lines), tagger)]


def minilm() -> Tagging:
    """MiniLM's vectors and logistic regressions on them: the three labels alone."""
    from tokenism.annotations import read_coded
    from tokenism.baselines import embedding_classifier
    from tokenism.codebook import load_codebook
    from tokenism.embeddings import Encoder

    book, coded = load_codebook(), read_coded([TRAINING])
    coded = list(islice(coded, 0, None, max(1, len(coded) // FITTED_ON)))
    labels = [(passage.claim, book.band(passage.practice), passage.stance) for passage in coded]
    classifier = embedding_classifier([passage.text for passage in coded], labels, Encoder())

    def run(lines: Sequence[str]) -> list[str]:
        values = [json.loads(line) for line in lines]
        found = classifier.labels([value["text"] for value in values])
        names = ("claim", "practice", "stance")
        return [_line(value | dict(zip(names, own, strict=True))) for value, own in zip(values, found, strict=True)]

    return run


TAGGERS: dict[str, Callable[[], Tagging]] = {"tag": tag, "minilm": minilm}


def lines_of(texts: Sequence[str]) -> list[str]:
    """Texts as a user has them: one JSON object a line."""
    return [_line({"id": number, "text": text}) for number, text in enumerate(texts)]


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def in_child(name: str, texts: Sequence[str]) -> dict[str, float]:
    """Seconds until a tagger is ready, seconds for the texts, and peak megabytes, in a process that does only this."""
    command = [sys.executable, __file__, name]
    done = subprocess.run(command, input="\n".join(lines_of(texts)).encode(), check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def main(name: str) -> None:
    """Tag the lines of the standard input and print what it took."""
    start = time.perf_counter()
    tagging = TAGGERS[name]()
    ready = time.perf_counter()
    lines = tagging(sys.stdin.buffer.read().decode().split("\n"))
    end = time.perf_counter()
    took = {"start_seconds": round(ready - start, 2), "seconds": round(end - ready, 2)}
    print(json.dumps({"passages": len(lines), **took, "peak_mb": round(peak("self") / 1e6)}))


if __name__ == "__main__":
    main(sys.argv[1])
