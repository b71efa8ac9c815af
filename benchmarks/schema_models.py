"""Hold the models reader against what a real Postgres holds, with no command line between them.

usage: python benchmarks/schema_models.py TRUTH.json PYTHON [MISSES]
"""

import collections
import json
import sys
import time
from pathlib import Path

from scanner.adapters.interpreter import installed_packages
from scanner.model.options import DjangoOptions
from scanner.model.snapshot import Skipped
from scanner.schema import load


class Empty:
    def paths(self):
        return ()

    def search(self, pattern, suffixes):
        return iter(())

    def read(self, path):
        return Skipped(path, "not there")


def options(truth):
    settings = truth["settings"]
    return DjangoOptions(
        installed_apps=tuple(truth["installed_apps"]),
        auth_user_model=settings["AUTH_USER_MODEL"],
        default_auto_field=settings["DEFAULT_AUTO_FIELD"],
        swappable={k: v for k, v in settings.items() if k.endswith("_MODEL") and isinstance(v, str)},
    )


def misses(truth, catalog, key):
    view = {"T": "models", "M": "migrated"}[key]
    got = {name.lower(): table for name, table in catalog.tables.items()}
    for table in truth["model_tables"]:
        real = truth[key].get(table)
        if real is None:
            continue
        mine = got.get(table.lower())
        yield "tables", f"TABLE {table}" if mine is None else None
        for name, fact in real.items():
            column = mine.column(name) if mine else None
            found = getattr(column, view) if column else None
            yield "columns", None if found else f"COLUMN {table}.{name}" if mine else ""
            if found:
                want = fact["not_null"], bool(fact["default"] or fact["identity"] or fact["generated"])
                have = found.not_null, found.default is not None
                yield "facts", None if want == have else f"FACT {table}.{name} postgres={want} ours={have}"
        for column in mine.columns if mine else ():
            if getattr(column, view) and column.name not in real:
                yield "phantoms", f"PHANTOM {table}.{column.name}"


def main(path, python, limit="30"):
    truth = json.loads(Path(path).read_text())
    start = time.process_time()
    catalog = load(Empty(), options(truth), installed_packages(Path(python), Path("/nonexistent")))
    seconds = time.process_time() - start
    for key in "MT":
        right, wrong, said = collections.Counter(), collections.Counter(), []
        for kind, miss in misses(truth, catalog, key):
            right[kind] += miss is None
            wrong[kind] += miss is not None
            said += [miss] if miss else []
        rates = "  ".join(f"{k} {right[k]}/{right[k] + wrong[k]}" for k in ("tables", "columns", "facts"))
        print(f"{truth['project']} {key}: {rates}  phantoms {wrong['phantoms']}  {seconds:.2f} s CPU")
        print("\n".join(said[: int(limit)]))
    for diagnostic in catalog.diagnostics[: int(limit)]:
        print(f"  {diagnostic.path}:{diagnostic.line}: {diagnostic.message}")


if __name__ == "__main__":
    main(*sys.argv[1:])
