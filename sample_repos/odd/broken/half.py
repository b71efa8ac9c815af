def before(cursor):
    cursor.execute("INSERT INTO part (name) VALUES (%s)", ["nut"])


def broken(:
    print "Python 2 says hello"


def after(cursor):
    cursor.execute("INSERT INTO part (name) VALUES (%s)", ["washer"])
