//! Commands of a runbook: what is fixed, what is open, what they harm, and the steps they belong to. Knows no
//! documents and runs nothing.

use super::{
    labels::Labels,
    service::{Service, Services, identity},
};

/// What a value of a blank must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankKind {
    /// A whole number from 1 on.
    Integer,
    /// A port, from 1 to 65535.
    Port,
    /// 4 to 40 hexadecimal digits.
    Hash,
    /// A letter or digit, then letters, digits, `_`, `.` and `-`.
    Name,
}

/// What of the table of services fills a blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The name of the service that an alert is about.
    Service,
    /// Its port.
    Port,
    /// Its container.
    Container,
    /// The container of the service of this name, whatever the alert is about.
    ContainerOf(String),
}

/// A word that stands for something known only during an incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// The word, `COMMIT_HASH`.
    pub name: String,
    /// What its values look like.
    pub kind: BlankKind,
    /// What fills it; `None` when only a person can.
    pub source: Option<Source>,
}

/// A row of the handbook's table of commands that harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Harm {
    /// The words that a command has in this order.
    pub words: Vec<String>,
    /// What the command does, `ends every open connection`.
    pub harm: String,
}

/// Who understands a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A shell.
    Shell,
    /// The database.
    Sql,
}

/// A piece of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// What stands there.
    Text(String),
    /// What is open.
    Blank(Blank),
}

/// One command: what one button copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Who understands it.
    pub language: Language,
    /// Its text and blanks in their order; a loop has line breaks.
    pub segments: Vec<Segment>,
    /// What it destroys, ends or restarts, in words.
    pub harm: Option<String>,
    /// The line of its document.
    pub line: usize,
}

/// Where a sentence such as 'Access Grafana → Event Bus → Queue Sizes' leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A dashboard.
    Dashboard {
        /// Its place in the URL.
        slug: String,
    },
    /// A panel.
    Panel {
        /// Its dashboard's place in the URL.
        slug: String,
        /// Its id in the dashboard.
        panel: String,
    },
    /// Another system, whose address the configuration may know.
    External {
        /// `Sentry`.
        system: String,
        /// Where in it: `Issues`, `Filter by time range`.
        path: Vec<String>,
    },
}

/// What stands in a step below its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A sentence.
    Note(String),
    /// A sentence that leads somewhere.
    Look {
        /// The sentence.
        text: String,
        /// Where to look.
        at: Reference,
    },
    /// A command.
    Run(Command),
}

/// Something to do, and to tick when it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// `RB-001/diagnosis-steps/check-service-status`: stays when other steps are edited.
    pub id: String,
    /// Its number, where the document gives one.
    pub number: Option<u32>,
    /// What is to be done; empty when a command stands without words.
    pub title: String,
    /// How.
    pub items: Vec<Item>,
}

/// A line of a block of commands: a condition, or a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// `If caused by deployment:`; holds for the steps below it.
    Condition(String),
    /// A step.
    Step(Step),
}

/// A blank that keeps a command from being copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The blank.
    pub blank: String,
    /// Why its value is refused; `None` when it has none.
    pub refused: Option<&'static str>,
}

impl BlankKind {
    /// From the word in the handbook's table.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "integer" => Some(Self::Integer),
            "port" => Some(Self::Port),
            "hash" => Some(Self::Hash),
            "name" => Some(Self::Name),
            _ => None,
        }
    }

    /// What a value must be, in words.
    pub fn expects(self) -> &'static str {
        match self {
            Self::Integer => "a whole number from 1 on",
            Self::Port => "a whole number from 1 to 65535",
            Self::Hash => "4 to 40 hexadecimal digits",
            Self::Name => {
                "a name: a letter or digit, then letters, digits, '_', '.' and '-', at most 128 characters"
            }
        }
    }

    /// Whether a value may enter a command. Quoting is no help, since a blank may stand in SQL within quotes.
    ///
    /// # Errors
    /// What a value must be, in words.
    pub fn check(self, value: &str) -> Result<(), &'static str> {
        let number = |most: u32| {
            value.bytes().all(|byte| byte.is_ascii_digit())
                && value
                    .parse()
                    .is_ok_and(|number: u32| (1..=most).contains(&number))
        };
        let legal = match self {
            Self::Integer => number(u32::MAX),
            Self::Port => number(u16::MAX.into()),
            Self::Hash => {
                (4..=40).contains(&value.len())
                    && value.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
            Self::Name => {
                value.len() <= 128
                    && value.starts_with(|c: char| c.is_ascii_alphanumeric())
                    && value
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
            }
        };
        if legal { Ok(()) } else { Err(self.expects()) }
    }
}

impl Command {
    /// The command as the document has it, blanks by their names.
    pub fn template(&self) -> String {
        let text = self.segments.iter().map(|segment| match segment {
            Segment::Text(text) => text.as_str(),
            Segment::Blank(blank) => &blank.name,
        });
        text.collect()
    }

    /// Its blanks, each once.
    pub fn blanks(&self) -> Vec<&Blank> {
        let mut blanks: Vec<&Blank> = Vec::new();
        for segment in &self.segments {
            if let Segment::Blank(blank) = segment
                && !blanks.contains(&blank)
            {
                blanks.push(blank);
            }
        }
        blanks
    }

    /// The command with every blank filled; `value` knows what a person typed or an alert says.
    ///
    /// # Errors
    /// The blanks without a value, or whose value is refused.
    pub fn fill<'a>(&self, value: impl Fn(&str) -> Option<&'a str>) -> Result<String, Vec<Open>> {
        let value = |name: &str| value(name).map(str::trim).filter(|value| !value.is_empty());
        let open = self.blanks().into_iter().filter_map(|blank| {
            let refused = match value(&blank.name) {
                Some(value) => Some(blank.kind.check(value).err()?),
                None => None,
            };
            Some(Open {
                blank: blank.name.clone(),
                refused,
            })
        });
        let open: Vec<Open> = open.collect();
        if !open.is_empty() {
            return Err(open);
        }
        let text = self.segments.iter().map(|segment| match segment {
            Segment::Text(text) => text.as_str(),
            Segment::Blank(blank) => value(&blank.name).unwrap_or_default(),
        });
        Ok(text.collect())
    }
}

impl Reference {
    /// The page of the portal that shows it; `None` for another system.
    pub fn path(&self) -> Option<String> {
        match self {
            Self::Dashboard { slug } => Some(format!("/dashboards/{slug}")),
            Self::Panel { slug, panel } => Some(format!("/dashboards/{slug}?panel={panel}")),
            Self::External { .. } => None,
        }
    }
}

impl Entry {
    /// What a reader sees of it, a line each.
    pub fn text(&self) -> String {
        let step = match self {
            Self::Condition(text) => return text.clone(),
            Self::Step(step) => step,
        };
        let title = match step.number {
            Some(number) => format!("{number}. {}", step.title),
            None => step.title.clone(),
        };
        let items = step.items.iter().map(|item| match item {
            Item::Note(text) | Item::Look { text, .. } => text.clone(),
            Item::Run(command) => command.template(),
        });
        let lines: Vec<String> = std::iter::once(title).chain(items).collect();
        lines.join("\n")
    }
}

/// What an alert's labels and the table of services say of the blanks: name and value, only values that may be used.
pub fn prefilled<'a>(
    blanks: &'a [Blank],
    labels: &Labels,
    services: &Services,
) -> Vec<(&'a str, String)> {
    let all = || services.services.iter().chain(&services.beside);
    let find = |name: &str| all().find(|service| service.name == name);
    let about = identity(labels).and_then(find);
    let of = |source: &Source| -> Option<String> {
        let container = |service: &Service| service.container.clone();
        match source {
            Source::Service => about.map(|service| service.name.clone()),
            Source::Port => about.map(|service| service.port.to_string()),
            Source::Container => about.map(container),
            Source::ContainerOf(name) => find(name).map(container),
        }
    };
    let values = blanks.iter().filter_map(|blank| {
        let value = of(blank.source.as_ref()?)?;
        blank.kind.check(&value).ok()?;
        Some((blank.name.as_str(), value))
    });
    values.collect()
}
