//! Documents as pages: what a reader gets of the Markdown, that nothing hostile survives, and how long it takes.

use crate::effort::processor_time;
use sre_portal::{
    domain::{
        review::{Review, months, review},
        time::{Moment, Zone},
    },
    embedded,
    handbook::{
        Document, Handbook,
        links::{Target, target},
        page::Page,
        problem::{Lines, Place, Problem},
        read,
        render::{LARGEST, Part},
    },
};

fn understand(file: &str, text: &str) -> (Handbook, Vec<Problem>) {
    let (handbook, problems) = read(&[Document { file, text }]);
    let problems = problems.into_iter().filter(|problem| problem.file == file);
    (handbook, problems.collect())
}

fn page(text: &str) -> Page {
    understand("runbooks/page.md", text).0.pages.remove(0)
}

fn html(text: &str) -> String {
    let page = page(text);
    let parts = page
        .sections
        .iter()
        .flat_map(|section| &section.parts)
        .map(|part| match part {
            Part::Html(html) => html.clone(),
            Part::Commands(_) => "(commands)".to_owned(),
        });
    parts.collect::<String>().replace('\n', "")
}

#[test]
fn plain_markdown_is_rendered() {
    for (text, expected) in [
        (
            "a *b* **c** `d` ~~e~~",
            "<p>a <em>b</em> <strong>c</strong> <code>d</code> <del>e</del></p>",
        ),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a", "<ol start=\"3\"><li>a</li></ol>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        (
            "- [ ] a\n- [x] b",
            "<ul><li><input type=\"checkbox\" disabled> a</li><li><input type=\"checkbox\" disabled checked> b</li></ul>",
        ),
        (
            "| a | b |\n|---|--:|\n| 1 | 2 |",
            "<div class=\"table\"><table><thead><tr><th>a</th><th class=\"right\">b</th></tr></thead><tbody><tr><td>1</td><td class=\"right\">2</td></tr></tbody></table></div>",
        ),
        ("a  \nb", "<p>a<br>b</p>"),
        ("---", "<hr>"),
        ("```\n<a> → b\n```", "<pre><code>&lt;a&gt; → b</code></pre>"),
        ("```yaml\na: 1\n```", "<pre><code>a: 1</code></pre>"),
        ("```bash\nls\n```", "(commands)"),
        (
            "- a\n\n  ```bash\n  ls\n  ```",
            "<ul><li><p>a</p><pre><code>ls</code></pre></li></ul>",
        ),
        ("> # A", "<blockquote><h1 id=\"a\">A</h1></blockquote>"),
        (
            "a &amp; b < c \"d\" 'e'",
            "<p>a &amp; b &lt; c &quot;d&quot; &#39;e&#39;</p>",
        ),
        ("| a | b |\n|---|\n| 1 |", "<p>| a | b ||---|| 1 |</p>"),
        (
            "| a |\n|---|\n| 1 | 2 | 3 |\n||",
            "<div class=\"table\"><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr><tr><td></td></tr></tbody></table></div>",
        ),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn raw_html_is_text() {
    for text in [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<div onclick=\"x\">\n\n# a\n\n</div>",
        "<!-- x --><style>*{}</style>",
        "<svg/onload=alert(1)>",
        "`<script>`",
        "# <script>alert(1)</script>",
        "- <iframe src=\"x\">",
        "| <script> |\n|---|\n| <b onclick=x> |",
        "```html\n<script>\n```",
        "[<script>](http://x)",
        "![<script>](http://x/\"onerror=alert(1))",
        "[a](<http://x/\" onclick=\"alert(1)>)",
        "[a](http://x \"t\\\" onclick=x\")",
        "&lt;script&gt;",
        "```x\" onclick=\"y\na\n```",
        "> <script>",
    ] {
        let out = html(text);
        for tag in [
            "<script",
            "<img",
            "<div onclick",
            "<style",
            "<svg",
            "<iframe",
            "<b ",
            "\" on",
        ] {
            assert!(!out.contains(tag), "{text}: {out}");
        }
    }
    assert_eq!(
        html("a <b onclick=x>c</b>"),
        "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>"
    );
    assert_eq!(page("# a <b>c</b>").sections[0].title, "a <b>c</b>");
}

#[test]
fn links_lead_where_they_may() {
    let own = "runbooks/RB-001.md";
    let portal = |path: &str| Target::Portal(path.to_owned());
    for (destination, expected) in [
        ("#symptoms", portal("/runbooks/RB-001#symptoms")),
        ("RB-003", portal("/runbooks/RB-003")),
        (
            "RB-003.md#resolution",
            portal("/runbooks/RB-003#resolution"),
        ),
        ("./RB-003.md", portal("/runbooks/RB-003")),
        ("../runbooks/commands.md", portal("/commands")),
        ("escalation.md", portal("/escalation")),
        ("incident-response.md", portal("/response")),
        ("index.md", portal("/runbooks")),
        ("dashboards/database.md", portal("/dashboards/database")),
        ("/alerts", portal("/alerts")),
        (
            "/dashboards/database?panel=x.y",
            Target::Portal("/dashboards/database?panel=x.y".to_owned()),
        ),
        (
            "/curl-format.txt",
            Target::File("/curl-format.txt".to_owned()),
        ),
        (
            "https://example.org/a#b",
            Target::External("https://example.org/a#b".to_owned()),
        ),
        (
            "HTTP://example.org",
            Target::External("HTTP://example.org".to_owned()),
        ),
        (
            "mailto:a@example.org",
            Target::External("mailto:a@example.org".to_owned()),
        ),
        ("javascript:alert(1)", Target::Nowhere),
        ("JaVaScRiPt:alert(1)", Target::Nowhere),
        ("java\tscript:alert(1)", Target::Nowhere),
        ("\u{1}javascript:alert(1)", Target::Nowhere),
        ("data:text/html,x", Target::Nowhere),
        ("vbscript:x", Target::Nowhere),
        ("file:///etc/passwd", Target::Nowhere),
        ("blob:x", Target::Nowhere),
        ("//example.org", Target::Nowhere),
        ("/\\example.org", Target::Nowhere),
        ("\\\\example.org", Target::Nowhere),
        ("", Target::Nowhere),
        ("picture.png", Target::Nowhere),
        ("../../../x.md", Target::Nowhere),
        (":", Target::Nowhere),
    ] {
        assert_eq!(target(own, destination), expected, "{destination}");
    }
}

#[test]
fn a_link_that_leads_nowhere_is_visible_text() {
    assert_eq!(
        html("[a](javascript:alert(1))"),
        "<p>a (javascript:alert(1))</p>"
    );
    assert_eq!(html("[a](java&#9;script:x)"), "<p>a (java\tscript:x)</p>");
    assert_eq!(html("[a](&#106;avascript:x)"), "<p>a (javascript:x)</p>");
    assert_eq!(
        html("![a](data:image/png,x)"),
        "<p>a (data:image/png,x)</p>"
    );
    assert_eq!(
        html("<javascript:alert(1)>"),
        "<p>javascript:alert(1) (javascript:alert(1))</p>"
    );
    assert_eq!(
        html("[a](https://x)"),
        "<p><a href=\"https://x\" rel=\"noreferrer noopener\">a</a></p>"
    );
    assert_eq!(
        html("[a](RB-003)"),
        "<p><a href=\"/runbooks/RB-003\">a</a></p>"
    );
    assert_eq!(
        html("[a](/x.txt)"),
        "<p><a href=\"/x.txt\" download>a</a></p>"
    );
}

#[test]
fn headings_are_sections_with_anchors_of_their_own() {
    let page =
        page("before\n\n# A\n\n## B c!\n\n## B c\n\n## B c-2\n\n## ???\n\n## Ünï\n\n## b `C`");
    let anchors: Vec<(&str, u8)> = page
        .sections
        .iter()
        .map(|section| (section.anchor.as_str(), section.level))
        .collect();
    assert_eq!(
        anchors,
        [
            ("", 0),
            ("a", 1),
            ("b-c", 2),
            ("b-c-2", 2),
            ("b-c-2-2", 2),
            ("section", 2),
            ("ünï", 2),
            ("b-c-3", 2)
        ]
    );
    assert_eq!(page.sections[2].place, Place { line: 5, column: 1 });
}

#[test]
fn a_runbook_says_what_it_is() {
    let sound =
        "---\ntitle: A b\narea: Database\nowner: Me\nreviewed: 2026-10-05\n---\n# RB-009: A b\n";
    let (handbook, problems) = understand("runbooks/RB-009.md", sound);
    assert_eq!(problems, []);
    let page = handbook.page("RB-009").expect("is there");
    assert_eq!(
        (page.title.as_str(), page.path.as_str(), page.is_runbook()),
        ("A b", "/runbooks/RB-009", true)
    );
    for (old, new, line, found) in [
        ("2026-10-05", "2026-13-05", 5, "2026-13-05"),
        ("2026-10-05", "yesterday", 5, "yesterday"),
        ("2026-10-05", "2026-10-05T10:00", 5, "2026-10-05T10:00"),
        ("owner: Me\n", "", 1, "nothing"),
        ("area: Database\n", "", 1, "nothing"),
        ("title: A b\n", "", 1, "nothing"),
        ("# RB-009: A b", "# RB-008: A b", 7, "RB-008: A b"),
        ("# RB-009: A b", "# RB-009: B", 7, "RB-009: B"),
        ("---\n# RB", "# RB", 1, "---"),
    ] {
        let (_, problems) = understand("runbooks/RB-009.md", &sound.replace(old, new));
        let problem = problems
            .iter()
            .find(|problem| problem.place.line == line && problem.found == found);
        assert!(problem.is_some(), "'{new}': {problems:?}");
    }
}

#[test]
fn an_area_is_one_of_the_specialists() {
    let escalation = "## Specialist Contacts\n\n| Area | Contact | When to Escalate |\n|---|---|---|\n| Database | DBA | x |\n";
    let runbook =
        "---\ntitle: A\narea: Kitchen\nowner: Me\nreviewed: 2026-10-05\n---\n# RB-009: A\n";
    let (_, problems) = read(&[
        Document {
            file: "runbooks/escalation.md",
            text: escalation,
        },
        Document {
            file: "runbooks/RB-009.md",
            text: runbook,
        },
    ]);
    let found = problems
        .iter()
        .find(|problem| problem.found == "Kitchen")
        .expect("is a problem");
    assert_eq!(found.place, Place { line: 3, column: 7 });
    assert!(found.expected.ends_with("Database"), "{}", found.expected);
}

#[test]
fn large_documents_take_linear_time_or_get_a_message() {
    const MEGABYTES: usize = 2_000_000;
    const HALF: usize = 500_000;
    for (name, before, piece, after, size) in [
        (
            "paragraphs",
            "",
            "Some *text* with [a link](RB-001) and `code`.\n\n",
            "",
            MEGABYTES,
        ),
        ("one line", "", "[a](RB-001) ", "", MEGABYTES),
        ("headings", "", "# same\n\n", "", MEGABYTES),
        ("quotes", "", ">", "", HALF),
        ("brackets", "", "[", "", HALF),
        ("table", "|a|b|\n|-|-|\n", "|1|2|\n", "", HALF),
        (
            "commands",
            "```bash\n",
            "# 1. a\nls PORT\n",
            "```",
            MEGABYTES,
        ),
        ("open quote", "```bash\necho '\n", "ls\n", "```", HALF),
        ("statements", "```sql\n", "select 1;", "\n```", HALF),
        ("open statement", "```sql\n", "select\n", "```", HALF),
        ("html", "", "<b>", "", HALF),
    ] {
        let takes = |size: usize| {
            let text = format!("{before}{}{after}", piece.repeat(size / piece.len()));
            let began = processor_time();
            let _ = page(&text);
            (processor_time() - began).as_secs_f64()
        };
        // The whole takes as long as its four quarters, and with a square in it four times as long. A floor, for what is
        // over before the clock has moved.
        let quarters: f64 = (0..4).map(|_| takes(size / 4)).sum();
        let whole = takes(size);
        println!("{name} {quarters:.3} s, {whole:.3} s");
        assert!(
            whole < 2.5 * quarters.max(0.1),
            "{name}: {quarters} s in quarters, {whole} s"
        );
    }
    let text = "a ".repeat(LARGEST);
    let (handbook, problems) = understand("runbooks/page.md", &text);
    assert!(
        problems
            .iter()
            .any(|problem| problem.expected.contains("at most")),
        "{problems:?}"
    );
    assert!(handbook.pages[0].text().contains("at most"));
}

#[test]
fn places_are_the_same_in_whatever_order_they_are_asked_for() {
    let text = "aä\n\nb→c\nd";
    let lines = Lines::new(text);
    let offsets: Vec<usize> = (0..=text.len())
        .filter(|at| text.is_char_boundary(*at))
        .collect();
    for &offset in offsets
        .iter()
        .chain(offsets.iter().rev())
        .chain(&[5, 1, 9, 9, 0])
    {
        assert_eq!(lines.place(offset), Place::of(text, offset), "{offset}");
    }
}

#[test]
fn a_review_holds_for_its_months() {
    let zone = Zone::utc();
    let at = |date: &str, time: &str| zone.moment_at(date, time).expect("is a moment");
    let date = |text: &str| text.parse().expect("is a date");
    let judge =
        |named: Option<Moment>, now: Moment| review(date("2026-10-05"), 3, named, now, &zone);
    assert_eq!(
        judge(None, at("2026-11-23", "10:00")),
        Review::Due(date("2027-01-05"))
    );
    assert_eq!(
        judge(None, at("2027-01-05", "23:59:59")),
        Review::Due(date("2027-01-05"))
    );
    assert_eq!(
        judge(None, at("2027-01-06", "00:00")),
        Review::Overdue(date("2027-01-05"))
    );
    assert_eq!(
        judge(Some(at("2026-10-06", "00:00")), at("2026-11-01", "00:00")),
        Review::NamedBySev1
    );
    for early in ["2026-09-01", "2026-10-05"] {
        assert_eq!(
            judge(Some(at(early, "23:00")), at("2026-11-01", "00:00")),
            Review::Due(date("2027-01-05"))
        );
    }
    assert_eq!(
        review(
            date("2026-11-30"),
            3,
            None,
            at("2026-12-01", "00:00"),
            &zone
        ),
        Review::Due(date("2027-02-28"))
    );
    for (words, expected) in [
        ("Quarterly or after major incidents", Some(3)),
        ("monthly", Some(1)),
        ("Yearly.", Some(12)),
        ("Sometimes", None),
        ("", None),
    ] {
        assert_eq!(months(words), expected, "{words}");
    }
}

#[test]
fn the_built_in_pages_are_whole() {
    let handbook = embedded::handbook();
    let ids: Vec<&str> = handbook.runbooks().map(|page| page.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "RB-001", "RB-002", "RB-003", "RB-004", "RB-005", "RB-006", "RB-007"
        ]
    );
    assert_eq!(handbook.review_months, Some(3));
    for page in handbook.runbooks() {
        let titles: Vec<&str> = page
            .sections
            .iter()
            .filter(|section| section.level == 2)
            .map(|section| section.title.as_str())
            .collect();
        for title in ["Symptoms", "Diagnosis Steps", "Resolution", "Prevention"] {
            assert!(titles.contains(&title), "{}: {titles:?}", page.id);
        }
        assert!(page.area.is_some() && page.owner.is_some() && page.reviewed.is_some());
    }
    let began = processor_time();
    let _ = embedded::handbook();
    let took = processor_time() - began;
    assert!(
        took.as_millis() < 1000,
        "the handbook takes {took:?} to read"
    );
}

/// curl reads this format from the file that RB-002 names.
#[test]
fn curls_format_is_shipped() {
    let format = include_str!("../../public/curl-format.txt");
    for variable in [
        "time_namelookup",
        "time_connect",
        "time_appconnect",
        "time_pretransfer",
        "time_starttransfer",
        "time_total",
        "http_code",
        "size_download",
    ] {
        assert_eq!(
            format.matches(&format!("%{{{variable}}}")).count(),
            1,
            "{variable}"
        );
    }
    // curl drops the line breaks of the file itself.
    assert!(format.lines().all(|line| line.ends_with("\\n")));
    let handbook = embedded::handbook();
    let links = &handbook.page("RB-002").expect("is there").links;
    assert!(
        links
            .iter()
            .any(|link| link.target == Target::File("/curl-format.txt".to_owned()))
    );
}
