//! The record of incidents: immutable events, what follows from them, and the texts and files made of it. Knows no page,
//! no network, no storage, and no present moment.

mod archive;
pub mod clocks;
pub mod event;
pub mod export;
pub mod fold;
pub mod id;
mod json;
pub mod ladder;
pub mod link;
pub mod policy;
pub mod record;
pub mod standing;
pub mod state;
pub mod timeline;
mod wire;
