"""Where a report goes, and in which formats: one run may feed several files and the screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from scanner.model.failure import CannotRun
from scanner.model.finding import Report
from scanner.reporters import formats, render
from scanner.reporters.style import Style


class Output(Struct, frozen=True):
    """A format, and the file that it is written to; None is stdout."""

    format: str
    file: Path | None


def outputs(shown: Sequence[str], files: Sequence[str]) -> tuple[Output, ...]:
    """Return what `--output-format` and `-o` ask for; CannotRun for a format that there is not.

    A bare FORMAT (or `FORMAT:-`) is for stdout, which a bare FILE takes over; `FORMAT:FILE` comes
    in addition.
    """
    named = [_split(each) for each in shown]
    bare: list[Path | None] = []
    for each in files:
        if _has_format(each):
            named.append(_split(each))
        else:
            bare.append(None if each == "-" else Path(each))
    main = next((name for name, file in reversed(named) if file is None), "text")
    first = (Output(main, file) for file in bare or [None])
    return (*first, *(Output(name, file) for name, file in named if file is not None))


def _split(text: str) -> tuple[str, Path | None]:
    name, colon, file = text.partition(":")
    _known(name)
    return name, Path(file) if colon and file != "-" else None


def _has_format(text: str) -> bool:
    """Tell `FORMAT:FILE` from a file; one letter before a colon is a Windows drive."""
    name, colon, _ = text.partition(":")
    return bool(colon) and len(name) > 1 and name.isalpha()


def _known(name: str) -> None:
    if name not in formats():
        close = get_close_matches(name, formats(), 1)
        raise CannotRun(
            f"there is no output format {name!r}",
            f"did you mean {close[0]}?" if close else f"there are {', '.join(formats())}",
        )


def write(report: Report, wanted: Sequence[Output], style: Style, *, always_color: bool) -> None:
    """Write the report everywhere; CannotRun when a file cannot be written. A closed pipe ends quietly."""
    for output in wanted:
        if output.file is None:
            show(render(output.format, report, style))
        else:
            _to_file(output.file, render(output.format, report, replace(style, color=always_color)))


def _to_file(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise CannotRun(f"{file} cannot be written: {error.strerror}") from error


def show(text: str) -> None:
    """Write a text to stdout as it is; a closed pipe ends quietly, a full disk is a CannotRun."""
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise CannotRun(f"stdout cannot be written: {error.strerror}") from error
