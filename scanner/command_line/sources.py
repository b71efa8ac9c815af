"""Where the tables' columns are known from, as --schema asks.

What only some of its values need is imported for those: most runs ask for none of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from scanner.adapters.catalogs import Catalogs
from scanner.command_line.run import Run
from scanner.command_line.schema_options import Describing
from scanner.model.catalog import Catalog, Column
from scanner.model.failure import CannotRun
from scanner.model.finding import Report


def catalog(
    run: Run, options: Describing, tables: Sequence[str] = (), catalogs: Catalogs | None = None
) -> Catalog:
    """Return what the source tells, and over it what was observed when that is asked for.

    "models" and "migrations" believe one of the two for both schemas. Where `tables` are named,
    others may be left out. `catalogs` are those of the run that is `told` the options.
    """
    run = told(run, options)
    match options.schema:
        case "postgres":
            from scanner.adapters import postgres

            return _observed(run.load(catalogs), postgres.load(postgres.address(options.dsn, os.environ)))
        case "probe":
            return _observed(run.load(catalogs), _probed(run))
        case "auto":
            return run.load(catalogs, tables)
        case "models":
            return _each(run.load(catalogs, tables), lambda column: replace(column, migrated=column.models))
        case "migrations":
            return _each(run.load(catalogs, tables), lambda column: replace(column, models=column.migrated))


def compared(run: Run, report: Report, options: Describing, dsn: str) -> tuple[Run, Report]:
    """Return the report of what a live database holds otherwise, and the run that shows it."""
    from scanner.adapters import postgres
    from scanner.schema.differences import View, differences

    believed = Catalog({table.name: table for table in report.tables})
    view: View = "models" if options.schema == "models" else "migrated"
    found = tuple(differences(believed, postgres.load(dsn), view))
    differing = replace(run, style=replace(run.style, against=True))
    return differing, replace(report, diagnostics=found)


def told(run: Run, options: Describing) -> Run:
    """Return the run with the options in the place of the configuration's."""
    django = run.config.django
    python = str(options.python.absolute()) if options.python else django.python
    django = replace(django, python=python, settings=options.settings or django.settings)
    return replace(run, config=replace(run.config, django=django))


def _observed(declared: Catalog, real: Catalog) -> Catalog:
    from scanner.schema.observed import observe

    return observe(declared, real)


def _probed(run: Run) -> Catalog:
    from scanner.adapters import interpreter, probe
    from scanner.schema.settings import told_settings

    django = run.config.django
    python = run.root / django.python if django.python else interpreter.executable(run.root)
    if python is None:
        raise CannotRun("the probe runs the project's own interpreter", "pass --python")
    name, folder = told_settings(run.source.snapshot) or (None, "")
    settings = django.settings or name
    if settings is None:
        raise CannotRun("the probe imports the project's settings", "pass --settings")
    return probe.load(str(python), settings, run.root, folder)


def _each(catalog: Catalog, change: Callable[[Column], Column]) -> Catalog:
    """Return the catalog with every column changed, without those that neither schema has then."""
    tables = {}
    for key, table in catalog.tables.items():
        columns = tuple(each for each in map(change, table.columns) if each.migrated or each.models)
        tables[key] = replace(table, columns=columns)
    return replace(catalog, tables=tables)
