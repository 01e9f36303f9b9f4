//! A dashboard as HTML, in the elements and classes of the page (`src/ui/parts`), so that nothing moves when that takes its place: a
//! browser test compares the two. What can be pressed there looks alike here and does nothing. It must not know how charts are
//! drawn.

use crate::answers::{Answers, Seen};
use sre_portal::{
    domain::{
        freshness::DataState,
        judgement::value_of,
        panel::{Dashboard, Kind, Panel, Width},
        service::Services,
        status::Status,
        view::filter_word,
    },
    handbook::html::escape,
    watch::{
        cast::Role,
        face::{box_of, of_panel, tone},
        legend::{Entry, HEADS, MAIN},
        table, tile,
        words::state_words,
    },
};
use std::fmt::Write;

/// The whole of it. `roles` are the lines of each panel, and how many are folded away.
pub fn page(
    dashboard: &Dashboard,
    services: &Services,
    answers: &Answers,
    roles: &[(Vec<Role>, usize)],
) -> String {
    let mut html = Html::default();
    html.raw("<header class=\"topbar\"><span class=\"brand\">");
    html.symbol("brand");
    html.raw("<span>SRE Portal</span></span>");
    if !answers.environment.is_empty() {
        html.part(
            "<span class=\"environment\">",
            &answers.environment,
            "</span>",
        );
    }
    html.raw(
        "</header><nav class=\"rail\"></nav><main><div class=\"page\"><header class=\"page-head\">",
    );
    html.part("<h1>", &dashboard.title, "</h1>");
    html.part("<p>", &dashboard.line, "</p><div class=\"actions\">");
    for label in &dashboard.filters {
        html.filter(label, services);
    }
    html.raw("<button>Copy link</button></div></header>");
    let all = dashboard.panels.iter().zip(&answers.panels).zip(roles);
    let is_tile = |kind: Kind| matches!(kind, Kind::Tile | Kind::Presence);
    html.raw("<div class=\"tiles\">");
    for ((panel, seen), _) in all.clone().filter(|((panel, _), _)| is_tile(panel.kind)) {
        html.tile(panel, seen);
    }
    html.raw("</div><div class=\"panels\">");
    for ((panel, seen), (roles, folded)) in all.filter(|((panel, _), _)| !is_tile(panel.kind)) {
        match panel.kind {
            Kind::Table => html.table(panel, seen),
            _ => html.chart(panel, seen, roles, *folded),
        }
    }
    html.raw("</div></div></main>");
    html.0
}

#[derive(Default)]
struct Html(String);

impl Html {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn text(&mut self, text: &str) {
        escape(&mut self.0, text);
    }

    fn symbol(&mut self, name: &str) {
        // Writing into a text cannot fail.
        let _ = write!(
            self.0,
            "<svg class=\"symbol symbol-{name}\" aria-hidden=\"true\"><use href=\"#symbol-{name}\"/></svg>"
        );
    }

    /// An element that holds nothing but a text.
    fn part(&mut self, open: &str, text: &str, close: &str) {
        self.raw(open);
        self.text(text);
        self.raw(close);
    }

    /// What is offered as a filter, none of it chosen; a list is as wide as its longest name.
    fn filter(&mut self, label: &str, services: &Services) {
        self.part(
            "<label class=\"filter\"><span>",
            filter_word(label),
            "</span>",
        );
        self.raw("<select disabled><option>all</option>");
        for service in services.services.iter().filter(|_| label == "service") {
            self.part("<option>", &service.name, "</option>");
        }
        self.raw("</select></label>");
    }

    /// A panel's own element, up to its contents.
    fn begin(&mut self, class: &str, panel: &Panel, seen: &Seen) {
        self.part(
            "<section class=\"",
            class,
            "\" role=\"region\" tabindex=\"-1\"",
        );
        self.part(" aria-label=\"", &panel.title, "\"");
        self.part(" data-panel=\"", &panel.id, "\"");
        self.part(" data-state=\"", seen.standing.state.slug(), "\"");
        self.part(" data-status=\"", seen.standing.status.slug(), "\">");
    }

    fn tile(&mut self, panel: &Panel, seen: &Seen) {
        let (standing, verdict) = (&seen.standing, &seen.judged.verdict);
        self.begin("tile", panel, seen);
        self.part("<header><h2>", &panel.title, "</h2>");
        self.part("<span class=\"state state-", tone(standing), "\">");
        if standing.status != Status::None || standing.state != DataState::Fresh {
            self.symbol(of_panel(standing.state, standing.status));
        }
        self.part(
            "",
            &tile::short_words(standing),
            "</span></header><div class=\"tile-body\"><p class=\"figure\">",
        );
        match tile::figure(panel, verdict) {
            Some((number, unit)) => {
                self.part("<span class=\"number\">", &number, "</span>");
                self.part("<span class=\"unit\">", &unit, "</span>");
            }
            None => self.raw("<span class=\"number none\">–</span>"),
        }
        self.raw("</p>");
        match &seen.lines {
            Some(_) => {
                self.raw(
                    "<div class=\"spark\"><div class=\"canvas\"><canvas></canvas></div></div>",
                );
            }
            None => self.boxes(panel, seen),
        }
        let limits = panel.limit_words();
        let foot = match (&seen.lines, panel.kind) {
            (_, Kind::Presence) if standing.status > Status::Ok => {
                state_words(standing, Some(verdict))
            }
            (Some(lines), _) if limits.is_empty() => tile::earlier(panel, lines, true),
            _ => limits,
        };
        self.part("</div><footer>", &foot, " </footer></section>");
    }

    fn boxes(&mut self, panel: &Panel, seen: &Seen) {
        self.raw("<ul class=\"boxes\">");
        for service in &panel.expects {
            let answers = seen.judged.newest.answers.first();
            let (class, word, symbol) = box_of(answers.map(|answers| value_of(service, answers)));
            let title = format!("{}: {word}", service.name);
            self.part("<li class=\"", class, "\"");
            self.part(" title=\"", &title, "\">");
            self.symbol(symbol);
            self.part("<span class=\"visually-hidden\">", &title, "</span></li>");
        }
        self.raw("</ul>");
    }

    /// The head of a chart or table, but for its end.
    fn head(&mut self, panel: &Panel, seen: &Seen) {
        let standing = &seen.standing;
        self.raw("<header class=\"panel-head\">");
        self.symbol(of_panel(standing.state, standing.status));
        self.part("<h2>", &panel.title, "</h2>");
        self.part("<span class=\"note\">", &panel.note, "</span>");
        self.part("<span class=\"state state-", tone(standing), "\">");
        self.part(
            "",
            &state_words(standing, Some(&seen.judged.verdict)),
            "</span>",
        );
    }

    fn table(&mut self, panel: &Panel, seen: &Seen) {
        self.begin("panel half", panel, seen);
        self.head(panel, seen);
        self.raw("</header><div class=\"table\" tabindex=\"0\"><table><thead><tr>");
        for head in table::HEADS {
            self.part("<th scope=\"col\">", head, "</th>");
        }
        for query in table::columns(panel) {
            self.part("<th scope=\"col\" class=\"number\">", &query.name, "</th>");
        }
        self.raw("</tr></thead><tbody>");
        for row in table::rows(panel, &seen.judged, false) {
            let status = row.status;
            self.part("<tr><td class=\"state-", status.slug(), "\">");
            self.symbol(status.slug());
            self.part("", status.word(), "</td>");
            self.part("<th scope=\"row\">", &row.name, "</th>");
            for cell in row.cells {
                self.part("<td class=\"", cell.class(), "\">");
                self.part("", &cell.words, "</td>");
            }
            self.raw("</tr>");
        }
        self.raw("</tbody></table></div></section>");
    }

    fn chart(&mut self, panel: &Panel, seen: &Seen, roles: &[Role], folded: usize) {
        let class = match panel.width {
            Width::Narrow => "panel narrow",
            Width::Half => "panel half",
            Width::Wide => "panel wide",
        };
        self.begin(class, panel, seen);
        self.head(panel, seen);
        for (class, symbol) in [(" table-toggle", "table"), ("", "full"), ("", "more")] {
            self.part("<button class=\"icon small", class, "\">");
            self.symbol(symbol);
            self.raw("</button>");
        }
        self.raw("</header><div class=\"plot\"><div class=\"picture\"><div class=\"canvas\"><canvas></canvas></div></div><ul class=\"legend\"><li class=\"legend-head\"><span class=\"name\"></span>");
        for (place, head) in HEADS.iter().enumerate() {
            let class = if place + 1 < HEADS.len() {
                "stat"
            } else {
                "value"
            };
            self.part("<span class=\"", class, "\">");
            self.part("", head, "</span>");
        }
        self.raw("</li>");
        for role in roles {
            let entry = Entry::new(panel, role);
            self.raw(if role.main {
                "<li class=\"main\">"
            } else {
                "<li>"
            });
            self.part("<button title=\"", &entry.title, "\">");
            self.part("<span class=\"", &entry.swatch, "\"></span>");
            self.part("<span class=\"name\">", &role.name, "<small>");
            self.part("", if role.main { MAIN } else { "" }, "</small></span>");
            for stat in [&entry.least, &entry.largest, &entry.mean] {
                self.part("<span class=\"stat\">", stat, "</span>");
            }
            self.part(
                "<span class=\"value\">",
                &entry.last,
                "</span></button></li>",
            );
        }
        if folded > 0 {
            let words = format!("Show all, {folded} more");
            self.part("<li><button class=\"link\">", &words, "</button></li>");
        }
        self.raw("</ul></div></section>");
    }
}
