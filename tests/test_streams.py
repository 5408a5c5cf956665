"""Random numbers of a seed and names: the same again, others for other names."""

import numpy as np

from tokenism.streams import Streams, stream


def test_stream_hangs_on_seed_and_every_name() -> None:
    keys = [(0, "index", "Elm"), (1, "index", "Elm"), (0, "gap", "Elm"), (0, "index", "Ash"), (0, "years", "Elm", 2021)]
    first, again = ([stream(*key).random() for key in keys] for _ in range(2))
    assert first == again
    assert len(set(first)) == len(keys)


def test_names_do_not_run_into_each_other() -> None:
    assert stream(0, "ab", "c").random() != stream(0, "a", "bc").random()


def test_generator_is_split_and_streams_are_kept() -> None:
    split = Streams.of(np.random.default_rng(0), 2, 3)
    assert (len(split.owners), len(split.rows)) == (2, 3)
    assert Streams.of(split, 9, 9) is split
