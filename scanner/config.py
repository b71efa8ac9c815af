"""`[tool.writers]` of pyproject.toml, or writers.toml, as a frozen value."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field

from scanner.model.failure import CannotRun
from scanner.model.options import EVERY, DjangoOptions, HelperSpec, SeverityOrIgnore, SeverityRule
from scanner.section import Section

FailOn = Literal["error", "warning", "never"]

FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "never")
_SLUG = frozenset("/*.?")
"""Characters that no rule's slug has, so that a key with one of them is a path."""

SEVERITIES: tuple[SeverityOrIgnore, ...] = ("error", "warning", "note", "ignore")


class Config(Struct, frozen=True):
    """Everything that can be configured; the keys are those of the file, with underscores."""

    include: tuple[str, ...] = ("**",)
    exclude: tuple[str, ...] = ()
    test_paths: tuple[str, ...] = ()
    fail_on: FailOn = "error"
    baseline: str | None = None
    also: tuple[str, ...] = ()
    ddl: tuple[str, ...] = ()
    severity: tuple[SeverityRule, ...] = ()
    helpers: tuple[HelperSpec, ...] = ()
    django: DjangoOptions = field(default_factory=DjangoOptions)


def load(root: Path, explicit: Path | None = None) -> Config:
    """Return the configuration: from `explicit`, else from the root's writers.toml or pyproject.toml.

    Raises CannotRun on a file that is missing, is no TOML, or says something unknown. A
    pyproject.toml without a word of this tool is not parsed: it is another tool's to complain of.
    """
    for file in (explicit,) if explicit else (root / "writers.toml", root / "pyproject.toml"):
        text = _text(file, required=explicit is not None)
        if text is None or (file.name == "pyproject.toml" and "writers" not in text):
            continue
        document = _document(file, text)
        if file.name != "pyproject.toml":
            return _config(Section(document, str(file)))
        tool = Section(document, str(file)).section("tool")
        if "writers" in tool.content:
            return _config(tool.section("writers"))
    return Config()


def _text(file: Path, *, required: bool) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        if required:
            raise CannotRun(f"there is no configuration file {file}") from None
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise CannotRun(f"{file} cannot be read: {error}") from error


def _document(file: Path, text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):  # imported here: most projects have nothing that is to be parsed
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CannotRun(f"{file} cannot be read: {error}") from error


def _config(top: Section) -> Config:
    top.allow(*(name.replace("_", "-") for name in Config.__struct_fields__))
    return Config(
        include=top.texts("include", ("**",)),
        exclude=top.texts("exclude"),
        test_paths=top.texts("test-paths"),
        fail_on=top.choice("fail-on", FAIL_ON, "error"),
        baseline=top.text("baseline"),
        also=top.texts("also"),
        ddl=top.texts("ddl"),
        severity=tuple(_severities(top.section("severity"))),
        helpers=tuple(_helper(section) for section in top.sections("helpers")),
        django=_django(top.section("django")),
    )


def _severities(section: Section) -> Iterator[SeverityRule]:
    """Yield the severity of each rule: a word, or a table of words by path (`"*"` for the rest).

    A key that is a path, such as `"tests/**"`, is for every rule.
    """
    for slug in section.content:
        if isinstance(section.content[slug], str):
            severity = section.choice(slug, SEVERITIES, "ignore")
            is_path = not _SLUG.isdisjoint(slug)
            yield SeverityRule(EVERY, severity, slug) if is_path else SeverityRule(slug, severity)
        else:
            by_path = section.section(slug)
            for path in by_path.content:
                yield SeverityRule(slug, by_path.choice(path, SEVERITIES, "ignore"), path)


def _helper(section: Section) -> HelperSpec:
    section.allow("name", "language", "table", "row")
    name = section.text("name")
    if name is None:
        raise section.error("name", "is missing: it is the called name")
    language = section.choice("language", _languages(), "") if "language" in section.content else None
    return HelperSpec(name, language, section.argument("table"), section.argument("row"))


def _languages() -> tuple[str, ...]:
    """Return the languages that have calls, by the names that reports give them."""
    import grammars  # for the few projects that name a language

    labels = [each.labels.values() for each in grammars.discover() if isinstance(each, grammars.Grammar)]
    return tuple(sorted({label for some in labels for label in some}))


def _django(section: Section) -> DjangoOptions:
    section.allow(*(name.replace("_", "-") for name in DjangoOptions.__struct_fields__))
    return DjangoOptions(
        settings=section.text("settings"),
        installed_apps=section.texts("installed-apps"),
        auth_user_model=section.text("auth-user-model"),
        default_auto_field=section.text("default-auto-field"),
        migration_modules=section.words("migration-modules"),
        swappable=section.words("swappable"),
        python=section.text("python"),
    )
