"""Runs that overlap in any order leave one comment of ours, and nobody else's is touched."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model.failure import CannotRun
from scanner.sticky import Comment, keep_one

MARKER = "<!-- ours -->"


class Board:
    """Comments that several runs share; every act waits until its run's turn comes."""

    def __init__(self, runs: int) -> None:
        self.comments: dict[int, Comment] = {1: Comment(1, "other", f"{MARKER} forged")}
        self.turns = [threading.Semaphore(0) for _ in range(runs)]
        self.rests = [threading.Semaphore(0) for _ in range(runs)]
        self.done = [False] * runs
        self.count = 1

    def play(self, schedule: list[int]) -> None:
        """Let the runs act in this order, and then one after the other to their ends."""
        runs = range(len(self.turns))
        threads = [threading.Thread(target=self._run, args=(run,), daemon=True) for run in runs]
        for run in runs:
            threads[run].start()
            self.rests[run].acquire()
        for run in schedule:
            self._step(run)
        for run in runs:
            while not self.done[run]:
                self._step(run)

    def _step(self, run: int) -> None:
        if not self.done[run]:
            self.turns[run].release()
            self.rests[run].acquire()

    def _run(self, run: int) -> None:
        keep_one(Seat(self, run), MARKER, f"{MARKER} run {run}", worth_saying=True)
        self.done[run] = True
        self.rests[run].release()

    def ours(self) -> list[Comment]:
        return [each for each in self.comments.values() if each.author == "us"]


class Seat:
    """What one run sees of the board."""

    def __init__(self, board: Board, run: int) -> None:
        self.board, self.run = board, run

    def _wait(self) -> None:
        self.board.rests[self.run].release()
        self.board.turns[self.run].acquire()

    def author(self) -> str:
        return "us"

    def comments(self) -> list[Comment]:
        self._wait()
        return list(self.board.comments.values())

    def create(self, body: str) -> Comment:
        self._wait()
        self.board.count += 1
        made = Comment(self.board.count, "us", body)
        self.board.comments[made.id] = made
        return made

    def update(self, comment: Comment, body: str) -> bool:
        self._wait()
        if comment.id not in self.board.comments:
            return False
        self.board.comments[comment.id] = Comment(comment.id, "us", body)
        return True

    def delete(self, comment: Comment) -> None:
        self._wait()
        self.board.comments.pop(comment.id, None)


@settings(deadline=None)
@given(st.lists(st.integers(0, 2), max_size=15))
def test_three_runs_in_any_order_leave_one_comment(schedule: list[int]):
    board = Board(3)
    board.play(schedule)
    (kept,) = board.ours()
    assert kept.body in {f"{MARKER} run {run}" for run in range(3)}
    assert board.comments[1] == Comment(1, "other", f"{MARKER} forged")


class Cleaner(Seat):
    """A place where somebody takes every comment away before it can be changed."""

    def _wait(self) -> None:
        return

    def update(self, comment: Comment, body: str) -> bool:
        del self.board.comments[comment.id]
        self.create(f"{MARKER} stale")
        return False


def test_a_place_that_keeps_nothing_is_said():
    seat = Cleaner(Board(1), 0)
    seat.create(f"{MARKER} old")
    with pytest.raises(CannotRun, match="deleted as fast as it is written"):
        keep_one(seat, MARKER, f"{MARKER} new", worth_saying=True)
