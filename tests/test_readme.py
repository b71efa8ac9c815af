"""The README's first screen is true: its command is run and its output compared."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from scanner.rules import rules

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_FENCE = re.compile(r"^```console\n\$ (?P<command>[^\n]+)\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL)
_SECONDS = re.compile(r"in \d+\.\d s")
SHOWN = [(match["command"], match["output"]) for match in _FENCE.finditer(README)]


def test_the_first_screen_shows_a_command():
    assert README.index("```console") < README.index("\n## ")


@pytest.mark.parametrize(("command", "output"), SHOWN)
def test_a_shown_command_says_what_is_shown(command: str, output: str):
    program, *arguments = shlex.split(command)
    assert program == "writers"
    done = subprocess.run(
        [sys.executable, "-m", "scanner.cli", *arguments, "--no-cache"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert _SECONDS.sub("in N s", done.stdout) == _SECONDS.sub("in N s", output)


def test_every_rule_is_in_the_table():
    assert {slug for slug in rules() if f"| `{slug}` |" not in README} == set()
