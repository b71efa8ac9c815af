"""How a report is to be shown: what the command line and the environment decide, as a value."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from scanner.model.finding import Severity

HOME = "https://pypi.org/project/external-writers/"

Command = Literal["list", "scan", "check", "schema"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
FailOn = Literal["error", "warning", "never"]


class Source(Struct, frozen=True):
    """Where the tree can be read in a browser: server URL, `owner/name`, and the commit.

    `foreign` are the names under which files of other trees are shown.
    """

    server: str
    repository: str
    sha: str
    foreign: tuple[str, ...] = ()

    @property
    def home(self) -> str:
        """The repository's address."""
        return f"{self.server.rstrip('/')}/{quote(self.repository)}"

    def url(self, path: str, line: int | None) -> str:
        """Return the address of a line at the commit; GitLab's and GitHub's servers both take it.

        It is empty for what is no file of the repository: a server, a package, a path above the
        root, another tree.
        """
        folder, _, below = path.partition("/")
        if not path or path.startswith(("/", "(", "../")) or (below and folder in self.foreign):
            return ""
        at = f"#L{line}" if line else ""
        place = "/".join(quote(part, safe="", errors="surrogateescape") for part in path.split("/"))
        return (
            f"{self.server.rstrip('/')}/{quote(self.repository)}/blob/{quote(self.sha, safe='')}/{place}{at}"
        )


class RuleText(Struct, frozen=True):
    """What a format may say of a rule in itself: one sentence, and its page in Markdown."""

    slug: str
    severity: Severity
    summary: str
    page: str = ""


class Style(Struct, frozen=True):
    """What shapes a report besides its content; `width` is in cells, `verbosity` from -1 to 2.

    `version` is the tool's own, `rules` those that ran; `against` says that the diagnostics are what
    a live database holds otherwise.
    """

    command: Command = "scan"
    color: bool = False
    width: int = 80
    verbosity: int = 0
    source: Source | None = None
    fail_on: FailOn = "error"
    version: str = "0"
    rules: tuple[RuleText, ...] = ()
    against: bool = False
