"""What every noun of the model is: a value that no stage can change."""

from __future__ import annotations

from msgspec import Struct


class Value(Struct, frozen=True, tag=True, tag_field="class", omit_defaults=True, forbid_unknown_fields=True):
    """An immutable value, which the cache keeps with the name of its class.

    A msgspec Struct is in place of a dataclass because it costs a fortieth to define and a seventh to
    make, and because C code reads it back by its types (measured on CPython 3.11, msgspec 0.22).
    """
