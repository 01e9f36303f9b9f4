//! A fresh Debian in a folder: made once, copied for each test, entered with name spaces of its own. It must not know what
//! is done in it.

use crate::failure::Failure;
use crate::{dist, process, workspace};
use std::fs;
use std::path::{Path, PathBuf};

/// Debian's name of the release that the guide is for.
const RELEASE: &str = "bookworm";

/// Why no root can be made here, if so.
pub fn impossible() -> Option<&'static str> {
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
pub struct Root {
    folder: PathBuf,
    cache: PathBuf,
}

impl Root {
    /// A copy of the one that is kept beside the tools, which is made when it is not there.
    /// It knows `name` as its own, and starts no services by itself.
    pub fn fresh(folder: &Path, name: &str) -> Result<Self, Failure> {
        let cache = workspace::tools()?.with_file_name("debian");
        let kept = cache.join(RELEASE);
        if !kept.is_dir() {
            debootstrap(&kept)?;
        }
        let mut copy = process::command("cp");
        copy.args(["-a", "--reflink=auto", "--"])
            .args([&kept, folder]);
        process::succeed(&mut copy, "'cp'")?;
        let root = Self {
            folder: folder.to_path_buf(),
            cache,
        };
        root.write("etc/hosts", &format!("127.0.0.1 localhost {name}\n"), false)?;
        let resolver = fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
        root.write("etc/resolv.conf", &resolver, false)?;
        // Debian's way to say that packages start no services; here nobody would end them.
        root.write("usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", true)?;
        // A root that is thrown away need not reach the disk: half of the time.
        root.write("etc/dpkg/dpkg.cfg.d/quick", "force-unsafe-io\n", false)?;
        copy_packages(&root.cache.join("packages"), &root.archives())?;
        Ok(root)
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file, readable by all and, on demand, a program.
    pub fn write(&self, file: &str, text: &str, program: bool) -> Result<(), Failure> {
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
    pub fn keep_packages(&self) -> Result<(), Failure> {
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
    pub fn run(&self, what: &str, lines: &str, net: &str) -> Result<(), Failure> {
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
