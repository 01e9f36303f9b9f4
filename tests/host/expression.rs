//! PromQL read as tokens: which expressions ask the same, and what the limit at an expression's end is.

use sre_portal::handbook::{
    canonical::same,
    expression::{Token, limit, tokens},
};

#[test]
fn expressions_that_ask_the_same_are_the_same() {
    for (left, right) in [
        // As Prometheus reprints them.
        (
            "sum(rate(a{b=~\"5..\"}[5m])) by (service) /\n sum(rate(a[5m])) by (service) > 0.05",
            "sum by (service) (rate(a{b=~\"5..\"}[5m])) / sum by (service) (rate(a[5m])) > 0.05",
        ),
        ("sum by(le) (a)", "sum(a) by (le)"),
        ("topk(3, a) by (b)", "topk by (b) (3, a)"),
        ("SUM(a) BY (b)", "sum by (b) (a)"),
        ("a OR b And c", "a or b and c"),
        ("sum without () (a)", "sum(a) without ()"),
        ("sum by () (a)", "sum(a)"),
        ("sum by (b, c,) (a)", "sum(a) by (c, b)"),
        ("rate(a[60s])", "rate(a[1m])"),
        ("rate(a[300])", "rate(a[5m])"),
        ("rate(a[90s])", "rate(a[1m30s])"),
        ("a offset 1w", "a offset 7d"),
        ("a offset 365d", "a offset 1y"),
        ("max_over_time(a[1h:60s])", "max_over_time(a[1h:1m])"),
        ("a{b='c'}", "a{b=\"c\"}"),
        ("a{b=`\\d`}", "a{b=\"\\\\d\"}"),
        ("a{b=\"\\x41\\u0042\\103\"}", "a{b='ABC'}"),
        ("a{}", "a"),
        ("a{b=\"1\",c=\"2\",}", "a{c=\"2\", b=\"1\"}"),
        ("a > 1e3", "a > 1000"),
        ("a > 0x10", "a > 16"),
        ("a > .5", "a > 0.50"),
        ("a > +Inf", "a > inf"),
        ("a > +5", "a > 5"),
        ("a # why\n > 5 # so", "a > 5"),
        ("(a > 5)", "a > 5"),
        ("((a)) > (5)", "a > 5"),
        ("sum((a + b))", "sum(a + b)"),
        ("(rate(a[5m])) / (b)", "rate(a[5m]) / b"),
        ("a / on(b) group_left c", "a / on (b) group_left () c"),
        ("a / ignoring() b", "a / b"),
        ("a @ start()", "a @ start ()"),
    ] {
        assert!(same(left, right), "{left}  <>  {right}");
        assert!(same(right, left), "{right}  <>  {left}");
    }
}

#[test]
fn expressions_that_ask_something_else_are_told_apart() {
    for (left, right) in [
        ("a > 0.05", "a > 0.06"),
        ("a > 5", "a >= 5"),
        ("a > 5", "a < 5"),
        ("a > bool 5", "a > 5"),
        ("a > -5", "a > 5"),
        ("a - 5", "a 5"),
        ("a + 5", "a 5"),
        ("rate(a[5m])", "rate(a[6m])"),
        ("rate(a[5m])", "irate(a[5m])"),
        ("sum by (b) (a)", "sum without (b) (a)"),
        ("sum by (b) (a)", "sum by (c) (a)"),
        ("sum by (b) (a)", "sum(a)"),
        ("sum without () (a)", "sum(a)"),
        ("a / on() b", "a / b"),
        ("a / on(b) group_left c", "a / on(b) c"),
        ("a{b=\"1\"}", "a{b=~\"1\"}"),
        ("a{b=\"1\"}", "a{b=\"2\"}"),
        ("a{b=\"1\"}", "a"),
        ("a offset 5m", "a"),
        ("a @ 5", "a @ 6"),
        ("(a + b) * c", "a + b * c"),
        ("-(a + b)", "-a + b"),
        ("(a)[5m:1m]", "(a)[5m:2m]"),
        ("(a + b)[5m:1m]", "a + b[5m:1m]"),
        ("f(a, b)", "f(a)"),
        ("topk(3, a)", "topk(a, 3)"),
        ("A > 1", "a > 1"),
        ("a or b", "a and b"),
    ] {
        assert!(!same(left, right), "{left}  ==  {right}");
    }
}

#[test]
fn what_cannot_be_read_is_compared_by_letters_and_ends() {
    let deep = format!("{}a{}", "(".repeat(50_000), ")".repeat(50_000));
    for text in [
        "a{b=\"c",
        "(a",
        "a)",
        "a]",
        "(a}",
        "a ~ b",
        "\u{202e}",
        "5q",
        deep.as_str(),
    ] {
        assert!(tokens(text).is_err(), "{}", &text[..text.len().min(20)]);
        assert!(same(text, &format!("{text} ")));
        assert!(!same(text, "a"));
    }
    assert!(tokens("").expect("nothing is nothing").is_empty());
    assert_eq!(
        tokens("a[1h:5m]").expect("reads").last(),
        Some(&Token::Sign("]"))
    );
}

#[test]
fn the_limit_stands_at_the_end() {
    for (text, expected) in [
        ("a / b > 0.05", Some((">", 0.05))),
        (
            "histogram_quantile(0.95, sum by (le) (a)) > 1",
            Some((">", 1.0)),
        ),
        ("(a > 5)", Some((">", 5.0))),
        ("((a)) >= bool 5", Some((">=", 5.0))),
        ("a < -3", Some(("<", -3.0))),
        ("a == 0", Some(("==", 0.0))),
        ("a > 5 # why > 6", Some((">", 5.0))),
        ("a{b=\"> 7\"}", None),
        ("absent(a)", None),
        ("vector(1)", None),
        ("a > b", None),
        ("a > 5 and b > 3", None),
        ("a > 5 or b > 3", None),
        ("(a > 5) or (b > 3)", None),
        ("f(a or b) > 3", Some((">", 3.0))),
        ("a > 5 > ", None),
        ("((", None),
    ] {
        assert_eq!(limit(text), expected, "{text}");
    }
}
