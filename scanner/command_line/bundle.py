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
    own = inspect.signature(command, eval_str=True).parameters
    if _BUNDLE not in own:
        return command
    bundle: Any = own[_BUNDLE].annotation
    shared = get_type_hints(bundle, include_extras=True)

    def run(**given: Any) -> int:
        rest = {name: value for name, value in given.items() if name not in shared}
        return command(**rest, options=bundle(**{name: given[name] for name in shared}))

    keyword = inspect.Parameter.KEYWORD_ONLY
    spelt = [each.replace(kind=keyword) for name, each in own.items() if name != _BUNDLE]
    spelt += [
        inspect.Parameter(field.name, keyword, default=field.default, annotation=shared[field.name])
        for field in fields(bundle)
    ]
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {each.name: each.annotation for each in spelt}
    vars(run)["__signature__"] = inspect.Signature(spelt)
    return run
