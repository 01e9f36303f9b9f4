//! Waiting for a condition, never for a guessed time. It must not know what is waited for.

use crate::error::StackError;
use std::time::{Duration, Instant};

/// Asks `probe` until it gives a value. It answers with what it saw instead, which a failure quotes, or ends the wait
/// early by a real error. `what` says in words what is waited for.
pub fn until<T>(
    what: &str,
    limit: Duration,
    mut probe: impl FnMut() -> Result<Result<T, String>, StackError>,
) -> Result<T, StackError> {
    let began = Instant::now();
    // Short at first, since most servers here answer within some milliseconds.
    let mut pause = Duration::from_millis(10);
    loop {
        match probe()? {
            Ok(value) => return Ok(value),
            Err(last) if began.elapsed() > limit => {
                return Err(StackError::Late {
                    what: what.to_owned(),
                    seconds: limit.as_secs_f64(),
                    last,
                });
            }
            Err(_) => std::thread::sleep(pause),
        }
        pause = (pause * 2).min(Duration::from_millis(100));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_ends_with_the_value_or_tells_the_last_thing_seen() {
        let mut calls = 0;
        let value = until("three", Duration::from_secs(5), || {
            calls += 1;
            Ok(if calls == 3 {
                Ok(calls)
            } else {
                Err("not yet".into())
            })
        });
        assert_eq!(value.unwrap(), 3);

        let late = until::<()>("rain", Duration::ZERO, || Ok(Err("sun".into()))).unwrap_err();
        assert_eq!(
            late.to_string(),
            "Waited 0 s for this in vain: rain. Last seen: sun"
        );
    }
}
