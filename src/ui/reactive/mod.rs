//! What follows what: leptos' signals, memos and effects, each of one type for it. It brings a copy of its code for each type
//! of value, which was a fifth of the program. Knows no value.

mod effect;
mod memo;
mod signal;

pub use effect::effect;
pub use memo::Memo;
pub use signal::{ReadSignal, RwSignal, signal};
