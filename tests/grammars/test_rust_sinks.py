"""Functions of Rust that write what their caller gives them."""

from grammars.rust import GRAMMAR
from scanner.extract import extract
from scanner.extract.writes import writes
from scanner.model.facts import Known

BODY = 'client.execute(&format!("INSERT INTO {table} ({}) VALUES (1)", columns), &[]).await;'
HELPERS = f"""
impl<'a> Store<'a> {{
    async fn new(client: &Client, table: &str, columns: &str) {{ {BODY} }}
    async fn save_row(&self, client: &Client, table: &str, columns: &str) {{ {BODY} }}
}}
async fn put_row(client: &Client, table: &str, columns: &str) {{ {BODY} }}
"""
CALLS = """
fn f() {
    Store::new(&client, "a", &[("x", 1)]);
    Other::new(&client, "b", &[("x", 1)]);
    store.save_row(&client, "c", &[("x", 1)]);
    put_row(&client, "d", &[("x", 1)]);
}
"""


def test_one_of_a_type_is_called_by_both_names():
    sinks = extract("src/store.rs", HELPERS.encode(), GRAMMAR, "rust").sinks
    assert [sink.name for sink in sinks] == ["Store::new", "save_row", "put_row"]
    facts = extract("src/main.rs", CALLS.encode(), GRAMMAR, "rust", known=Known(sinks))
    found = [(write.statement.at.line, write.via) for write in writes(facts)]
    assert found == [(3, "Store::new"), (5, "save_row"), (6, "put_row")]
