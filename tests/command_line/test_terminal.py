"""Colour, closed pipes, interrupts, our own bugs, and the progress bar."""

import io
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from scanner.cli import run
from scanner.command_line.terminal import colored
from tests.command_line.conftest import REPOSITORY, Writers


class Stream(io.StringIO):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("color", "environment", "terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, False, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour(color, environment, terminal: bool, expected: bool):
    assert colored(color, Stream(terminal=terminal), environment) is expected


def test_no_escape_reaches_a_pipe_unless_asked(writers: Writers):
    assert "\x1b" not in writers("scan").stdout
    assert "\x1b[" in writers("scan", "--color", "always").stdout
    assert "\x1b[" in writers("scan", FORCE_COLOR="1").stdout


@pytest.mark.parametrize("command", [["list"], ["explain", "not-null-omitted"]])
def test_a_closed_pipe_ends_quietly(project: Path, command: list[str]):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "scanner.cli", *command],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("redirection", "code", "said"),
    [(">&-", 0, ""), (">/dev/full", 2, "error: stdout cannot be written: No space left on device\n")],
)
def test_a_stdout_that_takes_nothing(project: Path, redirection: str, code: int, said: str):
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m scanner.cli list {redirection}', sys.executable],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (code, said)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let what is started be open to Ctrl-C, also where the tests run in a background without one."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_is_130_and_quiet(project: Path):
    (project / "worker/fifo.toml").parent.mkdir(exist_ok=True)
    os.mkfifo(project / "slow.toml")
    process = subprocess.Popen(
        [sys.executable, "-m", "scanner.cli", "list", "--config", "slow.toml"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    writer = _writer(project / "slow.toml")
    _interrupt(process)
    assert (*process.communicate(timeout=30), process.returncode) == (b"", b"", 130)
    os.close(writer)


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    """Interrupt until it ends: a signal between two reads is only seen after the second."""
    for _ in range(15):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(4)
            return


def _writer(fifo: Path) -> int:
    """Open a FIFO to write to, once somebody reads it."""
    for _ in range(1200):
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(fifo)


def test_our_own_bug_is_70_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of\x1b[2Jours")

    monkeypatch.setattr("scanner.command_line.run.prepare", broken)
    assert run(["list"]) == 70
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(
        "a bug of ours: ZeroDivisionError: of\\x1b[2Jours: please report it at https://"
    )
    assert len(said.err.splitlines()) == 1
    assert run(["list", "-v"]) == 70
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_a_terminal_that_waits_sees_a_bar(
    monkeypatch: pytest.MonkeyPatch, project: Path, capfd: pytest.CaptureFixture[str]
):
    script = (
        "import sys; from scanner.command_line import terminal; terminal.PATIENCE = float(sys.argv[1])\n"
        "with terminal.Progress(wanted=True) as progress:\n"
        "    for done in range(3): progress(done, 3)\n"
    )
    for patience, expected in (("0", True), ("60", False)):
        parent, child = pty.openpty()
        subprocess.run(
            [sys.executable, "-c", script, patience],
            cwd=REPOSITORY,
            env={**os.environ, "TERM": "xterm"},
            stderr=child,
            check=True,
        )
        os.close(child)
        try:
            shown = os.read(parent, 100_000)
        except OSError:
            shown = b""
        os.close(parent)
        assert (b"reading" in shown) is expected
