//! One spelling for expressions that ask the same, so that the handbook's can be compared with a server's reprint; knows
//! no rules and no servers.

use super::expression::{Token, tokens};
use crate::domain::order;
use crate::float;

/// The aggregations: the words that labels may follow.
const AGGREGATIONS: [&str; 14] = [
    "sum",
    "avg",
    "count",
    "min",
    "max",
    "group",
    "stddev",
    "stdvar",
    "topk",
    "bottomk",
    "quantile",
    "count_values",
    "limitk",
    "limit_ratio",
];

/// Words that a list of labels follows.
const LISTS: [&str; 6] = [
    "by",
    "without",
    "on",
    "ignoring",
    "group_left",
    "group_right",
];

/// Words that stand between two expressions, or before a part of one.
const JOINTS: [&str; 6] = ["and", "or", "unless", "atan2", "bool", "offset"];

/// A token, or a bracket with what it encloses.
#[derive(Clone, Debug)]
enum Node {
    Leaf(Token),
    Group(&'static str, Vec<Node>),
}

/// Whether two expressions ask the same. They do when they differ in spaces, comments, quotes, the way a number or length
/// is written, the place of `by` and `without`, the order of labels and matchers, and parentheses that hold nothing
/// together. What cannot be read is the same only letter by letter.
pub fn same(left: &str, right: &str) -> bool {
    match (canonical(left), canonical(right)) {
        (Some(left), Some(right)) => left == right,
        _ => left.trim() == right.trim(),
    }
}

/// The one spelling; `None` when the text cannot be read.
fn canonical(text: &str) -> Option<String> {
    let tokens = tokens(text).ok()?;
    let mut out = String::new();
    write(&settle(tree(&mut tokens.into_iter())), &mut out);
    Some(out)
}

/// Nests what brackets enclose; reads to the bracket that closes the current level.
fn tree(tokens: &mut std::vec::IntoIter<Token>) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            Token::Sign(open @ ("(" | "{" | "[")) => nodes.push(Node::Group(open, tree(tokens))),
            Token::Sign(")" | "}" | "]") => break,
            token => nodes.push(Node::Leaf(token)),
        }
    }
    nodes
}

/// One level of an expression in its one spelling.
fn settle(nodes: Vec<Node>) -> Vec<Node> {
    let mut settled: Vec<Node> = Vec::new();
    let mut nodes = nodes.into_iter().peekable();
    while let Some(node) = nodes.next() {
        match node {
            Node::Leaf(Token::Word(word)) => settled.push(Node::Leaf(Token::Word(lowered(word)))),
            // A plus before a number says nothing where no value stands before it.
            Node::Leaf(Token::Sign("+"))
                if matches!(nodes.peek(), Some(Node::Leaf(Token::Number(_))))
                    && settled.last().is_none_or(is_operator) => {}
            Node::Group("{", inner) => {
                let mut matchers = arguments(inner);
                order::by_key(&mut matchers, |matcher| written(matcher));
                if !matchers.is_empty() {
                    settled.push(Node::Group("{", joined(matchers)));
                }
            }
            Node::Group("[", inner) => {
                let seconds = |node| match node {
                    Node::Leaf(Token::Number(seconds)) => {
                        Node::Leaf(Token::Length((seconds * 1000.0).round() as i64))
                    }
                    node => node,
                };
                settled.push(Node::Group("[", inner.into_iter().map(seconds).collect()));
            }
            Node::Group(open, inner) => {
                let before = settled.last().and_then(word_of);
                if before.is_some_and(|word| LISTS.contains(&word)) {
                    labels(inner, &mut settled);
                } else {
                    let follows = nodes.peek();
                    let held = follows.is_some_and(|next| {
                        matches!(next, Node::Group("[", _) | Node::Leaf(Token::Sign("@")))
                            || word_of(next).is_some_and(|word| word.eq_ignore_ascii_case("offset"))
                    });
                    parentheses(open, inner, held, &mut settled);
                }
            }
            node => settled.push(node),
        }
    }
    // Parentheses around all of it.
    match settled.as_slice() {
        [Node::Group("(", inner)] if !has_comma(inner) => inner.clone(),
        _ => settled,
    }
}

/// A list of labels, in the order of their names, before its aggregation's values where it stood after them.
fn labels(inner: Vec<Node>, settled: &mut Vec<Node>) {
    let mut names = arguments(inner);
    order::by_key(&mut names, |name| written(name));
    let word = settled.last().and_then(word_of).unwrap_or_default();
    let says_nothing = names.is_empty() && matches!(word, "by" | "ignoring");
    if says_nothing {
        settled.pop();
        return;
    }
    let empty = names.is_empty() && word.starts_with("group_");
    let list = Node::Group("(", joined(names));
    let word = match settled.as_slice() {
        [.., aggregation, Node::Group("(", _), _]
            if word_of(aggregation).is_some_and(|name| AGGREGATIONS.contains(&name)) =>
        {
            settled.pop()
        }
        _ => None,
    };
    match word {
        Some(word) => {
            let values = settled.pop();
            settled.extend([word, list]);
            settled.extend(values);
        }
        None if empty => {}
        None => settled.push(list),
    }
}

/// Parentheses: the values of a function or an aggregation stay within theirs; others go where they enclose one thing.
fn parentheses(open: &'static str, inner: Vec<Node>, held: bool, settled: &mut Vec<Node>) {
    let values: Vec<Vec<Node>> = arguments(inner).into_iter().map(settle).collect();
    let is_call = match settled.as_slice() {
        [.., aggregation, list, Node::Group("(", _)] => {
            word_of(aggregation).is_some_and(|name| AGGREGATIONS.contains(&name))
                && word_of(list).is_some_and(|word| LISTS.contains(&word))
        }
        _ => false,
    } || settled
        .last()
        .and_then(word_of)
        .is_some_and(|word| !JOINTS.contains(&word) && !word.starts_with("group_"));
    match values.as_slice() {
        [value] if !is_call && !held && !value.iter().any(is_operator) => {
            settled.extend(value.iter().cloned());
        }
        _ => settled.push(Node::Group(open, joined(values))),
    }
}

fn word_of(node: &Node) -> Option<&str> {
    match node {
        Node::Leaf(Token::Word(word)) => Some(word),
        _ => None,
    }
}

/// The words of the language are the same in capitals.
fn lowered(word: String) -> String {
    let low = word.to_ascii_lowercase();
    let known = [&AGGREGATIONS[..], &LISTS, &JOINTS];
    match known.iter().any(|words| words.contains(&low.as_str())) {
        true => low,
        false => word,
    }
}

/// Whether an expression that has this at its top is more than one value.
fn is_operator(node: &Node) -> bool {
    match node {
        Node::Leaf(Token::Sign(sign)) => *sign != "@",
        Node::Leaf(Token::Word(word)) => {
            ["and", "or", "unless", "atan2", "bool"].contains(&word.as_str())
        }
        _ => false,
    }
}

fn has_comma(nodes: &[Node]) -> bool {
    nodes
        .iter()
        .any(|node| matches!(node, Node::Leaf(Token::Sign(","))))
}

/// The parts between commas; a comma at the end begins no part.
fn arguments(nodes: Vec<Node>) -> Vec<Vec<Node>> {
    let mut parts = vec![Vec::new()];
    for node in nodes {
        match (node, parts.last_mut()) {
            (Node::Leaf(Token::Sign(",")), _) => parts.push(Vec::new()),
            (node, Some(part)) => part.push(node),
            (_, None) => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn joined(parts: Vec<Vec<Node>>) -> Vec<Node> {
    parts.join(&Node::Leaf(Token::Sign(",")))
}

fn written(nodes: &[Node]) -> String {
    let mut out = String::new();
    write(nodes, &mut out);
    out
}

fn write(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Leaf(Token::Word(word)) => out.push_str(word),
            Node::Leaf(Token::Number(number)) => out.push_str(&float::plain(*number)),
            Node::Leaf(Token::Length(length)) => out.push_str(&format!("{length}ms")),
            Node::Leaf(Token::Text(text)) => out.push_str(&format!("{text:?}")),
            Node::Leaf(Token::Sign(sign)) => out.push_str(sign),
            Node::Group(open, inner) => {
                out.push_str(open);
                write(inner, out);
                out.push(')');
            }
        }
        out.push(' ');
    }
}
