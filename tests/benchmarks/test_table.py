"""What is told of a run: verdicts, the table, the page and the picture."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from benchmarks import page
from benchmarks.accuracy import Accuracy
from benchmarks.lines import SOURCE, Bound, Line, ours
from benchmarks.picture import picture
from benchmarks.process import Cost, run
from benchmarks.rounds import Measured, Place, measured
from benchmarks.table import Row, row, text
from benchmarks.verdicts import verdicts


def told(name: str, files: int, cpu: float, **more: object) -> Row:
    return {"name": name, "files": files, "ours": True, "cpu": cpu, "wall": cpu, "memory": 40.0, **more}


def cold(ratio: float) -> Measured:
    line = Line("list, cold", (*ours(), "list"), "R", Bound(4.5, 2.5), output="writes")
    return Measured(line, Cost(1, 1, 1), ratio, Path())


@pytest.mark.parametrize(
    ("ratio", "exact", "expected"), [(2, 1, "aim"), (3, 1, "holds"), (5, 1, "FAILS"), (2, 0.99, "WRONG")]
)
def test_a_bound_holds_only_for_what_finds_everything(ratio: float, exact: float, expected: str) -> None:
    assert row(cold(ratio), Accuracy(1, exact, 1, exact), 10)["holds"] == expected


AUTHOR = ("-c", "user.name=A", "-c", "user.email=a@example.org")


def test_growth_is_held_to_the_growth_of_the_tree() -> None:
    rows = [told("list, cold", 10, 1.0), told("list, cold", 40, 4.3), told("list, cold", 20, 9.0)]
    (growth,) = [each for each in verdicts(rows) if each["name"].startswith("growth")]
    assert (growth["ratio"], growth["must"], growth["holds"]) == (4.3, "≤ 4.4", "holds")


def test_the_highest_memory_and_the_start_are_told_apart() -> None:
    rows = [told("--version", 10, 0.3), told("python -c pass", 10, 0.1, ours=False, memory=500.0)]
    found = {each["name"]: each["holds"] for each in verdicts(rows)}
    assert found == {"--version, above python -c pass": "FAILS", "memory, the most of ours": "aim"}


def test_what_cannot_run_is_said(tmp_path: Path) -> None:
    lines = [
        Line("semgrep", ("semgrep",), "true", missing=True),
        Line("true", ("true",), "true"),
        Line("broken", ("sh", "-c", "exit 2"), "true"),
        Line("after", ("true",), "broken", Bound(1)),
    ]
    ran = measured(lines, Place(tmp_path, tmp_path), 2, lambda _: None)
    told = text(row(each, None, 10) for each in ran).splitlines()
    assert [line.split()[1:] for line in (told[1], told[3])] == [
        ["semgrep", "not", "installed"],
        ["broken", "exit", "code", "2"],
    ]
    assert told[4].split()[-1] == "broken"


def test_a_cache_of_before_the_change_is_restored_for_each_run(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    for number in range(2):
        (tree / f"{number}.sql").write_text("INSERT INTO t (a) VALUES (1);\n")
        for command in (("init", "-q"), ("add", "."), (*AUTHOR, "commit", "-qm", "one")):
            subprocess.run(["git", *command], cwd=tree, check=True)
    look = 'find "$XDG_CACHE_HOME" -type f | grep -c sqlite; find "$XDG_CACHE_HOME" -type f -delete'
    lines = [Line("true", ("true",), "true"), Line("look", ("sh", "-c", look), "true", cache="before")]
    _, looked = measured(lines, Place(tree, tmp_path), 2, lambda _: None)
    assert isinstance(looked, Measured)
    assert looked.output.read_text() == "1\n"
    assert len(list((tmp_path / "desk" / "tree").glob("*.sql"))) == 2
    assert "Read 1 of 1 file in" in (tmp_path / "before.out").read_text()


def test_the_page_is_made_of_the_run() -> None:
    machine = {"rounds": 3, "density": 60, "python": "3.11.2", "processors": 2, "load": 1.5}
    rows = [told("list, cold", 40_000, 1.5)]
    before = f"# Costs\n\n{page.BEGIN}\nstale\n{page.END}\n\nprose\n"
    made = page.page(before, {**machine, "rows": rows})
    assert "stale" not in made
    assert "| list, cold | 1.50 | 1.50 | 40 |" in made
    assert made.endswith(f"{page.END}\n\nprose\n")
    assert page.page(made, {**machine, "rows": rows}) == made


def test_the_picture_has_a_curve_for_each_line() -> None:
    rows = [told(name, files, files / 10) for name in ("list, cold", "list, warm") for files in (10, 40)]
    tree = ET.fromstring(picture(rows))
    curves = tree.findall("{http://www.w3.org/2000/svg}polyline")
    assert [curve.get("points", "").count(" ") for curve in curves] == [1, 1]


def test_a_process_that_is_left_behind_is_waited_for(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path; from benchmarks.process import adopt, run; adopt();"
        "run(['sh', '-c', '(sleep 0.2; echo done > told) &'], Path('.'), {}, Path('out'))"
    )
    environment = {"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "told").read_text() == "done\n"


def test_only_what_the_command_left_is_waited_for(tmp_path: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as other:
        run(["true"], tmp_path, os.environ, tmp_path / "output")
        assert other.poll() is None
        other.kill()
