//! The record of incidents: immutable events, what follows from them, and the texts and files made of it. Knows no page,
//! no network, no storage, and no present moment.

mod archive;
pub mod clocks;
pub mod draft;
pub mod event;
pub mod export;
pub mod face;
pub mod fold;
pub mod handoff;
pub mod id;
mod json;
pub mod ladder;
pub mod link;
pub mod message;
pub mod notice;
pub mod plain;
pub mod policy;
pub mod postmortem;
pub mod record;
pub mod reviews;
pub mod shelf;
pub mod standing;
pub mod state;
pub mod timeline;
mod wire;
