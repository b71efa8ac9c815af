"""Settings, apps and packages of a project, found and read without importing anything."""

from scanner.model.catalog import Origin
from scanner.model.options import DjangoOptions
from scanner.schema import load
from tests.schema.memory import Memory

MODELS = "from django.db import models\nclass Order(models.Model):\n    n = models.IntegerField()\n"
MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")\n'


def test_settings_are_read_across_star_imports_and_additions() -> None:
    files = {
        "backend/manage.py": MANAGE,
        "backend/config/__init__.py": "",
        "backend/config/settings/__init__.py": "",
        "backend/config/settings/base.py": (
            "import os\nLOCAL = ['shop.apps.ShopConfig']\nINSTALLED_APPS = ['django.contrib.auth', *LOCAL]\n"
            "DEFAULT_AUTO_FIELD = os.environ.get('AUTO', 'django.db.models.SmallAutoField')\n"
        ),
        "backend/config/settings/production.py": (
            "from .base import *\nINSTALLED_APPS += ['stock']\n"
            "if os.environ.get('X'):\n    INSTALLED_APPS.append('till')\n"
        ),
        "backend/shop/__init__.py": "",
        "backend/shop/apps.py": (
            "from django.apps import AppConfig\n"
            "class ShopConfig(AppConfig):\n    name = 'shop'\n    label = 'store'\n"
        ),
        "backend/shop/models.py": MODELS,
        "backend/stock/__init__.py": "",
        "backend/stock/models.py": MODELS,
        "backend/till/__init__.py": "",
        "backend/till/models.py": MODELS,
        "backend/other/__init__.py": "",
        "backend/other/models.py": MODELS,
    }
    tables = load(Memory(files), DjangoOptions()).tables
    own = [name for name in tables if name.endswith("_order")]
    assert own == ["stock_order", "store_order", "till_order"]
    assert [column.type for column in tables["store_order"].columns] == ["smallint", "integer"]


def test_two_projects_of_one_tree_have_their_own_apps_of_one_name() -> None:
    files = {}
    for folder, field in (("one", "a"), ("two", "b")):
        files[f"{folder}/manage.py"] = f"DJANGO_SETTINGS_MODULE = '{folder}_settings'\n"
        files[f"{folder}/{folder}_settings.py"] = "INSTALLED_APPS = ['users']\n"
        files[f"{folder}/users/__init__.py"] = ""
        files[f"{folder}/users/fields.py"] = (
            f"from django.db import models\n{field} = models.IntegerField()\nNAME = '{field}'\n"
        )
        files[f"{folder}/users/models.py"] = (
            "from django.db import models\nfrom users.fields import NAME\n"
            f"class User{folder}(models.Model):\n    x = models.IntegerField(db_column=NAME)\n"
        )
    tables = load(Memory(files), DjangoOptions()).tables
    assert [c.name for c in tables["users_userone"].columns] == ["id", "a"]
    assert [c.name for c in tables["users_usertwo"].columns] == ["id", "b"]


def test_a_base_class_of_an_installed_package_is_followed() -> None:
    package = {
        "stamps/__init__.py": "",
        "stamps/base.py": (
            "from django.db import models\n"
            "class Stamped(models.Model):\n    at = models.DateTimeField(null=True)\n"
            "    class Meta:\n        abstract = True\n"
        ),
    }
    files = {
        "shop/__init__.py": "",
        "shop/models.py": "from stamps.base import Stamped\nclass Order(Stamped):\n    pass\n",
    }
    table = load(Memory(files), DjangoOptions(), [Memory(package)]).tables["shop_order"]
    column = table.column("at")
    assert column is not None
    assert column.origin is not None
    assert (column.origin.path, column.origin.line) == ("site-packages/stamps/base.py", 3)
    assert table.unread is None


def test_the_configured_user_model_takes_the_place_of_the_one_that_django_brings() -> None:
    files = {
        "people/__init__.py": "",
        "people/models.py": (
            "from django.contrib.auth.models import AbstractUser\nfrom django.db import models\n"
            "class Person(AbstractUser):\n    username = None\n    id = models.UUIDField(primary_key=True)\n"
        ),
        "shop/__init__.py": "",
        "shop/models.py": (
            "from django.conf import settings\nfrom django.db import models\n"
            "class Order(models.Model):\n"
            "    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)\n"
        ),
    }
    installed = ("django.contrib.auth", "django.contrib.contenttypes", "people", "shop")
    options = DjangoOptions(installed_apps=installed, auth_user_model="people.Person")
    tables = load(Memory(files), options).tables
    assert "auth_user" not in tables
    person = tables["people_person"]
    assert person.column("username") is None
    assert person.column("password") is not None
    by = tables["shop_order"].column("by_id")
    assert by is not None
    assert by.type == "uuid"


def test_a_deprecated_field_is_no_column_of_the_models() -> None:
    source = (
        "from django.db import models\nfrom django_deprecate_fields import deprecate_field\n"
        "class Order(models.Model):\n    old = deprecate_field(models.IntegerField())\n"
    )
    table = load(Memory({"shop/__init__.py": "", "shop/models.py": source}), DjangoOptions()).tables[
        "shop_order"
    ]
    column = table.column("old")
    assert column is not None
    assert column.models is None
    assert column.migrated is not None
    assert not column.migrated.not_null


def test_an_unreadable_class_and_an_absent_app_are_said() -> None:
    files = {
        "shop/__init__.py": "",
        "shop/models.py": "from django.db import models\nclass A(nobody.Base):\n    x = models.TextField()\n",
    }
    catalog = load(Memory(files), DjangoOptions(installed_apps=("shop", "gone")))
    assert catalog.tables["shop_a"].unread is not None
    assert any("gone" in diagnostic.message for diagnostic in catalog.diagnostics)


def test_libraries_that_are_not_at_hand_are_known_for_the_columns_they_add() -> None:
    source = """
from django.db import models
from mptt.models import MPTTModel, TreeForeignKey
from treebeard.mp_tree import MP_Node
from polymorphic.models import PolymorphicModel
from model_utils.models import TimeStampedModel

class Branch(MPTTModel):
    parent = TreeForeignKey("self", models.CASCADE, null=True)
    class MPTTMeta:
        left_attr = "l"

class Twig(Branch):
    pass

class Node(MP_Node, TimeStampedModel):
    pass

class Shape(PolymorphicModel):
    pass
"""
    tables = load(Memory({"shop/__init__.py": "", "shop/models.py": source}), DjangoOptions()).tables
    columns = {name: {column.name for column in table.columns} for name, table in tables.items()}
    assert columns == {
        "shop_branch": {"id", "parent_id", "l", "rght", "tree_id", "level"},
        "shop_twig": {"branch_ptr_id"},
        "shop_node": {"id", "path", "depth", "numchild", "created", "modified"},
        "shop_shape": {"id", "polymorphic_ctype_id"},
    }
    depth = tables["shop_node"].column("depth")
    assert depth is not None
    assert depth.origin == Origin("site-packages/treebeard/mp_tree.py", None)
