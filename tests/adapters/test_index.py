"""Files listed from git's index are those that a walk finds, and an identity is that of the bytes on disk."""

import os
import subprocess
from pathlib import Path

import pytest

from scanner.adapters import git as adapter
from scanner.adapters.cache import Cache
from scanner.adapters.disk import DiskSnapshot
from scanner.adapters.store import Store
from scanner.model.snapshot import identify

INSERT = "db('INSERT INTO t (a) VALUES (1)')\n"


def git(root: Path, *arguments: str) -> None:
    named = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always"]
    subprocess.run(["git", *named, *arguments], cwd=root, check=True, capture_output=True)


def write(root: Path, *paths: str, text: str = INSERT) -> None:
    for path in paths:
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)


def committed(root: Path) -> Path:
    """Make a repository of two files, both committed."""
    root.mkdir()
    git(root, "init", "-q")
    write(root, "a.py", "sub/b.py")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return committed(tmp_path / "root")


def identities(root: Path) -> dict[str, str | None]:
    """Return what is known of each file, which is the same with what was kept of any earlier state."""
    snapshot = DiskSnapshot(root)
    assert [*DiskSnapshot(root, anonymous=True).paths()] == [*snapshot.paths()]
    found = {path: snapshot.identity(path) for path in snapshot.paths()}
    for _ in range(3):
        cache = Cache(Store(root.parent / "cache.sqlite3", pytest.fail), b"1")
        kept = DiskSnapshot(root, cache=cache)
        assert {path: kept.identity(path) for path in kept.paths()} == found
        cache.save()
    return found


def name(text: str) -> str:
    return identify(text.encode())


def test_what_is_on_disk_as_in_the_index_has_gits_name(repository: Path):
    write(repository, "new.py")
    (repository / "sub/b.py").write_text(INSERT.replace("1", "2"))
    assert identities(repository) == {"a.py": name(INSERT), "new.py": None, "sub/b.py": None}
    git(repository, "add", ".")
    assert identities(repository)["sub/b.py"] == name(INSERT.replace("1", "2"))
    assert identities(repository / "sub") == {"b.py": name(INSERT.replace("1", "2"))}


def test_the_time_of_a_change_can_be_forged(repository: Path):
    before = (repository / "a.py").stat()
    (repository / "a.py").write_text(INSERT.replace("1", "2"))
    os.utime(repository / "a.py", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert identities(repository)["a.py"] is None


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_file_that_git_does_not_watch_has_no_identity(repository: Path, flag: str):
    git(repository, "update-index", flag, "a.py")
    (repository / "a.py").write_text(INSERT.replace("1", "2"))
    assert identities(repository)["a.py"] is None
    (repository / "a.py").unlink()
    assert "a.py" not in identities(repository)


def test_deleted_moved_and_conflicting_files(repository: Path):
    (repository / "a.py").rename(repository / "moved.py")
    assert identities(repository).keys() == {"moved.py", "sub/b.py"}
    git(repository, "checkout", "-q", "-b", "other")
    git(repository, "commit", "-qam", "gone")
    git(repository, "checkout", "-q", "--force", "-")
    write(repository, "a.py", text="changed\n")
    git(repository, "commit", "-qam", "changed")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "other")
    assert identities(repository) == {"a.py": None, "moved.py": None, "sub/b.py": name(INSERT)}


def test_a_folder_that_became_a_link_is_not_followed(repository: Path):
    identities(repository)
    (repository / "sub").rename(repository.parent / "elsewhere")
    (repository / "sub").symlink_to(repository.parent / "elsewhere")
    (repository / "link.py").symlink_to("a.py")
    git(repository, "add", "link.py")
    assert identities(repository) == {"a.py": name(INSERT)}


def test_repositories_inside_are_walked(repository: Path, tmp_path: Path):
    module = tmp_path / "module"
    module.mkdir()
    git(module, "init", "-q")
    write(module, "m.py", "node_modules/n.py")
    git(module, "add", "-f", ".")
    git(module, "commit", "-qm", "first")
    git(repository, "submodule", "add", "-q", str(module), "vendor/module")
    write(repository, "inner/i.py", "inner/build/b.py", "inner/.git/x.py", "ignored/.git/HEAD")
    git(repository / "inner", "init", "-q")
    (repository / "inner/.gitignore").write_text("build\n")
    (repository / ".gitignore").write_text("vendor\nignored\n")
    found = DiskSnapshot(repository)
    assert [*DiskSnapshot(repository, anonymous=True).paths()] == [*found.paths()]
    inside = ["inner/.gitignore", "inner/i.py", "vendor/module/m.py"]
    assert [path for path in found.paths() if path.startswith(("inner", "vendor", "ignored"))] == inside
    assert [*found.search("INSERT", {".py"})] == ["a.py", "inner/i.py", "sub/b.py", "vendor/module/m.py"]
    assert found.identity("inner/i.py") is None


def test_without_git_the_same_files_are_walked(repository: Path, monkeypatch: pytest.MonkeyPatch):
    write(repository, "new.py", "build/x.py", ".hidden/y.py", "node_modules/z.py")
    (repository / ".gitignore").write_text("build\n")
    listed = [*DiskSnapshot(repository).paths()]
    assert [*DiskSnapshot(repository, anonymous=True).paths()] == listed
    assert listed == [".gitignore", ".hidden/y.py", "a.py", "new.py", "sub/b.py"]
    monkeypatch.setattr(adapter, "start", lambda *_: subprocess.Popen(["false"], stdout=subprocess.PIPE))
    assert [*DiskSnapshot(repository).paths()] == listed


def test_filters_that_the_configuration_names_do_not_run(repository: Path):
    ran = repository.parent / "ran"
    write(repository, "secret.py")
    (repository / ".gitattributes").write_text("secret.py filter=odd\n")
    git(repository, "add", ".")
    git(repository, "config", "filter.odd.clean", f"touch {ran}; cat")
    git(repository, "config", "filter.odd.required", "true")
    (repository / "secret.py").touch()
    assert identities(repository)["secret.py"] is None
    assert not ran.exists()


def test_objects_may_be_named_by_sha256(tmp_path: Path):
    git(tmp_path, "init", "-q", "--object-format=sha256")
    write(tmp_path, "a.py")
    git(tmp_path, "add", ".")
    identity = DiskSnapshot(tmp_path).identity("a.py")
    assert identity is not None
    assert identity == identify(INSERT.encode(), like=identity)
