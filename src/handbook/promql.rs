//! Just enough of PromQL's form to see that each selector has its `$scope`; knows no functions' meaning.

/// Words of the language that are no metric names.
const WORDS: [&str; 18] = [
    "by",
    "without",
    "on",
    "ignoring",
    "group_left",
    "group_right",
    "bool",
    "offset",
    "and",
    "or",
    "unless",
    "atan2",
    "inf",
    "nan",
    "start",
    "end",
    "Inf",
    "NaN",
];

/// What is wrong with an expression: byte offset, what stands there, what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub offset: usize,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: &'static str,
}

/// The names of the metrics in a checked expression, each with its byte offset.
pub fn metrics(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("$scope").filter_map(|(slot, _)| {
        let head = text.get(..slot)?;
        let name = head.get(..head.rfind('{')?)?;
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
        let start = name.rfind(|c| !is_part(c)).map_or(0, |before| before + 1);
        Some((start, name.get(start..)?))
    })
}

/// Checks brackets, quotes and that every selector carries `$scope`.
///
/// # Errors
/// The first fault.
pub fn check(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let fault = |offset: usize, found: &str, expected| Fault {
        offset,
        found: found.to_owned(),
        expected,
    };
    let mut open: Vec<(usize, u8)> = Vec::new();
    let mut labels_follow = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        match byte {
            b'"' | b'\'' => at += quoted(rest).ok_or_else(|| fault(at, rest, "a closing quote"))?,
            b'(' => {
                let list = std::mem::take(&mut labels_follow);
                match (list, rest.find(')')) {
                    (true, Some(end)) => at += end + 1,
                    _ => {
                        open.push((at, b')'));
                        at += 1;
                    }
                }
            }
            b'{' => {
                let end = braces(rest).ok_or_else(|| fault(at, rest, "a closing '}'"))?;
                let matchers = rest.get(..end).unwrap_or_default();
                if !matchers.contains("$scope") {
                    return Err(fault(
                        at,
                        matchers,
                        "'$scope' among the matchers of each selector",
                    ));
                }
                at += end;
            }
            b'[' => {
                let end = rest
                    .find(']')
                    .ok_or_else(|| fault(at, rest, "a closing ']'"))?;
                at += end + 1;
            }
            b')' => {
                if open.pop().is_none() {
                    return Err(fault(at, ")", "an opening '(' before it"));
                }
                at += 1;
            }
            b'0'..=b'9' | b'.' => at += number(rest),
            b if b.is_ascii_alphabetic() || b == b'_' || b == b':' => {
                let end = name(rest);
                let word = rest.get(..end).unwrap_or_default();
                let next = rest.get(end..).unwrap_or_default().trim_start();
                labels_follow = matches!(
                    word,
                    "by" | "without" | "on" | "ignoring" | "group_left" | "group_right"
                );
                if !WORDS.contains(&word) && !next.starts_with('(') && !next.starts_with('{') {
                    // 'sum by (le) (…)': the aggregation's name stands before its labels.
                    let grouped = ["by", "without"]
                        .iter()
                        .any(|group| next.starts_with(group));
                    if !grouped {
                        return Err(fault(
                            at,
                            word,
                            "a selector with '{$scope}' after a metric's name",
                        ));
                    }
                }
                at += end;
            }
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    match open.pop() {
        Some((offset, _)) => Err(fault(offset, "(", "a closing ')'")),
        None => Ok(()),
    }
}

fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut escaped = false;
    for (index, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(index + 1),
            _ => {}
        }
    }
    None
}

fn braces(text: &str) -> Option<usize> {
    let mut at = 1;
    while let Some(c) = text.get(at..)?.chars().next() {
        match c {
            '}' => return Some(at + 1),
            '"' | '\'' => at += quoted(text.get(at..)?)?,
            c => at += c.len_utf8(),
        }
    }
    None
}

fn name(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != ':')
        .unwrap_or(text.len())
}

/// A number, or a length of time such as `5m`.
fn number(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_alphanumeric() && c != '.')
        .unwrap_or(text.len())
        .max(1)
}
