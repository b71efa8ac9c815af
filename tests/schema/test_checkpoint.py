"""The catalog of migrations on top of a checkpoint is that of all migrations."""

from dataclasses import dataclass, field
from random import Random

import pytest

from scanner.adapters import codec
from scanner.model.catalog import Catalog, Column
from scanner.model.options import DjangoOptions
from scanner.schema import Checkpoint, load
from tests.schema.memory import Memory

APPS = ("crm", "shop", "stock")
HEAD = "from django.db import migrations, models\nfrom lib.sql import CLEAN\n\n"
SETTINGS = 'INSTALLED_APPS = ["crm", "shop", "stock", "plain"]\nAUTH_USER_MODEL = "crm.Person"\n'
FIELDS = (
    "models.TextField()",
    "models.IntegerField(default=3)",
    "models.BooleanField(null=True)",
    "models.CharField(max_length=9, db_default='x')",
    'models.ManyToManyField("crm.Person")',
    'models.ForeignKey("stock.Item", models.CASCADE)',
)


@dataclass
class Slot:
    """Keeps one checkpoint as the cache does, and counts how often it was enough."""

    data: bytes = b""
    asked: int = 0
    kept: int = 0

    def last(self) -> Checkpoint | None:
        self.asked += bool(self.data)
        return codec.load(Checkpoint, self.data) if self.data else None

    def keep(self, checkpoint: Checkpoint) -> None:
        self.kept += 1
        self.data = codec.dump(checkpoint)


def said(catalog: Catalog) -> tuple[object, ...]:
    return catalog.tables, set(catalog.diagnostics), set(catalog.copies), catalog.former


def catalogs(files: dict[str, str], slot: Slot) -> tuple[Catalog, Catalog]:
    """Return the catalog as the checkpoint helps to make it, and as it is made from nothing."""
    options = DjangoOptions(settings="settings")
    return load(Memory(files), options, checkpoints=slot), load(Memory(files), options)


def migration(app: str, number: int, operations: list[str], more: str = "", head: str = HEAD) -> str:
    before = f'("{app}", "{number - 1:04}_change")' if number > 1 else ""
    listed = "".join(f"        {each},\n" for each in operations)
    return (
        f"{head}class Migration(migrations.Migration):\n"
        f"    dependencies = [{before}]\n{more}    operations = [\n{listed}    ]\n"
    )


def made(model: str) -> str:
    fields = '("id", models.AutoField(primary_key=True)), ("name", models.TextField())'
    return f'migrations.CreateModel("{model}", fields=[{fields}])'


def started() -> dict[str, str]:
    """Return a project of three apps with a model and a migration each, and of one without migrations."""
    files = {"settings.py": SETTINGS, "lib/__init__.py": "", "lib/sql.py": "CLEAN = 'SELECT 1'\n"}
    for app, model in zip(APPS, ("Person", "Order", "Item"), strict=True):
        head = "from django.db import models\n\n\n"
        files |= {f"{app}/__init__.py": "", f"{app}/migrations/__init__.py": ""}
        files[f"{app}/models.py"] = f"{head}class {model}(models.Model):\n    name = models.TextField()\n"
        files[f"{app}/migrations/0001_change.py"] = migration(app, 1, [made(model)])
    text = "class Note(models.Model):\n    name = models.TextField()\n"
    return files | {"plain/__init__.py": "", "plain/models.py": f"from django.db import models\n\n\n{text}"}


@dataclass
class Project:
    """A project that changes at random; `names` are what operations may name."""

    random: Random
    files: dict[str, str] = field(default_factory=started)
    number: int = 0

    def name(self) -> str:
        return self.random.choice(("name", "size", "kind", "made"))

    def model(self) -> str:
        return self.random.choice(("person", "order", "item", "Extra", "thing"))

    def table(self) -> str:
        return self.random.choice((f"{self.random.choice(APPS)}_{self.model().lower()}", "plain_note"))

    def operation(self) -> str:
        named = f'"{self.model()}", "{self.name()}"'
        shapes = (
            f"migrations.AddField({named}, {self.random.choice(FIELDS)})",
            f"migrations.AddField({named}, {self.random.choice(FIELDS)})",
            f"migrations.AlterField({named}, {self.random.choice(FIELDS)})",
            f"migrations.RemoveField({named})",
            f'migrations.RenameField({named}, "{self.name()}")',
            made(self.model()),
            f'migrations.DeleteModel("{self.model()}")',
            f'migrations.RenameModel("{self.model()}", "{self.model()}")',
            f'migrations.AlterModelTable("{self.model()}", "{self.table()}")',
            f'migrations.AlterModelOptions("{self.model()}", {{"managed": False}})',
            f"migrations.RunSQL('ALTER TABLE {self.table()} ADD COLUMN extra text NOT NULL DEFAULT 1')",
            f"migrations.RunSQL('ALTER TABLE {self.table()} ALTER name DROP NOT NULL')",
            f"migrations.RunSQL('DROP TABLE {self.table()}')",
            "migrations.RunSQL(CLEAN)",
            f"migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField({named})])",
            "migrations.RunPython(forwards)",
        )
        return self.random.choice(shapes)

    def add(self) -> None:
        app = self.random.choice(APPS)
        number = 1 + sum(path.startswith(f"{app}/migrations/0") for path in self.files)
        code = (
            "def forwards(apps, schema_editor):\n"
            f'    schema_editor.execute("ALTER TABLE {self.table()} ADD COLUMN run text")\n\n\n'
        )
        count = self.random.choice((1, 1, 2))
        text = migration(app, number, [self.operation() for _ in range(count)], self.more(), HEAD + code)
        self.files[f"{app}/migrations/{number:04}_change.py"] = text

    def more(self) -> str:
        other, number = self.random.choice(APPS), self.random.randint(1, 4)
        name = f'("{other}", "{number:04}_change")'
        kinds = (
            f"    run_before = [{name}]\n",
            f"    replaces = [{name}]\n",
            f"    dependencies += [{name}]\n",
        )
        return self.random.choice(kinds) if self.random.random() < 0.3 else ""

    def change(self) -> None:
        """Change one file that is there: a model, a migration, the settings, or what migrations import."""
        path = self.random.choice(sorted(self.files))
        if path.endswith("models.py"):
            self.files[path] += f"    {self.name()} = {self.random.choice(FIELDS)}\n"
        elif "/migrations/0" in path:
            self.files[path] = self.files[path].replace("TextField()", "TextField(null=True)", 1)
        elif path == "lib/sql.py":
            self.files[path] = f"CLEAN = 'ALTER TABLE {self.table()} ADD COLUMN lib text NOT NULL'\n"
        elif path == "settings.py":
            self.files[path] += f'DEFAULT_AUTO_FIELD = "django.db.models.{self.random.choice(KEYS)}"\n'

    def move(self) -> None:
        """Remove a migration, or give it another name."""
        there = [each for each in sorted(self.files) if "/migrations/0" in each]
        for path in there and [self.random.choice(there)]:
            text = self.files.pop(path)
            if self.random.random() < 0.5:
                self.files[path.replace("_change", "_moved")] = text

    def step(self) -> None:
        steps = (self.add, self.add, self.add, self.change, self.change, self.move)
        self.random.choice(steps)()


KEYS = ("AutoField", "BigAutoField", "SmallAutoField")


@pytest.mark.parametrize("seed", range(40))
def test_nothing_that_is_kept_changes_what_is_said(seed: int) -> None:
    project, slot = Project(Random(seed)), Slot()
    for _ in range(12):
        kept, anew = catalogs(project.files, slot)
        assert said(kept) == said(anew)
        project.step()


def test_random_changes_are_often_told_on_top_of_a_checkpoint() -> None:
    project, slot = Project(Random(7)), Slot()
    for _ in range(40):
        catalogs(project.files, slot)
        project.add()
    assert slot.asked - slot.kept > 8


def added(path: str, text: str) -> tuple[Slot, Catalog]:
    """Return the slot and the catalog after a migration has come to the project that was started."""
    files, slot = started(), Slot()
    operations = ['migrations.RemoveField("person", "name")', made("Extra")]
    files["crm/migrations/0002_change.py"] = migration("crm", 2, operations)
    catalogs(files, slot)
    kept, anew = catalogs({**files, path: text}, slot)
    assert said(kept) == said(anew)
    return slot, kept


def columns(catalog: Catalog, table: str) -> list[str]:
    return [column.name for column in catalog.tables[table].columns if column.migrated]


def test_a_new_migration_is_run_on_top() -> None:
    operations = ['migrations.AddField("order", "size", models.TextField())']
    slot, kept = added("shop/migrations/0002_change.py", migration("shop", 2, operations))
    assert columns(kept, "shop_order") == ["id", "name", "size"]
    assert (slot.asked, slot.kept) == (1, 1)


def test_a_migration_that_replaces_others_is_not_run_on_top_of_them() -> None:
    more = '    replaces = [("crm", "0001_change"), ("crm", "0002_change")]\n'
    _, kept = added("crm/migrations/0001_squashed.py", migration("crm", 1, [made("Person")], more))
    assert columns(kept, "crm_person") == ["id", "name"]
    assert "crm_extra" not in kept.tables


def test_a_migration_that_comes_before_one_of_the_same_table_is_run_there() -> None:
    more = '    dependencies = [("crm", "0001_change")]\n    run_before = [("crm", "0002_change")]\n'
    operations = [
        'migrations.RenameField("person", "name", "called")',
        'migrations.AddField("person", "name", models.TextField())',
    ]
    _, kept = added("crm/migrations/0001_then.py", migration("crm", 1, operations, more))
    assert columns(kept, "crm_person") == ["id", "called"]


def test_what_a_later_migration_of_another_app_does_to_the_table_still_comes_later() -> None:
    files, slot = started(), Slot()
    sql = "migrations.RunSQL('ALTER TABLE crm_person DROP COLUMN size')"
    files["shop/migrations/0002_change.py"] = migration("shop", 2, [sql])
    catalogs(files, slot)
    operations = ['migrations.AddField("person", "size", models.TextField())']
    files["crm/migrations/0002_change.py"] = migration("crm", 2, operations)
    kept, anew = catalogs(files, slot)
    assert said(kept) == said(anew)
    assert columns(kept, "crm_person") == ["id", "name"]


def changed(before: dict[str, str], after: dict[str, str]) -> tuple[Catalog, Catalog]:
    """Return the catalogs of the project that was started with some files, and with others then."""
    slot = Slot()
    first, _ = catalogs({**started(), **before}, slot)
    kept, anew = catalogs({**started(), **before, **after}, slot)
    assert said(kept) == said(anew)
    return first, kept


def column(catalog: Catalog, table: str, name: str) -> Column:
    found = catalog.tables[table].column(name)
    assert found is not None
    return found


def test_a_model_that_the_registry_gave_to_a_migration_is_one_that_it_imports() -> None:
    head = f"{HEAD}from django.contrib.auth import get_user_model\n\n"
    operations = [
        'migrations.AddField("order", "owner", models.ForeignKey(get_user_model(), models.CASCADE))'
    ]
    model = "from django.db import models\n\n\nclass Person(models.Model):\n"
    first, kept = changed(
        {"shop/migrations/0002_change.py": migration("shop", 2, operations, head=head)},
        {"crm/models.py": f"{model}    id = models.UUIDField(primary_key=True)\n"},
    )
    assert column(first, "shop_order", "owner_id").type == "integer"
    assert column(kept, "shop_order", "owner_id").type == "uuid"


def test_who_changes_a_class_that_a_migration_uses_counts() -> None:
    head = f"{HEAD}from lib.fields import Money\n\n"
    top = "from django.db import models\n"
    text = f"{top}from lib.fields import Money\n\n{{}}\n\nclass Item(models.Model):\n    cost = Money()\n"
    first, kept = changed(
        {
            "lib/fields.py": f"{top}\n\nclass Money(models.IntegerField):\n    pass\n",
            "crm/migrations/0002_change.py": migration(
                "crm", 2, ['migrations.AddField("person", "cash", Money())'], head=head
            ),
            "stock/models.py": text.format(""),
        },
        {"stock/models.py": text.format("Money.null = True\n")},
    )
    for catalog, required in ((first, True), (kept, False)):
        belief = column(catalog, "crm_person", "cash").migrated
        assert belief is not None
        assert belief.not_null is required
