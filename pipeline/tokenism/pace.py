"""How far a long piece of work is, and how long the rest will take."""

from dataclasses import dataclass

_SOON = 3.0
"""Seconds of work after which a pace is told."""
_BAR = 20


@dataclass(slots=True)
class Pace:
    """What is done of all, in things, in size and in pages.

    Time left goes by size where sizes are given: large documents are begun first, so that the number of documents
    overstates what is left (on 62 real documents by 82 seconds on average of a run of 85, by bytes 8). What an
    earlier run left ready (:meth:`begin`) says nothing of the pace.
    """

    total: int
    size: int = 0
    done: int = 0
    done_size: int = 0
    pages: int = 0
    began: float = 0.0
    ready: tuple[int, int, int] = (0, 0, 0)

    def add(self, *, size: int = 0, pages: int = 0) -> None:
        """Count one more thing as done."""
        self.done += 1
        self.done_size += size
        self.pages += pages

    def begin(self, now: float) -> None:
        """Work begins now: all that is done so far was ready."""
        self.began, self.ready = now, (self.done, self.done_size, self.pages)

    def left(self, now: float) -> float | None:
        """Seconds that the rest will take at the pace so far; None while that is not known."""
        spent = now - self.began
        done, of = (self.done - self.ready[0], self.total - self.ready[0])
        if self.size:
            done, of = self.done_size - self.ready[1], self.size - self.ready[1]
        return None if done <= 0 or spent < _SOON else spent * max(0, of - done) / done

    def line(self, label: str, noun: str, now: float, width: int) -> str:
        """All of this in one line of at most ``width`` characters of plain ASCII.

        >>> pace = Pace(62, 1000)
        >>> pace.add(size=250, pages=90)
        >>> pace.line("Reading", "documents", 10.0, 79)
        'Reading [#####...............] 1 of 62 documents, 9 pages/s, about 30 s left'
        """
        told = [f"{self.done:,} of {self.total:,} {noun}"]
        spent, (ready, _, ready_pages) = now - self.began, self.ready
        if spent >= _SOON and self.done > ready:
            unit, n = (" pages", self.pages - ready_pages) if self.pages else ("", self.done - ready)
            told.append(f"{_rate(n / spent)}{unit}/s")
        left = self.left(now)
        if left is not None and self.done < self.total:
            told.append(f"{duration(left)} left")
        for lead in (f"{label} {self._bar()} ", f"{label} "):
            if len(lead + ", ".join(told)) <= width:
                return lead + ", ".join(told)
        return f"{label} {told[0]}"[:width]

    def _bar(self) -> str:
        done, of = (self.done_size, self.size) if self.size else (self.done, self.total)
        n = _BAR * done // of if of else _BAR
        return f"[{'#' * n}{'.' * (_BAR - n)}]"


def _rate(value: float) -> str:
    return f"{value:,.0f}" if value >= 5 else f"{value:.1f}"


def duration(seconds: float) -> str:
    """A length of time as one would say it.

    >>> duration(7), duration(200), duration(4000)
    ('about 10 s', 'about 4 min', 'about 1 h 7 min')
    """
    if seconds <= 55:
        return f"about {max(5, 5 * -(-int(seconds) // 5))} s"
    minutes = -(-int(seconds) // 60)
    return f"about {minutes} min" if minutes < 60 else f"about {minutes // 60} h {minutes % 60} min"
