"""Files that are opened for a line that no sink's name is in."""

from scanner.model.statement import Named
from scanner.reading.rounds import read
from scanner.reading.source import Source
from tests.schema.memory import Memory

MODELS = (
    "from sqlalchemy.orm import Mapped\n\n\nclass Item(Base):\n    __tablename__ = 'items'\n"
    "    id: Mapped[int]\n"
)


def test_a_query_is_read_where_its_file_says_nothing_of_sqlalchemy():
    one_line = "from models import Item\n\n\ndef run(session):\n    session.query(Item).delete()\n"
    broken = "from models import Item\nsession.query(\n    Item\n).filter_by(a=1).update({Item.a: None})\n"
    other = "from models import Item\n\nclient.query('x')\ncache.update({Item: 1})\nrows.delete()\n"
    files = {"models.py": MODELS, "a.py": one_line, "b.py": broken, "c.py": other}
    found = [each for each in read(Source(Memory(files), jobs=1)).writes if each.kind == "orm"]
    told = [(each.path, each.statement.operation, each.statement.at.line) for each in found]
    assert told == [("a.py", "delete", 5), ("b.py", "update", 4), ("models.py", "insert", 5)]
    assert {each.statement.target for each in found} == {Named("items")}
