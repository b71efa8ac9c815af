"""The configuration file: every key, and every way to get one wrong."""

from pathlib import Path

import pytest

from scanner.config import Config, load
from scanner.model.failure import CannotRun
from scanner.model.options import DjangoOptions, HelperSpec, SeverityRule

EVERY_KEY = """
include = ["src/**"]
exclude = ["frontend/**"]
test-paths = ["**/tests/**"]
fail-on = "warning"
baseline = "writers-baseline.txt"
also = ["../billing-service"]
ddl = ["rust/persons_migrations"]
[severity]
required-column = "ignore"
[severity.opaque-columns]
"legacy/**" = "note"
[[helpers]]
name = "insertRow"
language = "typescript"
table = 1
row = "values"
[django]
settings = "config.settings"
installed-apps = ["shop", "django.contrib.auth"]
auth-user-model = "auth.User"
default-auto-field = "django.db.models.BigAutoField"
migration-modules = { shop = "shop.db_migrations" }
swappable = { WAGTAIL_PAGE_MODEL = "wagtailcore.Page" }
python = ".venv/bin/python"
"""


def test_nothing_is_needed(tmp_path: Path):
    assert load(tmp_path) == Config()
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert load(tmp_path) == Config()


def test_every_key_is_read(tmp_path: Path):
    (tmp_path / "writers.toml").write_text(EVERY_KEY)
    assert load(tmp_path) == Config(
        include=("src/**",),
        exclude=("frontend/**",),
        test_paths=("**/tests/**",),
        fail_on="warning",
        baseline="writers-baseline.txt",
        also=("../billing-service",),
        ddl=("rust/persons_migrations",),
        severity=(
            SeverityRule("required-column", "ignore"),
            SeverityRule("opaque-columns", "note", "legacy/**"),
        ),
        helpers=(HelperSpec("insertRow", "typescript", 1, "values"),),
        django=DjangoOptions(
            settings="config.settings",
            installed_apps=("shop", "django.contrib.auth"),
            auth_user_model="auth.User",
            default_auto_field="django.db.models.BigAutoField",
            migration_modules={"shop": "shop.db_migrations"},
            swappable={"WAGTAIL_PAGE_MODEL": "wagtailcore.Page"},
            python=".venv/bin/python",
        ),
    )


def test_pyproject_holds_the_same_keys(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text('[tool.writers]\nfail-on = "never"\n[tool.writers.django]\n')
    assert load(tmp_path).fail_on == "never"


def test_a_mistake_in_pyproject_names_the_whole_key(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text("tool.writers.fail-on = 3")
    with pytest.raises(CannotRun, match=r"tool\.writers\.fail-on must be one of"):
        load(tmp_path)
    (tmp_path / "pyproject.toml").write_text("tool = 3  # where writers would be")
    with pytest.raises(CannotRun, match="tool must be a table"):
        load(tmp_path)


def test_an_explicit_file_wins(tmp_path: Path):
    (tmp_path / "writers.toml").write_text('fail-on = "never"')
    other = tmp_path / "other.toml"
    other.write_text('fail-on = "warning"')
    assert load(tmp_path, other).fail_on == "warning"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('exlude = ["a"]', "there is no key exlude", "did you mean exclude?"),
        ("zzz = 1", "there is no key zzz", "known keys: also, baseline"),
        ('[django]\nsetings = "x"', "there is no key django.setings", "did you mean settings?"),
        ('[[helpers]]\nname = "f"\ntable = 0\nrows = 1', "there is no key helpers[0].rows", "row?"),
        ('include = "a"', "include must be a list of strings", None),
        ("exclude = [1]", "exclude must be a list of strings", None),
        ('fail-on = "always"', "fail-on must be one of error, warning, never", None),
        ("baseline = true", "baseline must be a string", None),
        ('[severity]\nx = "fatal"', "severity.x must be one of error, warning, note, ignore", None),
        ("[severity]\nx = 3", "severity.x must be a table", None),
        ("[[helpers]]\ntable = 0\nrow = 1", "helpers[0].name is missing", None),
        ('[[helpers]]\nname = "f"\ntable = true\nrow = 1', "helpers[0].table must be an argument's", None),
        ('[[helpers]]\nname = "f"\ntable = -1\nrow = 1', "helpers[0].table must be an argument's", None),
        (
            '[[helpers]]\nname = "f"\nlanguage = "cobol"\ntable = 0\nrow = 1',
            "helpers[0].language must be one of csharp, go, java, javascript",
            None,
        ),
        ("helpers = 3", "helpers must be an array of tables", None),
        ("[django]\nswappable = { a = 1 }", "django.swappable must be a table of strings", None),
        ("django = 3", "django must be a table", None),
        ("a = ", "cannot be read", None),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, message: str, hint: str | None):
    (tmp_path / "writers.toml").write_text(text)
    with pytest.raises(CannotRun) as caught:
        load(tmp_path)
    assert message in caught.value.message
    assert (hint or "") in (caught.value.hint or "")


def test_a_missing_explicit_file_is_an_error(tmp_path: Path):
    with pytest.raises(CannotRun, match="no configuration file"):
        load(tmp_path, tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff")
    with pytest.raises(CannotRun, match="cannot be read"):
        load(tmp_path, tmp_path / "bad.toml")


def test_a_pyproject_that_does_not_speak_of_this_tool_is_not_parsed(tmp_path: Path):
    (tmp_path / "pyproject.toml").write_text("[tool.ruff\n")
    assert load(tmp_path) == Config()
    (tmp_path / "pyproject.toml").write_text("[tool.writers\n")
    with pytest.raises(CannotRun, match="cannot be read"):
        load(tmp_path)
