"""Those who read and draw documents: threads with a child process each, or the workers of a cluster."""

import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

from tokenism.errors import InputError
from tokenism.reading.isolate import close_readers


@contextmanager
def crew(workers: int, scheduler: str | None = None) -> Iterator[Executor]:
    """An executor of so many threads, or that of a Dask cluster; at the end no thread and no child of it is left.

    Raises
    ------
    InputError
        If no scheduler answers, or Dask is not installed.
    """
    if scheduler is None:
        executor = ThreadPoolExecutor(max(1, workers))
        try:
            yield executor
        except BaseException:
            _end(executor, kill=True)
            raise
        _end(executor)
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError("--scheduler needs the extra 'cluster': pip install 'tokenism[cluster]'") from error
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise InputError(f"{scheduler}: no Dask scheduler answers there ({error}); check the address") from error
    with client:
        yield client.get_executor(pure=False)


def _end(executor: ThreadPoolExecutor, *, kill: bool = False) -> None:
    """Leave no thread and no child; with ``kill`` documents that are being read are stopped at once."""
    executor.shutdown(wait=False, cancel_futures=True)
    waiting = threading.Thread(target=executor.shutdown)
    waiting.start()
    while waiting.is_alive():  # a thread may have been about to start a child when the others were closed
        close_readers(kill=kill)
        waiting.join(0.05)
    close_readers(kill=kill)
