//! Markdown as safe HTML, a section a heading; knows neither commands nor pages. Whatever is not plain Markdown
//! (raw HTML, links with another scheme than http, https and mailto) comes out as the text that it is.

use super::{
    Document,
    html::escape,
    links::{self, Target},
    problem::{Lines, Place, Problem},
};
use crate::domain::command::Entry;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};

/// The largest document that is rendered, in bytes.
pub const LARGEST: usize = 4 * 1024 * 1024;

/// What stands between one heading and the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The heading's text; empty for what stands before the first one.
    pub title: String,
    /// Its name in a link, once in a document; empty where there is no heading.
    pub anchor: String,
    /// The heading's level from 1; 0 where there is none.
    pub level: u8,
    /// Where it begins.
    pub place: Place,
    /// Its contents in their order.
    pub parts: Vec<Part>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Prose, tables, lists and plain code as HTML that is safe to insert.
    Html(String),
    /// A block of commands, understood.
    Commands(Vec<Entry>),
}

/// A code block on its own, outside of lists and quotes.
pub struct Fence<'a> {
    /// The word after the opening fence, `bash`.
    pub language: &'a str,
    /// Its lines.
    pub text: &'a str,
    /// The line of the document on which its first line stands.
    pub line: usize,
    /// The anchor of the section that it stands in.
    pub section: &'a str,
}

/// A link as its document has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What stands there.
    pub destination: String,
    /// Where it leads.
    pub target: Target,
    /// Where it stands.
    pub place: Place,
}

/// A document, rendered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rendered {
    /// Its sections in their order.
    pub sections: Vec<Section>,
    /// Its links in their order.
    pub links: Vec<Link>,
}

/// Renders a document from byte `start` on. `commands` understands a code block or leaves it (`None`) as it is.
pub fn read(
    document: Document<'_>,
    start: usize,
    problems: &mut Vec<Problem>,
    commands: &mut dyn FnMut(&Fence<'_>) -> Option<Vec<Entry>>,
) -> Rendered {
    let mut writer = Writer {
        file: document.file,
        lines: Lines::new(document.text),
        rendered: Rendered::default(),
        open: section(Place { line: 1, column: 1 }),
        html: String::new(),
        anchors: Anchors::default(),
        depth: 0,
        heading: None,
        code: None,
        cell: "td",
        columns: Vec::new(),
        column: 0,
        tails: Vec::new(),
    };
    if document.text.len() > LARGEST {
        let found = format!("{} bytes", document.text.len());
        let expected = format!("a document of at most {LARGEST} bytes");
        let problem = Problem::new(document.file, writer.open.place, &found, &expected);
        writer.html.push_str("<p>");
        escape(&mut writer.html, &problem.to_string());
        writer.html.push_str("</p>");
        problems.push(problem);
    } else {
        let text = document.text.get(start..).unwrap_or_default();
        let options =
            Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH;
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            writer.event(event, start + range.start, commands);
        }
    }
    writer.end_section();
    writer.rendered
}

fn section(place: Place) -> Section {
    Section {
        title: String::new(),
        anchor: String::new(),
        level: 0,
        place,
        parts: Vec::new(),
    }
}

struct Writer<'a> {
    file: &'a str,
    lines: Lines<'a>,
    rendered: Rendered,
    open: Section,
    html: String,
    anchors: Anchors,
    /// How many lists, items and quotes are open.
    depth: usize,
    heading: Option<(u8, String, usize)>,
    code: Option<(String, String, usize)>,
    cell: &'static str,
    columns: Vec<Alignment>,
    column: usize,
    /// What closes each open link.
    tails: Vec<String>,
}

impl Writer<'_> {
    fn event(
        &mut self,
        event: Event<'_>,
        offset: usize,
        commands: &mut dyn FnMut(&Fence<'_>) -> Option<Vec<Entry>>,
    ) {
        match event {
            Event::Start(tag) => self.start(tag, offset),
            Event::End(end) => self.end(end, commands),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(text) => {
                self.tag("<code>");
                self.text(&text);
                self.tag("</code>");
            }
            Event::SoftBreak if self.heading.is_none() => self.html.push('\n'),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.tag("<br>"),
            Event::Rule => self.tag("<hr>"),
            Event::TaskListMarker(done) => self.tag(match done {
                true => "<input type=\"checkbox\" disabled checked> ",
                false => "<input type=\"checkbox\" disabled> ",
            }),
            // Of extensions that are not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
        }
    }

    /// A tag, where tags may stand: a heading and a code block hold plain text.
    fn tag(&mut self, tag: &str) {
        if self.heading.is_none() && self.code.is_none() {
            self.html.push_str(tag);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, code, _)) = &mut self.code {
            code.push_str(text);
        } else if let Some((_, heading, _)) = &mut self.heading {
            heading.push_str(text);
        } else {
            escape(&mut self.html, text);
        }
    }

    fn start(&mut self, tag: Tag<'_>, offset: usize) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.tag("<p>"),
            Tag::Heading { level, .. } => self.heading = Some((level as u8, String::new(), offset)),
            Tag::BlockQuote(_) => self.container("<blockquote>"),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new(), offset));
            }
            Tag::List(None) => self.container("<ul>"),
            Tag::List(Some(1)) => self.container("<ol>"),
            Tag::List(Some(first)) => self.container(&format!("<ol start=\"{first}\">")),
            Tag::Item => self.container("<li>"),
            Tag::Table(columns) => {
                self.columns = columns;
                self.tag("<div class=\"table\"><table>");
            }
            Tag::TableHead => {
                self.cell = "th";
                self.column = 0;
                self.tag("<thead><tr>");
            }
            Tag::TableRow => {
                self.cell = "td";
                self.column = 0;
                self.tag("<tr>");
            }
            Tag::TableCell => {
                let class = match self.columns.get(self.column) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                self.column += 1;
                self.tag(&format!("<{}{class}>", self.cell));
            }
            Tag::Emphasis => self.tag("<em>"),
            Tag::Strong => self.tag("<strong>"),
            Tag::Strikethrough => self.tag("<del>"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.link(&dest_url, offset);
            }
            // Of extensions that are not switched on.
            _ => {}
        }
    }

    fn end(&mut self, end: TagEnd, commands: &mut dyn FnMut(&Fence<'_>) -> Option<Vec<Entry>>) {
        match end {
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.tag("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.container_end("</blockquote>\n"),
            TagEnd::CodeBlock => self.end_code(commands),
            TagEnd::List(true) => self.container_end("</ol>\n"),
            TagEnd::List(false) => self.container_end("</ul>\n"),
            TagEnd::Item => self.container_end("</li>\n"),
            TagEnd::Table => self.tag("</tbody></table></div>\n"),
            TagEnd::TableHead => self.tag("</tr></thead><tbody>\n"),
            TagEnd::TableRow => self.tag("</tr>\n"),
            TagEnd::TableCell => self.tag(match self.cell {
                "th" => "</th>",
                _ => "</td>",
            }),
            TagEnd::Emphasis => self.tag("</em>"),
            TagEnd::Strong => self.tag("</strong>"),
            TagEnd::Strikethrough => self.tag("</del>"),
            TagEnd::Link | TagEnd::Image => {
                let tail = self.tails.pop().unwrap_or_default();
                self.tag(&tail);
            }
            _ => {}
        }
    }

    fn container(&mut self, tag: &str) {
        self.depth += 1;
        self.tag(tag);
    }

    fn container_end(&mut self, tag: &str) {
        self.depth -= 1;
        self.tag(tag);
    }

    fn link(&mut self, destination: &str, offset: usize) {
        let target = links::target(self.file, destination);
        let (href, rest) = match &target {
            Target::Portal(path) => (path, ""),
            // The router of the page takes each link for one of its own, unless it says that it is a file.
            Target::File(path) => (path, " download"),
            Target::External(url) => (url, " rel=\"noreferrer noopener\""),
            Target::Nowhere => (&String::new(), ""),
        };
        let mut tail = String::new();
        if href.is_empty() {
            tail.push_str(" (");
            escape(&mut tail, destination);
            tail.push(')');
        } else {
            let mut tag = String::from("<a href=\"");
            escape(&mut tag, href);
            tag.push_str(&format!("\"{rest}>"));
            self.tag(&tag);
            tail.push_str("</a>");
        }
        self.tails.push(tail);
        self.rendered.links.push(Link {
            destination: destination.to_owned(),
            target,
            place: self.lines.place(offset),
        });
    }

    fn end_heading(&mut self) {
        let Some((level, title, offset)) = self.heading.take() else {
            return;
        };
        let anchor = self.anchors.unique(&title);
        if self.depth > 0 {
            // Within a list or a quote a heading cannot begin a section.
            self.html.push_str(&format!("<h{level} id=\"{anchor}\">"));
            escape(&mut self.html, &title);
            self.html.push_str(&format!("</h{level}>\n"));
            return;
        }
        self.end_section();
        self.open = Section {
            title,
            anchor,
            level,
            ..section(self.lines.place(offset))
        };
    }

    fn end_code(&mut self, commands: &mut dyn FnMut(&Fence<'_>) -> Option<Vec<Entry>>) {
        let Some((info, text, offset)) = self.code.take() else {
            return;
        };
        let fence = Fence {
            language: info.split([' ', ',']).next().unwrap_or_default(),
            text: &text,
            line: self.lines.place(offset).line + usize::from(!info.is_empty()),
            section: &self.open.anchor,
        };
        let understood = match self.depth {
            0 => commands(&fence),
            _ => None,
        };
        match understood {
            Some(entries) => {
                self.end_html();
                self.open.parts.push(Part::Commands(entries));
            }
            None => {
                self.html.push_str("<pre><code>");
                escape(&mut self.html, &text);
                self.html.push_str("</code></pre>\n");
            }
        }
    }

    fn end_html(&mut self) {
        let html = std::mem::take(&mut self.html);
        if !html.trim().is_empty() {
            self.open.parts.push(Part::Html(html));
        }
    }

    fn end_section(&mut self) {
        self.end_html();
        let done = std::mem::replace(&mut self.open, section(Place { line: 1, column: 1 }));
        if done.level > 0 || !done.parts.is_empty() {
            self.rendered.sections.push(done);
        }
    }
}

/// `Diagnosis Steps` as a name in a link: `diagnosis-steps`. Empty when there is no letter and no digit.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Names that were given; each is given once.
#[derive(Default)]
pub struct Anchors {
    given: BTreeSet<String>,
    next: BTreeMap<String, usize>,
}

impl Anchors {
    /// A name for a title that nothing else in the document has.
    pub fn unique(&mut self, title: &str) -> String {
        let mut base = slug(title);
        if base.is_empty() {
            base.push_str("section");
        }
        let mut name = base.clone();
        let next = self.next.entry(base.clone()).or_insert(1);
        while !self.given.insert(name.clone()) {
            *next += 1;
            name = format!("{base}-{next}");
        }
        name
    }
}
