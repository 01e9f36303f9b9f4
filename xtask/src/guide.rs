//! The guide's commands, extracted from it and run in a fresh Debian root of their own. It must not know any of them.

use crate::failure::Failure;
use crate::{dist, process, workspace};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Debian's name of the release that the guide is for.
const RELEASE: &str = "bookworm";

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
    if let Some(why) = impossible() {
        println!("SKIPPED, the guide was not tried: {why}.");
        return Ok(());
    }
    let guide = workspace::root().join("docs/guide.md");
    let text = fs::read_to_string(&guide).map_err(failed(&guide))?;
    let parts = parts(&text);
    let stage = workspace::root().join("target/guide");
    dist::clear(&stage)?;
    let root = Root::fresh(&stage.join("root"))?;
    root.bring(&stage)?;

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
            commands.for_each(|line| script.push_str(&format!("{line}\n")));
            script.push_str("{ set +x; } 2>/dev/null\n");
        }
        script.push_str(&format!("sh /guide/checks.sh '{heading}'\n"));
    }
    root.run("the guide", &script, "--net")?;
    println!("Guide: followed ({:.1} s)", began.elapsed().as_secs_f64());
    fs::remove_dir_all(&stage).map_err(failed(&stage))
}

/// Why no root can be made here, if so.
fn impossible() -> Option<&'static str> {
    let user = process::first_line(process::command("id").arg("-u"));
    if user.as_deref() != Some("0") {
        return Some("a fresh Debian is made by root alone");
    }
    if workspace::program("debootstrap").is_none() || workspace::program("apt-get").is_none() {
        return Some("there is no debootstrap here, or this is no Debian");
    }
    let mut unshare = process::command("unshare");
    unshare.args([
        "--mount",
        "--pid",
        "--net",
        "--fork",
        "mount",
        "--make-rprivate",
        "/",
    ]);
    let allowed = unshare.output().is_ok_and(|output| output.status.success());
    (!allowed).then_some("this container may not make name spaces (it lacks CAP_SYS_ADMIN)")
}

/// A Debian in a folder.
struct Root {
    folder: PathBuf,
    cache: PathBuf,
}

impl Root {
    /// A copy of the one that is kept beside the tools, which is made when it is not there.
    fn fresh(folder: &Path) -> Result<Self, Failure> {
        let cache = workspace::tools()?.with_file_name("debian");
        let kept = cache.join(RELEASE);
        if !kept.is_dir() {
            debootstrap(&kept)?;
        }
        let mut copy = process::command("cp");
        copy.args(["-a", "--reflink=auto", "--"])
            .args([&kept, folder]);
        process::succeed(&mut copy, "'cp'")?;
        Ok(Self {
            folder: folder.to_path_buf(),
            cache,
        })
    }

    /// Puts in what the guide takes for granted: the archive and the next one, a name that is known, and systemd.
    fn bring(&self, stage: &Path) -> Result<(), Failure> {
        let name = dist::name();
        let home = self.folder.join("root");
        dist::pack("/", &home.join(format!("{name}.tar.gz")))?;
        // The next version: the same page with a mark at its end.
        let next = "sre-portal-0.2.0";
        let unpacked = stage.join("next");
        dist::clear(&unpacked)?;
        let mut tar = process::command("tar");
        tar.arg("-xzf")
            .arg(home.join(format!("{name}.tar.gz")))
            .arg("-C")
            .arg(&unpacked);
        process::succeed(&mut tar, "'tar'")?;
        fs::rename(unpacked.join(&name), unpacked.join(next)).map_err(failed(&unpacked))?;
        let page = unpacked.join(next).join("www/index.html");
        let text = fs::read_to_string(&page).map_err(failed(&page))?;
        fs::write(&page, format!("{text}<!-- 0.2.0 -->\n")).map_err(failed(&page))?;
        dist::archive(&unpacked, next, &home.join(format!("{next}.tar.gz")))?;

        self.write("etc/hosts", &format!("127.0.0.1 localhost {NAME}\n"), false)?;
        let resolver = fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
        self.write("etc/resolv.conf", &resolver, false)?;
        // Debian's way to say that packages start no services; here nobody would end them.
        self.write("usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", true)?;
        // A root that is thrown away need not reach the disk: half of the time.
        self.write("etc/dpkg/dpkg.cfg.d/quick", "force-unsafe-io\n", false)?;
        for (file, target, program) in [
            ("systemctl", "usr/local/sbin/systemctl", true),
            ("checks.sh", "guide/checks.sh", false),
        ] {
            let source = workspace::root().join("tests/guide").join(file);
            let text = fs::read_to_string(&source).map_err(failed(&source))?;
            self.write(target, &text, program)?;
        }
        copy_packages(&self.cache.join("packages"), &self.archives())
    }

    fn write(&self, file: &str, text: &str, program: bool) -> Result<(), Failure> {
        use std::os::unix::fs::PermissionsExt;
        let path = self.folder.join(file);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed(parent))?;
        }
        fs::write(&path, text).map_err(failed(&path))?;
        let mode = if program { 0o755 } else { 0o644 };
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).map_err(failed(&path))
    }

    /// What apt has downloaded, for the next time, and nothing older.
    fn keep_packages(&self) -> Result<(), Failure> {
        let (kept, used) = (self.cache.join("packages"), self.archives());
        fs::create_dir_all(&kept).map_err(failed(&kept))?;
        for package in packages(&kept) {
            if !used.join(package.file_name().unwrap_or_default()).exists() {
                fs::remove_file(&package).map_err(failed(&package))?;
            }
        }
        copy_packages(&used, &kept)
    }

    fn archives(&self) -> PathBuf {
        self.folder.join("var/cache/apt/archives")
    }

    /// Runs lines in it until one fails, with processes and, by `--net`, a network of its own; whatever it leaves running
    /// ends with it.
    fn run(&self, what: &str, lines: &str, net: &str) -> Result<(), Failure> {
        self.write(
            "guide/script.sh",
            &format!("set -e\ncd /root\n{lines}"),
            false,
        )?;
        let enter = "set -e\n\
            mount --make-rprivate /\n\
            mount --rbind /dev \"$1/dev\"\n\
            mount -t proc proc \"$1/proc\"\n\
            exec chroot \"$1\" /usr/bin/env -i HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin sh /guide/script.sh";
        let mut unshare = process::command("unshare");
        unshare.args(["--mount", "--pid", "--fork", "--kill-child"]);
        if !net.is_empty() {
            unshare.arg(net);
        }
        unshare.args(["sh", "-c", enter, "sh"]).arg(&self.folder);
        let log = self.folder.with_extension("log");
        let file = fs::File::create(&log).map_err(failed(&log))?;
        let errors = file.try_clone().map_err(failed(&log))?;
        unshare.stdout(file).stderr(errors);
        process::succeed(&mut unshare, what).map_err(|failure| {
            let text = fs::read_to_string(&log).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            let tail = lines
                .get(lines.len().saturating_sub(30)..)
                .unwrap_or_default();
            failure.within(&format!("In a fresh Debian:\n{}\n", tail.join("\n")))
        })
    }
}

/// Makes the root that copies are made of, from where this machine has its own packages.
fn debootstrap(kept: &Path) -> Result<(), Failure> {
    println!("Guide: making a fresh Debian in {}, once", kept.display());
    let format = "--format=$(REPO_URI)";
    let mut sources = process::command("apt-get");
    sources.args([
        "indextargets",
        format,
        "Created-By: Packages",
        "Component: main",
    ]);
    let mirror = process::first_line(&mut sources).ok_or_else(|| {
        Failure::new("apt-get names no place to get packages from.\nLook at /etc/apt.")
    })?;
    let part = kept.with_extension("part");
    dist::clear(&part)?;
    let mut command = process::command("debootstrap");
    command
        .args(["--variant=minbase", "--include=iproute2,ca-certificates"])
        .arg(RELEASE)
        .arg(&part)
        .arg(mirror)
        .stdout(std::process::Stdio::null());
    process::succeed(&mut command, "debootstrap")?;
    fs::rename(&part, kept).map_err(failed(kept))
}

/// The packages in a folder; none when it is not there.
fn packages(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "deb"))
        .collect()
}

/// Copies the packages that are not there yet. A name is given when its file is whole: another test may be reading.
fn copy_packages(from: &Path, to: &Path) -> Result<(), Failure> {
    for package in packages(from) {
        let target = to.join(package.file_name().unwrap_or_default());
        if !target.exists() {
            let part = target.with_extension("part");
            fs::copy(&package, &part)
                .and_then(|_| fs::rename(&part, &target))
                .map_err(failed(&package))?;
        }
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
