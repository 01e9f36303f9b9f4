//! Waiting for something on the page, never for a guessed time. It must not know what the page is about.

use crate::failure::Failure;
use serde_json::Value;
use std::time::{Duration, Instant};

/// How long a condition may take where a test gives no time of its own: two refreshes of the page on a busy machine.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(100);

/// Calls `probe` until `wanted` holds of its value, and returns that. The failure tells the last value.
pub fn until(
    what: &str,
    limit: Duration,
    mut probe: impl FnMut() -> Result<Value, Failure>,
    wanted: impl Fn(&Value) -> bool,
) -> Result<Value, Failure> {
    let began = Instant::now();
    loop {
        let value = probe()?;
        if wanted(&value) {
            return Ok(value);
        }
        if began.elapsed() > limit {
            let seconds = limit.as_secs();
            return Err(Failure::new(format!(
                "Waited {seconds} s for this in vain: {what}\nLast value: {value}"
            )));
        }
        std::thread::sleep(PAUSE);
    }
}

/// JavaScript's idea of truth, for conditions written in it.
pub fn holds(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truth_is_that_of_the_page() {
        for (value, expected) in [
            (Value::Null, false),
            (0.into(), false),
            (2.into(), true),
            ("".into(), false),
            ("x".into(), true),
            (Value::Array(vec![]), true),
        ] {
            assert_eq!(holds(&value), expected, "{value}");
        }
    }

    #[test]
    fn a_wait_in_vain_tells_the_last_value() {
        let failure = until("rain", Duration::ZERO, || Ok("sun".into()), holds_never).unwrap_err();
        assert!(failure.to_string().ends_with("Last value: \"sun\""));
    }

    fn holds_never(_: &Value) -> bool {
        false
    }
}
