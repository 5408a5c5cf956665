"""The right of reply from end to end: sent, filled in, taken in, mended, shown; and nothing is lost on the way."""

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.makers import make_document, make_passage, make_tag
from tests.test_cli import refused, tokenism
from tokenism.records import Claim, Document, Passage, Reply, Score, Span, Tag
from tokenism.reply.workbook_reader import sheets_of
from tokenism.tables import read_csv, read_records, write_records

ELM, ASH = "Elm Council", "Ash Trust"
SUBJECTS = "libraries parks buses housing carers schools clinics bins roads leisure".split()  # noqa: SIM905
HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script> \u202e\x07'
OPTIONS = ("--audit", "none", "--min-claims", 3)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scored run: ten claims of Elm Council, one of them hostile, and two of Ash Trust, none with any practice."""
    folder = tmp_path_factory.mktemp("scored") / "run"
    texts = [f"We listen to residents about {word} in ward {n} of the {word} plan." for n, word in enumerate(SUBJECTS)]
    texts[9] = HOSTILE + "We involve residents. " + "long " * 8_000
    passages = [make_passage(n, text, page=n % 9 + 1, page_end=n % 9 + 1) for n, text in enumerate(texts)]
    passages += [make_passage(n, f"We listen to patients of clinic {n}{n}.", "d2", ASH) for n in (20, 21)]
    tags = [make_tag(int(passage.passage_id[1:]), "consultation") for passage in passages]
    write_records(folder / "documents.parquet", Document, [make_document(title="The Plan"), make_document("d2", ASH)])
    write_records(folder / "passages.parquet", Passage, passages)
    write_records(folder / "tags.parquet", Tag, tags)
    write_records(folder / "spans.parquet", Span, [])
    assert tokenism("link", folder).exit_code == 0
    assert tokenism("score", folder, *OPTIONS).exit_code == 0
    return folder


@pytest.fixture
def run(scored: Path, tmp_path: Path) -> Path:
    """A copy of that run to change."""
    return shutil.copytree(scored, tmp_path / "run")


def pack(run: Path, organisation: str = ELM, name: str = "pack") -> Path:
    result = tokenism("reply-pack", organisation, "--run", run, "--out", run.parent / name)
    assert (result.exit_code, result.stderr) == (0, "")
    return run.parent / name


def form(folder: Path) -> tuple[list[str], list[dict[str, Any]]]:
    """Header and rows of the sheet that is sent."""
    header, *rows = sheets_of(folder / "reply.xlsx")[1]["rows"]
    return header, [dict(zip(header, row, strict=True)) for row in rows]


def sent_back(path: Path, header: list[str], rows: list[dict[str, Any]]) -> Path:
    """The form as another program saves it: columns the other way round, one more, a sheet before it."""
    columns = ["Our notes", *reversed(header)]
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.add_worksheet("Cover").write(0, 0, "From Elm Council")
        sheet = book.add_worksheet("Reply")
        for number, row in enumerate([dict(zip(columns, columns, strict=True)), *rows]):
            for place, name in enumerate(columns):
                sheet.write(number, place, row.get(name, ""))
    return path


def ids(run: Path, organisation: str = ELM) -> list[str]:
    return [c.claim_id for c in read_records(run / "claims.parquet", Claim) if c.organisation == organisation]


def replies(run: Path) -> list[Reply]:
    return read_csv(run / "replies.csv", Reply)


def rejected(run: Path) -> list[dict[str, str]]:
    with (run / "replies-rejected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def take_in(run: Path, file: Path, *options: object) -> Any:
    return tokenism("reply-import", file, "--run", run, *options)


@pytest.fixture
def answered(run: Path) -> tuple[Path, Path]:
    """The run, and a form with three good rows and five bad ones."""
    header, rows = form(pack(run))
    answers: list[dict[str, Any]] = [
        {"position": "disagree", "response": HOSTILE, "evidence_page": 3, "answered_by": "Head of Engagement"},
        {"position": " Partly ", "response": "x" * 32_000, "evidence_link": "https://elm.example/minutes.pdf"},
        {"position": "agree"},
        {"position": "disagree"},
        {"position": "perhaps"},
        {"position": "agree", "evidence_link": "javascript:alert(1)"},
        {"position": "agree", "evidence_page": "page 400"},
    ]
    for row, answer in zip(rows, answers, strict=False):
        row |= answer
    rows[7] |= {"claim_id": ids(run, ASH)[0], "position": "agree"}
    return run, sent_back(run.parent / "back.xlsx", header, rows)


def test_pack_holds_the_form_the_claims_and_the_letter(run: Path) -> None:
    folder = pack(run, "elm COUNCIL")
    assert {path.name for path in folder.iterdir()} == {
        *("reply.xlsx", "reply.csv", "claims.html", "letter.html", "letter.txt")
    }
    header, rows = form(folder)
    with (folder / "reply.csv").open(encoding="utf-8", newline="") as file:
        assert [list(row.values()) for row in csv.DictReader(file)] == [list(row.values()) for row in rows]
    assert ({row["claim_id"] for row in rows}, header[-1]) == (set(ids(run)), "answered_by")
    assert not any("<script" in (folder / name).read_text("utf-8") for name in ("claims.html", "letter.html"))


def test_pack_of_the_same_run_has_the_same_bytes(run: Path) -> None:
    one, other = pack(run), pack(run, name="again")
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {p.name: p.read_bytes() for p in other.iterdir()}


def test_filled_in_form_is_not_written_over(run: Path) -> None:
    folder = pack(run)
    pack(run)
    (folder / "reply.csv").write_text("filled in", encoding="utf-8")
    refused(
        tokenism("reply-pack", ELM, "--run", run, "--out", folder), 2, "reply.csv: is there and holds something else"
    )
    assert (folder / "reply.csv").read_text("utf-8") == "filled in"


def test_unknown_organisation_is_answered_with_the_nearest(run: Path) -> None:
    result = tokenism("reply-pack", "Elm Counsil", "--run", run, "--out", run.parent / "none")
    refused(result, 2, "no organisation is called “Elm Counsil” in this run; did you mean “Elm Council”?")
    assert not (run.parent / "none").exists()


def test_good_rows_come_in_and_bad_rows_are_named(answered: tuple[Path, Path]) -> None:
    run, file = answered
    result = take_in(run, file, "--received", "2026-02-03")
    assert result.exit_code == 0
    assert "Answers of Elm Council: 3 new; 5 not imported" in result.stdout
    assert "2 not answered" in result.stdout
    for row, reason in enumerate(("response is empty", "“perhaps”", "javascript", "“page 400”", "Ash Trust"), start=5):
        (line,) = [line for line in result.stderr.splitlines() if f", row {row}: " in line]
        assert reason in line
    first, second, third = replies(run)
    assert [one.position for one in (first, second, third)] == ["disagree", "partly", "agree"]
    assert first.response == HOSTILE.replace("\u202e", "\ufffd").replace("\x07", "\ufffd").strip()
    assert (first.received, first.evidence_page, len(second.response or "")) == ("2026-02-03", 3, 32_000)
    assert [(one["source_row"], one["position"]) for one in rejected(run)] == [
        *(("5", "disagree"), ("6", "perhaps"), ("7", "agree"), ("8", "agree"), ("9", "agree"))
    ]


def test_second_import_adds_nothing_and_says_so(answered: tuple[Path, Path]) -> None:
    run, file = answered
    take_in(run, file)
    before = {path.name: path.read_bytes() for path in run.glob("*") if path.is_file()}
    result = take_in(run, file)
    assert (result.exit_code, "0 new; 3 known already, so nothing was added" in result.stdout) == (0, True)
    assert {path.name: path.read_bytes() for path in run.glob("*") if path.is_file()} == before


def test_rejected_rows_are_mended_and_come_in(answered: tuple[Path, Path]) -> None:
    run, file = answered
    take_in(run, file)
    rows = rejected(run)
    rows[0]["response"] = "We held a jury."
    rows[1]["position"] = "no comment"
    with (run / "replies-rejected.csv").open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    result = take_in(run, run / "replies-rejected.csv")
    assert "2 new; 3 not imported" in result.stdout
    assert [(one.position, one.round) for one in replies(run)[3:]] == [("disagree", 1), ("no comment", 1)]
    assert len(rejected(run)) == 3


def test_second_round_keeps_the_first(answered: tuple[Path, Path]) -> None:
    run, file = answered
    take_in(run, file, "--received", "2026-02-03")
    header, rows = form(pack(run, name="second"))
    assert rows[0]["earlier_answer"].startswith("disagree, 2026-02-03: ")
    rows[0] |= {"position": "agree", "response": "You put it right."}
    rows[2] |= {"position": "agree"}
    result = take_in(run, sent_back(run.parent / "later.xlsx", header, rows), "--received", "2026-06-01")
    assert "1 new; 1 known already" in result.stdout
    of_first = [(one.round, one.position, one.received) for one in replies(run) if one.claim_id == rows[0]["claim_id"]]
    assert of_first == [(1, "disagree", "2026-02-03"), (2, "agree", "2026-06-01")]
    disputed = [c.claim_id for c in read_records(run / "claims.parquet", Claim) if c.disputed]
    assert disputed == [rows[1]["claim_id"]]


def test_disputes_reach_claims_scores_and_report_and_leave_the_index(answered: tuple[Path, Path]) -> None:
    run, file = answered
    _, before = sorted(read_csv(run / "organisations.csv", Score), key=lambda one: one.organisation)
    assert (before.tokenism_index, before.index_if_accepted, before.if_accepted_raw) == (1.0, None, None)
    take_in(run, file, "--received", "2026-02-03")
    assert tokenism("score", run, *OPTIONS).exit_code == 0
    _, after = sorted(read_csv(run / "organisations.csv", Score), key=lambda one: one.organisation)
    assert (after.tokenism_index, after.n_disputed, after.index_if_accepted, after.if_accepted_raw) == (
        1.0,
        2,
        0.8,
        0.8,
    )
    assert tokenism("report", run, "--min-claims", 3).exit_code == 0
    pages = "".join(path.read_text("utf-8") for path in (run / "report").rglob("*.html"))
    assert "2 of 10 counted claims are disputed</strong>" in pages
    assert "the index would be 80% (80% to 80%)" in pages
    assert 'href="https://elm.example/minutes.pdf"' in pages
    assert "Head of Engagement" in pages
    assert "<script>alert" not in pages


def test_linking_again_keeps_the_disputes(answered: tuple[Path, Path]) -> None:
    run, file = answered
    take_in(run, file)
    before = (run / "claims.parquet").read_bytes()
    assert tokenism("link", run).exit_code == 0
    assert (run / "claims.parquet").read_bytes() == before


def test_form_without_any_answer_ends_with_1(run: Path) -> None:
    result = take_in(run, pack(run) / "reply.xlsx")
    refused(result, 1, "reply.xlsx: no answer was imported")
    assert not (run / "replies.csv").exists()


def test_form_with_bad_rows_alone_ends_with_1_and_keeps_them(run: Path) -> None:
    file = run.parent / "bad.csv"
    header, rows = form(pack(run))
    rows[0] |= {"position": "disagree"}
    file.write_text(
        "\t".join(header) + "\n" + "\t".join(str(rows[0][name]).split("\n")[0] for name in header) + "\n", "utf-8"
    )
    refused(take_in(run, file), 1, "row 2: position is disagree, but response is empty")
    assert [one["claim_id"] for one in rejected(run)] == [rows[0]["claim_id"]]


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("claim_id,position\nx,agree\n", (), "no column 'response' (columns found: claim_id, position)"),
        ("a,b\n1,2\n", (), "no row with the column names 'claim_id' and 'position'"),
        ("", (), "no row with the column names"),
        ("", ("--received", "3 May"), "Invalid value for '--received'"),
        ("claim_id,position,response,evidence_document,evidence_page,evidence_link,what_was_decided_by_whom,answered_by\n",
         ("--organisation", "Oak"), "no organisation is called “Oak”"),
    ],
)  # fmt: skip
def test_mistake_of_the_user_is_one_sentence(run: Path, content: str, options: tuple[str, ...], words: str) -> None:
    (run.parent / "form.csv").write_text(content, encoding="utf-8")
    refused(take_in(run, run.parent / "form.csv", *options), 2, words)


def test_run_without_a_ledger_is_told(tmp_path: Path) -> None:
    refused(
        take_in(tmp_path, tmp_path / "x.csv"), 2, "claims.parquet: no such file; run the stage that writes it first"
    )
    result = tokenism("reply-pack", ELM, "--run", tmp_path, "--out", tmp_path / "pack")
    refused(result, 2, "claims.parquet: no such file")
