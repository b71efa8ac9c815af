"""An interpreter's packages are found by the files around it, and nothing leads outside their folder."""

from pathlib import Path

from scanner.adapters.interpreter import installed_packages
from scanner.model.snapshot import Skipped


def _environment(root: Path) -> Path:
    site = root / "lib" / "python3.12" / "site-packages"
    (site / "shop").mkdir(parents=True)
    (site / "shop" / "models.py").write_text("x = 1\n")
    (root / "bin").mkdir()
    (root / "bin" / "python").write_text("")
    return site


def test_packages_are_found_from_the_interpreter_and_from_the_project(tmp_path: Path) -> None:
    site = _environment(tmp_path / ".venv")
    for python in (tmp_path / ".venv" / "bin" / "python", tmp_path / ".venv", None):
        found = installed_packages(python, tmp_path)
        assert [list(each.paths()) for each in found] == [["shop/models.py"]]
        assert found[0].read("shop/models.py") == b"x = 1\n"
    editable = tmp_path / "checkout"
    (editable / "till").mkdir(parents=True)
    (editable / "till" / "__init__.py").write_text("")
    (site / "till.pth").write_text(f"import nothing\n{editable}\n/nowhere\n")
    assert [list(each.paths()) for each in installed_packages(None, tmp_path)][1] == ["till/__init__.py"]


def test_no_path_leads_outside_the_packages(tmp_path: Path) -> None:
    site = _environment(tmp_path / ".venv")
    (tmp_path / "secret.py").write_text("s = 1\n")
    (site / "link.py").symlink_to(tmp_path / "secret.py")
    (packages,) = installed_packages(None, tmp_path)
    for path in ("link.py", "../../../../secret.py", "missing.py", "shop"):
        assert isinstance(packages.read(path), Skipped)


def test_no_environment_is_no_packages(tmp_path: Path) -> None:
    assert installed_packages(None, tmp_path) == []
    assert installed_packages(tmp_path / "bin" / "python", tmp_path) == []
