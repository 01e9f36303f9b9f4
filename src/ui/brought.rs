//! The handbook that somebody brings beside the built-in one: fetched once, at the start. Understands none of it.

use crate::{
    config::Config,
    domain::rule::Rule,
    handbook::{
        Handbook, check,
        own::{Brought, FOLDER},
        problem::Problem,
    },
    manifest,
    prometheus::rules,
};
use futures_util::future::join_all;
use gloo_net::http::Request;

/// The name of the rules among the files.
const RULES: &str = "rules.json";

/// What was brought.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// The documents.
    pub documents: Vec<Brought>,
    /// The rules, where there are some: they stand for the built-in ones.
    pub rules: Option<Vec<Rule>>,
    /// What could not be had or is no list of files, in words.
    pub problems: Vec<String>,
}

/// What a brought handbook and its rules say differently, and what leads nowhere, as `cargo xtask check-handbook` says it.
pub fn contradictions(handbook: &Handbook, rules: &[Rule]) -> Vec<Problem> {
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

/// Fetches what the configuration names; nothing where it names none.
pub async fn bring(config: &Config) -> Own {
    let folder = config.handbook.as_str();
    if folder.is_empty() {
        return Own::default();
    }
    let mut own = Own::default();
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
