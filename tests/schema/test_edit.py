"""A field's source keeps its formatting when a database default is put in."""

from scanner.schema.edit import with_database_default


def edited(source: str, line: int, default: str = "False", imported: str | None = None) -> str | None:
    done = with_database_default(source.encode(), line, default, imported)
    return None if done is None else done.decode()


def test_on_one_line():
    assert edited("a = F(default=False, blank=True)  # why\n", 1) == (
        "a = F(default=False, db_default=False, blank=True)  # why\n"
    )


def test_on_lines_of_its_own():
    source = "class A:\n    a = F(\n        default=f(1,\n            2),\n    )\n"
    assert edited(source, 2) == source.replace("2),", "2),\n        db_default=False,")


def test_in_a_wrapped_field_and_an_annotated_one():
    assert edited('a: X = wrap(F(default=False), "é")\n', 1) == (
        'a: X = wrap(F(default=False, db_default=False), "é")\n'
    )


def test_carriage_returns_stay():
    source = "a = F(\r\n    default=False,\r\n)\r\n"
    assert edited(source, 1) == "a = F(\r\n    default=False,\r\n    db_default=False,\r\n)\r\n"


def test_an_import_comes_once_and_after_the_others():
    line = "from django.db.models.functions import Now"
    source = '"""Doc."""\nimport a\n\nt = F(auto_now=True)\n'
    once = edited(source, 4, "Now()", line)
    assert once == f'"""Doc."""\nimport a\n{line}\n\nt = F(auto_now=True, db_default=Now())\n'
    again = edited(once + "u = F(auto_now=True)\n", 6, "Now()", line)
    assert again is not None
    assert again.count("import Now") == 1


def test_what_cannot_be_edited_is_left():
    assert edited("a = F(default=False, db_default=True)\n", 1) is None
    assert edited("a = F(null=True)\n", 1) is None
    assert edited("a = F(default=False)\n", 2) is None
    assert edited("a = F(default=\n", 1) is None
    assert edited("(" * 100_000, 1) is None
