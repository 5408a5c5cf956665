"""The manipulation: sound readers follow it, and readers that ignore words, practice or evidence are found out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.makers import codebook, make_claim, make_passage, make_span, make_tag, tagger
from tokenism.around import Around
from tokenism.checks import Check
from tokenism.link import link
from tokenism.manipulation import Relink, Retag, Tagged, manipulation
from tokenism.records import Claim, Passage, Span, Tag
from tokenism.tag import tag as tag_passages
from tokenism.verdicts import passage_verdict
from tokenism.wording import Swap, Wording

SWAPS = (Swap("consulted", "co-produced with", "We consulted them.", "We co-produced with them."),)
POWER = ("Residents voted on it.", "The panel voted on the money.")
WORDING = Wording(SWAPS, POWER)
RUNGS = {"none": 0, "consultation": 4, "co-production": 7}


def read(passage: Passage) -> tuple[Tag, list[Span]]:
    """A tagger of few words: its practice is what is said to be done, whatever the label."""
    text = passage.text
    claim = "co-production" if "co-produced" in text else "consultation" if "consulted" in text else "none"
    practice = "co-production" if "voted" in text else "consultation" if "survey" in text else "none"
    stance = "na" if claim == practice == "none" else "reported"
    verdict = passage_verdict(claim, practice, stance)
    tag = Tag(passage.passage_id, "model", claim, RUNGS[claim], practice, RUNGS[practice], stance, verdict)
    at = text.find("consulted")
    spans = [replace(make_span(0, "claim", at, at + 9), passage_id=passage.passage_id)] if at >= 0 else []
    return tag, spans


def retag(passages: Sequence[Passage]) -> tuple[list[Tag], list[Span]]:
    found = [read(passage) for passage in passages]
    return [tag for tag, _ in found], [span for _, spans in found for span in spans]


TOPICS = ("parking", "libraries", "gardens", "schools", "clinics", "buses", "harbours", "dentists", "floods", "roads")


def tagged() -> Tagged:
    """Twenty backed claims of consultation and twenty claims of co-production, fifteen of which nothing backs."""
    asked = [f"We consulted people on {topic} {n} and ran a survey." for n in (1, 2) for topic in TOPICS]
    bare = [f"Our work on {topic} {n} is co-produced." for n in (3, 4) for topic in TOPICS]
    shared = [f"{text} People voted on it." if n % 4 == 0 else text for n, text in enumerate(bare)]
    passages = [make_passage(n, text, document_id=f"d{n}") for n, text in enumerate([*asked, *shared])]
    return Tagged(passages, *retag(passages))


def relink(passages: Sequence[Passage], tags: Sequence[Tag], spans: Sequence[Span]) -> list[Claim]:
    return link(passages, tags, spans, codebook().view("bands-broad"))


def checked(tag: Retag = retag, ledger: Relink = relink, run: Tagged | None = None, seeds: int = 5) -> Check:
    return manipulation(run or tagged(), WORDING, tag, ledger, seeds=seeds)


def test_sound_tagger_and_linker_pass() -> None:
    check = checked()
    assert check.passed
    assert (check.figures["relabelled"]["n_passages"], check.figures["empowered"]["n_passages"]) == (20, 15)
    assert check.few == {"manipulation_relabelled": 1.0, "manipulation_empowered": 1.0}
    points = check.figures["relabelled"]["draws"][0]
    assert [point["n_changed"] for point in points] == [0, 2, 6, 10]
    assert [point["index"] for point in points] == pytest.approx([15 / 40, 17 / 40, 21 / 40, 25 / 40])
    falls = check.figures["empowered"]["draws"][0]
    assert [point["gap"] for point in falls] == pytest.approx([15 / 20, 13 / 20, 11 / 20, 7 / 20])


def deaf(passages: Sequence[Passage]) -> tuple[list[Tag], list[Span]]:
    """Reads the old words whatever stands there now."""
    return retag([tagged().passages[int(passage.passage_id[1:])] for passage in passages])


def by_label(passages: Sequence[Passage]) -> tuple[list[Tag], list[Span]]:
    """Takes the label for the practice: what is called co-production is co-production."""
    tags, spans = retag(passages)
    return [replace(tag, practice=tag.claim, practice_rung=tag.claim_rung, verdict="supported") for tag in tags], spans


def blind_to_practice(passages: Sequence[Passage]) -> tuple[list[Tag], list[Span]]:
    """Sees claims and never a practice."""
    tags, spans = retag(passages)
    return [replace(tag, practice="none", practice_rung=0, verdict="label-only") for tag in tags], spans


def blind_to_claims(passages: Sequence[Passage]) -> tuple[list[Tag], list[Span]]:
    """Loses the claims of whatever it reads again."""
    tags, _ = retag(passages)
    return [make_tag(int(tag.passage_id[1:]), "none", "none", "na") for tag in tags], []


@pytest.mark.parametrize("broken", [deaf, by_label, blind_to_practice, blind_to_claims])
def test_broken_tagger_fails(broken: Retag) -> None:
    check = checked(broken)
    assert not check.passed
    assert "FAILED" in check.line


def with_verdicts(verdict: Callable[[int], str]) -> Relink:
    def broken(passages: Sequence[Passage], tags: Sequence[Tag], spans: Sequence[Span]) -> list[Claim]:
        return [replace(claim, verdict=verdict(n)) for n, claim in enumerate(relink(passages, tags, spans))]

    return broken


def test_linker_that_calls_everything_supported_has_nothing_to_empower_and_fails() -> None:
    check = checked(ledger=with_verdicts(lambda _: "supported"))
    assert not check.passed
    assert "Nothing can be shown" in check.says


def test_linker_that_calls_everything_a_bare_label_fails() -> None:
    assert not checked(ledger=with_verdicts(lambda _: "label-only")).passed


def test_random_verdicts_fail() -> None:
    dice = np.random.default_rng(0)
    check = checked(ledger=with_verdicts(lambda _: "label-only" if dice.random() < 0.5 else "supported"))
    assert not check.passed
    assert check.figures["relabelled"]["passed"] < 5


def test_linker_that_takes_any_passage_for_evidence_fails() -> None:
    """Once one passage of the document shares power, every claim in it counts as backed."""

    def careless(passages: Sequence[Passage], tags: Sequence[Tag], spans: Sequence[Span]) -> list[Claim]:
        found = relink(passages, tags, spans)
        shared = any(tag.practice == "co-production" for tag in tags)
        return [replace(claim, verdict="supported-elsewhere") for claim in found] if shared else found

    assert not checked(ledger=careless).passed


def test_few_are_among_the_many() -> None:
    texts: list[dict[str, str]] = []

    def watching(passages: Sequence[Passage], tags: Sequence[Tag], spans: Sequence[Span]) -> list[Claim]:
        texts.append({passage.passage_id: passage.text for passage in passages})
        return relink(passages, tags, spans)

    checked(ledger=watching, seeds=1)
    untouched = texts[0]
    changed = [{key for key, text in now.items() if text != untouched[key]} for now in texts[1:]]
    assert [len(keys) for keys in changed] == [2, 6, 10, 2, 4, 8]
    assert changed[0] < changed[1] < changed[2]
    assert changed[3] < changed[4] < changed[5]


def test_only_changed_passages_are_tagged_and_each_once() -> None:
    seen: list[str] = []

    def watching(passages: Sequence[Passage]) -> tuple[list[Tag], list[Span]]:
        seen.extend(passage.text for passage in passages)
        return retag(passages)

    checked(watching)
    assert len(seen) == 35
    assert sum("co-produced with people" in text for text in seen) == 20
    assert {sentence for sentence in POWER if any(text.endswith(sentence) for text in seen)} == set(POWER)


def test_run_with_too_few_claims_is_told_and_fails() -> None:
    few = tagged()
    small = Tagged(few.passages[:5], few.tags[:5], few.spans)
    check = checked(run=small)
    assert not check.passed
    assert "give a run with at least 10 of each" in check.says


def test_same_seed_gives_the_same_figures_and_a_row_for_each_point() -> None:
    first, again = checked(), checked()
    assert first == again
    assert first.table is not None
    name, columns, rows = first.table
    assert (name, len(columns), len(rows)) == ("manipulation", 7, 2 * 5 * 4)


def ledger_of(lacking: int, lacking_coproduction: int) -> list[Claim]:
    """Twenty claims of consultation and twenty of co-production, so many of which nothing backs."""
    asked = [make_claim(n, "label-only" if n < lacking else "supported") for n in range(20)]
    bare = [n < lacking_coproduction for n in range(20)]
    return asked + [make_claim(20 + n, "label-only" if b else "supported", "co-production") for n, b in enumerate(bare)]


UP, DOWN = [(2, 11), (4, 12), (6, 14)], [(0, 9), (0, 8), (0, 6)]


@pytest.mark.parametrize(
    ("up", "down", "passed"),
    [
        (UP, DOWN, (1, 1)),
        ([(2, 11), (0, 12), (6, 14)], DOWN, (0, 1)),
        ([(2, 11), (4, 10), (6, 12)], DOWN, (1, 1)),
        ([(2, 11), (4, 12), (8, 10)], DOWN, (0, 1)),
        ([(0, 10), (0, 10), (0, 10)], DOWN, (0, 1)),
        (UP, [(0, 9), (0, 10), (0, 6)], (1, 0)),
        (UP, [(1, 9), (0, 9), (0, 9)], (1, 1)),
        (UP, [(0, 7), (0, 8), (0, 6)], (1, 0)),
        (UP, [(0, 8), (1, 7), (0, 8)], (1, 0)),
    ],
    ids=[
        "as it should be",
        "the index steps back up",
        "the gap steps back on its way up and ends beyond",
        "the gap ends where it began",
        "nothing moves",
        "both step back on their way down",
        "the gap goes down at once and stays",
        "the gap goes back",
        "a later gap is higher",
    ],
)
def test_index_and_gap_must_go_their_way(
    up: list[tuple[int, int]], down: list[tuple[int, int]], passed: tuple[int, int]
) -> None:
    ledgers = iter([ledger_of(*counts) for counts in [(0, 10), *up, *down]])
    figures = checked(ledger=lambda *_: next(ledgers), seeds=1).figures
    assert (figures["relabelled"]["passed"], figures["empowered"]["passed"]) == passed


def test_definitions_are_not_relabelled() -> None:
    run = tagged()
    defined = [replace(tag, stance="definition") if n < 5 else tag for n, tag in enumerate(run.tags)]
    assert checked(run=replace(run, tags=defined)).figures["relabelled"]["n_passages"] == 15


def test_linker_gets_the_spans_of_changed_passages_anew() -> None:
    places: list[dict[str, list[int]]] = []

    def watching(passages: Sequence[Passage], tags: Sequence[Tag], spans: Sequence[Span]) -> list[Claim]:
        found: dict[str, list[int]] = {}
        for span in spans:
            found.setdefault(span.passage_id, []).append(span.start)
        places.append(found)
        return relink(passages, tags, spans)

    def moved(passages: Sequence[Passage]) -> tuple[list[Tag], list[Span]]:
        tags, _ = retag(passages)
        return tags, [replace(make_span(0, "claim", 99, 100), passage_id=tag.passage_id) for tag in tags]

    checked(moved, ledger=watching, seeds=1)
    assert [sum(starts == [99] for starts in found.values()) for found in places] == [0, 2, 6, 10, 2, 4, 8]
    assert [len(found) for found in places[:4]] == [20, 20, 20, 20]


def test_tagger_takes_what_stands_around_from_whoever_knows() -> None:
    """The same words below the heading of a contents list count for nothing."""
    one = make_passage(1, "We consulted residents on the plan: 412 filled in the questionnaire.")
    read_alone, _ = tag_passages([one], tagger())
    read_below, _ = tag_passages([one], tagger(), around={"p1": Around(section="Contents")})
    assert (read_alone[0].practice, read_below[0].practice) == ("consultation", "none")
