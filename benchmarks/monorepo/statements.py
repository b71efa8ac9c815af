"""Statements in the shapes that services write them in: templates by language, parted by `=====`.

The first line says what is written, in order: an operation, and whose columns (`insert C`, `update U`,
`delete`). `§` stands before each statement's keyword, or before the helper's name. `~T` is the table,
`~f` a name; of the columns of a new row `~C` is the list, `~Q` the list quoted, `~L` one a line, `~R` an
object's keys, `~F` fields of a struct, `~D` and `~P` their places (`$1, $2` and `%s, %s`), `~X` values,
`~1` the first one; of the columns of an UPDATE `~U`, `~V` and `~W` are what SET has (`a = $1`, `a = %s`,
`a = a`).
"""

from __future__ import annotations

TYPESCRIPT = """
insert C
export async function ~f(client: PoolClient, row: unknown[]): Promise<void> {
    await client.query('§INSERT INTO ~T (~C) VALUES (~D)', row)
}
=====
upsert C
export const ~f = async (pool: Pool, row: Row) =>
    await pool.query(
        `§INSERT INTO ~T (
            ~L
        )
        VALUES (~D)
        ON CONFLICT (id) DO UPDATE SET
            ~1 = EXCLUDED.~1
        RETURNING id`,
        Object.values(row)
    )
=====
insert C
export async function ~f(db: Pool, values: Row): Promise<void> {
    await §insertRow(db, '~T', {
~R
    })
}
=====
update U, delete
export async function ~f(client: PoolClient, id: number, row: Row) {
    await client.query(`§UPDATE ~T SET ~U WHERE id = $9`, [...row, id])
    await client.query('§DELETE FROM ~T WHERE id = $1', [id])
}
=====
insert C
const COLUMNS_~f = [~Q]

export async function ~f(client: PoolClient, row: unknown[]) {
    const places = COLUMNS_~f.map((_, at) => `${at + 1}`).join(', ')
    await client.query(
        `§INSERT INTO ~T (${COLUMNS_~f.join(', ')}) VALUES (${places})`,
        row
    )
}
"""

PYTHON = '''
insert C
def ~f(connection, row):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            §INSERT INTO ~T
                (~C)
            VALUES (~P)
            """,
            row,
        )
=====
insert C
async def ~f(pool, row):
    await pool.execute(
        "§INSERT INTO ~T (~C) "
        "VALUES (~D) ON CONFLICT DO NOTHING",
        *row,
    )
=====
copy C, update U
def ~f(connection, rows):
    with connection.cursor() as cursor:
        with cursor.copy("§COPY ~T (~C) FROM STDIN") as stream:
            for row in rows:
                stream.write_row(row)
        cursor.execute("§UPDATE ~T SET ~V WHERE id = %s", rows[0])
=====
delete
PRUNE_~f = "§DELETE FROM ~T WHERE id = ANY(%s)"


def ~f(cursor, ids):
    cursor.execute(PRUNE_~f, (ids,))
'''

RUST = """
insert C
pub async fn ~f(pool: &PgPool, row: &Row) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        §INSERT INTO ~T (~C)
        VALUES (~D)
        "#,
        ~F
    )
    .execute(pool)
    .await?;
    Ok(())
}
=====
update U, delete
pub async fn ~f(pool: &PgPool, id: i64) -> sqlx::Result<()> {
    sqlx::query(
        "§UPDATE ~T \\
         SET ~U \\
         WHERE id = $9",
    )
    .bind(id)
    .execute(pool)
    .await?;
    sqlx::query("WITH gone AS (§DELETE FROM ~T WHERE id = $1 RETURNING id) SELECT id FROM gone")
        .bind(id)
        .fetch_all(pool)
        .await?;
    Ok(())
}
"""

GO = """
insert C
func ~f(ctx context.Context, tx *sql.Tx, row []any) error {
	_, err := tx.ExecContext(ctx, `
		§INSERT INTO ~T (~C)
		VALUES (~D)`, row...)
	return err
}
=====
update U
const ~fSQL = "§UPDATE ~T SET ~U" +
	" WHERE id = $9"

func ~f(db *sql.DB, row []any) error {
	_, err := db.Exec(~fSQL, row...)
	return err
}
"""

SQL = """
insert C
§INSERT INTO ~T (~C) VALUES
    (~X),
    (~X);
=====
update U, delete
CREATE FUNCTION ~f(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    §UPDATE ~T SET ~W WHERE id = wanted;
    §DELETE FROM ~T WHERE id = wanted;
END;
$$;
"""

BY_SUFFIX = {".ts": TYPESCRIPT, ".py": PYTHON, ".rs": RUST, ".go": GO, ".sql": SQL}

HEADS = {
    ".ts": "import { insertRow } from '@acme/db'\nimport { Pool, PoolClient } from 'pg'\n",
    ".py": "import asyncpg\nimport psycopg\n",
    ".rs": "use sqlx::PgPool;\n",
    ".go": 'package store\n\nimport (\n\t"context"\n\t"database/sql"\n)\n',
    ".sql": "",
}
"""What a file that writes begins with."""

HELPER = """import { Pool } from 'pg'

/** Adds one row and returns what the database made of it. */
export async function insertRow(db: Pool, table: string, row: Record<string, unknown>): Promise<unknown> {
    const keys = Object.keys(row)
    const places = keys.map((_, at) => `$${at + 1}`).join(', ')
    const { rows } = await db.query(
        `§INSERT INTO ${table} (${keys.join(', ')}) VALUES (${places}) RETURNING *`,
        Object.values(row)
    )
    return rows[0]
}
"""
"""The helper that the services share."""
