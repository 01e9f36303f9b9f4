//! The names of other systems in rendered prose, as links where their addresses are known. Knows no configuration.

use super::html::escape;

/// How the handbook names a system, and what the configuration calls it.
const SYSTEMS: [(&str, &str); 8] = [
    ("Sentry", "sentry"),
    ("Kibana", "kibana"),
    ("PagerDuty", "pagerduty"),
    ("Slack", "slack"),
    ("Confluence", "wiki"),
    ("wiki", "wiki"),
    ("status page", "status-page"),
    ("Prometheus", "prometheus"),
];

/// HTML of the renderer with the names of systems as links. Links and code are left
/// as they are. `address` knows where a system is.
pub fn linked(html: &str, address: impl Fn(&str) -> Option<String>) -> String {
    let known: Vec<(&str, String)> = SYSTEMS
        .iter()
        .filter_map(|(name, system)| Some((*name, address(system)?)))
        .collect();
    if known.is_empty() {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // Within a link or code nothing is linked; these do not hold each other's tags unclosed.
    let mut closed_at: Option<&str> = None;
    while let Some((text, after)) = rest.split_once('<') {
        piece(&mut out, text, closed_at.is_none(), &known);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        out.push('<');
        out.push_str(tag);
        out.push('>');
        closed_at = match (closed_at, tag.split(' ').next().unwrap_or_default()) {
            (None, "a") => Some("/a"),
            (None, "code") => Some("/code"),
            (Some(end), tag) if tag == end => None,
            (open, _) => open,
        };
        rest = after;
    }
    piece(&mut out, rest, closed_at.is_none(), &known);
    out
}

fn piece(out: &mut String, text: &str, may_link: bool, known: &[(&str, String)]) {
    let first = known.iter().filter_map(|(name, address)| {
        let at = word(text, name).filter(|_| may_link)?;
        Some((at, at + name.len(), address))
    });
    let Some((start, end, address)) = first.min_by_key(|(start, ..)| *start) else {
        out.push_str(text);
        return;
    };
    let (before, name) = (text.get(..start), text.get(start..end));
    out.push_str(before.unwrap_or_default());
    out.push_str("<a href=\"");
    escape(out, address);
    out.push_str("\" target=\"_blank\" rel=\"noreferrer noopener\">");
    out.push_str(name.unwrap_or_default());
    out.push_str("</a>");
    piece(out, text.get(end..).unwrap_or_default(), may_link, known);
}

/// Where a word stands by itself, in capital or small letters.
fn word(text: &str, word: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let wanted = word.to_ascii_lowercase();
    let part = |c: char| c.is_alphanumeric() || c == '_';
    lower.match_indices(&wanted).map(|(at, _)| at).find(|at| {
        let before = lower.get(..*at).unwrap_or_default();
        let after = lower.get(at + wanted.len()..).unwrap_or_default();
        !before.ends_with(part) && !after.starts_with(part)
    })
}
