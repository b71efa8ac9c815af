"""The app inside a real Django project: the shop, copied, with a field added."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[2]
RUN = f"import sys; sys.path.insert(0, {str(HERE)!r}); from scanner.cli import main; main()"
SETTINGS = """
from shop.settings import *
INSTALLED_APPS = ["external_writers_django", *INSTALLED_APPS]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""
INSTALLED = f"WRITERS_COMMAND = [{sys.executable!r}, '-c', {RUN!r}]\n"


class Shop:
    """A copy of the shop, whose `manage.py` runs with the app."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(HERE / "sample_repos" / "shop", root, ignore=shutil.ignore_patterns("__pycache__"))
        self.settings(INSTALLED)

    def settings(self, more: str) -> None:
        (self.root / "shop" / "with_writers.py").write_text(SETTINGS + more)

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))

    def manage(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "manage.py", *arguments],
            cwd=self.root,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": f"{self.root}:{HERE}",
                "DJANGO_SETTINGS_MODULE": "shop.with_writers",
                "XDG_CACHE_HOME": str(self.root / ".cache"),
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def written(self) -> list[str]:
        return sorted(path.name for path in (self.root / "orders" / "migrations").glob("0005*.py"))


def line(root: Path, path: str, text: str) -> int:
    lines = (root / path).read_text().splitlines()
    return next(number for number, each in enumerate(lines, 1) if text in each)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    made = Shop(tmp_path / "shop")
    made.edit(
        "orders/models.py",
        "    tracking_code =",
        "    insured = models.BooleanField(default=False)\n    tracking_code =",
    )
    return made


def test_makemigrations_names_the_writers_of_the_table(shop: Shop):
    done = shop.manage("makemigrations")
    assert (done.returncode, done.stderr) == (0, "")
    assert shop.written() == ["0005_shipment_insured.py"]
    _, _, note = done.stdout.partition("Written outside Django: ")
    first, *rest = note.splitlines()
    assert first == "shipment"
    path = "services/fulfilment/src/shipments.rs"
    where = line(shop.root, path, "INSERT INTO shipment")
    assert rest[0].startswith(f"  {path}:{where}  insert  order_ref, carrier")
    (problem,) = (number for number, each in enumerate(rest) if each.startswith("  error: "))
    assert 'null value in column "insured" of relation "shipment"' in rest[problem]
    assert "`db_default=False`" in rest[problem + 1]
    assert "Written outside" not in "".join(rest)


def test_a_table_that_nobody_else_writes_has_no_note(shop: Shop):
    shutil.copy(HERE / "sample_repos/shop/orders/models.py", shop.root / "orders" / "models.py")
    shop.edit(
        "orders/models.py", "class OrderLine(", "class Basket(models.Model):\n    x = 1\n\n\nclass OrderLine("
    )
    done = shop.manage("makemigrations")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Create model Basket" in done.stdout
    assert "riters" not in done.stdout


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["/nowhere/writers"], "/nowhere/writers: No such file or directory"),
        (["echo", "hello"], "something that is no JSON"),
        (["echo", "1", "#"], "something that is no JSON"),
        (["printf", "1"], "not one that this app knows"),
        (["printf", '{"version": 1}'], "not understood"),
        (["sh", "-c", "exit 70"], "exit code 70"),
        (["sh", "-c", "echo error: broken >&2; exit 2"], "error: broken"),
    ],
)
def test_a_command_that_fails_costs_one_line_and_no_migration(shop: Shop, command: list[str], said: str):
    shop.settings(f"WRITERS_COMMAND = {command!r}\n")
    done = shop.manage("makemigrations")
    assert (done.returncode, done.stderr) == (0, "")
    assert shop.written() == ["0005_shipment_insured.py"]
    (note,) = (each for each in done.stdout.splitlines() if each.startswith("writers:"))
    assert said in note


def test_a_dry_run_says_nothing_of_writers(shop: Shop):
    done = shop.manage("makemigrations", "--dry-run")
    assert done.returncode == 0
    assert "shipments.rs" not in done.stdout
    assert shop.written() == []


def test_the_command_shows_a_scan_and_exits_as_it_does(shop: Shop):
    done = shop.manage("writers", "shipment", "--", "--output-format", "concise")
    assert done.returncode == 1
    assert "insured" in done.stdout
    unknown = shop.manage("writers", "shipmnt")
    assert (unknown.returncode, "shipment" in unknown.stderr) == (2, True)


def test_another_apps_makemigrations_still_runs(shop: Shop):
    folder = shop.root / "loud" / "management" / "commands"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent, folder.parent.parent):
        (package / "__init__.py").touch()
    (folder / "makemigrations.py").write_text(
        "from django.core.management.commands.makemigrations import Command as Base\n"
        "class Command(Base):\n"
        "    def handle(self, *args, **options):\n"
        "        self.stdout.write('loud')\n"
        "        return super().handle(*args, **options)\n"
    )
    shop.settings(INSTALLED + "INSTALLED_APPS += ['loud']\n")
    done = shop.manage("makemigrations")
    assert done.stdout.startswith("loud\n")
    assert "Written outside Django: shipment" in done.stdout


def test_no_parser_of_ours_is_loaded_into_the_project(shop: Shop):
    program = (
        "import django, sys; django.setup(); from django.core.management import call_command; "
        "call_command('makemigrations', verbosity=1); "
        "assert not {'scanner', 'grammars', 'tree_sitter', 'typer'} & set(sys.modules), sys.modules"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{shop.root}:{HERE}",
        "DJANGO_SETTINGS_MODULE": "shop.with_writers",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=shop.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "shipments.rs" in done.stdout
