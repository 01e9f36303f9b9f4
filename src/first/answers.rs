//! What was asked early (`public/questions.js`) about a dashboard, understood. Shows nothing.

use futures_util::future::{join_all, join3};
use js_sys::{ArrayBuffer, Promise, Uint8Array};
use sre_portal::{
    domain::{
        duration,
        freshness::Pace,
        judgement::judge,
        panel::{Dashboard, Panel},
        series::{Grid, Matrix},
        span::Span,
        time::{Moment, Zone},
    },
    place,
    prometheus::{
        body::Body,
        query::{Request, Scope, fill},
        received::Received,
        status::{newest_query, server_time, split},
        usual::{self, END},
    },
    watch::{
        panel::{Judged, Lines, Standing, standing},
        reading::Reading,
    },
};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// What the early questions are about.
    type View;
    #[wasm_bindgen(method, getter)]
    fn server(this: &View) -> String;
    #[wasm_bindgen(method, getter)]
    fn length(this: &View) -> f64;
    #[wasm_bindgen(method, getter)]
    fn asked(this: &View) -> f64;
    #[wasm_bindgen(method, getter)]
    fn environment(this: &View) -> String;
    #[wasm_bindgen(method, getter)]
    fn zone(this: &View) -> String;
    #[wasm_bindgen(method, getter)]
    fn refresh(this: &View) -> String;
    #[wasm_bindgen(method, getter)]
    fn scrape(this: &View) -> String;

    #[wasm_bindgen(js_namespace = firstQuestions, js_name = view, catch)]
    fn view() -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = firstQuestions, catch)]
    fn look(address: &str) -> Result<Promise, JsValue>;
}

/// No panel of a handbook has more numbers than these.
const MOST_NUMBERS: usize = 1_000_000;

/// All that a first picture shows.
pub struct Answers {
    /// One for each panel of the dashboard, in its order.
    pub panels: Vec<Seen>,
    /// The environment's name; empty when there is but one.
    pub environment: String,
    /// The zone of its times.
    pub zone: Zone,
}

/// What is known of a panel.
pub struct Seen {
    /// How it stands.
    pub standing: Standing,
    /// Its newest values.
    pub judged: Judged,
    /// Its lines, where it has some.
    pub lines: Option<Lines>,
}

/// Waits for all that was asked about a dashboard. `None` where something was not asked, or the answer is no good one or looks
/// otherwise than servers usually write it: with a warning, for example.
pub async fn about(dashboard: &Dashboard) -> Option<Answers> {
    let view = JsFuture::from(view().ok()?).await.ok()?;
    let view: View = view.is_object().then(|| view.unchecked_into())?;
    let pace = Pace {
        refresh: duration::parse(&view.refresh())?,
        scrape: duration::parse(&view.scrape())?,
    };
    let grid = Span::Last(view.length() as i64).grid(Moment(view.asked() as i64));
    let server = view.server();
    let zone = place::zone_named(&view.zone());
    let promql = newest_query(dashboard, &dashboard.panels, &Scope::default());
    let asked = Request::instant(promql);
    let state = body(&server, &asked);
    let lines = dashboard
        .panels
        .iter()
        .map(|panel| lines(&server, panel, grid));
    let (state, lines, zone) = join3(state, join_all(lines), place::zone(&zone)).await;
    let samples = usual::samples(&state?.whole())?;
    let now = samples.iter().find_map(server_time)?;
    let newest = split(dashboard, &samples);
    let panels = dashboard.panels.iter().zip(newest).zip(lines);
    let panels = panels.map(|((panel, newest), lines)| {
        let judged = Judged {
            verdict: judge(panel, &newest.answers),
            newest,
            ..Judged::default()
        };
        seen(judged, lines?, panel.kind.has_curves(), pace, now)
    });
    Some(Answers {
        panels: panels.collect::<Option<_>>()?,
        environment: view.environment(),
        zone: zone?,
    })
}

fn seen(
    judged: Judged,
    lines: Option<Lines>,
    has_curves: bool,
    pace: Pace,
    now: Moment,
) -> Option<Seen> {
    let (mut values, mut curves) = (Reading::default(), Reading::default());
    values.take(Ok(judged), now);
    if let Some(lines) = lines {
        curves.take(Ok(lines), now);
    }
    let standing = standing(&values, has_curves.then_some(&curves), pace, now);
    Some(Seen {
        standing,
        judged: values.good?.0,
        lines: curves.good.map(|(lines, _)| lines),
    })
}

/// The lines of a panel, `Some(None)` for one without.
async fn lines(server: &str, panel: &Panel, grid: Grid) -> Option<Option<Lines>> {
    if !panel.kind.has_curves() {
        return Some(None);
    }
    let answers = panel.queries.iter().map(async |query| {
        let promql = fill(&query.promql, &Scope::default(), grid.step);
        let body = body(server, &Request::range(promql, grid)).await;
        match usual::series(&body?, grid, MOST_NUMBERS)? {
            (series, tail) if tail == END => Some(Matrix { grid, series }),
            _ => None,
        }
    });
    let answers = join_all(answers).await.into_iter();
    Some(Some(Lines {
        matrices: answers.collect::<Option<_>>()?,
        ..Lines::default()
    }))
}

/// The body of a good answer.
async fn body(server: &str, request: &Request) -> Option<Received> {
    let address = format!("{server}/{}?{}", request.path, request.encoded());
    let bytes = JsFuture::from(look(&address).ok()?).await.ok()?;
    let bytes: ArrayBuffer = bytes.dyn_into().ok()?;
    Some(Uint8Array::new(&bytes).into())
}
