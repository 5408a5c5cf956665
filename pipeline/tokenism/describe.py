"""Stage: annotations to their data statement, its counts and figures filled in from the files."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tokenism.agree import labels_of
from tokenism.annotations import CodedPassage, read_coded
from tokenism.codebook import Codebook
from tokenism.codings import Coding
from tokenism.ledger_gold import read_ledger_gold
from tokenism.records import BANDS, STANCES
from tokenism.standoff import StandOff, read_standoff
from tokenism.tables import read_csv_rows
from tokenism.templates import filled, interval, table
from tokenism.verdicts import DOCUMENT_VERDICTS, passage_verdict

STATEMENT = "statement.md"
_CODERS = ("id", "kind", "role", "focus")


def describe(folder: Path, agreement: Mapping[str, Any], codebook: Codebook) -> str:
    """The text of ``statement.md`` (a Jinja template) with tables of counts and agreement in place of their names.

    Parameters
    ----------
    folder
        Annotations: ``training/``, ``challenge/``, ``pairs/``, ``real/``, ``ledger/`` and ``coders.csv``.
    agreement
        Figures of the stage ``agree`` by set.
    codebook
        Under which all was coded.

    Raises
    ------
    InputError
        If a file is missing or wrong, or if the statement names a table that there is not.
    """
    training, challenge = read_coded([folder / "training"], codebook), read_coded([folder / "challenge"], codebook)
    pairs = read_coded([folder / "pairs"], codebook)
    real, ledger = read_standoff(folder / "real", codebook), read_ledger_gold(folder / "ledger", codebook)
    coders = [row for _, row in read_csv_rows(folder / "coders.csv", _CODERS)]
    focus = {row["id"]: row["focus"] for row in coders}
    sets = (training, challenge, [one.coding for one in real])
    rungs = {0: "0 none"} | {rung.n: f"{rung.n} {rung.id}" for rung in codebook.rungs}
    by_writer = _by(training, lambda p: p.group, codebook)
    tables = {
        "training_by_writer": table(
            ("Writer", "Focus", *_LABELS), [(name, focus.get(name, ""), *row) for name, *row in by_writer]
        ),
        "training_by_type": table(("Organisation", *_LABELS), _by(training, lambda p: p.organisation_type, codebook)),
        "training_by_topic": table(("Topic", *_LABELS), _by(training, lambda p: p.topic, codebook)),
        "training_kinds": table(("Kind", "passages"), kinds(training, codebook).items()),
        "challenge_by_writer": table(("Writer", *_LABELS), _by(challenge, lambda p: p.group, codebook)),
        "pairs_by_kind": table(
            ("Kind", "passages"), sorted(Counter(passage.trap or "not given" for passage in pairs).items())
        ),
        "real_by_draw": table(("Draw", *_LABELS), _by(real, lambda o: o.draw, codebook)),
        "real_by_type": table(("Organisation", *_LABELS), _by(real, lambda o: o.document.organisation_type, codebook)),
        "rungs": table(("Rung", *_SETS), _side_by_side(sets, lambda p: p.practice, rungs)),
        "stances": table(("Stance", *_SETS), _side_by_side(sets, lambda p: p.stance, {s: s for s in STANCES})),
        "ledger_by_verdict": table(
            ("Verdict", "claims"),
            [(v, sum(g.coding.verdict == v for g in ledger)) for v in DOCUMENT_VERDICTS],
        ),
        "coders": table(("Id", "Who", "Did what", "Focus"), [[row[key] for key in _CODERS] for row in coders]),
        "agreement": table(_AGREEMENT, _agreement(agreement)),
        "agreement_by_value": table(("Set", "Label", "Value", "codings", "alpha"), _by_value(agreement)),
    }
    numbers = {
        "n_training": len(training),
        "n_challenge": len(challenge),
        "n_pairs": len({passage.pair for passage in pairs}),
        "n_real": len(real),
        "n_documents": len({one.document.sha256 for one in real}),
        "n_organisations": len({one.document.organisation for one in real}),
        "n_ledger": len(ledger),
        "n_adjudicated": {name: r["n_passages"] - r["n_all_labels_equal"] for name, r in agreement.items()},
    }
    return filled(folder / STATEMENT, {**tables, **numbers})


def kinds(coded: Sequence[CodedPassage], codebook: Codebook) -> dict[str, int]:
    """How many passages are of the kinds that a training set for the ladder needs."""
    verdicts = Counter(passage_verdict(p.claim, codebook.band(p.practice), p.stance) for p in coded)
    shared = [p for p in coded if codebook.band(p.practice) == "co-production"]
    return {
        "power or work shared (rungs 6 to 8)": len(shared),
        "of these without a word of co-production (“co-…”)": sum(not has_co_word(p.text) for p in shared),
        "overclaimed": verdicts["overclaimed"],
        "label-only": verdicts["label-only"],
        "neither claim nor practice": sum(p.claim == "none" and p.practice == 0 for p in coded),
        "minimal pairs": len({p.pair for p in coded if p.pair}),
    }


def has_co_word(text: str) -> bool:
    """Whether a text has a word such as co-produced, co-design or codesign.

    >>> has_co_word("The cost was cooperatively met"), has_co_word("Co-chaired by carers")
    (False, True)
    """
    words = text.lower().replace("‑", "-").replace("–", "-").replace("co- ", "co-").split()
    return any(word.strip("“”‘’\"'(•/").startswith(_CO) for word in words)


_CO_STEMS = ("produc", "design", "creat", "deliver", "commission", "develop", "chair", "own", "author", "lead", "led")
_CO = tuple(f"co{dash}{stem}" for stem in _CO_STEMS for dash in ("-", ""))
_LABELS = ("n", *(f"claim {band}" for band in BANDS), *(f"practice {band}" for band in BANDS))
_SETS = ("written", "challenge", "real")
_AGREEMENT = (
    "Set",
    "Label",
    "passages",
    "exact",
    "kappa",
    "alpha nominal",
    "alpha ordinal",
    "alpha without “none”",
)


def _by(
    passages: Sequence[CodedPassage] | Sequence[StandOff], key: Callable[[Any], str | None], codebook: Codebook
) -> list[tuple[Any, ...]]:
    """Counts of claims and practices by bands for each value of a key, and for all."""
    groups: dict[str, list[CodedPassage | Coding]] = {}
    for passage in passages:
        labels = passage.coding if isinstance(passage, StandOff) else passage
        groups.setdefault(key(passage) or "not given", []).append(labels)
    rows = [(name, *_counts(groups[name], codebook)) for name in sorted(groups, key=_natural)]
    return [*rows, ("all", *_counts([labels for group in groups.values() for labels in group], codebook))]


def _natural(name: str) -> tuple[str, int, str]:
    """Sorts w2 before w10."""
    digits = name[len(name.rstrip("0123456789")) :]
    return name.removesuffix(digits), int(digits or 0), name


def _counts(labels: Sequence[CodedPassage | Coding], codebook: Codebook) -> list[int]:
    claims, practices = (
        Counter(one.claim for one in labels),
        Counter(codebook.band(one.practice) for one in labels),
    )
    return [len(labels), *(claims[band] for band in BANDS), *(practices[band] for band in BANDS)]


def _side_by_side(
    sets: Iterable[Sequence[CodedPassage | Coding]],
    key: Callable[[CodedPassage | Coding], Any],
    names: Mapping[Any, str],
) -> list[tuple[Any, ...]]:
    """For each value of a label its name and how many passages of each set have it."""
    counts = [Counter(map(key, part)) for part in sets]
    return [(name, *(count[value] for count in counts)) for value, name in names.items()]


def _agreement(agreement: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    rows = []
    for name, report in agreement.items():
        for label, figures in labels_of(report):
            some = figures["without_none"].get("alpha_nominal")
            cells = (figures["exact"], figures["kappa"], figures["alpha_nominal"], figures.get("alpha_ordinal"), some)
            rows.append((name, label.replace("_", " "), report["n_passages"], *map(interval, cells)))
    return rows


def _by_value(agreement: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (name, label, value, figures["n_codings"], interval(figures["alpha"]))
        for name, report in agreement.items()
        for label, whole in labels_of(report)
        if label != "practice_rung"
        for value, figures in whole["by_value"].items()
    ]
