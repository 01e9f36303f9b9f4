//! The short soak: a part of a day on the wall. The whole day is `cargo xtask soak`.

use browser::soak::{Plan, options, soak};
use browser::{Failure, place};
use stack::Stack;

#[test]
fn refreshes_of_a_wall_leave_nothing_behind() -> Result<(), Failure> {
    let _place = place();
    let stack = Stack::start(&options(2))?;
    // Six slides of half a minute are a turn.
    let plan = Plan {
        minutes: 15,
        samples: 3,
    };
    soak(&stack, plan, |line| println!("{line}")).map(drop)
}
