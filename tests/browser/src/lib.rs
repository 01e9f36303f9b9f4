//! The harness of the browser tests: a real Chromium on the real servers. It must not know what a test looks for.

mod browser;
mod commands;
mod condition;
mod console;
mod declared;
mod driver;
mod failure;
mod hurried;
pub mod joined;
mod metrics;
mod page;
pub mod panels;
mod played;
mod rebuilt;
pub mod soak;
mod spoiled;
mod stacks;
mod tasks;

pub use browser::Browser;
pub use condition::DEADLINE;
pub use declared::declare;
pub use failure::Failure;
pub use hurried::hurried;
pub use metrics::{Metrics, work_of};
pub use page::Page;
pub use played::Played;
pub use rebuilt::{copy_build, rebuild};
pub use spoiled::{changed, spoiled};
pub use stacks::{Place, baseline, place};
pub use tasks::{PACE, Recording};
