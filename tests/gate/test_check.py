"""The gate on real repositories: what is new, against which base, and what cannot be looked at."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.gate.repository import MODEL, WRITER, Repository, told

FIELD = MODEL + "    flag = models.BooleanField(default=False)\n"
BROKEN = [("new", "not-null-omitted", "flag", "error")]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_a_new_column_that_a_writer_leaves_out_fails(repository: Repository):
    repository.branch({"shop/models.py": FIELD})
    code, report = repository.check()
    assert (code, told(report)) == (1, BROKEN)
    assert [(each["kind"], each["column"]) for each in report["changes"]] == [("added", "flag")]


def test_what_was_broken_before_does_not_fail(repository: Repository):
    repository.commit({"shop/models.py": FIELD})
    repository.branch({"README": "x"})
    code, report = repository.check()
    assert (code, told(report)) == (0, [("unchanged", "not-null-omitted", "flag", "error")])
    assert repository.check("--all")[0] == 1


def test_a_new_writer_of_an_old_column_fails(repository: Repository):
    repository.commit({"shop/models.py": FIELD, "worker.py": "x = 1\n"})
    repository.branch({"worker.py": WRITER})
    assert (lambda found: (found[0], told(found[1])))(repository.check()) == (1, BROKEN)


def test_a_writer_that_moves_to_another_file_is_the_same(repository: Repository):
    repository.commit({"shop/models.py": FIELD})
    repository.branch({"worker.py": None, "jobs/load.py": "import os\n\n" + WRITER})
    code, report = repository.check()
    assert (code, [state for state, *_ in told(report)]) == (0, ["unchanged"])


def test_a_mended_writer_is_absent(repository: Repository):
    repository.commit({"shop/models.py": FIELD})
    repository.branch({"worker.py": WRITER.replace("(name)", "(name, flag)").replace("(%s)", "(%s, true)")})
    code, report = repository.check()
    assert (code, told(report)) == (0, [("absent", "not-null-omitted", "flag", "error")])


def test_old_and_new_overlap_while_a_deploy_rolls(repository: Repository):
    mended = WRITER.replace("(name)", "(name, flag)").replace("(%s)", "(%s, true)")
    repository.branch({"shop/models.py": FIELD, "worker.py": mended})
    code, report = repository.check()
    assert (code, told(report)) == (0, [("new", "deploy-skew", "flag", "warning")])
    assert repository.check("--fail-on", "warning")[0] == 1


def test_uncommitted_and_untracked_files_count(repository: Repository):
    repository.git("checkout", "-q", "-b", "feature")
    repository.write({"shop/models.py": FIELD, "other.py": WRITER})
    code, report = repository.check()
    assert code == 1
    omitted = [each for each in report["findings"] if each["rule"] == "not-null-omitted"]
    writers = {report["writes"][index]["path"] for each in omitted for index in each["writes"]}
    assert writers == {"other.py", "worker.py"}


def test_staged_is_the_index_and_not_the_disk(repository: Repository):
    repository.write({"shop/models.py": FIELD})
    assert repository.check("--staged")[0] == 0
    repository.git("add", "-A")
    repository.write({"shop/models.py": MODEL})
    code, report = repository.check("--staged")
    assert (code, told(report)) == (1, BROKEN)


def test_the_base_is_where_the_branch_began(repository: Repository):
    repository.branch({"README": "x"})
    repository.git("checkout", "-q", "main")
    repository.commit({"shop/models.py": FIELD})
    repository.git("checkout", "-q", "feature")
    assert repository.check("--base", "main")[0] == 0


@pytest.mark.parametrize(
    "variable",
    ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "BUILDKITE_PULL_REQUEST_BASE_BRANCH"],
)
def test_the_ci_tells_the_base(repository: Repository, variable: str):
    repository.git("branch", "release")
    repository.commit({"shop/models.py": FIELD})
    assert repository.check()[0] == 0
    code, report = repository.check(**{variable: "release"})
    assert (code, told(report)) == (1, BROKEN)


def test_a_base_that_the_ci_speaks_of_and_the_clone_lacks_is_refused(repository: Repository):
    code, report = repository.check(GITHUB_BASE_REF="nowhere")
    assert code == 2
    assert "nowhere" in report["stderr"]
    assert "fetch-depth: 0" in report["stderr"]


def test_a_revision_that_does_not_exist_is_refused(repository: Repository):
    code, report = repository.check("--base", "--output=x")
    assert code == 2
    code, report = repository.check("--base", "nope")
    assert (code, "there is no revision nope" in report["stderr"]) == (2, True)


def test_a_shallow_clone_says_how_to_deepen_it(repository: Repository, tmp_path: Path):
    repository.branch({"README": "x"})
    repository.git("checkout", "-q", "main")
    repository.commit({"OTHER": "y"})
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth=1", "--no-single-branch", f"file://{repository.root}", str(clone)],
        check=True,
    )
    shallow = Repository.__new__(Repository)
    shallow.root = clone
    code, report = shallow.check("--base", "origin/feature")
    assert (code, "--unshallow" in report["stderr"]) == (2, True)


def test_a_folder_without_git_is_refused(tmp_path: Path):
    bare = Repository.__new__(Repository)
    bare.root = tmp_path
    code, report = bare.check()
    assert (code, "is in no git repository" in report["stderr"]) == (2, True)


def test_a_sparse_checkout_is_read_whole(repository: Repository):
    repository.commit({"service/load.py": WRITER})
    repository.branch({"shop/models.py": FIELD})
    repository.git("sparse-checkout", "set", "shop")
    assert not (repository.root / "service").exists()
    code, report = repository.check()
    assert code == 1
    assert "service/load.py" in {write["path"] for write in report["writes"]}


def test_a_worktree_is_read_as_its_branch_has_it(repository: Repository, tmp_path: Path):
    tree = tmp_path / "tree"
    repository.git("worktree", "add", "-q", "-b", "feature", str(tree))
    linked = Repository.__new__(Repository)
    linked.root = tree
    linked.commit({"shop/models.py": FIELD})
    code, report = linked.check()
    assert (code, told(report)) == (1, BROKEN)


def test_nothing_is_written_to_the_repository(repository: Repository):
    repository.branch({"shop/models.py": FIELD})
    before = {path: path.read_bytes() for path in repository.root.rglob("*") if path.is_file()}
    repository.check()
    assert before == {path: path.read_bytes() for path in repository.root.rglob("*") if path.is_file()}


def test_a_submodule_and_a_large_file_pointer_are_no_obstacle(repository: Repository):
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"
    repository.commit({"dump.sql": pointer})
    repository.git(
        "update-index", "--add", "--cacheinfo", f"160000,{repository.git('rev-parse', 'HEAD')},vendor/lib"
    )
    repository.git("commit", "-q", "-m", "submodule")
    repository.branch({"shop/models.py": FIELD, "dump.sql": None})
    code, report = repository.check()
    assert (code, told(report)) == (1, BROKEN)
