"""django-deprecate-fields: a field that `migrate` sees as nullable, and every other command not at all.

https://github.com/3YOURMIND/django-deprecate-fields
"""

from __future__ import annotations

from scanner.model.catalog import Origin
from scanner.schema.project import MIGRATED_ONLY
from scanner.schema.python.interpreter import Interpreter
from scanner.schema.python.values import Builtin, Instance, Unknown


def _deprecate_field(
    run: Interpreter, args: tuple[object, ...], kwargs: dict[str, object], at: Origin
) -> object:
    field = [*args, *kwargs.values()][0]
    if not isinstance(field, Instance):
        return Unknown("a deprecated field that is not at hand")
    field.attributes |= {"null": True, MIGRATED_ONLY: True}
    return field


NATIVES = {
    f"django_deprecate_fields{module}.deprecate_field": Builtin("deprecate_field", _deprecate_field)
    for module in ("", ".deprecate_field")
}
