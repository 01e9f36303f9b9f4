//! The guide's commands, extracted from it and run in a fresh Debian of their own. It must not know any of them.

mod root;

use crate::failure::Failure;
use crate::{dist, process, workspace};
use root::Root;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// The name that the guide gives to the portal.
const NAME: &str = "portal.example.org";

/// A part of the guide that has commands.
#[derive(Debug, PartialEq, Eq)]
struct Part<'a> {
    heading: &'a str,
    commands: Vec<&'a str>,
}

/// The lines of all blocks of `sh`, a part a heading.
fn parts(guide: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let (mut heading, mut fence) = ("", None);
    for line in guide.lines() {
        match (fence, line.strip_prefix("```")) {
            (None, Some(language)) => fence = Some(language),
            (Some(_), Some(_)) => fence = None,
            (Some("sh"), None) => match parts.last_mut().filter(|part| part.heading == heading) {
                Some(part) => part.commands.push(line),
                None => parts.push(Part {
                    heading,
                    commands: vec![line],
                }),
            },
            (None, None) if line.starts_with('#') => heading = line.trim_start_matches('#').trim(),
            _ => {}
        }
    }
    parts
}

/// Installs the portal as the guide says, upgrades it, and rolls it back. Where no such root can be made it says why, and
/// that nothing was tested.
pub fn follow() -> Result<(), Failure> {
    if let Some(why) = root::impossible() {
        println!("SKIPPED, the guide was not tried: {why}.");
        return Ok(());
    }
    let guide = workspace::root().join("docs/guide.md");
    let text = fs::read_to_string(&guide).map_err(failed(&guide))?;
    let parts = parts(&text);
    let stage = workspace::root().join("target/guide");
    dist::clear(&stage)?;
    let root = Root::fresh(&stage.join("root"), NAME)?;
    bring(&root, &stage)?;

    // First all packages, by the network of this machine; the rest has one of its own, with the ports 80 and 443 free.
    let began = Instant::now();
    let is_apt = |line: &&&str| line.starts_with("apt-get ");
    let lines = parts.iter().flat_map(|part| &part.commands);
    let packages: Vec<&str> = lines.filter(is_apt).copied().collect();
    root.run(
        "packages",
        &(packages.join("\n") + "\napt-get autoclean\n"),
        "",
    )?;
    root.keep_packages()?;
    println!(
        "Guide: packages installed ({:.1} s)",
        began.elapsed().as_secs_f64()
    );

    let mut script = String::from("ip link set lo up\n");
    for part in &parts {
        let heading = part.heading.replace('\'', "'\\''");
        script.push_str(&format!("echo 'Guide: {heading}'\n"));
        let mut commands = part.commands.iter().filter(|line| !is_apt(line)).peekable();
        if commands.peek().is_some() {
            script.push_str("set -x\n");
            // Of `a && b` the shell would forgive that a fails.
            commands.for_each(|line| script.push_str(&format!("{line} || exit 1\n")));
            script.push_str("{ set +x; } 2>/dev/null\n");
        }
        script.push_str(&format!("sh /guide/checks.sh '{heading}'\n"));
    }
    root.run("the guide", &script, "--net")?;
    println!("Guide: followed ({:.1} s)", began.elapsed().as_secs_f64());
    fs::remove_dir_all(&stage).map_err(failed(&stage))
}

/// Puts in what the guide takes for granted: the archive, the next one, and systemd; and the checks.
fn bring(root: &Root, stage: &Path) -> Result<(), Failure> {
    let name = dist::name();
    let home = root.folder().join("root");
    let archive = home.join(format!("{name}.tar.gz"));
    dist::pack("/", &archive)?;
    // The next version: the same page with a mark at its end.
    let next = "sre-portal-0.2.0";
    let unpacked = stage.join("next");
    dist::clear(&unpacked)?;
    let mut tar = process::command("tar");
    tar.arg("-xzf").arg(&archive).arg("-C").arg(&unpacked);
    process::succeed(&mut tar, "'tar'")?;
    fs::rename(unpacked.join(&name), unpacked.join(next)).map_err(failed(&unpacked))?;
    let page = unpacked.join(next).join("www/index.html");
    let text = fs::read_to_string(&page).map_err(failed(&page))?;
    fs::write(&page, format!("{text}<!-- 0.2.0 -->\n")).map_err(failed(&page))?;
    dist::archive(&unpacked, next, &home.join(format!("{next}.tar.gz")))?;
    for (file, target, program) in [
        ("systemctl", "usr/local/sbin/systemctl", true),
        ("checks.sh", "guide/checks.sh", false),
    ] {
        let source = workspace::root().join("tests/guide").join(file);
        let text = fs::read_to_string(&source).map_err(failed(&source))?;
        root.write(target, &text, program)?;
    }
    Ok(())
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    move |error| Failure::new(format!("{}: {error}.", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_by_heading() {
        let guide = "# One\n```sh\na\n# b\n```\n```nginx\nno;\n```\n## Two\n### Three\n```sh\nc\n```\ntext\n```sh\nd\n```\n";
        let part = |heading, commands: &[&'static str]| Part {
            heading,
            commands: commands.to_vec(),
        };
        assert_eq!(
            parts(guide),
            [part("One", &["a", "# b"]), part("Three", &["c", "d"])]
        );
    }

    /// What the guide promises, and what it needs to be followed as it stands.
    #[test]
    fn the_guide_has_ten_commands_and_this_version() {
        let guide = fs::read_to_string(workspace::root().join("docs/guide.md")).unwrap();
        let parts = parts(&guide);
        let first = parts.first().unwrap();
        assert!(first.heading.contains("ten commands"), "{}", first.heading);
        // The eleventh looks whether it works.
        assert_eq!(first.commands.len(), 11);
        assert!(first.commands.last().unwrap().starts_with("curl "));
        assert!(guide.contains(&format!("tar -xzf {}.tar.gz", dist::name())));
        assert!(guide.contains(NAME));
    }
}
