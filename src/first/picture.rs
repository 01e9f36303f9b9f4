//! Puts the first picture into the document and draws its charts. It must not know where answers come from.

use crate::{
    answers::{self, Answers},
    html,
};
use js_sys::Promise;
use sre_portal::{
    chart::{
        canvas::{Canvas, density},
        scene::Scene,
        spark::Spark,
        style_sheet,
        theme::Theme,
    },
    curves::curves,
    domain::{
        freshness::DataState,
        panel::{Dashboard, Kind, Panel},
        service::Services,
        status::Status,
        time::Zone,
    },
    embedded,
    prometheus::status::Newest,
    watch::{
        cast::{Role, SHOWN, cast},
        palette::Palette,
        panel::Lines,
        tip::Tips,
    },
};
use wasm_bindgen::{JsCast, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};

/// Shows the dashboard of this name as soon as all of its answers are there. Says whether it did: else the page's program begins
/// with nothing before it.
#[wasm_bindgen]
pub async fn show(slug: String) -> bool {
    let boards = embedded::boards();
    let mut dashboards = boards.dashboards.iter();
    let Some(dashboard) = dashboards.find(|dashboard| dashboard.slug == slug) else {
        return false;
    };
    let Some(answers) = answers::about(dashboard).await else {
        return false;
    };
    let mut palette = Palette::default();
    let mut roles = Vec::new();
    for (panel, seen) in dashboard.panels.iter().zip(&answers.panels) {
        // Whatever is not as it should be has more to say than a first picture can.
        if seen.standing.state != DataState::Fresh {
            return false;
        }
        roles.push(match (&seen.lines, panel.kind) {
            (Some(lines), Kind::Lines) => {
                let tips = Tips::of(Some(&seen.judged.newest));
                cast(panel, lines, tips, &boards.services, &mut palette, SHOWN)
            }
            _ => Default::default(),
        });
    }
    paint(dashboard, &boards.services, &answers, &roles)
        .await
        .is_some()
}

async fn paint(
    dashboard: &Dashboard,
    services: &Services,
    answers: &Answers,
    roles: &[(Vec<Role>, usize)],
) -> Option<()> {
    let window = web_sys::window()?;
    let document = window.document()?;
    // Who comes late must not cover what is there.
    if document.query_selector(".portal").ok()?.is_some() {
        return None;
    }
    let root = document.create_element("div").ok()?;
    root.set_class_name("portal first-picture");
    // How things are on the whole is for the page to say.
    root.set_attribute("data-global-status", Status::None.slug())
        .ok()?;
    root.set_inner_html(&html::page(dashboard, services, answers, roles));
    document.body()?.append_child(&root).ok()?;
    let density = density();
    let theme = style_sheet::theme();
    let mut drawings = Vec::new();
    let panels = dashboard.panels.iter().zip(&answers.panels).zip(roles);
    // All are measured before the first is drawn: a canvas that gets a size has the browser lay the page out anew.
    for ((panel, seen), (roles, _)) in panels {
        let holder = format!("[data-panel=\"{}\"] .canvas", panel.id);
        let holder = root.query_selector(&holder).ok().flatten();
        if let (Some(lines), Some(holder)) = (&seen.lines, holder) {
            let size = holder.get_bounding_client_rect();
            drawings.push(Drawing {
                panel,
                lines,
                newest: &seen.judged.newest,
                roles,
                size: (size.width() as u32, size.height() as u32),
                holder,
                density,
                theme: &theme,
                zone: &answers.zone,
            });
        }
    }
    // A task of its own: both together are a long one.
    let turn = Promise::new(&mut |done, _| {
        // Without timers nothing would ever be drawn.
        let _ = window.set_timeout_with_callback(&done);
    });
    JsFuture::from(turn).await.ok()?;
    for drawing in drawings {
        // A canvas without a context stays empty until the program comes.
        let _ = drawing.draw();
    }
    Some(())
}

/// One chart, and where it goes.
struct Drawing<'a> {
    panel: &'a Panel,
    lines: &'a Lines,
    newest: &'a Newest,
    roles: &'a [Role],
    size: (u32, u32),
    holder: Element,
    density: f64,
    theme: &'a Theme,
    zone: &'a Zone,
}

impl Drawing<'_> {
    fn draw(&self) -> Option<()> {
        let canvas = self.holder.query_selector("canvas").ok()??;
        let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
        let pixels = |length: u32| (f64::from(length) * self.density).round() as u32;
        canvas.set_width(pixels(self.size.0));
        canvas.set_height(pixels(self.size.1));
        let context = canvas.get_context("2d").ok()??;
        let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
        let mut canvas = Canvas::begin(&context, self.size, self.density);
        let matrix = self.lines.matrices.first()?;
        let (unit, limits) = (self.panel.unit(), self.panel.limits());
        // The canvas reports no errors.
        if self.panel.kind == Kind::Lines {
            let scene = Scene {
                size: self.size,
                density: self.density,
                grid: matrix.grid,
                lines: curves(self.lines, self.roles, self.theme),
                unit: &unit,
                limits: &limits,
                zone: self.zone,
                stale_since: None,
                alerts: &[],
                events: &[],
                theme: self.theme,
            };
            let _ = scene.draw(&mut canvas);
        } else {
            let series = matrix.series.first()?;
            let spark = Spark {
                size: self.size,
                grid: matrix.grid,
                values: &series.values,
                tip: Tips::of(Some(self.newest)).tip(matrix.grid, 0, &series.labels),
                unit: &unit,
                limits: &limits,
                stale: false,
                theme: self.theme,
            };
            let _ = spark.draw(&mut canvas);
        }
        Some(())
    }
}
