//! Floats out of text, as the standard library reads them. On the page the browser does it: the library's table for it is
//! 10 kB that do not compress. Knows no unit.

/// A decimal number, such as `-0.25`, `.5` or `1e+21`; the nearest float. `None` for anything else, also for words such as `NaN`.
pub fn parse(text: &str) -> Option<f64> {
    let legal = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    // A browser reads nothing as 0, and other things than decimal numbers, too.
    if text.is_empty() || !text.bytes().all(legal) {
        return None;
    }
    read(text).filter(|number| !number.is_nan())
}

#[cfg(target_arch = "wasm32")]
fn read(text: &str) -> Option<f64> {
    Some(wasm_bindgen::JsValue::from_str(text).unchecked_into_f64())
}

#[cfg(not(target_arch = "wasm32"))]
fn read(text: &str) -> Option<f64> {
    text.parse().ok()
}
