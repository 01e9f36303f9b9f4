//! PromQL as tokens, and what can be read off them: whether two expressions ask the same, and the limit at the end of
//! one. Knows no functions' meaning.

use crate::{domain::duration, float};

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A name or a keyword.
    Word(String),
    /// A number.
    Number(f64),
    /// A length of time (milliseconds).
    Length(i64),
    /// A text, its quotes and escapes resolved.
    Text(String),
    /// An operator, a bracket or a comma.
    Sign(&'static str),
}

/// What cannot be read: what stands there and what was expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rest of the line from where reading stopped.
    pub found: String,
    /// What should stand there.
    pub expected: &'static str,
}

/// Operators and brackets, the longer ones first.
const SIGNS: [&str; 23] = [
    "=~", "!~", "==", "!=", ">=", "<=", ">", "<", "=", "+", "-", "*", "/", "%", "^", "@", ",", "(",
    ")", "{", "}", "[", "]",
];

/// Brackets within brackets, at most: whoever walks them by recursion must come back.
const DEEPEST: usize = 100;

/// What closes an opening bracket.
fn closing(open: &str) -> Option<&'static str> {
    match open {
        "(" => Some(")"),
        "{" => Some("}"),
        "[" => Some("]"),
        _ => None,
    }
}

/// Splits an expression into tokens, without spaces and comments.
///
/// # Errors
/// At the first text or bracket that does not end, and at the first character that begins no token.
pub fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut found = Vec::new();
    let mut open: Vec<(&str, &str)> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let fault = |expected| Fault {
            found: rest.lines().next().unwrap_or_default().to_owned(),
            expected,
        };
        if first.is_whitespace() {
            rest = rest.trim_start();
        } else if first == '#' {
            rest = rest.split_once('\n').map_or("", |(_, next)| next);
        } else if matches!(first, '"' | '\'' | '`') {
            let (value, length) = quoted(rest).ok_or_else(|| fault("a closing quote"))?;
            found.push(Token::Text(value));
            rest = rest.get(length..).unwrap_or_default();
        } else if first.is_ascii_digit() || first == '.' {
            let (token, length) =
                number(rest).ok_or_else(|| fault("a number or a length of time"))?;
            found.push(token);
            rest = rest.get(length..).unwrap_or_default();
        } else if first == ':' && open.last().is_some_and(|(close, _)| *close == "]") {
            // A range with a step, `[5m:1m]`: elsewhere a colon may begin a name.
            found.push(Token::Sign(":"));
            rest = rest.get(1..).unwrap_or_default();
        } else if first.is_ascii_alphabetic() || first == '_' || first == ':' {
            let legal = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
            let (word, next) = rest.split_at(rest.find(|c| !legal(c)).unwrap_or(rest.len()));
            found.push(word_or_number(word));
            rest = next;
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let sign = sign.ok_or_else(|| fault("PromQL"))?;
            if let Some(close) = closing(sign) {
                if open.len() == DEEPEST {
                    return Err(fault("fewer brackets within brackets"));
                }
                open.push((close, rest));
            } else if matches!(*sign, ")" | "}" | "]")
                && open.pop().map(|(close, _)| close) != Some(sign)
            {
                return Err(fault("an opening bracket before it"));
            }
            found.push(Token::Sign(sign));
            rest = rest.get(sign.len()..).unwrap_or_default();
        }
    }
    match open.pop() {
        Some((_, from)) => Err(Fault {
            found: from.lines().next().unwrap_or_default().to_owned(),
            expected: "a closing bracket",
        }),
        None => Ok(found),
    }
}

fn word_or_number(word: &str) -> Token {
    match word.to_ascii_lowercase().as_str() {
        "inf" => Token::Number(f64::INFINITY),
        "nan" => Token::Number(f64::NAN),
        _ => Token::Word(word.to_owned()),
    }
}

/// A number or a length of time at the start of `text`, and how many bytes it takes.
fn number(text: &str) -> Option<(Token, usize)> {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_';
    let mut length = text.find(|c| !legal(c)).unwrap_or(text.len());
    let head = text.get(..length)?;
    let hexadecimal = head.strip_prefix("0x").or_else(|| head.strip_prefix("0X"));
    if let Some(digits) = hexadecimal {
        let value = u64::from_str_radix(digits, 16).ok()?;
        return Some((Token::Number(value as f64), length));
    }
    if head.ends_with(['e', 'E']) && head.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        // The exponent's sign and digits.
        let tail = text.get(length..)?;
        let digits = tail.get(1..).unwrap_or_default();
        let end = digits
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(digits.len());
        if tail.starts_with(['+', '-']) && end > 0 {
            length += 1 + end;
        }
    }
    let whole = text.get(..length)?;
    if let Some(value) = float::parse(&whole.replace('_', "")) {
        return Some((Token::Number(value), length));
    }
    duration::parse(whole).map(|value| (Token::Length(value), length))
}

/// The text between the quotes at the start of `text`, and how many bytes it takes with them.
fn quoted(text: &str) -> Option<(String, usize)> {
    let quote = text.chars().next()?;
    let mut value = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            _ if c == quote => return Some((value, at + 1)),
            '\\' if quote != '`' => {
                let (_, escape) = characters.next()?;
                let mut code = |count: usize, first: Option<char>, radix| {
                    let digits: String = first
                        .into_iter()
                        .chain(characters.by_ref().take(count).map(|(_, c)| c))
                        .collect();
                    u32::from_str_radix(&digits, radix)
                        .ok()
                        .and_then(char::from_u32)
                };
                value.push(match escape {
                    'a' => '\u{7}',
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'v' => '\u{b}',
                    'x' => code(2, None, 16)?,
                    'u' => code(4, None, 16)?,
                    'U' => code(8, None, 16)?,
                    '0'..='7' => code(2, Some(escape), 8)?,
                    other => other,
                });
            }
            _ => value.push(c),
        }
    }
    None
}

/// The comparison at the end of an expression and its number: `>` and 0.05 of `a / b > 0.05`. `None` where the
/// expression ends otherwise, or joins several conditions: then no number is the limit.
pub fn limit(text: &str) -> Option<(&'static str, f64)> {
    let tokens = tokens(text).ok()?;
    let mut rest = tokens.as_slice();
    while let Some(inner) = unwrapped(rest) {
        rest = inner;
    }
    let joins = |token: &Token| matches!(token, Token::Word(word) if ["and", "or", "unless"].iter().any(|join| word.eq_ignore_ascii_case(join)));
    if at_top(rest).any(joins) {
        return None;
    }
    let (number, rest) = match rest {
        [rest @ .., Token::Sign("-"), Token::Number(number)] => (-number, rest),
        [rest @ .., Token::Number(number)] => (*number, rest),
        _ => return None,
    };
    let rest = match rest {
        [rest @ .., Token::Word(word)] if word.eq_ignore_ascii_case("bool") => rest,
        rest => rest,
    };
    match rest {
        [
            ..,
            Token::Sign(sign @ (">" | ">=" | "<" | "<=" | "==" | "!=")),
        ] => Some((sign, number)),
        _ => None,
    }
}

/// The tokens outside of all brackets.
fn at_top(tokens: &[Token]) -> impl Iterator<Item = &Token> {
    let mut depth = 0_usize;
    tokens.iter().filter(move |token| {
        match token {
            Token::Sign("(" | "{" | "[") => depth += 1,
            Token::Sign(")" | "}" | "]") => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })
}

/// What one pair of parentheses around everything encloses.
fn unwrapped(tokens: &[Token]) -> Option<&[Token]> {
    let [Token::Sign("("), inner @ .., Token::Sign(")")] = tokens else {
        return None;
    };
    // Of a single pair only its end is at the top.
    (at_top(tokens).count() == 1).then_some(inner)
}
