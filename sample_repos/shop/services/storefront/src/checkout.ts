import { randomUUID } from 'node:crypto'
import { Client } from 'pg'

import { insertRow } from './db'

export interface BasketLine {
    sku: string
    quantity: number
    unitPriceCents: number
    discountCents?: number
}

interface OrderLineRow {
    order_id: string
    sku: string
    quantity: number
    unit_price_cents: number
    discount_cents?: number
    [key: string]: unknown
}

export async function placeOrder(client: Client, customer_id: number, lines: BasketLine[]): Promise<string> {
    const now = new Date()
    const total = lines.reduce((sum, line) => sum + line.quantity * line.unitPriceCents, 0)
    const order = await insertRow(client, 'orders_order', {
        id: randomUUID(),
        customer_id,
        status: 'placed',
        total_cents: total,
        channel: 'web', // the shop assistants' app says 'counter'
        gift: false,
        placed_at: now,
        created_at: now,
        updated_at: now,
    })
    await Promise.all(lines.map((line) => addLine(client, order.id, line)))
    return order.id
}

async function addLine(client: Client, order_id: string, line: BasketLine): Promise<void> {
    const row: OrderLineRow = {
        order_id,
        sku: line.sku,
        quantity: line.quantity,
        unit_price_cents: line.unitPriceCents,
    }
    if (line.discountCents) {
        row.discount_cents = line.discountCents
    }
    await insertRow(client, 'orders_orderline', row)
}

/** Staff add a line by telephone; nobody negotiates there. */
export async function addPhoneLine(client: Client, orderId: string, sku: string, cents: number): Promise<void> {
    await client.query(
        `INSERT INTO orders_orderline (order_id, sku, quantity, unit_price_cents) VALUES ($1, $2, 1, $3)`,
        [orderId, sku, cents]
    )
}

export async function applyCoupon(client: Client, orderId: string, code: string): Promise<void> {
    // Was: INSERT INTO orders_order_coupons VALUES ($1, $2)
    await client.query(
        'INSERT INTO orders_order_coupons (order_id, coupon_id) ' + 'VALUES ($1, $2) ' + 'ON CONFLICT DO NOTHING',
        [orderId, code]
    )
}

export async function clearNote(client: Client, orderId: string): Promise<void> {
    const changed = await client.query(`UPDATE orders_order SET note = NULL, updated_at = now() WHERE id = $1`, [orderId])
    if (changed.rowCount === 0) {
        throw new Error(`UPDATE orders_order SET note = '' found no order ${orderId}`)
    }
}
