"""The methods page: its numbers are those of the run, its words keep to documents, its references are complete."""

import dataclasses
import importlib
import re
from collections.abc import Callable
from copy import deepcopy
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.test_report import Reader, built, make_audit, make_claim, make_document, make_matrix, small_run
from tokenism.audited import audit_folder, read_audit
from tokenism.error_rates import JUDGED_WEIGHT
from tokenism.estimates import Settings
from tokenism.records import Boilerplate
from tokenism.report.methods import Check, view_methods
from tokenism.report.references import REFERENCES
from tokenism.scoring import how_scored

SCORING = [
    *("audit", "audited", "boilerplate", "comparisons", "error_rates", "estimates", "matrix", "measures", "posterior"),
    *("profile", "quantify", "ranks", "resampling", "score", "scoring", "tallies"),
]
CITED = re.compile(r"([A-Z][a-z]+)(?: et al\.| and [A-Z][a-z]+)?(?:,)? \(?(\d{4})")


def methods_page(folder: Path, **changes: Any) -> str:
    built(folder, **(small_run() | changes))
    return text_of(folder / "methods.html")


def text_of(path: Path) -> str:
    """Words of a page, cells apart."""
    return Reader(re.sub(r"(</t[dh]>)", r" \1", path.read_text("utf-8"))).text


def scoring(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    told = deepcopy(small_run()["scoring"])
    change(told)
    return {"scoring": told}


def without_claim(number: int) -> dict[str, Any]:
    return {"claims": [claim for claim in small_run()["claims"] if claim.claim_id != f"c{number}"]}


def disputed() -> dict[str, Any]:
    return {"claims": [make_claim(5, "consultation", "none", "label-only", disputed=True)]}


def lines_of_boilerplate(*clusters: str) -> dict[str, Any]:
    place = ("d1", "Elm Council", 5, "consultation", "label-only", 2, 1)
    return {"boilerplate": [Boilerplate(cluster, "c5", *place) for cluster in clusters]}


CHANGES = [
    (lambda: {"documents": [*small_run()["documents"], make_document("d4")]}, "4 documents of 2", "3 documents of 2"),
    (lambda: {"documents": [*small_run()["documents"], make_document("d4")]}, "3 could be read", "2 could be read"),
    (
        lambda: {"documents": [*small_run()["documents"], make_document("d4", status="corrupt")]},
        "Not read: damaged 1",
        "Not read: locked 1",
    ),
    (lambda: {"documents": [make_document("d1", n_words=777), *small_run()["documents"][1:]]}, "777 words", "0 words"),
    (lambda: without_claim(3), "Overclaimed 0", "Overclaimed 1"),
    (lambda: without_claim(3), "5 counted claims of the whole run", "6 counted claims of the whole run"),
    (lambda: without_claim(6), "0 repeats left out", "1 repeat left out"),
    (disputed, "1 are disputed", "0 are disputed"),
    (lambda: lines_of_boilerplate("x", "y"), "listed (2 such claims)", "listed (0 such claims)"),
    (lambda: scoring(lambda told: told["settings"].update(seed=77)), "seed 77", "seed 0"),
    (lambda: scoring(lambda told: told["settings"].update(draws=333)), "333 draws", "100 draws"),
    (lambda: scoring(lambda told: told["settings"].update(min_claims=8)), "fewer than 8", "fewer than 5"),
    (lambda: scoring(lambda told: told["audit"].update(n_lines=395)), "395 lines", "3 lines"),
    (
        lambda: scoring(lambda told: told["audit"].update(n_passages=976)),
        "976 passages of 2 doc",
        "2 passages of 2 doc",
    ),
    (
        lambda: scoring(lambda told: told["audit"]["judged"]["backed"].update(lacking=9)),
        "practice 9 1 0",
        "practice 0 1 0",
    ),
    (
        lambda: scoring(lambda told: told["audit"]["rates"]["no_claim"].update(value=0.42, low=0.31, high=0.53)),
        "no claim at all 42% 31% to 53%",
        "no claim at all",
    ),
    (
        lambda: scoring(lambda told: told["audit"]["prior"].update(judged_weight=0.3)),
        "the weight 30%",
        f"the weight {JUDGED_WEIGHT:.0%}",
    ),
    (
        lambda: scoring(lambda told: told["audit"]["prior"].update(judged_weight=0.0)),
        "nothing was taken from the documents that were judged",
        "to be like those whose documents were judged",
    ),
    (
        lambda: scoring(lambda told: told["audit"]["about"]["figures"].update(n_judged=665)),
        "Of 665 judged lines in 21 documents",
        "Of 41 judged lines in 21 documents",
    ),
    (
        lambda: scoring(lambda told: told["audit"]["about"]["figures"]["verdict_accuracy"].update(value=0.66)),
        "verdict for 66% (50% to 88%)",
        "verdict for 75% (50% to 88%)",
    ),
    (lambda: scoring(lambda told: told["settings"].update(population=True)), "is another question", "--population"),
    (lambda: scoring(lambda told: told.update(audit=None)), "No correction was made", "How a share is corrected The"),
]


@pytest.mark.parametrize(("change", "new", "old"), CHANGES, ids=[new for _, new, _ in CHANGES])
def test_a_changed_table_changes_the_page(
    tmp_path: Path, change: Callable[[], dict[str, Any]], new: str, old: str
) -> None:
    before, after = methods_page(tmp_path / "a"), methods_page(tmp_path / "b", **change())
    assert old in before
    assert new in after
    assert new not in before


def test_no_number_stands_in_the_template() -> None:
    template = (resources.files("tokenism.report") / "templates" / "methods.html").read_text("utf-8")
    words = re.sub(r"{[{%].*?[%}]}|<[^>]+>|\(?(?:[A-Z][\w., ]+)?\b(?:19|20)\d\d\b", "", template, flags=re.DOTALL)
    assert set(re.findall(r"\d+", words)) <= {"1", "95", "5"}  # one minus, 95 %, and a chapter


def test_rates_are_those_that_scores_are_corrected_with() -> None:
    told = how_scored(make_audit(), Settings())["audit"]
    assert told["judged"] == {
        "lacking": {"lacking": 1, "backed": 0, "no claim": 1},
        "backed": {"lacking": 0, "backed": 1, "no claim": 0},
    }
    for rate in (*told["rates"].values(), *told["coproduction_rates"].values()):
        assert 0 <= rate["low"] <= rate["value"] <= rate["high"] <= 1
        assert 0 <= rate["one_low"] <= rate["one_high"] <= 1
    assert how_scored(make_audit(), Settings(uniform_prior=True))["audit"]["prior"]["judged_weight"] == 0
    assert how_scored(None, Settings())["audit"] is None


def test_audit_of_the_package_has_the_figures_that_the_page_needs(tmp_path: Path) -> None:
    told = how_scored(read_audit(audit_folder()), Settings())
    page = methods_page(tmp_path, scoring=told)
    assert f"{told['audit']['n_lines']:,} lines" in page
    assert f"Of {told['audit']['about']['figures']['n_judged']:,} judged lines" in page


def test_another_codebook_than_that_of_the_audit_is_told(tmp_path: Path) -> None:
    words = "This run used another codebook"
    assert words in methods_page(tmp_path)
    digest = view_codebook_digest(tmp_path)
    same = scoring(lambda told: told["audit"]["about"].update(codebook_digest=digest))
    assert words not in methods_page(tmp_path, **same)


def view_codebook_digest(folder: Path) -> str:
    found = re.search(r"has the version [\d.]+ \((\w+)\)", methods_page(folder))
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("validation", "checks"),
    [
        ({}, []),
        (
            {"coverage": {"bar": 0.93, "passed": True, "says": "It holds."}},
            [Check("coverage", "0.93", True, "It holds.")],
        ),
        (
            {
                "about": {"seed": 1},
                "checks": [{"name": "in_simulation", "bar": [0.9, 1], "passed": False, "says": "No."}],
            },
            [Check("in simulation", "0.9 to 1", False, "No.")],
        ),
        ({"a": {"says": "Open."}}, [Check("a", "", None, "Open.")]),
    ],
)
def test_validation_is_shown_whatever_its_keys(tmp_path: Path, validation: dict[str, Any], checks: list[Check]) -> None:
    built(tmp_path, **small_run(), validation=validation)
    page = text_of(tmp_path / "methods.html")
    assert all(f"{check.name} {check.bar or '–'}" in page and check.says in page for check in checks)
    assert ("This run has no validation" in page) is not checks


def test_every_work_that_a_scoring_module_cites_is_among_the_references() -> None:
    known = {(name, work.year) for work in REFERENCES for name in re.findall(r"[A-Z][\w’-]+", work.authors)}
    cited = set()
    for name in SCORING:
        source = Path(importlib.import_module(f"tokenism.{name}").__file__ or "").read_text("utf-8")
        cited |= {(author, int(year)) for author, year in CITED.findall(re.sub(r"\s+", " ", source))}
    assert {("Saerens", 2002), ("Kish", 1965), ("Wilson", 1927), ("Kalton", 1986)} <= cited
    assert cited <= known


def test_references_stand_on_the_page_in_the_order_of_their_authors(tmp_path: Path) -> None:
    page = methods_page(tmp_path)
    places = [page.index(f"{work.authors} ({work.year}). {work.title}. {work.venue}.") for work in REFERENCES]
    assert places == sorted(places)


BANNED = re.compile(
    r"tokenistic|\b(?:council|trust|organisation|body|they|it) (?:did not|failed|has failed|does not do)"
    r"|\bfail(?:s|ed) to|\bguilty|\bdishonest|\bmislead|\blied\b|\bsham\b|\bfalse claim|\bpretend",
    re.IGNORECASE,
)


def test_pages_speak_of_documents_and_accuse_nobody(tmp_path: Path) -> None:
    built(tmp_path, **small_run())
    for path in sorted(tmp_path.rglob("*.html")):
        assert BANNED.search(Reader(path.read_text("utf-8")).text) is None
    assert "the claim exceeds the described method in these documents" in methods_page(tmp_path)


def test_every_page_leads_to_the_methods(tmp_path: Path) -> None:
    built(tmp_path, **small_run())
    for path in sorted(tmp_path.rglob("*.html")):
        links = {link["href"] for link in Reader(path.read_text("utf-8")).all("a")}
        assert links & {"methods.html", "../methods.html"}


def test_unscored_matrix_and_no_audit_leave_no_corrected_words(tmp_path: Path) -> None:
    bare = [dataclasses.replace(cell, corrected=None, low=None, high=None) for cell in make_matrix()]
    built(tmp_path, **(small_run() | {"matrix": bare, "scoring": how_scored(None, Settings())}))
    page = Reader((tmp_path / "organisations" / "elm-council.html").read_text("utf-8")).text
    assert "is corrected for the measured mistakes" not in page
    assert view_methods.__doc__
