"""A function over many items on the machines of a Ray cluster that runs already.

They have no checkout: the work carries what it needs, in batches, a bounded number of them at a
time. Needs the extra `external-writers[ray]`, and the same version of it there. https://docs.ray.io
"""

from __future__ import annotations

import os
import pickle
import platform
import signal
import socket
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import grammars
import scanner
from scanner.adapters import workers
from scanner.adapters.own import version
from scanner.adapters.workers import Result, Task
from scanner.model.failure import CannotRun
from scanner.model.outcome import Lost

if TYPE_CHECKING:
    from ray import ObjectRef

CONNECT_SECONDS = 5.0
FEWEST_OF_A_BATCH, MOST_OF_A_BATCH = 16, 64
"""Files; a batch begins with a process of its own, which costs as much as reading a few."""

BYTES_OF_A_BATCH = 4 * 1024 * 1024
BYTES_UNDER_WAY = 256 * 1024 * 1024
BATCHES_PER_PROCESSOR = 2
"""How many are under way: one is worked at while the next is on its way."""

_START = "start one with `ray start --head`, or name one: RAY_ADDRESS=HOST:PORT"
_PR_SET_PDEATHSIG = 1
_Batch = Sequence[str]


@cache
def connected(address: str) -> Cluster:
    """Return the cluster at HOST:PORT, or with "auto" this machine's; CannotRun when there is none."""
    os.environ.setdefault("RAY_DEDUP_LOGS_SKIP_REGEX", ".")  # else it tells of dead workers on stdout
    try:
        import ray
        from ray.exceptions import RayError
    except ImportError as error:
        raise CannotRun("Ray is not installed here", "pip install 'external-writers[ray]'") from error
    if address == "local":
        raise CannotRun("RAY_ADDRESS=local would start a cluster, and writers never does", _START)
    if address != "auto":
        _knock(address)
    try:
        ray.init(address, log_to_driver=False, configure_logging=False)
    except (OSError, RuntimeError, ValueError, RayError) as error:
        why = " ".join(str(error).partition(". Please")[0].split())
        raise CannotRun(f"there is no Ray cluster to use: {why[:300]}", _START) from error
    resources: Callable[[], Mapping[str, float]] = ray.cluster_resources
    return Cluster(int(resources().get("CPU", 1)))


def _knock(address: str) -> None:
    """Raise CannotRun where nobody listens, which Ray would wait for, for many minutes."""
    try:
        place = urlsplit(address if "://" in address else f"//{address}")
        socket.create_connection((place.hostname, place.port or 0), CONNECT_SECONDS).close()
    except (OSError, ValueError) as error:
        raise CannotRun(f"no Ray cluster answers at {address}", _START) from error


class Cluster:
    """A cluster that this process is connected to, with so many processors."""

    def __init__(self, processors: int) -> None:
        """Describe the cluster."""
        self._at_once = BATCHES_PER_PROCESSOR * max(1, processors)

    def each(
        self, parcel: Callable[[Sequence[str]], Task[Result]], items: Sequence[str], limit: float
    ) -> Iterator[Result | Lost[str]]:
        """Yield the result of each item, in no order; `limit` is in seconds for one item.

        `parcel` returns what is to be done with some items as a value that can be sent.
        A batch whose machine or process dies is tried again, then item by item: the one at fault
        comes as Lost. CannotRun when a worker has another version of this tool.
        """
        import ray
        from ray.exceptions import RayError, RayTaskError

        send = ray.remote(num_cpus=1, max_retries=1)(_on_a_worker())
        batches = deque(self._batches(items))
        running: dict[ObjectRef[Any], tuple[_Batch, int]] = {}
        try:
            while batches or running:
                while batches and self._has_room([size for _, size in running.values()]):
                    batch, data = packed(parcel, batches, limit)
                    running[send.remote(_identity(), data)] = batch, len(data)
                for done in ray.wait([*running], num_returns=1)[0]:
                    batch, _ = running.pop(done)
                    try:
                        yield from answered(ray.get(done))
                    except RayTaskError:
                        raise
                    except RayError:
                        if len(batch) == 1:
                            yield Lost(batch[0], workers.DIED)
                        batches.extend([item] for item in batch if len(batch) > 1)
        finally:
            for each in running:
                ray.cancel(each)

    def _has_room(self, under_way: Sequence[int]) -> bool:
        """Whether another batch may be sent while so many bytes of others are under way."""
        return len(under_way) < self._at_once and sum(under_way) < BYTES_UNDER_WAY

    def _batches(self, items: Sequence[str]) -> Iterator[_Batch]:
        """Yield the items in batches, smaller ones where there are few, so that all take part."""
        fair = len(items) // self._at_once
        size = max(FEWEST_OF_A_BATCH, min(MOST_OF_A_BATCH, fair))
        return (items[start : start + size] for start in range(0, len(items), size))


def packed(
    parcel: Callable[[_Batch], Task[Result]], batches: deque[_Batch], limit: float
) -> tuple[_Batch, bytes]:
    """Take the next batch, as it is sent; of one that is too large the rest becomes one of its own."""
    items = batches.popleft()
    data = pickle.dumps((parcel(items), items, limit))
    while len(data) > BYTES_OF_A_BATCH and len(items) > 1:
        half = len(items) // 2
        batches.appendleft(items[half:])
        items = items[:half]
        data = pickle.dumps((parcel(items), items, limit))
    return items, data


def answered(answer: Any) -> list[Any]:
    """Return the results that a worker sent."""
    if isinstance(answer, list):
        return answer
    here = f"external-writers {scanner.__version__}, its parsers, Python {platform.python_version()}"
    there = "another version" if answer else "no external-writers"
    raise CannotRun(
        f"a worker of the Ray cluster has {there}",
        f"each machine needs what this one has: {here}",
    )


def _on_a_worker() -> Callable[[bytes, bytes], Any]:
    """Return the function that a worker runs, which arrives there whole: it may find nothing of ours."""

    def answer(identity: bytes, sent: bytes) -> Any:
        try:
            from scanner.adapters import cluster
        except ImportError:
            return None
        return cluster.answers(identity, sent)

    return answer


def answers(identity: bytes, sent: bytes) -> list[Any] | str:
    """Return, on a worker, the results of a batch; this version where the asking side has another.

    The work is done in a process of its own, so that what kills that harms no other batch.
    """
    if identity != _identity():
        return scanner.__version__
    task, items, limit = pickle.loads(sent)  # noqa: S301 - who may send it may run anything here
    return [*workers.each(_tethered(task.worker()), items, 1, limit)]


def _tethered(work: Callable[[str], Result]) -> Callable[[str], Result]:
    """Return the same work, for a process that is to end when its parent is killed.

    Else it holds the parent's connections open, and the cluster does not notice for as long.
    """
    if sys.platform != "linux":
        return work
    import ctypes

    libc = ctypes.CDLL(None)

    def do(item: str) -> Result:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        return work(item)

    return do


@cache
def _identity() -> bytes:
    """Return a digest of all that a result depends on beside the file itself."""
    return version([Path(module.__file__).parent for module in (scanner, grammars) if module.__file__])
