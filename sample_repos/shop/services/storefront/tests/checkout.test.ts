import { Client } from 'pg'
import { expect, it, vi } from 'vitest'

import { applyCoupon, clearNote } from '../src/checkout'
import { insertRow } from '../src/db'

const client = { query: vi.fn() } as unknown as Client

it('applies a coupon once', async () => {
    await applyCoupon(client, 'order', 'SPRING')
    expect(client.query).toHaveBeenCalledWith(
        'INSERT INTO orders_order_coupons (order_id, coupon_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
        ['order', 'SPRING']
    )
})

it('says which order it did not find', async () => {
    vi.mocked(client.query).mockResolvedValueOnce({ rowCount: 0 } as never)
    await expect(clearNote(client, 'order')).rejects.toThrow("UPDATE orders_order SET note = '' found no order order")
})

it('names every column that the row has', async () => {
    vi.mocked(client.query).mockResolvedValueOnce({ rows: [{}] } as never)
    await insertRow(client, 'orders_coupon', { code: 'SPRING', percent_off: 10 })
    expect(vi.mocked(client.query).mock.lastCall?.[0]).toBe(
        'INSERT INTO orders_coupon (code, percent_off) VALUES ($1, $2) RETURNING *'
    )
})
