import { ClickHouseClient, createClient } from '@clickhouse/client'
import { Client } from 'pg'
import postgres from 'postgres'

export const sql = postgres(process.env.DATABASE_URL ?? '')
export const clickhouse: ClickHouseClient = createClient({ url: process.env.CLICKHOUSE_URL })

export type Row = Record<string, unknown>

/** Inserts one row and returns what Postgres made of it. */
export async function insertRow<T extends Row>(client: Client, table: string, row: T): Promise<T> {
    const columns = Object.keys(row)
    const binds = columns.map((_, index) => `$${index + 1}`)
    const result = await client.query(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${binds.join(', ')}) RETURNING *`,
        Object.values(row)
    )
    return result.rows[0]
}
