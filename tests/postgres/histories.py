"""Histories of migrations, each an app of its own, that real Django runs on a real Postgres.

A history is a list of migrations, each the source of its `operations`; `APP` stands for the app's label.
"""

ITEM = """migrations.CreateModel("Item", [("id", models.AutoField(primary_key=True)),
    ("name", models.CharField(max_length=9, default="x")), ("size", models.IntegerField(null=True))])"""
TAG = """migrations.CreateModel("Tag", [("code", models.SlugField(primary_key=True))])"""

HISTORIES: dict[str, list[str]] = {
    "create": [ITEM],
    "addfielddefault": [ITEM, 'migrations.AddField("item", "flag", models.BooleanField(default=False))'],
    "addfielddbdefault": [
        ITEM,
        'migrations.AddField("item", "flag", models.BooleanField(db_default=True))',
    ],
    "addfieldonce": [
        ITEM,
        'migrations.AddField("item", "n", models.IntegerField(default=1), preserve_default=False)',
    ],
    "removefield": [ITEM, 'migrations.RemoveField("item", "size")'],
    "renamefield": [ITEM, 'migrations.RenameField("item", "size", "width")'],
    "renamekey": [
        TAG + "," + ITEM,
        'migrations.AddField("item", "tag", models.ForeignKey("APP.tag", models.CASCADE, null=True))',
        'migrations.RenameField("item", "tag", "label")',
    ],
    "nulltonotnull": [ITEM, 'migrations.AlterField("item", "size", models.IntegerField(default=0))'],
    "notnulltonull": [
        ITEM,
        'migrations.AlterField("item", "name", models.CharField(max_length=9, null=True))',
    ],
    "dbdefaultremoved": [
        ITEM,
        'migrations.AlterField("item", "size", models.IntegerField(db_default=3))',
        'migrations.AlterField("item", "size", models.IntegerField(null=True))',
    ],
    "sqldefaultlost": [
        ITEM,
        'migrations.RunSQL("ALTER TABLE APP_item ALTER size SET DEFAULT 1")',
        'migrations.AlterField("item", "size", models.IntegerField(default=0))',
    ],
    "sqldefaultkept": [
        ITEM,
        'migrations.RunSQL("ALTER TABLE APP_item ALTER size SET DEFAULT 1")',
        'migrations.AlterField("item", "size", models.IntegerField())',
    ],
    "sqldefaultblank": [
        ITEM,
        'migrations.AddField("item", "note", models.CharField(max_length=9, null=True, blank=True))',
        "migrations.RunSQL(\"ALTER TABLE APP_item ALTER note SET DEFAULT 'a'\")",
        'migrations.AlterField("item", "note", models.CharField(max_length=9, blank=True))',
    ],
    "autotoplain": [ITEM, 'migrations.AlterField("item", "id", models.IntegerField(primary_key=True))'],
    "plaintoauto": [
        'migrations.CreateModel("Item", [("id", models.IntegerField(primary_key=True))])',
        'migrations.AlterField("item", "id", models.BigAutoField(primary_key=True))',
    ],
    "dbcolumn": [
        ITEM,
        'migrations.AlterField("item", "size", models.IntegerField(null=True, db_column="Width"))',
    ],
    "renamemodel": [ITEM, 'migrations.RenameModel("Item", "Thing")'],
    "renamemodelfixedtable": [
        'migrations.CreateModel("Item", [("id", models.AutoField(primary_key=True)),'
        '("peers", models.ManyToManyField("APP.Item"))], options={"db_table": "APP_fixed"})',
        'migrations.RenameModel("Item", "Thing")',
    ],
    "renamemodelends": [
        TAG + "," + ITEM,
        'migrations.AddField("item", "tags", models.ManyToManyField("APP.Tag"))',
        'migrations.RenameModel("Tag", "Label")',
        'migrations.RenameModel("Item", "Thing")',
    ],
    "renamerelation": [
        TAG + "," + ITEM,
        'migrations.AddField("item", "tags", models.ManyToManyField("APP.Tag"))',
        'migrations.RenameField("item", "tags", "labels")',
    ],
    "repointrelation": [
        TAG + "," + ITEM + ',migrations.CreateModel("Mark", [("id", models.AutoField(primary_key=True))])',
        'migrations.AddField("item", "tags", models.ManyToManyField("APP.Tag"))',
        'migrations.AlterField("item", "tags", models.ManyToManyField("APP.Tag", blank=True))',
        'migrations.RemoveField("item", "tags")',
        'migrations.AddField("item", "tags", models.ManyToManyField("APP.Mark", db_table="APP_marks"))',
    ],
    "altertable": [
        TAG + "," + ITEM,
        'migrations.AddField("item", "tags", models.ManyToManyField("APP.Tag"))',
        'migrations.AlterModelTable("item", "APP_goods")',
        'migrations.AlterModelTable("item", None)',
        'migrations.AlterModelTable("item", "APP_wares")',
    ],
    "deletemodel": [ITEM + "," + TAG, 'migrations.DeleteModel("Item")'],
    "order": [
        TAG + "," + ITEM,
        'migrations.AddField("item", "tag", models.ForeignKey("APP.tag", models.CASCADE, null=True))',
        'migrations.AlterOrderWithRespectTo("item", "tag")',
    ],
    "orderlost": [
        TAG + "," + 'migrations.CreateModel("Item", [("tag", models.OneToOneField("APP.tag", '
        'models.CASCADE, primary_key=True))], options={"order_with_respect_to": "tag"})',
        'migrations.AlterOrderWithRespectTo("item", None)',
    ],
    "parent": [
        ITEM,
        'migrations.CreateModel("Book", [("item_ptr", models.OneToOneField("APP.item", models.CASCADE, '
        'parent_link=True, auto_created=True, primary_key=True)), ("isbn", models.TextField())], '
        'bases=("APP.item",))',
    ],
    "proxy": [
        ITEM,
        'migrations.CreateModel("Odd", [], options={"proxy": True}, bases=("APP.item",))',
        'migrations.RemoveField("item", "size")',
    ],
    "unmanaged": [
        'migrations.CreateModel("Item", [("id", models.AutoField(primary_key=True))], '
        'options={"managed": False})',
        'migrations.AddField("item", "size", models.IntegerField())',
        'migrations.AlterModelOptions("item", {"managed": True})',
    ],
    "nokey": ['migrations.CreateModel("Item", [("name", models.TextField())])'],
    "laterkey": [
        'migrations.CreateModel("Item", [("name", models.TextField(null=True))])',
        'migrations.AlterField("item", "name", models.TextField())',
    ],
    "check": [
        ITEM,
        'migrations.AddConstraint("item", models.CheckConstraint(condition=models.Q(size__isnull=False) '
        '& (models.Q(name="a") | models.Q(name="b")), name="APP_c"))',
    ],
    "checkdropped": [
        ITEM,
        'migrations.AddConstraint("item", models.CheckConstraint('
        'condition=~models.Q(size__isnull=True), name="APP_c"))',
        'migrations.RemoveConstraint("item", "APP_c")',
    ],
    "separate": [
        ITEM,
        "migrations.SeparateDatabaseAndState("
        '[migrations.RunSQL("ALTER TABLE APP_item ADD extra int NOT NULL")],'
        '[migrations.AddField("item", "more", models.IntegerField(db_column="extra"))])',
        'migrations.AlterField("item", "more", models.IntegerField(null=True, db_column="extra"))',
    ],
    "sqlmany": [
        ITEM,
        "migrations.RunSQL([\"ALTER TABLE APP_item ALTER name SET DEFAULT 'n'; "
        'ALTER TABLE APP_item ADD a serial", ("ALTER TABLE APP_item ADD b int DEFAULT 3", None),'
        '["ALTER TABLE APP_item ADD c int GENERATED ALWAYS AS IDENTITY", []]], migrations.RunSQL.noop)',
    ],
    "sqlblock": [
        ITEM,
        'migrations.RunSQL("DO $$ BEGIN ALTER TABLE APP_item ALTER COLUMN size SET NOT NULL; END $$")',
    ],
    "sqlstate": [
        ITEM,
        'migrations.RunSQL("ALTER TABLE APP_item ADD z int DEFAULT 0 NOT NULL", '
        'state_operations=[migrations.AddField("item", "z", models.IntegerField())])',
        'migrations.RenameField("item", "z", "y")',
    ],
    "pythonloop": [ITEM, "migrations.RunPython(defaults)"],
    "pythoneditor": [ITEM, "migrations.RunPython(edited)"],
    "ownoperation": [ITEM, 'SetDefault("item", "name", "\'q\'")'],
    "loop": [ITEM, '*[migrations.AddField("item", n, models.IntegerField(null=n == "b")) for n in "ab"]'],
    "helper": [ITEM, '*columns("item", "p", "q")'],
    "generated": [
        ITEM,
        'migrations.AddField("item", "twice", models.GeneratedField(expression=models.F("size") * 2, '
        "output_field=models.IntegerField(), db_persist=True))",
    ],
    "longnames": [
        'migrations.CreateModel("' + "L" + "o" * 70 + 'ng", [("id", models.AutoField(primary_key=True)),'
        '("others", models.ManyToManyField("self"))])'
    ],
}

HEADER = """
from django.db import connection, migrations, models


def defaults(apps, schema_editor):
    with connection.cursor() as cursor:
        for column, value in [("name", "'a'"), ("size", "1")]:
            cursor.execute("ALTER TABLE APP_item ALTER COLUMN %s SET DEFAULT %s" % (column, value))


def edited(apps, schema_editor):
    Item = apps.get_model("APP", "Item")
    table = Item._meta.db_table
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {table}")
    schema_editor.execute(f"ALTER TABLE {schema_editor.quote_name(table)} DROP COLUMN size")


class SetDefault(migrations.operations.base.Operation):
    def __init__(self, model_name, name, value):
        self.model_name, self.name, self.value = model_name, name, value

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.name).column
        schema_editor.execute(
            'ALTER TABLE "{}" ALTER "{}" SET DEFAULT {}'.format(model._meta.db_table, column, self.value)
        )


def columns(model, *names):
    return [migrations.AddField(model, name, models.TextField(db_default="")) for name in names]


class Migration(migrations.Migration):
    dependencies = DEPENDENCIES
    operations = [OPERATIONS]
"""


def files() -> dict[str, str]:
    """Return the source of every history's app, by path."""
    made: dict[str, str] = {}
    for app, migrations in HISTORIES.items():
        made[f"{app}/__init__.py"] = made[f"{app}/migrations/__init__.py"] = ""
        for number, operations in enumerate(migrations):
            after = f'[("{app}", "m{number - 1}")]' if number else "[]"
            text = HEADER.replace("DEPENDENCIES", after).replace("OPERATIONS", operations)
            made[f"{app}/migrations/m{number}.py"] = text.replace("APP", app)
    return made
