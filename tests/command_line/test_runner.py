"""What a runner of GitHub Actions is told, and a check that ends in a comment."""

from pathlib import Path

import pytest

from scanner.reporters import comment
from tests.gate.repository import MODEL, Repository, run

FIELD = MODEL + "    flag = models.BooleanField(default=False)\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    made.branch({"shop/models.py": FIELD})
    return made


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("check", "findings=2\nerrors=1\nwarnings=0\nnew=1\n"),
        ("scan", "findings=2\nerrors=1\nwarnings=0\nnew=0\n"),
    ],
)
def test_summary_and_outputs_are_appended(repository: Repository, tmp_path: Path, command: str, said: str):
    summary, output = tmp_path / "summary.md", tmp_path / "output.txt"
    summary.write_text("before\n")
    output.write_text("step=1\n")
    done = run(repository.root, command, GITHUB_STEP_SUMMARY=str(summary), GITHUB_OUTPUT=str(output))
    assert done.returncode == 1
    assert output.read_text() == f"step=1\n{said}"
    assert summary.read_text().startswith("before\n### Writers outside Django would break: 1 error\n")
    assert "`shop_item.flag`" in summary.read_text()


def test_a_list_is_no_verdict(repository: Repository, tmp_path: Path):
    output = tmp_path / "output.txt"
    assert run(repository.root, "list", GITHUB_OUTPUT=str(output)).returncode == 0
    assert not output.exists()


def test_files_of_another_machine_are_left_alone(repository: Repository, tmp_path: Path):
    elsewhere = str(tmp_path / "nowhere" / "output.txt")
    done = run(repository.root, "check", GITHUB_OUTPUT=elsewhere, GITHUB_STEP_SUMMARY=elsewhere)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_file_that_cannot_be_written_is_said(repository: Repository, tmp_path: Path):
    done = run(repository.root, "check", GITHUB_OUTPUT=str(tmp_path))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_a_comment_without_a_report_checks_first(repository: Repository, tmp_path: Path):
    report = tmp_path / "report.json"
    done = run(repository.root, "comment", "--dry-run", "--base", "main", "-o", f"json:{report}")
    assert done.returncode == 0
    assert done.stdout.startswith(f"{comment.MARKER}\n### Writers outside Django would break: 1 error\n")
    assert '"rule": "not-null-omitted"' in report.read_text()
    again = run(tmp_path, "comment", "--dry-run", "--from", str(report))
    assert again.stdout.partition("<sub>")[0] == done.stdout.partition("<sub>")[0]


def test_a_comment_about_nothing_to_look_at_is_an_error(tmp_path: Path):
    bare = Repository(tmp_path / "bare")
    bare.commit({"shop/models.py": ""})
    done = run(bare.root, "comment", "--dry-run", "--base", "HEAD")
    assert (done.returncode, "no Django model" in done.stderr) == (2, True)
