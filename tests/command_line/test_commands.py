"""Every command's exit code, and what goes to stdout and what to stderr."""

import json
from pathlib import Path

import pytest

from scanner import __version__
from tests.command_line.conftest import WRITER, Writers


def test_the_version(writers: Writers):
    done = writers("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"writers {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments", [(), ("scann",), ("scan", "--nonsense"), ("list", "--jobs", "0"), ("explain",)]
)
def test_wrong_usage_is_2(writers: Writers, arguments: tuple[str, ...]):
    done = writers(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: writers" in done.stderr


def test_list_finds_writes_without_a_schema(writers: Writers):
    done = writers("list", "--output-format", "json")
    document = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [(write["path"], write["line"], write["table"]) for write in document["writes"]] == [
        ("worker/save.py", 2, "shop_item")
    ]
    assert document["stats"]["files"] == 6


def test_list_without_a_source_file_is_3(writers: Writers, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    done = writers("list", "--root", str(tmp_path / "empty"))
    assert done.returncode == 3
    assert done.stderr == f"nothing to look at: no source file below {tmp_path / 'empty'}\n"


@pytest.mark.parametrize("command", ["scan", "schema"])
def test_without_a_model_it_is_3_for_every_format(writers: Writers, project: Path, command: str):
    (project / "shop/models.py").write_text("")
    done = writers(command, "--output-format", "json", "shop_item")
    assert (done.returncode, json.loads(done.stdout)["tables"]) == (3, [])
    assert "no Django model below" in done.stderr


def test_scan_finds_what_breaks(writers: Writers):
    done = writers("scan", "--output-format", "json")
    document = json.loads(done.stdout)
    found = [(each["rule"], each["table"], each["column"]) for each in document["findings"]]
    assert done.returncode == 1
    assert ("not-null-omitted", "shop_item", "listed") in found
    assert [(table["table"], table["writers"]) for table in document["tables"]] == [("shop_item", [0])]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--fail-on", "never"), 0),
        (("--exit-zero",), 0),
        (("--ignore", "not-null-omitted"), 0),
        (("--ignore", "not-null-omitted,required-column"), 0),
        (("--select", "unknown-column"), 0),
        (("--select", "not-null-omitted", "--select", "unknown-column"), 1),
        (("--fail-on", "warning"), 1),
        (("shop_item",), 1),
        (("--schema", "models"), 1),
    ],
)
def test_what_makes_a_scan_fail(writers: Writers, arguments: tuple[str, ...], code: int):
    assert writers("scan", *arguments).returncode == code


@pytest.mark.parametrize(
    "name", ["shop_item", "SHOP_ITEM", '"shop_item"', "public.shop_item", "shop.Item", "shop.item", "Item"]
)
def test_a_table_has_many_names(writers: Writers, name: str):
    done = writers("schema", name, "--output-format", "json")
    assert [table["model"] for table in json.loads(done.stdout)["tables"]] == ["shop.Item"]


@pytest.mark.parametrize("name", ["shop_itm", '"Shop_item"', "other.shop_item", "shop.Itm", "Itm", ""])
def test_an_unknown_table_is_2_and_the_closest_is_named(writers: Writers, name: str):
    done = writers("scan", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"error: there is no table or model {name}" in done.stderr
    assert not name or "Item" in done.stderr or "shop_item" in done.stderr


def test_a_class_name_of_two_models_is_2(writers: Writers, project: Path):
    (project / "config/settings.py").write_text("INSTALLED_APPS = ['shop', 'store']\n")
    (project / "store").mkdir()
    (project / "store/__init__.py").write_text("")
    (project / "store/models.py").write_text((project / "shop/models.py").read_text())
    done = writers("scan", "Item")
    assert done.returncode == 2
    assert "hint: say which: shop.Item, store.Item" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("scan", "--select", "not-nul-omitted"), "did you mean not-null-omitted?"),
        (("scan", "--ignore", "zzz"), "there is no rule zzz"),
        (("list", "--output-format", "jsn"), "did you mean json?"),
        (("list", "-o", "jsn:x"), "did you mean json?"),
        (("list", "-o", "none/x.txt"), "none/x.txt cannot be written: No such file or directory"),
        (("list", "--root", "nowhere"), "there is no folder nowhere"),
        (("list", "--config", "nowhere.toml"), "there is no configuration file nowhere.toml"),
        (("scan", "--baseline", "nowhere.txt"), "the baseline nowhere.txt cannot be read"),
        (("scan", "--schema", "postgres"), "pass --dsn"),
        (("scan", "--schema", "probe"), "pass --python"),
        (("explain", "not-nul-omitted"), "did you mean not-null-omitted?"),
    ],
)
def test_what_cannot_run_is_2_and_says_why(writers: Writers, arguments: tuple[str, ...], message: str):
    done = writers(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_severity_for_an_unknown_rule_is_2(writers: Writers, project: Path):
    (project / "writers.toml").write_text('[severity]\nrequired-colum = "ignore"\n')
    done = writers("scan")
    assert (done.returncode, "did you mean required-column?" in done.stderr) == (2, True)


def test_the_configuration_is_used(writers: Writers, project: Path):
    (project / "writers.toml").write_text('exclude = ["worker/"]\nfail-on = "error"\n')
    assert writers("scan").returncode == 0
    other = project / "other.toml"
    other.write_text('test-paths = ["worker/**"]\nfail-on = "never"\n')
    done = writers("scan", "--output-format", "json", WRITERS_CONFIG=str(other))
    assert (done.returncode, json.loads(done.stdout)["writes"][0]["in_tests"]) == (0, True)


def test_the_root_is_the_enclosing_repository(writers: Writers, project: Path):
    (project / ".git").mkdir()
    done = writers("list", "--output-format", "concise", cwd=project / "shop")
    assert done.stdout.startswith("worker/save.py:2:")


def test_a_baseline_hides_what_is_known_and_nothing_new(writers: Writers, project: Path):
    written = writers("scan", "--write-baseline")
    assert (written.returncode, "wrote" in written.stderr) == (0, True)
    assert "not-null-omitted shop_item.listed" in (project / "writers-baseline.txt").read_text()
    baseline = ("--baseline", "writers-baseline.txt")
    known = writers("scan", "--output-format", "json", *baseline)
    assert known.returncode == 0
    assert {each["suppressed"] for each in json.loads(known.stdout)["findings"]} == {"in the baseline"}
    (project / "worker/more.py").write_text(WRITER.replace("save", "more").replace("name", "nam"))
    assert writers("scan", *baseline).returncode == 1
    again = writers("scan", "--write-baseline", *baseline)
    assert (again.returncode, writers("scan", *baseline).returncode) == (0, 0)


def test_a_page_is_explained(writers: Writers):
    done = writers("explain", "not-null-omitted")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "# not-null-omitted")


def test_one_scan_feeds_many_outputs(writers: Writers, project: Path):
    done = writers("scan", "--output-format", "concise", "-o", "json:out.json", "-o", "sarif:out.sarif")
    assert "worker/save.py" in done.stdout
    assert json.loads((project / "out.json").read_text())["version"] == 1
    assert json.loads((project / "out.sarif").read_text())["version"] == "2.1.0"
    done = writers("scan", "--output-format", "json", "--output-format", "markdown:a.md", "-o", "out.txt")
    assert done.stdout == ""
    assert json.loads((project / "out.txt").read_text())["version"] == 1
    assert "shop_item" in (project / "a.md").read_text()
    assert json.loads(writers("list", "-o", "json:-").stdout)["version"] == 1


def test_the_cache_changes_nothing_but_the_count(writers: Writers):
    first, second, third = (
        json.loads(writers("list", "--output-format", "json", *more).stdout)
        for more in ((), (), ("--no-cache",))
    )
    hits = [document["stats"].pop("cache_hits") for document in (first, second, third)]
    for document in (first, second, third):
        document["stats"].pop("seconds")
    assert hits == [0, 1, 0]
    assert first == second == third


def test_two_processes_or_one_say_the_same(writers: Writers, project: Path):
    for number in range(30):
        (project / f"worker/save{number}.py").write_text(WRITER)
    one, two = (writers("list", "--no-cache", "--jobs", jobs, "--output-format", "concise") for jobs in "12")
    assert one.stdout == two.stdout
    assert len(one.stdout.splitlines()) == 31


def test_configured_helpers_are_writers(project: Path, writers: Writers):
    (project / "writers.toml").write_text(
        '[[helpers]]\nname = "putRow"\nlanguage = "typescript"\ntable = "table"\nrow = "row"\n'
        '[[helpers]]\nname = "put_row"\ntable = "table"\nrow = "values"\n'
    )
    (project / "put.ts").write_text("await putRow({ table: 'depot', row: { a: 1 } })\n")
    (project / "put.py").write_text('put_row(db, table="depot", values={"b": None})\n')
    done = writers("list", "--output-format", "json")
    assert done.stderr == ""
    assert [
        (write["path"], write["table"], write["columns"], write["explicit_nulls"], write["kind"])
        for write in json.loads(done.stdout)["writes"]
        if write["path"].startswith("put.")
    ] == [("put.py", "depot", ["b"], ["b"], "helper"), ("put.ts", "depot", ["a"], [], "helper")]


def test_the_cache_has_a_place_a_size_and_an_end(writers: Writers, tmp_path: Path):
    file = tmp_path / "kept" / "cache.sqlite3"
    for given in (("--cache-dir", str(file.parent)), ()):
        environment = {} if given else {"WRITERS_CACHE_DIR": str(file.parent)}
        assert writers("list", *given, **environment).returncode == 0
        said = writers("cache", "info", *given, **environment)
        assert said.stdout.startswith(f"{file}: ")
        assert file.exists()
        assert writers("cache", "clear", *given, **environment).stdout == f"deleted {file}\n"
        assert not file.exists()
    assert not (tmp_path / "cache").exists()


def test_a_damaged_cache_is_replaced_and_that_is_said(writers: Writers, tmp_path: Path):
    file = tmp_path / "cache" / "external-writers" / "cache.sqlite3"
    sound = writers("list", "--output-format", "concise")
    file.write_bytes(file.read_bytes()[:5_000])
    damaged, mended = (writers("list", "--output-format", "concise") for _ in range(2))
    assert damaged.stderr.startswith(f"warning: the cache {file} is replaced: ")
    assert (mended.stderr, mended.stdout) == (sound.stderr, sound.stdout)
    assert damaged.stdout == sound.stdout
