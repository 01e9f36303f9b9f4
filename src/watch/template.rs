//! Prometheus' templates in annotations, as far as rules mostly use them: labels, the value, and ways to write it. What
//! is not known stays as it stands. Knows no rules.

use crate::{domain::labels::Labels, float};

/// Fills `{{ $labels.job }}`, `{{ $value }}`, `{{ $value | humanizePercentage }}` and the like.
pub fn expand(text: &str, labels: &Labels, value: f64) -> String {
    replace(text, |inner| action(inner, labels, value))
}

/// The same for those who read of the rule and of no alert: `{{ $labels.job }}` is `(job)`.
pub fn named(text: &str) -> String {
    replace(text, |inner| {
        let value = inner.split('|').next()?;
        let name = value
            .rsplit(['.', '$', ' '])
            .find(|word| !word.is_empty())?;
        Some(format!("({name})"))
    })
}

/// Each action in its braces, replaced by words; what has none stays as it stands.
fn replace(text: &str, words: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((inner, tail)) = after.split_once("}}") else {
            break;
        };
        out.push_str(before);
        match words(inner) {
            Some(words) => out.push_str(&words),
            None => {
                out.push_str("{{");
                out.push_str(inner);
                out.push_str("}}");
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// What a pipeline holds on its way.
enum Piped {
    Number(f64),
    Text(String),
}

/// One action; `None` when it is not understood.
fn action(text: &str, labels: &Labels, value: f64) -> Option<String> {
    let mut steps = text.split('|').map(str::trim);
    let mut piped = first(steps.next()?, labels, value)?;
    for step in steps {
        piped = apply(step, &piped)?;
    }
    Some(match piped {
        Piped::Number(number) => plain(number),
        Piped::Text(text) => text,
    })
}

fn first(step: &str, labels: &Labels, value: f64) -> Option<Piped> {
    if matches!(step, "$value" | ".Value") {
        return Some(Piped::Number(value));
    }
    let name = step
        .strip_prefix("$labels.")
        .or_else(|| step.strip_prefix(".Labels."));
    if let Some(name) = name {
        let legal = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let text = labels.get(name).unwrap_or_default().to_owned();
        return name.chars().all(legal).then_some(Piped::Text(text));
    }
    // `humanize $value`, `printf "%.2f" $value`: the function first.
    let (function, argument) = step.rsplit_once(' ')?;
    let argument = argument.trim();
    if argument.contains(' ') || !(argument.starts_with('$') || argument.starts_with('.')) {
        return None;
    }
    apply(function.trim(), &first(argument, labels, value)?)
}

fn apply(function: &str, piped: &Piped) -> Option<Piped> {
    let text = match (function, piped) {
        ("toUpper", Piped::Text(text)) => text.to_uppercase(),
        ("toLower", Piped::Text(text)) => text.to_lowercase(),
        ("humanize", Piped::Number(number)) => humanize(
            *number,
            1000.0,
            &["", "k", "M", "G", "T", "P", "E", "Z", "Y"],
        ),
        ("humanize1024", Piped::Number(number)) => humanize(
            *number,
            1024.0,
            &["", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"],
        ),
        ("humanizePercentage", Piped::Number(number)) => {
            format!("{}%", four_figures(number * 100.0))
        }
        ("humanizeDuration", Piped::Number(number)) => duration(*number),
        (printf, Piped::Number(number)) => {
            let format = printf.strip_prefix("printf")?.trim();
            let format = format.strip_prefix('"')?.strip_suffix('"')?;
            let (before, verb) = format.split_once('%')?;
            let (verb, after) = verb.split_at(verb.find('f')? + 1);
            let decimals: usize = match verb {
                "f" => 6,
                verb => verb.strip_prefix('.')?.strip_suffix('f')?.parse().ok()?,
            };
            // A doubled percent sign is one; what else is escaped is not known.
            let after = after.replace("%%", "\u{0}");
            if decimals > 20 || before.contains('\\') || after.contains(['%', '\\']) {
                return None;
            }
            format!("{before}{number:.decimals$}{}", after.replace('\u{0}', "%"))
        }
        _ => return None,
    };
    Some(Piped::Text(text))
}

/// A number as Go prints it: whole where it is whole, with an exponent where it is very large or small.
fn plain(number: f64) -> String {
    if !number.is_finite() {
        return special(number);
    }
    let size = number.abs();
    if size != 0.0 && !(1e-4..1e21).contains(&size) {
        return exponential(number);
    }
    number.to_string()
}

fn special(number: f64) -> String {
    match number {
        number if number.is_nan() => "NaN",
        number if number > 0.0 => "+Inf",
        _ => "-Inf",
    }
    .to_owned()
}

/// Four figures, without zeros at the end: Go's `%.4g`.
fn four_figures(number: f64) -> String {
    if !number.is_finite() {
        return special(number);
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    // Rounding first: 9.99996 has one figure more before its point.
    let rounded: f64 = float::parse(&format!("{number:.3e}")).unwrap_or(number);
    let magnitude = rounded.abs().log10().floor() as i32;
    if !(-4..4).contains(&magnitude) {
        return exponential(rounded);
    }
    let text = format!(
        "{rounded:.*}",
        usize::try_from(3 - magnitude).unwrap_or_default()
    );
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// `1.5e+21`.
fn exponential(number: f64) -> String {
    let text = format!("{number:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, digits) = exponent
        .strip_prefix('-')
        .map_or(('+', exponent), |digits| ('-', digits));
    format!("{mantissa}e{sign}{digits:0>2}")
}

fn humanize(number: f64, base: f64, larger: &[&str]) -> String {
    const SMALLER: [&str; 9] = ["", "m", "u", "n", "p", "f", "a", "z", "y"];
    if number == 0.0 || !number.is_finite() {
        return four_figures(number);
    }
    let (mut scaled, mut power) = (number, 0);
    if number.abs() >= 1.0 {
        while scaled.abs() >= base && power + 1 < larger.len() {
            scaled /= base;
            power += 1;
        }
        return format!(
            "{}{}",
            four_figures(scaled),
            larger.get(power).unwrap_or(&"")
        );
    }
    // Prometheus writes small numbers in powers of 1024 as they are.
    if base > 1000.0 {
        return four_figures(number);
    }
    while scaled.abs() < 1.0 && power + 1 < SMALLER.len() {
        scaled *= base;
        power += 1;
    }
    format!(
        "{}{}",
        four_figures(scaled),
        SMALLER.get(power).unwrap_or(&"")
    )
}

fn duration(seconds: f64) -> String {
    if !seconds.is_finite() {
        return four_figures(seconds);
    }
    if seconds.abs() < 1.0 {
        let text = humanize(seconds, 1000.0, &[""]);
        return format!("{text}s");
    }
    let sign = if seconds < 0.0 { "-" } else { "" };
    let whole = seconds.abs().trunc().min(1e15) as i64;
    let (days, hours, minutes) = (whole / 86_400, whole / 3600 % 24, whole / 60 % 60);
    match whole {
        86_400.. => format!("{sign}{days}d {hours}h {minutes}m {}s", whole % 60),
        3600.. => format!("{sign}{hours}h {minutes}m {}s", whole % 60),
        60.. => format!("{sign}{minutes}m {}s", whole % 60),
        _ => format!("{sign}{}s", four_figures(seconds.abs())),
    }
}
