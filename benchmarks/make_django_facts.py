"""Write scanner/schema/data/django.json: what the static reader knows of Django's own classes.

usage: python benchmarks/make_django_facts.py, with the Django to describe installed.
"""

import importlib
import inspect
import json
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model

DATA = Path(__file__).parents[1] / "scanner" / "schema" / "data" / "django.json"
MADE = (
    "objects",
    "_default_manager",
    "_base_manager",
    "pk",
    "_state",
    "DoesNotExist",
    "MultipleObjectsReturned",
)
CONTRIB = ("admin", "auth", "contenttypes", "flatpages", "redirects", "sessions", "sites")
GIS = (
    "Point",
    "LineString",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
)


def name(cls):
    return f"{cls.__module__}.{cls.__qualname__}"


def class_fact(cls, public):
    signature = list(inspect.signature(cls.__init__).parameters.values())[1:]
    return {
        "public": public,
        "bases": [name(base) for base in cls.__bases__ if base is not object],
        "arguments": [p.name for p in signature if p.kind is p.POSITIONAL_OR_KEYWORD],
    }


def field_classes():
    import django.contrib.contenttypes.fields as contenttypes
    import django.contrib.postgres.fields as postgres
    import django.contrib.postgres.search as search
    from django.db import models
    from django.db.models.fields import AutoFieldMixin

    found = {}
    modules = (models, models.fields, models.fields.related, postgres, search, contenttypes)
    for module in modules:
        for public, cls in vars(module).items():
            kinds = (models.Field, AutoFieldMixin, contenttypes.GenericForeignKey)
            if inspect.isclass(cls) and issubclass(cls, kinds):
                found.setdefault(cls, set()).add(f"{module.__name__}.{public}")
    for cls in [base for kind in found for base in kind.__mro__ if base is not object]:
        found.setdefault(cls, set())
    kept = {name(cls): class_fact(cls, public) for cls, public in found.items()}
    gis = "django.contrib.gis.db.models"
    base = kept["django.db.models.fields.Field"]["arguments"]
    plain = {"bases": ["django.db.models.fields.Field"]}
    kept[f"{gis}.fields.BaseSpatialField"] = {
        "public": set(),
        "arguments": ["verbose_name", "srid", "spatial_index"],
        **plain,
    }
    spatial = {"bases": [f"{gis}.fields.BaseSpatialField"]}
    for kind in ("Geometry", "Raster", "Extent"):
        kept[f"{gis}.fields.{kind}Field"] = {"public": {f"{gis}.{kind}Field"}, "arguments": base, **spatial}
    for kind in GIS:
        fact = {"public": {f"{gis}.{kind}Field"}, "bases": [f"{gis}.fields.GeometryField"], "arguments": base}
        kept[f"{gis}.fields.{kind}Field"] = fact
    return {
        key: {
            "public": sorted({*fact["public"], key}),
            "bases": fact["bases"],
            "arguments": fact["arguments"],
        }
        for key, fact in sorted(kept.items())
    }


WANTED = ("null", "max_length", "to", "to_field", "primary_key", "db_column", "through", "unique",
          "parent_link", "max_digits", "decimal_places")  # fmt: skip


def field_line(field):
    """Return the assignment of a field, with the arguments that decide its column."""
    kwargs = field.deconstruct()[3] if isinstance(field, Field) else {}
    kept = {k: str(v) if k in ("to", "through") else v for k, v in kwargs.items() if k in WANTED}
    setting = getattr(kwargs.get("to"), "setting_name", None)
    arguments = [f"{k}={v!r}" for k, v in kept.items() if k != "to" or not setting]
    told = ", ".join([*arguments, *([f"to=settings.{setting}"] if setting else [])])
    module = {"contenttypes": "contenttypes."}.get(type(field).__module__.split(".")[2], "models.")
    return f"    {field.name} = {module}{type(field).__name__}({told})"


def class_source(model):
    own = [f for f in (*model._meta.local_fields, *model._meta.local_many_to_many) if not f.auto_created]
    lines = [field_line(field) for field in (*own, *model._meta.private_fields)]
    meta = [f"        abstract = {model._meta.abstract}"]
    if model._meta.proxy:
        meta.append("        proxy = True")
    if not model._meta.abstract and not model._meta.proxy:
        meta.append(f"        db_table = {model._meta.db_table!r}")
    if model._meta.swappable:
        meta.append(f"        swappable = {model._meta.swappable!r}")
    bases = ["models.Model" if b is Model else b.__name__ for b in model.__bases__ if issubclass(b, Model)]
    head = f"class {model.__name__}({', '.join(bases)}):"
    return "\n".join([head, *lines, "", "    class Meta:", *meta]) + "\n"


def stubs():
    """Return the source of a module for each contrib app that says no more than its models do."""
    modules = [f"django.contrib.{app}.models" for app in CONTRIB]
    modules += ["django.contrib.auth.base_user", "django.contrib.sessions.base_session"]
    found = {f"django/contrib/{app}/__init__.py": "" for app in CONTRIB}
    found |= {"django/contrib/__init__.py": ""}
    for path in modules:
        classes = [c for c in vars(importlib.import_module(path)).values() if is_model(c)]
        lines = ["from django.conf import settings", "from django.db import models"]
        lines += [f"from {c.__module__} import {c.__name__}" for c in classes if c.__module__ != path]
        if path.endswith("admin.models"):
            lines.append("from django.contrib.contenttypes import fields as contenttypes")
        bodies = [class_source(c) for c in classes if c.__module__ == path]
        found[path.replace(".", "/") + ".py"] = "\n".join(lines) + "\n\n\n" + "\n\n".join(bodies)
    for app in CONTRIB:
        config = apps.get_app_config(app)
        body = f"    name = {config.name!r}\n    label = {config.label!r}\n"
        body += f"    default_auto_field = {config.default_auto_field!r}\n"
        head = f"from django.apps import AppConfig\n\n\nclass {type(config).__name__}(AppConfig):\n"
        found[f"django/contrib/{app}/apps.py"] = head + body
    return dict(sorted(found.items()))


def is_model(value):
    return (
        inspect.isclass(value) and issubclass(value, Model) and value.__module__.startswith("django.contrib")
    )


def column_types():
    from django.db.backends.postgresql.base import DatabaseWrapper

    return {key: value for key, value in DatabaseWrapper.data_types.items() if isinstance(value, str)}


def internal_types(classes):
    found = {}
    for path in classes:
        module, _, cls = path.rpartition(".")
        if "gis" in module or cls in ("Field", "GeneratedField", "ForeignKey", "OneToOneField"):
            continue
        made = getattr(importlib.import_module(module), cls)
        if "get_internal_type" in vars(made):
            found[path] = made.get_internal_type(None)
    return found


def main():
    settings.configure(
        INSTALLED_APPS=[f"django.contrib.{app}" for app in CONTRIB],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "x"}},
    )
    django.setup()
    classes = field_classes()
    facts = {
        "provenance": f"benchmarks/make_django_facts.py with Django {django.get_version()}",
        "fields": classes,
        "internal_types": internal_types(classes),
        "column_types": column_types(),
        "model_attributes": sorted({*dir(Model), *MADE} - set(dir(type))),
        "modules": stubs(),
    }
    DATA.write_text(json.dumps(facts, indent=1) + "\n")
    sys.stdout.write(f"wrote {DATA}\n")


if __name__ == "__main__":
    main()
