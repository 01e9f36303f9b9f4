//! The parameters of a wall's address. What cannot be understood is said and left at its default.

use crate::{domain::duration, float};

/// A dashboard stays for so long where the address names no time (milliseconds).
const EVERY: i64 = 30_000;

/// The shortest and longest stay (milliseconds).
const STAYS: [i64; 2] = [5_000, 3_600_000];

/// The smallest and largest scale.
const SCALES: [f64; 2] = [0.5, 2.0];

/// Those that belong to the view of every page.
const SHARED: [&str; 3] = ["range", "zone", "refresh"];

/// How a wall is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The places of the dashboards that take turns, in their order; never empty while there are any.
    pub dashboards: Vec<usize>,
    /// How long each stays (milliseconds).
    pub every: i64,
    /// Whether it is light; walls are dark.
    pub light: bool,
    /// Everything is larger by this.
    pub scale: f64,
}

/// Reads the parameters, names and values. `slugs` are those of all dashboards. With what could not be understood, in
/// words.
pub fn parse<'a>(
    parameters: impl Iterator<Item = (&'a str, &'a str)>,
    slugs: &[&str],
) -> (Options, Vec<String>) {
    let mut options = Options {
        dashboards: (0..slugs.len()).collect(),
        every: EVERY,
        light: false,
        scale: 1.0,
    };
    let mut problems = Vec::new();
    for (name, value) in parameters {
        let refused = |expected: &str| {
            let value: String = value.chars().take(40).collect();
            format!("'{name}={value}' is left out: expected {expected}.")
        };
        match name {
            "dashboards" => {
                let names = value.split(',').map(str::trim);
                let mut found = Vec::new();
                for name in names.filter(|name| !name.is_empty()) {
                    match slugs.iter().position(|slug| *slug == name) {
                        Some(place) if found.contains(&place) => {}
                        Some(place) => found.push(place),
                        None => {
                            let name: String = name.chars().take(40).collect();
                            let all = slugs.join(", ");
                            problems.push(format!("There is no dashboard '{name}', only {all}."));
                        }
                    }
                }
                if !found.is_empty() {
                    options.dashboards = found;
                }
            }
            "every" => match duration::parse(value) {
                Some(every) if (STAYS[0]..=STAYS[1]).contains(&every) => options.every = every,
                _ => problems.push(refused("a time from 5s to 1h, such as 30s")),
            },
            "theme" => match value {
                "light" | "dark" => options.light = value == "light",
                _ => problems.push(refused("dark or light")),
            },
            "scale" => match float::parse(value) {
                Some(scale) if (SCALES[0]..=SCALES[1]).contains(&scale) => options.scale = scale,
                _ => problems.push(refused("a number from 0.5 to 2, such as 1.2")),
            },
            _ if SHARED.contains(&name) => {}
            _ => {
                let name: String = name.chars().take(40).collect();
                problems.push(format!(
                    "The wall has no parameter '{name}', only dashboards, every, theme and scale."
                ));
            }
        }
    }
    (options, problems)
}
