"""How a tree says which settings it uses."""

import pytest

from scanner.schema.settings import _TOLD


@pytest.mark.parametrize(
    "line",
    [
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")',
        'os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"',
        "DJANGO_SETTINGS_MODULE = shop.settings",
        "DJANGO_SETTINGS_MODULE=shop.settings",
        'DJANGO_SETTINGS_MODULE = "shop.settings"',
    ],
)
def test_every_spelling_is_understood(line: str):
    assert [match[1] for match in _TOLD.finditer(line.encode())] == [b"shop.settings"]
