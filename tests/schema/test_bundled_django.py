"""The bundled excerpt of Django's own models is Python."""

from __future__ import annotations

import ast
import json
from importlib.resources import files

import pytest

MODULES: dict[str, str] = json.loads(files("scanner.schema").joinpath("data/django.json").read_text("utf-8"))[
    "modules"
]


@pytest.mark.parametrize("path", [path for path in MODULES if path.endswith(".py")])
def test_every_module_is_python(path: str) -> None:
    ast.parse(MODULES[path], path)


def test_the_log_of_the_admin_is_a_table() -> None:
    assert "models.ForeignKey(to=settings.AUTH_USER_MODEL)" in MODULES["django/contrib/admin/models.py"]
