"""Migrations that are not as Django writes them: of other apps' models, of libraries, by a query's rows."""

from scanner.model.catalog import Catalog, Column
from scanner.model.options import DjangoOptions
from scanner.schema import load
from tests.schema.memory import Memory

MADE = """from django.db import migrations, models

class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("Parcel", [
            ("note", models.TextField()),
            ("size", models.IntegerField()),
        ]),
    ]
"""
MODELS = """from django.db import models

class Parcel(models.Model):
    note = models.TextField()
"""
OF_ANOTHER = """from django.db import migrations

class OfAnother(migrations.Migration):
    extends = "nothing"

    def mutate_state(self, project_state, preserve=True):
        self.app_label = self.extends
        return super().mutate_state(project_state, preserve)
"""
COLOUR = """from django.db import migrations, models
from extra.base import OfAnother

class Migration(OfAnother):
    extends = "shop"
    dependencies = [("shop", "0001_initial")]
    operations = [
        migrations.AddField("parcel", "colour", models.TextField(null=True)),
    ]
"""
MEASURES = """from django.db import migrations

def widen(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM measure")
        names = {"weight"}
        for row in cursor.fetchall():
            names.add(row[0])
        for name in names:
            cursor.execute(f"ALTER TABLE shop_parcel ADD COLUMN {name} numeric")

class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.RunPython(widen)]
"""
LIBRARIES = """from django.db import migrations
import django_migration_linter as linter
import pgtrigger.compiler
import pgtrigger.migrations
from django_add_default_value import AddDefaultValue

class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [
        linter.IgnoreMigration(),
        AddDefaultValue(model_name="parcel", name="size", value=3),
        pgtrigger.migrations.AddTrigger(
            model_name="parcel",
            trigger=pgtrigger.compiler.Trigger(
                name="fill",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.note = 'x'; RETURN NEW;", hash="0", operation="INSERT",
                    pgid="pgtrigger_fill_1", table="shop_parcel", when="BEFORE",
                ),
            ),
        ),
    ]
"""
EXPRESSIONS = """from django.contrib.postgres.search import SearchRank
from django.db.models import Func, IntegerField

class Weigh(Func):
    output_field = IntegerField()

class Rank(SearchRank):
    output_field = IntegerField()
"""
FORMS = """from django import forms
from django.db import models
from django.db.models import CharField

class ParcelForm(forms.ModelForm):
    note = CharField()
    size = models.IntegerField()
"""


def loaded(names: tuple[str, ...] = (), **files: str) -> Catalog:
    tree = {
        "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
        "settings.py": 'INSTALLED_APPS = ["shop", "extra"]\n',
        "shop/__init__.py": "",
        "shop/models.py": f"{MODELS}    size = models.IntegerField()\n",
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_initial.py": MADE,
        "extra/__init__.py": "",
        "extra/migrations/__init__.py": "",
        **{path.replace("__", "/") + ".py": text for path, text in files.items()},
    }
    return load(Memory(tree), DjangoOptions(), names=names)


def column(catalog: Catalog, name: str) -> Column:
    found = catalog.tables["shop_parcel"].column(name)
    assert found is not None
    return found


def test_a_migration_for_the_models_of_another_app():
    for names in ((), ("shop_parcel",)):
        catalog = loaded(names, extra__base=OF_ANOTHER, extra__migrations__x1=COLOUR)
        migrated = column(catalog, "colour").migrated
        assert migrated is not None
        assert not migrated.not_null
        assert not any("AddField" in each.message for each in catalog.diagnostics)


def test_columns_that_a_query_tells_leave_the_table_open():
    alone = MEASURES.replace('{"weight"}', "set()")
    for source in (MEASURES, alone):
        unread = loaded(shop__migrations__x2=source).tables["shop_parcel"].unread
        assert unread is not None
        assert unread.startswith("shop/migrations/x2.py:")
    assert column(loaded(shop__migrations__x2=MEASURES), "weight").migrated is not None
    assert loaded().tables["shop_parcel"].unread is None


def test_operations_of_known_libraries_are_run_without_them():
    catalog = loaded(shop__migrations__x2=LIBRARIES)
    size, note = column(catalog, "size").migrated, column(catalog, "note").migrated
    assert size is not None
    assert note is not None
    assert (size.default, note.filled_by) == ("run_sql", "fill")
    assert not any("it was not run" in each.message for each in catalog.diagnostics)
    again = LIBRARIES[: LIBRARIES.rindex("    ]\n")]
    again += '        pgtrigger.migrations.RemoveTrigger(model_name="parcel", name="fill"),\n    ]\n'
    note = column(loaded(shop__migrations__x2=again), "note").migrated
    assert note is not None
    assert note.filled_by is None


def test_an_expression_with_an_output_field_is_no_model():
    assert [*loaded(shop__expressions=EXPRESSIONS).tables] == ["shop_parcel"]


def test_a_form_is_no_model_whatever_fields_it_holds():
    assert [*loaded(shop__forms=FORMS).tables] == ["shop_parcel"]


def test_an_unmanaged_model_builds_no_column_that_the_migrations_do_not_leave():
    models = f"{MODELS}    gone = models.TextField()\n\n    class Meta:\n        managed = False\n"
    catalog = loaded(shop__models=models)
    gone = column(catalog, "gone")
    assert (gone.migrated, gone.models) == (None, None)
    assert column(catalog, "note").models is not None
