"""What many tests share: a quick Hypothesis profile, a cache of their own, places of the repository, PDFs on disk."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.pdfs import Sheet, pdf_bytes
from tokenism.reading.isolate import close_readers

settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("quick")

REPOSITORY = Path(__file__).parents[1]
_NUMBERS = count()
MakePdf = Callable[..., Path]


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the cache of another, nor that of the person who runs it."""
    monkeypatch.setenv("TOKENISM_CACHE", str(tmp_path_factory.getbasetemp() / f"cache-{next(_NUMBERS)}"))


@pytest.fixture(scope="session", autouse=True)
def no_child_stays() -> Iterator[None]:
    yield
    close_readers()


@pytest.fixture(scope="session")
def demo() -> Path:
    """The demo corpus."""
    return REPOSITORY / "corpora" / "demo"


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """Write a PDF of some sheets below the test's folder and give its path."""

    def make(*sheets: Sheet, name: str = "plan.pdf", title: str = "") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf_bytes(sheets, title=title))
        return path

    return make
