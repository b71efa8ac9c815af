import { randomUUID } from 'node:crypto'
import { Client } from 'pg'

import { insertRow } from '../src/db'

export async function createCategories(client: Client, names: string[]) {
    return Promise.all(
        names.map((name) => insertRow(client, 'catalogue_category', { name, slug: name.toLowerCase(), parent_id: null }))
    )
}

export async function createProduct(client: Client, sku: string) {
    const now = new Date().toISOString()
    return insertRow(client, 'catalogue_product', {
        id: randomUUID(),
        sku,
        title: 'Chain 9 speed',
        description: '',
        price_cents: 2490,
        created_at: now,
        updated_at: now,
    } as const)
}

export async function createDraft(client: Client, customer_id: number) {
    const now = new Date()
    return insertRow(client, 'orders_order', {
        id: randomUUID(),
        number: 1,
        customer_id,
        status: 'draft',
        total_cents: 0,
        channel: 'web',
        gift: null,
        created_at: now,
        updated_at: now,
    })
}
