def save(cursor):
    cursor.execute("INSERT INTO part (name) VALUES (%s)", ["nut"])
