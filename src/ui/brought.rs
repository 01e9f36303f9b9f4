//! The handbook that somebody brings beside the built-in one: fetched once, at the start.

use super::later;
use crate::{
    config::Config,
    domain::rule::Rule,
    embedded,
    handbook::{
        Handbook, check,
        own::{self, Brought, FOLDER},
        problem::Problem,
    },
    manifest,
    prometheus::rules,
};
use futures_util::future::join_all;
use gloo_net::http::Request;

/// The name of the rules among the files.
const RULES: &str = "rules.json";

const NOT_UNDERSTOOD: &str = "The handbook that was brought is not shown: the part of the portal that understands it could not be fetched. \
     Reload the page.";

/// The handbook of the page: the built-in one with what was brought in its places.
#[derive(Clone, Debug)]
pub struct Own {
    /// What its documents say; of the built-in one the outline.
    pub handbook: Handbook,
    /// The rules: the brought ones, where there are some, else the built-in ones.
    pub rules: Vec<Rule>,
    /// What could not be had or understood of a brought one, in words.
    pub problems: Vec<String>,
}

/// What was fetched.
#[derive(Default)]
struct Fetched {
    documents: Vec<Brought>,
    rules: Option<Vec<Rule>>,
    problems: Vec<String>,
}

/// What a brought handbook and its rules say differently, and what leads nowhere, as `cargo xtask check-handbook` says it.
fn contradictions(handbook: &Handbook, rules: &[Rule]) -> Vec<Problem> {
    let rules = rules.iter().map(|rule| {
        let text = |name| rule.annotations.get(name).map(str::to_owned);
        // A server's own file has no line.
        let (file, line) = rule.source.rsplit_once(':').unwrap_or((&rule.source, ""));
        check::Rule {
            name: rule.name.clone(),
            expr: rule.expr.clone(),
            severity: rule.severity().to_owned(),
            runbook: text("runbook")
                .or_else(|| text("runbook_url"))
                .unwrap_or_default(),
            file: file.to_owned(),
            line: line.parse().unwrap_or(1),
        }
    });
    check::check(handbook, &rules.collect::<Vec<_>>())
}

/// Fetches and understands what the configuration names; the built-in handbook where it names none.
pub async fn bring(config: &Config) -> Own {
    let fetched = match config.handbook.as_str() {
        "" => Fetched::default(),
        folder => fetch_all(folder).await,
    };
    let mut own = Own {
        handbook: embedded::outline(),
        rules: fetched.rules.unwrap_or_else(embedded::rules),
        problems: fetched.problems,
    };
    if !config.handbook.is_empty() {
        match later::understand(fetched.documents, own.rules.clone()).await {
            Ok((handbook, problems)) => {
                own.handbook = handbook;
                own.problems.extend(problems);
            }
            Err(_) => own.problems.push(NOT_UNDERSTOOD.to_owned()),
        }
    }
    own
}

/// Understands brought documents; the second of the result is what is wrong with them.
pub fn understand(documents: &[Brought], rules: &[Rule]) -> (Handbook, Vec<String>) {
    let (handbook, mut found) = own::merge(embedded::DOCUMENTS, documents);
    found.extend(contradictions(&handbook, rules));
    (handbook, found.iter().map(ToString::to_string).collect())
}

async fn fetch_all(folder: &str) -> Fetched {
    let mut own = Fetched::default();
    let names = match fetch(folder, "manifest.json").await {
        Ok(text) => {
            let (names, problems) = manifest::read(&text);
            own.problems = problems;
            names
        }
        Err(problem) => {
            own.problems.push(problem);
            return own;
        }
    };
    let texts = join_all(names.iter().map(|name| fetch(folder, name))).await;
    for (name, text) in names.into_iter().zip(texts) {
        match text {
            Ok(text) if name == RULES => match rules::rules(text.as_bytes()) {
                Ok(answer) => {
                    let rules = answer.data.into_iter().map(|loaded| loaded.rule);
                    own.rules = Some(rules.collect());
                }
                Err(fault) => own.problems.push(format!(
                    "{FOLDER}{name}: {}. {}",
                    fault.title(),
                    fault.quoted()
                )),
            },
            Ok(text) => own.documents.push(Brought { file: name, text }),
            Err(problem) => own.problems.push(problem),
        }
    }
    own
}

async fn fetch(folder: &str, name: &str) -> Result<String, String> {
    let answer = Request::get(&format!("{folder}{name}"))
        .cache(web_sys::RequestCache::NoCache)
        .send()
        .await;
    let why = match answer {
        Ok(response) if response.ok() => match response.text().await {
            Ok(text) => return Ok(text),
            Err(error) => error.to_string(),
        },
        Ok(response) => format!("the server answered {}", response.status()),
        Err(error) => error.to_string(),
    };
    Err(format!(
        "{FOLDER}{name} could not be read: {why}. What is built in stands for it."
    ))
}
