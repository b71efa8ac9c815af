"""What a step tells the runner of GitHub Actions: its summary, and outputs for later steps.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#environment-files
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from scanner.model.failure import CannotRun
from scanner.model.finding import Report
from scanner.reporters import render
from scanner.reporters.style import Style


def tell(report: Report, style: Style, environment: Mapping[str, str]) -> None:
    """Append to the files that the environment names, but for one whose folder is on another machine."""
    _append(environment.get("GITHUB_STEP_SUMMARY"), lambda: render("markdown", report, style))
    _append(environment.get("GITHUB_OUTPUT"), lambda: _outputs(report))


def _outputs(report: Report) -> str:
    open_ = [one for one in report.findings if one.suppressed is None and one.state != "absent"]
    counts = {
        "findings": len(open_),
        "errors": sum(one.severity == "error" for one in open_),
        "warnings": sum(one.severity == "warning" for one in open_),
        "new": sum(one.state == "new" for one in open_),
    }
    return "".join(f"{name}={number}\n" for name, number in counts.items())


def _append(path: str | None, text: Callable[[], str]) -> None:
    if not path or not Path(path).parent.is_dir():
        return
    try:
        with Path(path).open("a", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.write(text())
    except OSError as error:
        raise CannotRun(f"{path} cannot be written: {error.strerror}") from error
