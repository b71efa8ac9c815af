"""Tables that only the running program knows."""


def copy_into(cursor, table, columns, suffix):
    cursor.execute(f"INSERT INTO {table} (name) VALUES (%s)", ["a"])
    cursor.execute("INSERT INTO " + table + " (name) VALUES (%s)", ["a"])
    cursor.execute("INSERT INTO part_%s (name) VALUES ('a')" % suffix)
    cursor.execute("INSERT INTO part (%s) VALUES (1)" % ", ".join(columns))
    cursor.execute(open("insert.sql").read())
    cursor.execute("INSERT INTO part (name) VALUES (%s)", ["a"])
