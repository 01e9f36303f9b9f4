//! Floats out of text and into it, as the standard library reads and writes them. On the page the browser does it: the
//! library's tables for it are 12 kB that do not compress, and their code as much. Knows no unit.

/// A decimal number, such as `-0.25`, `.5` or `1e+21`; the nearest float. `None` for anything else, also for words such as `NaN`.
pub fn parse(text: &str) -> Option<f64> {
    let legal = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    // A browser reads nothing as 0, and other things than decimal numbers, too.
    if text.is_empty() || !text.bytes().all(legal) {
        return None;
    }
    browser::read(text).filter(|number| !number.is_nan())
}

/// A number with so many decimals: `-0.25`. What is half way goes away from zero.
pub fn fixed(value: f64, decimals: usize) -> String {
    // By whole numbers where they suffice: the first chart of a page waits until what it calls is compiled.
    let unit = 10_u64.pow(decimals.min(6) as u32);
    let scaled = (value.abs() * unit as f64 + 0.5).floor();
    if !(scaled < 9e15 && decimals <= 6) {
        return browser::fixed(value, decimals);
    }
    let scaled = scaled as u64;
    let sign = if value < 0.0 && scaled > 0 { "-" } else { "" };
    let mut text = sign.to_owned() + &(scaled / unit).to_string();
    if decimals > 0 {
        text.push('.');
        // The 1 before them keeps their zeros.
        let digits = (unit + scaled % unit).to_string();
        text.push_str(digits.get(1..).unwrap_or_default());
    }
    text
}

/// A number in as few digits as are read as the same one: `0.1`, `1700000000.5`.
pub fn plain(value: f64) -> String {
    browser::plain(value)
}

/// A length, as style sheets have it: `12.5px`.
pub fn pixels(length: f64) -> String {
    plain(length) + "px"
}

/// A share of a whole, as style sheets have it: `25.00%`.
pub fn percent(share: f64) -> String {
    fixed(share * 100.0, 2) + "%"
}

/// A number with so many decimals and an exponent: `1.50e-4`.
pub fn scientific(value: f64, decimals: usize) -> String {
    browser::scientific(value, decimals).replace('+', "")
}

/// The browser's own reading and writing.
#[cfg(target_arch = "wasm32")]
mod browser {
    use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

    #[wasm_bindgen]
    extern "C" {
        type Number;
        #[wasm_bindgen(method, js_name = toFixed)]
        fn to_fixed(this: &Number, decimals: usize) -> String;
        #[wasm_bindgen(method, js_name = toExponential)]
        fn to_exponential(this: &Number, decimals: usize) -> String;
        #[wasm_bindgen(method, js_name = toString)]
        fn to_text(this: &Number) -> String;
    }

    fn number(value: f64) -> Number {
        JsValue::from_f64(value).unchecked_into()
    }

    pub fn read(text: &str) -> Option<f64> {
        Some(JsValue::from_str(text).unchecked_into_f64())
    }

    pub fn plain(value: f64) -> String {
        number(value).to_text()
    }

    pub fn fixed(value: f64, decimals: usize) -> String {
        number(value).to_fixed(decimals)
    }

    pub fn scientific(value: f64, decimals: usize) -> String {
        number(value).to_exponential(decimals)
    }
}

/// The standard library in its place.
#[cfg(not(target_arch = "wasm32"))]
mod browser {
    pub fn read(text: &str) -> Option<f64> {
        text.parse().ok()
    }

    pub fn plain(value: f64) -> String {
        value.to_string()
    }

    pub fn fixed(value: f64, decimals: usize) -> String {
        format!("{value:.decimals$}")
    }

    pub fn scientific(value: f64, decimals: usize) -> String {
        format!("{value:.decimals$e}")
    }
}
