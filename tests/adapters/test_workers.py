"""A process that dies, raises or hangs loses its own item and no other."""

import os
import subprocess
import sys
import time

import pytest

from scanner.adapters.workers import each
from scanner.model.outcome import Lost


def square(item: int) -> int:
    if item == 3:
        os._exit(1)
    if item == 5:
        raise ValueError("five")
    if item == 7:
        time.sleep(60)
    return item * item


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_neighbours_survive(processes: int, capfd: pytest.CaptureFixture[str]):
    results = list(each(square, range(12), processes, 1.0))
    lost = {result.item: result.reason for result in results if isinstance(result, Lost)}
    assert lost == {3: "its process died", 5: "ValueError: five", 7: "it took longer than 1 seconds"}
    assert sorted(result for result in results if not isinstance(result, Lost)) == [
        item * item for item in range(12) if item not in (3, 5, 7)
    ]
    assert capfd.readouterr().err == ""


def test_nothing_to_do():
    assert list(each(square, [], 4, 1.0)) == []


ENDLESS = """
import time
from scanner.adapters.workers import each

def work(item):
    print(item, flush=True)
    time.sleep(0.05)

list(each(work, range(10_000), 3, 60.0))
"""


def test_nobody_works_on_when_the_parent_is_killed():
    process = subprocess.Popen([sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline().strip().isdigit()
    process.kill()
    assert "9999" not in process.communicate(timeout=60)[0]
