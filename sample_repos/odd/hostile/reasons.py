def save(cursor, table):
    cursor.execute(f"INSERT INTO {table['<b>@team</b> `x` | [y](http://evil.example)']} (name) VALUES (1)")
    cursor.execute("INSERT INTO part (name) VALUES (1)")  # writers: ignore[not-null-omitted] -- <script>alert(1)</script> @team
    cursor.execute("INSERT INTO part (name) VALUES (1)")  # writers: ignore[
    cursor.execute("INSERT INTO part (name) VALUES (1)")  # writers: ignore[no-such-rule] -- because
