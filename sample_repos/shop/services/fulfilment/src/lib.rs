//! Packs what was ordered and keeps the stock right.
//!
//! Every module is one job of the worker. A job may run twice, so each statement is either an
//! `INSERT INTO shipment (order_ref) VALUES ($1) ON CONFLICT DO NOTHING` in spirit, or an update.

pub mod inbox;
pub mod prices;
pub mod shipments;
pub mod stock;
