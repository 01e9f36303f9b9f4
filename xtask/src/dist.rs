//! `dist`: everything that a server needs in one archive, the same bytes from the same source. It must not know how a
//! page is built or who installs it.

use crate::args::DistOptions;
use crate::failure::Failure;
use crate::hash::Hash;
use crate::{bundle, licences, process, setup, workspace};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// What goes along beside the page: from the tree, and as what.
const PARTS: [(&str, &str); 6] = [
    ("deploy/nginx", "nginx"),
    ("deploy/tls", "tls"),
    ("deploy/prometheus", "prometheus"),
    ("deploy/kiosk", "kiosk"),
    ("runbooks/alerts.yml", "rules/alerts.yml"),
    ("docs/guide.md", "guide.md"),
];

/// Builds the page and packs it.
pub fn dist(options: &DistOptions) -> Result<(), Failure> {
    let tools = setup::set_up()?;
    println!("Page: building, some minutes the first time");
    bundle::build(&tools)?;
    let out = match &options.out {
        Some(out) => std::path::absolute(out).map_err(failed(Path::new(out)))?,
        None => workspace::root().join(format!("target/{}.tar.gz", name())),
    };
    pack(&options.base, &out)?;
    let size = fs::metadata(&out).map_err(failed(&out))?.len();
    println!("Archive: {} ({} kB)", out.display(), size / 1000);
    Ok(())
}

/// Packs the page that was built last, for the path `base`, into the file `out`.
pub fn pack(base: &str, out: &Path) -> Result<(), Failure> {
    let name = name();
    let stage = workspace::root().join("target/archive");
    let folder = stage.join(&name);
    clear(&stage)?;
    bundle::copy(&folder.join("www"), base)?;
    for (from, to) in PARTS {
        copy(&workspace::root().join(from), &folder.join(to))?;
    }
    if base != "/" {
        under(&folder.join("nginx"), base.trim_end_matches('/'))?;
    }
    let list = folder.join("licences.md");
    fs::write(&list, licences::list()?).map_err(failed(&list))?;
    archive(&stage, &name, out)
}

/// Switches the sub-path on in a copy of nginx' configuration.
fn under(nginx: &Path, base: &str) -> Result<(), Failure> {
    let replace = |file: &str, old: &str, new: &str| {
        let file = nginx.join(file);
        let text = fs::read_to_string(&file).map_err(failed(&file))?;
        if !text.contains(old) {
            return Err(Failure::new(format!("{} has no '{old}'.", file.display())));
        }
        fs::write(&file, text.replace(old, new)).map_err(failed(&file))
    };
    replace("sub-path.conf", "/sre", base)?;
    let line = "include sre-portal/sub-path.conf;";
    replace("site.conf", &format!("# {line}"), line)
}

/// `sre-portal-0.1.0`: the archive's name, and the one folder in it.
pub fn name() -> String {
    format!("sre-portal-{}", env!("CARGO_PKG_VERSION"))
}

/// Packs the folder `name` of `stage`: sorted, owned by root, readable by all, no program, and of a time that follows from its bytes.
pub fn archive(stage: &Path, name: &str, out: &Path) -> Result<(), Failure> {
    let part = out.with_extension("part");
    let time = time_of(&stage.join(name)).map_err(failed(stage))?;
    let mut tar = process::command("tar");
    tar.args(["--format=ustar", "--sort=name", "--hard-dereference"])
        .args([
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--mode=a-x,u=rwX,go=rX",
        ])
        .arg(format!("--mtime=@{time}"))
        .arg("-C")
        .arg(stage)
        .arg("-cf")
        .args([part.as_os_str(), name.as_ref()]);
    process::succeed(&mut tar, "'tar'")?;
    let mut gzip = process::command("gzip");
    gzip.args(["-9", "-n", "-c"])
        .arg(&part)
        .stdout(File::create(out).map_err(failed(out))?);
    process::succeed(&mut gzip, "'gzip'")?;
    fs::remove_file(&part).map_err(failed(&part))
}

/// Seconds since the epoch. The same bytes give the same time; others give another one, because nginx makes a file's
/// ETag of its time and length, and two builds of `index.html` are equally long: with a fixed time browsers would keep
/// the old one after an upgrade. Between 2001 and 2021, so that it never lies in the future.
fn time_of(folder: &Path) -> std::io::Result<u64> {
    const FIRST: u64 = 978_307_200;
    const RANGE: u64 = 631_152_000;
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut hash = Hash::new();
    for file in &files {
        let name = file.strip_prefix(folder).unwrap_or(file);
        hash.take(name.as_os_str().as_encoded_bytes());
        hash.take(&fs::read(file)?);
    }
    Ok(FIRST + hash.value() % RANGE)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => collect(&entry.path(), files)?,
            false => files.push(entry.path()),
        }
    }
    Ok(())
}

/// Copies a file or a folder.
fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    let parent = to.parent().unwrap_or(to);
    fs::create_dir_all(parent).map_err(failed(parent))?;
    let mut command = process::command("cp");
    command.args(["-r", "--"]).args([from, to]);
    process::succeed(&mut command, "'cp'")
}

/// An empty folder in place of what may be there.
pub fn clear(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed(folder))?;
    }
    fs::create_dir_all(folder).map_err(failed(folder))
}

fn failed(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    move |error| Failure::new(format!("{}: {error}.", path.display()))
}

/// Packs twice, the second time from files that were copied, are younger and may be read by their owner alone, and
/// compares. With `all` the second is built from a copy of the source as well, at another path and with cargo elsewhere.
pub fn same_bytes(all: bool) -> Result<(), Failure> {
    let root = workspace::root();
    let (first, second) = (
        root.join("target/first.tar.gz"),
        root.join("target/second.tar.gz"),
    );
    pack("/", &first)?;
    if all {
        build_elsewhere(&second)?;
    } else {
        let copied = root.join("target/archive-copied");
        clear(&copied)?;
        let mut shell = process::command("sh");
        shell.args([
            "-c",
            "umask 077 && cp -r --no-preserve=all \"$1\" \"$2\"",
            "sh",
        ]);
        shell.args([root.join("target/archive").join(name()), copied.clone()]);
        process::succeed(&mut shell, "'cp'")?;
        archive(&copied, &name(), &second)?;
    }
    let read = |file: &Path| fs::read(file).map_err(failed(file));
    if read(&first)? != read(&second)? {
        return Err(Failure::new(format!(
            "The same source gave two archives: {} and {}.\nCompare what is in them: diffoscope, or tar -tv and cmp.",
            first.display(),
            second.display()
        )));
    }
    println!("Archive: the same bytes twice");
    Ok(())
}

fn build_elsewhere(out: &Path) -> Result<(), Failure> {
    let elsewhere = workspace::root().join("target/elsewhere");
    clear(&elsewhere)?;
    let mut shell = process::command("sh");
    shell
        .args([
            "-ec",
            "git ls-files -z --cached --others --exclude-standard | tar --null --no-recursion -T - -c | tar -x -C \"$1\"\n\
             ln -s \"${CARGO_HOME:-$HOME/.cargo}\" \"$1/cargo-home\"\n\
             cd \"$1\" && CARGO_HOME=\"$1/cargo-home\" cargo xtask dist --out \"$2\"",
            "sh",
        ])
        .args([elsewhere.as_path(), out])
        .env_remove("CARGO_TARGET_DIR");
    process::succeed(&mut shell, "Building in another folder")?;
    fs::remove_dir_all(&elsewhere).map_err(failed(&elsewhere))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_switched_on_in_nginx() {
        let folder = std::env::temp_dir().join(format!("sre-portal-under-{}", std::process::id()));
        clear(&folder).unwrap();
        copy(
            &workspace::root().join("deploy/nginx"),
            &folder.join("nginx"),
        )
        .unwrap();
        under(&folder.join("nginx"), "/ops/portal").unwrap();
        let read = |file: &str| fs::read_to_string(folder.join("nginx").join(file)).unwrap();
        let rules = read("sub-path.conf");
        assert!(
            rules.contains("rewrite \"^/ops/portal(/.*)$\" $1;"),
            "{rules}"
        );
        assert!(!rules.contains("/sre/"), "{rules}");
        let site = read("site.conf");
        assert!(
            site.contains("\n    include sre-portal/sub-path.conf;\n"),
            "{site}"
        );
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_time_follows_from_names_and_bytes() {
        let folder = std::env::temp_dir().join(format!("sre-portal-time-{}", std::process::id()));
        clear(&folder).unwrap();
        let time = |name: &str, text: &str| {
            clear(&folder).unwrap();
            fs::write(folder.join(name), text).unwrap();
            time_of(&folder).unwrap()
        };
        assert_eq!(time("a", "x"), time("a", "x"));
        assert_ne!(time("a", "x"), time("a", "y"));
        assert_ne!(time("a", "x"), time("b", "x"));
        assert!(time("a", "x") < 1_700_000_000);
        fs::remove_dir_all(&folder).unwrap();
    }
}
