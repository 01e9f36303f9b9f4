//! Lengths of time as people and PromQL write them; knows no moments.

/// Reads `90s`, `5m`, `1h30m`, `7d`, `250ms`; in milliseconds. `None` when it is no such text or too long.
pub fn parse(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut total: i64 = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let letters = rest
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(rest.len());
        let scale = match rest.get(..letters)? {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            "w" => 604_800_000,
            "y" => 31_536_000_000,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(scale)?)?;
        rest = rest.get(letters..)?;
    }
    Some(total)
}

/// PromQL's own form of whole seconds: `5m`, `90s`.
pub fn promql(milliseconds: i64) -> String {
    let seconds = milliseconds / 1000;
    match seconds {
        s if s > 0 && s % 86_400 == 0 => format!("{}d", s / 86_400),
        s if s > 0 && s % 3600 == 0 => format!("{}h", s / 3600),
        s if s > 0 && s % 60 == 0 => format!("{}m", s / 60),
        s => format!("{s}s"),
    }
}

/// An age in words, its two largest parts: `4 s`, `14 min`, `2 h 5 min`, `9 d 4 h`.
pub fn words(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / 1000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => match seconds % 60 {
            left if minutes < 5 && left > 0 => format!("{minutes} min {left} s"),
            _ => format!("{minutes} min"),
        },
        3600..86_400 => match minutes % 60 {
            0 => format!("{hours} h"),
            left => format!("{hours} h {left} min"),
        },
        _ => match hours % 24 {
            0 => format!("{days} d"),
            left => format!("{days} d {left} h"),
        },
    }
}

/// What is left of a term, as a clock shows it: `02:10`, `3:56:40`. Parts of a second count down to the end.
pub fn countdown(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes:02}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// How long something took, its two largest parts: `12s`, `3m12s`, `1h05m`, `2d3h`.
pub fn compact(milliseconds: i64) -> String {
    let seconds = milliseconds.max(0) / 1000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{minutes}m{:02}s", seconds % 60),
        3600..86_400 => format!("{hours}h{:02}m", minutes % 60),
        _ => format!("{days}d{}h", hours % 24),
    }
}
