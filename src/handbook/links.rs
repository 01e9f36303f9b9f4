//! Where a link of a document leads: to a page of the portal, to a file beside it, out of it, or nowhere; knows no
//! Markdown.

/// What a link's destination is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of the portal, `/runbooks/RB-003#symptoms`.
    Portal(String),
    /// A file that is served beside the portal, `/curl-format.txt`.
    File(String),
    /// A page elsewhere, or a mail address.
    External(String),
    /// Nothing that may be followed: another scheme, a trick, or a name that is no document. It is shown as text.
    Nowhere,
}

/// The path of the page that shows a document (`runbooks/RB-003.md`).
pub fn path(file: &str) -> String {
    let stem = stem(file);
    match stem {
        "incident-response" => "/response".to_owned(),
        "index" => "/runbooks".to_owned(),
        "escalation" | "on-call" | "commands" | "contacts" => format!("/{stem}"),
        _ if file.contains("/dashboards/") => format!("/dashboards/{stem}"),
        _ => format!("/runbooks/{stem}"),
    }
}

/// A document's name: `RB-003` of `runbooks/RB-003.md`.
pub fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.strip_suffix(".md").unwrap_or(name)
}

/// What `destination` means in the document `own`.
pub fn target(own: &str, destination: &str) -> Target {
    // Browsers drop tabs and line breaks from a URL and read '\' as '/': neither belongs in an honest one.
    if destination.is_empty() || destination.contains(|c: char| c.is_control() || c == '\\') {
        return Target::Nowhere;
    }
    let (place, anchor) = match destination.split_once('#') {
        Some((place, anchor)) => (place, format!("#{anchor}")),
        None => (destination, String::new()),
    };
    let head = place.split(['/', '?']).next().unwrap_or_default();
    if let Some((scheme, _)) = head.split_once(':') {
        let known = ["http", "https", "mailto"];
        return match known.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            true => Target::External(destination.to_owned()),
            false => Target::Nowhere,
        };
    }
    if place.is_empty() {
        return Target::Portal(format!("{}{anchor}", path(own)));
    }
    if place.starts_with("//") {
        return Target::Nowhere;
    }
    if place.starts_with('/') {
        let last = place.rsplit('/').next().unwrap_or_default();
        return match last.split('?').next().unwrap_or_default().contains('.') {
            true => Target::File(destination.to_owned()),
            false => Target::Portal(destination.to_owned()),
        };
    }
    match document(own, place) {
        Some(file) => Target::Portal(format!("{}{anchor}", path(&file))),
        None => Target::Nowhere,
    }
}

/// The document that a relative link names: `RB-003`, `RB-003.md`, `../commands.md`.
fn document(own: &str, place: &str) -> Option<String> {
    let mut folders: Vec<&str> = own.split('/').collect();
    folders.pop();
    for part in place.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(folders.pop()?),
            part => folders.push(part),
        }
    }
    let file = folders.join("/");
    let name = file.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((_, "md")) => Some(file),
        None if !name.is_empty() => Some(format!("{file}.md")),
        _ => None,
    }
}
