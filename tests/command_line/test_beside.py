"""Writers in other repositories: their checkouts beside this one, or facts that they made themselves."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.gate.repository import Repository, run

SERVICE = 'pool.query("INSERT INTO shop_item (id) VALUES ($1)", [id]);\n'
"""It leaves `name` out, which is required."""

BROKEN = ("not-null-omitted", "name")


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "shop-app")


@pytest.fixture
def billing(tmp_path: Path) -> Path:
    folder = tmp_path / "billing"
    (folder / "src").mkdir(parents=True)
    (folder / "src/x.ts").write_text(SERVICE)
    return folder


def report(root: Path, command: str, *arguments: str) -> dict[str, Any]:
    done = run(root, command, *arguments, "--output-format", "json")
    assert done.stdout, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def facts(folder: Path, file: Path) -> Path:
    done = run(folder, "list", "-o", f"json:{file}")
    assert done.returncode == 0, done.stderr
    return file


def paths(document: dict[str, Any]) -> list[str]:
    return [each["path"] for each in document["writes"]]


def said(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (each["rule"], each["column"], document["writes"][each["writes"][0]]["path"])
        for each in document["findings"]
        if each["severity"] == "error"
    ]


@pytest.mark.parametrize("command", ["list", "scan"])
def test_a_tree_beside_is_read_and_shown_under_its_own_name(shop: Repository, billing: Path, command: str):
    document = report(shop.root, command, "--also", str(billing))
    assert paths(document) == ["billing/src/x.ts", "worker.py"]
    if command == "scan":
        assert said(document) == [(*BROKEN, "billing/src/x.ts")]


def test_facts_count_as_the_checkout_does(shop: Repository, billing: Path, tmp_path: Path):
    file = facts(billing, tmp_path / "billing.json")
    joined = report(shop.root, "scan", "--facts", str(file))
    read = report(shop.root, "scan", "--also", str(billing))
    assert joined["writes"] == read["writes"]
    assert said(joined) == said(read) == [(*BROKEN, "billing/src/x.ts")]
    assert joined["stats"]["files"] == read["stats"]["files"]


def test_the_configuration_names_trees_beside_the_root(shop: Repository, billing: Path):
    shop.write({"writers.toml": 'also = ["../billing"]\n'})
    assert paths(report(shop.root, "list")) == ["billing/src/x.ts", "worker.py"]
    assert paths(report(shop.root, "list", "--also", str(billing))) == ["billing/src/x.ts", "worker.py"]


def test_a_tree_beside_is_read_as_its_own_configuration_says(shop: Repository, billing: Path):
    (billing / "old").mkdir()
    (billing / "old/y.ts").write_text(SERVICE)
    (billing / "writers.toml").write_text('exclude = ["old/**"]\ntest-paths = ["src/**"]\n')
    document = report(shop.root, "list", "--also", str(billing))
    assert [(each["path"], each["in_tests"]) for each in document["writes"]] == [
        ("billing/src/x.ts", True),
        ("worker.py", False),
    ]


def test_a_name_that_is_taken_gets_a_number(shop: Repository, billing: Path, tmp_path: Path):
    shop.write({"billing/y.py": 'cur.execute("DELETE FROM shop_item")\n'})
    other = tmp_path / "elsewhere/billing"
    other.mkdir(parents=True)
    (other / "z.ts").write_text(SERVICE)
    document = report(shop.root, "list", "--also", str(billing), "--also", str(other))
    assert paths(document) == ["billing-2/src/x.ts", "billing-3/z.ts", "billing/y.py", "worker.py"]


def test_what_is_suppressed_there_is_suppressed_here(shop: Repository, billing: Path):
    (billing / "src/x.ts").write_text(
        "// writers: ignore[not-null-omitted] -- a trigger fills it\n" + SERVICE
    )
    document = report(shop.root, "scan", "--also", str(billing))
    assert [each["suppressed"] for each in document["findings"] if each["rule"] == BROKEN[0]] == [
        "a trigger fills it"
    ]


def test_what_is_suppressed_there_is_suppressed_here_by_facts_too(
    shop: Repository, billing: Path, tmp_path: Path
):
    (billing / "src/x.ts").write_text(
        "// writers: ignore[not-null-omitted] -- a trigger fills it\n" + SERVICE
    )
    file = facts(billing, tmp_path / "billing.json")
    document = report(shop.root, "scan", "--facts", str(file))
    told = [
        (each["rule"], each["suppressed"]) for each in document["findings"] if each["table"] == "shop_item"
    ]
    assert (BROKEN[0], "a trigger fills it") in told
    old = json.loads(file.read_text())
    del old["suppressions"]
    for each in old["writes"]:
        del each["digest"]
    file.write_text(json.dumps(old))
    assert said(report(shop.root, "scan", "--facts", str(file))) == [(*BROKEN, "billing/src/x.ts")]


def test_alike_writes_of_one_function_keep_their_fingerprints_when_they_change_places(
    shop: Repository, billing: Path, tmp_path: Path
):
    one, other = SERVICE, SERVICE.replace("(id)", "(id, note)")

    def prints(text: str) -> dict[str, str]:
        (billing / "src/x.ts").write_text(f"function save(id) {{\n{text}}}\n")
        document = report(shop.root, "scan", "--facts", str(facts(billing, tmp_path / "billing.json")))
        found = [each for each in document["findings"] if each["rule"] == BROKEN[0]]
        columns = [str(document["writes"][each["writes"][0]]["columns"]) for each in found]
        return dict(zip(columns, (each["fingerprint"] for each in found), strict=True))

    assert prints(one + other) == prints(other + one)


def test_the_gate_sees_what_a_change_breaks_in_another_repository(
    shop: Repository, billing: Path, tmp_path: Path
):
    (billing / "src/x.ts").write_text(SERVICE.replace("(id)", "(name)"))
    model = (shop.root / "shop/models.py").read_text()
    shop.branch({"shop/models.py": model + "    paid = models.BooleanField(default=False)\n"})
    file = facts(billing, tmp_path / "billing.json")
    for way in (("--also", str(billing)), ("--facts", str(file))):
        _, document = shop.check("--base", "main", *way)
        new = [
            (each["rule"], each["column"], document["writes"][each["writes"][0]]["path"])
            for each in document["findings"]
            if each["state"] == "new" and each["severity"] == "error"
        ]
        assert new == [
            ("not-null-omitted", "paid", "billing/src/x.ts"),
            ("not-null-omitted", "paid", "worker.py"),
        ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "cannot be read"),
        ("{", "no JSON"),
        ('{"version": 2}', "version"),
        ('{"version": 1, "root": "/x", "writes": [{}], "diagnostics": [], "stats": {}}', "required property"),
    ],
)
def test_a_bad_file_of_facts_is_an_error(shop: Repository, tmp_path: Path, text: str | None, why: str):
    file = tmp_path / "facts.json"
    if text is not None:
        file.write_text(text)
    done = run(shop.root, "scan", "--facts", str(file))
    assert done.returncode == 2
    assert why in done.stderr
    assert "facts.json" in done.stderr


@pytest.mark.parametrize("which", ["../nowhere", "..", ".", "shop"])
def test_a_tree_that_is_not_beside_the_root_is_an_error(shop: Repository, which: str):
    done = run(shop.root, "scan", "--also", str(shop.root / which))
    assert done.returncode == 2
    assert str(shop.root / which) in done.stderr
