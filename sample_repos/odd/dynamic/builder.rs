pub fn statement(table: &str, columns: &[&str], with_note: bool) -> String {
    let mut sql = format!("INSERT INTO {table} ({}) VALUES (", columns.join(", "));
    sql.push_str(&vec!["DEFAULT"; columns.len()].join(", "));
    sql.push(')');
    if with_note {
        sql = sql.replace("name", "name, note");
    }
    sql
}

pub const PLAIN: &str = "INSERT INTO part (name) VALUES ('bolt')";
