//! `soak`: a wall screen through a day of refreshes in compressed time. It must not know what is measured.

use crate::failure::Failure;
use crate::{bundle, process, setup};

/// Builds the page and runs the soak for so many simulated hours; its figures are printed as they come.
pub fn soak(hours: u8) -> Result<(), Failure> {
    bundle::build(&setup::set_up()?)?;
    let mut command = process::cargo();
    command.args(["run", "--package", "browser", "--bin", "soak", "--"]);
    process::succeed(command.arg(hours.to_string()), "The soak")
}
