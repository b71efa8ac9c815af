import { Client } from 'pg'

export async function save(client: Client, row: Record<string, unknown>, extra: string) {
    const columns = Object.keys(row)
    await client.query(`INSERT INTO part (${columns.join(', ')}) VALUES (${columns.map((_, i) => `$${i + 1}`)})`)
    await client.query(`INSERT INTO part (name${extra}) VALUES ($1)`, [row.name])
    await client.query(`INSERT INTO ${process.env.TABLE} (name) VALUES ($1)`, [row.name])
    await client.query(`INSERT INTO part (name) VALUES ($1)`, [row.name])
}
