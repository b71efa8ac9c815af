"""A function over many items in forked processes, so that one that dies or hangs takes no neighbour along.

Forking is cheap where the parsers are loaded already. Where a system cannot fork, everything runs
here, without a time limit.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, suppress
from multiprocessing.connection import Connection, wait
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from scanner.model.outcome import Lost

Item = TypeVar("Item")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)

DIED = "its process died"


class Task(Protocol[Result_co]):
    """What to do with items, as a value."""

    def worker(self) -> Callable[[str], Result_co]:
        """Return the function that does it; what it needs is imported now."""
        ...


def available() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def each(
    work: Callable[[Item], Result], items: Sequence[Item], processes: int, limit: float
) -> Iterator[Result | Lost[Item]]:
    """Yield the result of each item, in no order; `limit` is in seconds for one item.

    What `work` raises ends its process: the item comes as Lost, and its share goes on in another.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, items)
        return
    shares = [items[start::processes] for start in range(min(processes, len(items)))]
    running = [_Worker(work, share, limit) for share in shares]
    try:
        while running:
            pause = min(worker.deadline for worker in running) - time.monotonic()
            ready = wait([worker.receiver for worker in running], max(0.0, pause))
            for worker in [*running]:
                if worker.receiver in ready or worker.is_late():
                    yield from worker.take()
                    if not worker.remaining:
                        running.remove(worker)
    finally:
        for worker in running:
            worker.stop()


class _Worker(Generic[Item, Result]):
    """A process and the items that it has not answered for, in the order in which it will."""

    def __init__(self, work: Callable[[Item], Result], items: Sequence[Item], limit: float) -> None:
        self.remaining = deque(items)
        self._work = work
        self._limit = limit
        self._start()

    def _start(self) -> None:
        self.receiver, sender = _FORK.Pipe(duplex=False)
        self._process = _FORK.Process(
            target=_answer, args=(self._work, tuple(self.remaining), sender), daemon=True
        )
        self._process.start()
        sender.close()
        self.deadline = time.monotonic() + self._limit

    def is_late(self) -> bool:
        return time.monotonic() > self.deadline

    def take(self) -> Iterator[Result | Lost[Item]]:
        """Yield the answer that has come; if none can, the item is lost and the rest starts anew."""
        answer: Result | _Raised | None = None
        if self.receiver.poll():
            with suppress(EOFError, OSError):
                answer = self.receiver.recv()
        item = self.remaining.popleft()
        if answer is None or isinstance(answer, _Raised):
            late = f"it took longer than {self._limit:g} seconds" if self.is_late() else DIED
            yield Lost(item, answer.message if isinstance(answer, _Raised) else late)
            self.stop()
            if self.remaining:
                self._start()
        else:
            yield answer
            self.deadline = time.monotonic() + self._limit
        if not self.remaining:
            self.stop()

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self.receiver.close()


class _Raised(Struct, frozen=True):
    message: str


def _answer(work: Callable[[Item], Result], items: Sequence[Item], sender: Connection) -> None:
    """Send the results one by one; garbage is collected here, among what is this process' own."""
    gc.freeze()
    gc.enable()
    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere), _telling(sender):  # noqa: PTH123
        for item in items:
            sender.send(work(item))


@contextmanager
def _telling(sender: Connection) -> Iterator[None]:
    """Tell the parent what ends this process, which then ends without a word on stderr."""
    try:
        yield
    finally:
        if error := sys.exc_info()[1]:
            sender.send(_Raised(f"{type(error).__name__}: {error}"[:200]))
            os._exit(1)


_FORK = multiprocessing.get_context("fork") if sys.platform != "win32" else multiprocessing.get_context()
