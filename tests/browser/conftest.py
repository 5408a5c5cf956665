"""A Chromium that sees nothing but files, and the sites that it opens."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import REPOSITORY
from tests.synthetic import make_run
from tests.test_report import built, make_audit
from tokenism.estimates import Settings
from tokenism.scoring import how_scored

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DEMO = REPOSITORY / "work" / "demo" / "report"
HOSTILE = "</script><script>alert(1)</script> \u2028 <img src=x onerror=alert(2)> Ynys Môn’s co‑produced __proto__ plan"


class Watch:
    """What a page did that it must not do: messages, errors, and requests for anything but a file."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def follow(self, page: Any) -> None:
        page.on("console", lambda message: self._console(message))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        page.route(lambda url: not url.startswith(("file:", "data:")), self._refuse)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def _refuse(self, route: Any) -> None:
        self.complaints.append(f"network: {route.request.url}")
        route.abort()


def write_site(out: Path, **size: int) -> Path:
    """Write the report of an invented run, one passage of which is hostile, and give its folder."""
    run = make_run(**size)
    first = run["passages"][1]
    run["passages"][1] = type(first)(**{name: getattr(first, name) for name in first.__slots__} | {"text": HOSTILE})
    built(out, **run, scoring=how_scored(make_audit(), Settings(min_claims=3)))
    return out


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small whole report: several bodies, a joint strategy, a body that could not be read, each verdict."""
    return write_site(tmp_path_factory.mktemp("site"), organisations=7, documents=2, claims=8)


@pytest.fixture(scope="session")
def sites(site: Path) -> dict[str, Path]:
    """The small report, and that of the demo corpus where ``dvc repro`` has made it."""
    return {"small": site} | ({"demo": DEMO} if (DEMO / "search.html").is_file() else {})


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"needs one of {', '.join(BROWSERS)} on the PATH")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


OpenPage = Callable[..., Any]


class Tabs:
    """One tab for each look of the browser, used again by every test."""

    def __init__(self, browser: Any) -> None:
        self.browser, self.watch, self.tabs = browser, Watch(), dict[tuple[int, bool, str], Any]()

    def open(self, path: Path, tail: str = "", *, width: int = 1280, script: bool = True, scheme: str = "light") -> Any:
        """Load a file afresh, at a fragment or with a query."""
        look = (width, script, scheme)
        size = {"width": width, "height": 900}
        if look not in self.tabs:
            context = self.browser.new_context(viewport=size, java_script_enabled=script, color_scheme=scheme)
            self.tabs[look] = context.new_page()
            self.watch.follow(self.tabs[look])
        page = self.tabs[look]
        page.goto("about:blank")
        page.set_viewport_size(size)
        page.goto(path.as_uri() + tail)
        return page


@pytest.fixture(scope="session")
def tabs(chromium: Any) -> Tabs:
    return Tabs(chromium)


@pytest.fixture
def open_page(tabs: Tabs) -> Iterator[OpenPage]:
    """Open a file of a site in the tab of a look; at the end no page may have complained."""
    tabs.watch.complaints.clear()
    yield tabs.open
    assert tabs.watch.complaints == []


def kinds(site: Path) -> dict[str, Path]:
    """One page of each kind: those of the top by name, and of each folder its index and its largest page."""
    found = {path.stem: path for path in sorted(site.glob("*.html"))}
    for folder in sorted(path for path in site.iterdir() if path.is_dir()):
        pages = {path.stem: path for path in sorted(folder.glob("*.html"))}
        if "index" in pages:
            found[f"{folder.name} index"] = pages.pop("index")
        if pages:
            found[folder.name] = max(pages.values(), key=lambda path: (path.stat().st_size, path.name))
    return found
