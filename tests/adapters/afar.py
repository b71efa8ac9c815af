"""Work for a cluster that goes wrong, and what comes of it: a driver to run by itself."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scanner.adapters import cluster
from scanner.model.outcome import Lost


@dataclass
class Doubles:
    """Doubles a word, unless the word says to do something else."""

    words: Sequence[str]

    def worker(self) -> Callable[[str], str]:
        return self._doubled

    def _doubled(self, word: str) -> str:
        assert word in self.words
        match word:
            case "hang":
                time.sleep(60)
            case "raise":
                raise ValueError("no such word")
            case "die":
                os._exit(9)
            case "kill":
                os.kill(os.getppid(), signal.SIGKILL)
                time.sleep(60)
            case _:
                pass
        return word * 2


class Carries(Doubles):
    """Doubles words that carry so many bytes each."""

    def __init__(self, size: int, words: Sequence[str]) -> None:
        super().__init__(words)
        self.content = bytes(size * len(words))


def main() -> None:
    found = cluster.connected(os.environ["RAY_ADDRESS"]).each(Doubles, sys.argv[1:], 5.0)
    said = [f"{each.item}: {each.reason}" if isinstance(each, Lost) else each for each in found]
    sys.stdout.write(json.dumps(sorted(said)))
