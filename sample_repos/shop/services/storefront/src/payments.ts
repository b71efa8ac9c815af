import { Client } from 'pg'

import { insertRow } from './db'

const START_PAYMENT = `
    INSERT INTO payments_payment AS payment (id, order_id, amount_cents, provider, idempotency_key)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE SET state = 'pending', failure_reason = NULL
    WHERE payment.state = 'failed'`

export async function startPayment(client: Client, values: [string, string, number, string, string]): Promise<void> {
    await client.query(START_PAYMENT, values)
}

/** Cash on delivery: the carrier collects it. */
export async function recordCash(client: Client, id: string, orderId: string, cents: number): Promise<void> {
    await client.query(
        `INSERT INTO payments_payment (id, order_id, amount_cents, psp, state, idempotency_key)
         VALUES ($1, $2, $3, 'cash', 'captured', gen_random_uuid())`,
        [id, orderId, cents]
    )
}

export async function recordWebhook(client: Client, paymentId: string, kind: string, payload: unknown): Promise<void> {
    await client.query(`INSERT INTO payments_event (payment_id, kind, payload) VALUES ($1, $2, $3::jsonb)`, [
        paymentId,
        kind,
        JSON.stringify(payload),
    ])
}

export async function recordPoll(client: Client, payment_id: string, payload: string): Promise<void> {
    await insertRow(client, 'payments_event', { payment_id, kind: 'polled', payload, ['source']: 'poll' })
}
