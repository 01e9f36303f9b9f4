//! What the page asks first at each of its addresses, for the script that asks it while the program is still on its way
//! (`public/questions.js`). It must not know when that is, nor what the configuration says.

use crate::{
    domain::{
        panel::Dashboard,
        series::Grid,
        span::{PRESETS, Span},
        time::Moment,
    },
    handbook::Handbook,
    prometheus::{
        query::{LONGEST_URL, RATE_WINDOW, Request, Scope, fill},
        status::newest_query,
    },
};

/// Addresses that show the state of everything.
const WHOLE: [&str; 3] = ["", "alerts", "wall"];

/// As JSON: how long an address may be, the length and step of each range (milliseconds), all chains of questions, and which of
/// them each view asks, in the order in which the program does. Those of a chain are asked one after the other. `~start`,
/// `~end` and `~step` stand for seconds.
pub fn first(book: &Handbook) -> String {
    let mut chains = vec![chain(&[Request::rules(), Request::alerts()])];
    let (mut views, mut states) = (Vec::new(), vec![0]);
    for dashboard in &book.dashboards {
        let mut place = |chain: String| {
            let known = chains.iter().position(|known| *known == chain);
            known.unwrap_or_else(|| {
                chains.push(chain);
                chains.len() - 1
            })
        };
        let state = place(state_of(dashboard));
        states.push(state);
        let mut own = vec![state, 0];
        let panels = dashboard.panels.iter();
        let queries = panels
            .filter(|panel| panel.kind.has_curves())
            .flat_map(|panel| &panel.queries);
        for query in queries {
            let curves = place(chain(&[range(&query.promql)]));
            // Where two panels ask the same, the second asks itself.
            if !own.contains(&curves) {
                own.push(curves);
            }
        }
        views.push(format!("\"dashboards/{}\":{own:?}", dashboard.slug));
    }
    views.extend(WHOLE.map(|view| format!("{view:?}:{states:?}")));
    format!(
        "{{\"longest\":{LONGEST_URL},\"ranges\":{{{}}},\"chains\":[{}],\"views\":{{{}}}}}",
        ranges().join(","),
        chains.join(","),
        views.join(",")
    )
}

/// The question for all panels of a dashboard.
fn state_of(dashboard: &Dashboard) -> String {
    let promql = newest_query(dashboard, &dashboard.panels, &Scope::default());
    chain(&[Request::instant(promql)])
}

/// Those whose steps leave the window of rates alone: longer ones have other queries.
fn ranges() -> Vec<String> {
    let spans = PRESETS
        .iter()
        .filter_map(|name| Some((name, Span::parse(name)?)));
    spans
        .filter(|(_, span)| span.step() <= RATE_WINDOW)
        .map(|(name, span)| format!("{name:?}:[{},{}]", span.length(), span.step()))
        .collect()
}

fn range(promql: &str) -> Request {
    let no_grid = Grid {
        start: Moment(0),
        step: 1,
        len: 1,
    };
    let mut request = Request::range(fill(promql, &Scope::default(), 0), no_grid);
    for (name, value) in &mut request.parameters {
        if ["start", "end", "step"].contains(name) {
            *value = format!("~{name}");
        }
    }
    request
}

/// Encoded addresses hold nothing that JSON would escape.
fn chain(requests: &[Request]) -> String {
    let addresses: Vec<String> = requests
        .iter()
        .map(|request| format!("\"{}?{}\"", request.path, request.encoded()))
        .collect();
    format!("[{}]", addresses.join(","))
}
