import { sql } from './db'

export interface NewAddress {
    customer_id: number
    line1: string
    city: string
    zip: string
    country_code: string
    is_default: boolean
    created_at: Date
    updated_at: Date
}

export async function signUp(email: string, passwordHash: string, firstName: string, lastName: string) {
    const [customer] = await sql`
        INSERT INTO customers_customer
            (email, password, first_name, last_name, is_superuser, is_staff, is_active, date_joined)
        VALUES
            (${email}, ${passwordHash}, ${firstName}, ${lastName}, false, false, true, now())
        RETURNING id`
    return customer.id
}

export async function openTradeAccount(customerId: number, company: string) {
    await sql`INSERT INTO customers_tradecustomer (customer_ptr_id, company) VALUES (${customerId}, ${company})`
}

export async function addAddress(address: NewAddress) {
    await sql`
        INSERT INTO customer_address ${sql(address, 'customer_id', 'line1', 'city', 'zip', 'country_code', 'is_default', 'created_at', 'updated_at')}`
}

export async function makeDefault(customerId: number, addressId: number) {
    await sql`
        UPDATE customer_address SET is_default = (id = ${addressId}), updated_at = now()
        WHERE customer_id = ${customerId}`
}

export async function earnPoints(customerId: number, points: number) {
    await sql`update "customers_customer" set "loyalty_points" = "loyalty_points" + ${points} where id = ${customerId}`
}
