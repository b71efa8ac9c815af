"""Options written once and shared by many commands: the fields of a dataclass become a command's options."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from typing import Any, get_type_hints

_BUNDLE = "options"


def flattened(command: Callable[..., int]) -> Callable[..., int]:
    """Return a command whose parameter `options`, a dataclass, is spelt out as its fields.

    Typer finds a command's options in its signature: it sees those of the fields.
    """
    hints = get_type_hints(command, include_extras=True)
    bundle: Any = hints.pop(_BUNDLE)
    shared = get_type_hints(bundle, include_extras=True)

    def run(**given: Any) -> int:
        own = {name: value for name, value in given.items() if name not in shared}
        return command(**own, options=bundle(**{name: given[name] for name in shared}))

    own = [each for each in inspect.signature(command).parameters.values() if each.name != _BUNDLE]
    spelt = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=hints[each.name]) for each in own]
    spelt += [
        inspect.Parameter(
            field.name, inspect.Parameter.KEYWORD_ONLY, default=field.default, annotation=shared[field.name]
        )
        for field in fields(bundle)
    ]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {each.name: each.annotation for each in spelt}
    vars(run)["__signature__"] = inspect.Signature(spelt)
    return run
