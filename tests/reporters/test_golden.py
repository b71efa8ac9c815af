"""Every format says of the sample exactly what its golden file holds."""

import pytest

from scanner.reporters import formats
from tests.reporters import golden


@pytest.mark.parametrize("case", list(golden.cases()))
def test_the_golden_file_is_what_is_rendered(case):
    assert golden.produced(case) == (golden.FOLDER / case).read_text(encoding="utf-8")


def test_no_golden_file_is_left_over():
    assert sorted(path.name for path in golden.FOLDER.iterdir()) == sorted(golden.cases())


def test_formats_are_sorted():
    assert list(formats()) == sorted(formats())
