//! Text into HTML and back, for a few tags that the renderer itself wrote; knows no Markdown.

/// Appends `text` so that it stays text, within an element and within a quoted attribute.
pub fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // A reader must not see another order than the one that is copied.
            '\u{0}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// The text that a reader sees, a block a line; for HTML that [`escape`] and the renderer wrote.
pub fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        unescape(&mut out, before);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        match tag
            .trim_start_matches('/')
            .split(' ')
            .next()
            .unwrap_or_default()
        {
            "a" | "em" | "strong" | "code" | "del" | "input" => {}
            "td" | "th" => out.push(' '),
            _ => out.push('\n'),
        }
        rest = after;
    }
    unescape(&mut out, rest);
    let lines = out
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn unescape(out: &mut String, text: &str) {
    const SIGNS: [(&str, char); 5] = [
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&amp;", '&'),
    ];
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, sign) = rest.split_at(at);
        out.push_str(before);
        let known = SIGNS.iter().find(|(word, _)| sign.starts_with(word));
        let (length, c) = known.map_or((1, '&'), |(word, c)| (word.len(), *c));
        out.push(c);
        rest = sign.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
}
