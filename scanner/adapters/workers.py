"""A function over many items in forked processes, so that one that dies or hangs takes no neighbour along.

Forking is cheap where the parsers are loaded already. Where a system cannot fork, everything runs here,
without a time limit.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, Pipe, wait
from typing import Generic, Protocol, TypeVar

from msgspec import Struct

from scanner.model.outcome import Lost

Item = TypeVar("Item")
Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)

DIED = "its process died"
MOST = 32
PAUSE = 0.1
"""So many results are sent together, or as many as there are after so many seconds."""


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
    if not hasattr(os, "fork"):
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
    """A process and the items that it has not answered for, in the order in which it will.

    It answers for several at once. One that dies or hangs is followed by one that answers for each
    alone, which tells whose fault it is.
    """

    def __init__(self, work: Callable[[Item], Result], items: Sequence[Item], limit: float) -> None:
        self.remaining = deque(items)
        self._work = work
        self._limit = limit
        self._start(MOST)

    def _start(self, most: int) -> None:
        self._most = most
        self.receiver, sender = Pipe(duplex=False)
        share = (self._work, tuple(self.remaining), most, self.receiver, sender)
        self._process = get_context("fork").Process(target=_answer, args=share)
        self._process.start()
        sender.close()
        self.deadline = time.monotonic() + self._limit

    def is_late(self) -> bool:
        return time.monotonic() > self.deadline

    def take(self) -> Iterator[Result | Lost[Item]]:
        """Yield the answers that have come; if none can, the item is lost and the rest starts anew."""
        answers: list[Result | _Raised] = []
        with suppress(EOFError, OSError):
            if self.receiver.poll():
                answers = pickle.loads(self.receiver.recv_bytes())  # noqa: S301 - of our own child
        if not answers:
            yield from self._ended()
        for answer in answers:
            item = self.remaining.popleft()
            if isinstance(answer, _Raised):
                yield Lost(item, answer.message)
                self._again(MOST)
            else:
                yield answer
        self.deadline = time.monotonic() + self._limit
        if not self.remaining:
            self.stop()

    def _ended(self) -> Iterator[Lost[Item]]:
        """Yield the item that the process died or hung of, where that is known, and go on without it."""
        if self._most == 1:
            late = f"it took longer than {self._limit:g} seconds" if self.is_late() else DIED
            yield Lost(self.remaining.popleft(), late)
            self._again(MOST)
        else:
            self._again(1)

    def _again(self, most: int) -> None:
        self.stop()
        if self.remaining:
            self._start(most)

    def stop(self) -> None:
        if not self.receiver.closed:
            self._process.kill()
            self._process.join()
            self.receiver.close()


class _Raised(Struct, frozen=True):
    message: str


def _answer(
    work: Callable[[Item], Result], items: Sequence[Item], most: int, receiver: Connection, sender: Connection
) -> None:
    """Send the results and end this process, also where something is raised: nobody else sees it.

    Garbage is collected here, among what is this process' own. Nobody is left to read here, so that
    sending fails when the parent has died.
    """
    receiver.close()
    gc.freeze()
    gc.enable()
    try:
        with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):  # noqa: PTH123
            _send_all(work, items, most, sender)
    finally:
        os._exit(1 if sys.exc_info()[1] else 0)


def _send_all(work: Callable[[Item], Result], items: Sequence[Item], most: int, sender: Connection) -> None:
    """Send `most` results together, or those that `PAUSE` allows, and what is raised behind the last."""
    done: list[Result | _Raised] = []
    began = time.monotonic()
    try:
        for item in items:
            done.append(work(item))
            if len(done) == most or time.monotonic() - began > PAUSE:
                _send(done, sender)
                done.clear()
                began = time.monotonic()
    finally:
        if error := sys.exc_info()[1]:
            done.append(_Raised(f"{type(error).__name__}: {error}"[:200]))
        if done:
            _send(done, sender)


def _send(answers: list[Result | _Raised], sender: Connection) -> None:
    sender.send_bytes(pickle.dumps(answers, pickle.HIGHEST_PROTOCOL))
