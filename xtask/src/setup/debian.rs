//! The servers and programs that come from Debian's packages. It must not know of cargo or rustup.

use super::announce;
use crate::failure::Failure;
use crate::{process, workspace};
use std::path::Path;
use std::process::Command;

/// One package and how to tell that what we need of it is there. A program or file and not dpkg's database, so that
/// other ways of installing count as well.
struct Package {
    name: &'static str,
    programs: &'static [&'static str],
    files: &'static [&'static str],
    why: &'static str,
}

const fn package(
    name: &'static str,
    programs: &'static [&'static str],
    why: &'static str,
) -> Package {
    Package {
        name,
        programs,
        files: &[],
        why,
    }
}

const PACKAGES: [Package; 14] = [
    package("binaryen", &["wasm-opt"], "makes the WebAssembly smaller"),
    package(
        "prometheus",
        &["prometheus", "promtool"],
        "the server that the portal queries",
    ),
    package(
        "prometheus-alertmanager",
        &["prometheus-alertmanager", "amtool"],
        "delivers alerts, and knows what is silenced",
    ),
    package(
        "victoria-metrics",
        &["victoria-metrics"],
        "the other server that the tests show the dashboards on",
    ),
    package(
        "nginx",
        &["nginx"],
        "serves the page, with the configuration for production",
    ),
    Package {
        name: "libnginx-mod-http-brotli-static",
        programs: &[],
        files: &["/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"],
        why: "lets nginx send the files compressed by brotli",
    },
    package("brotli", &["brotli"], "compresses the built files once"),
    package("chromium", &["chromium"], "the tests drive the page in it"),
    package("g++", &["c++"], "compiles the fuzzer of the handbook"),
    package(
        "openssl",
        &["openssl"],
        "makes the certificates of the tests",
    ),
    package(
        "debootstrap",
        &["debootstrap"],
        "makes the fresh Debian in which a test follows the guide",
    ),
    package("chromium-driver", &["chromedriver"], "drives Chromium"),
    package(
        "python3",
        &["python3"],
        "calculates due times a second time, for a test",
    ),
    Package {
        name: "tzdata",
        programs: &[],
        files: &["/usr/share/zoneinfo/Australia/Lord_Howe"],
        why: "the zones of that calculation",
    },
];

impl Package {
    fn is_missing(&self) -> bool {
        self.programs
            .iter()
            .any(|name| workspace::program(name).is_none())
            || self.files.iter().any(|file| !Path::new(file).exists())
    }
}

/// Installs the missing packages, or stops with the commands to type where that is not possible from here.
pub fn set_up() -> Result<(), Failure> {
    let missing: Vec<&Package> = PACKAGES
        .iter()
        .filter(|package| package.is_missing())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    for package in &missing {
        announce(package.name, package.why);
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    if workspace::program("apt-get").is_none() {
        return Err(Failure::new(format!(
            "There is no apt-get here. Install what these Debian packages hold in your system's way, so that the programs\n\
             are found on PATH, and start again:\n    {}",
            names.join(" ")
        )));
    }
    let user = process::first_line(process::command("id").arg("-u"));
    if user.as_deref() != Some("0") {
        return Err(Failure::new(format!(
            "Installing packages needs root. Type these, then start again:\n{}",
            typed(&names)
        )));
    }
    install(&names)?;
    tell_of_services(&names);
    match missing.iter().find(|package| package.is_missing()) {
        None => Ok(()),
        Some(package) => Err(Failure::new(format!(
            "{} was installed, but {:?} {:?} is still not there.\nLook at the messages of apt-get above.",
            package.name, package.programs, package.files
        ))),
    }
}

fn install(names: &[&str]) -> Result<(), Failure> {
    println!("Set-up: installing by apt-get: {}", names.join(" "));
    let help = || format!("By hand these would be:\n{}", typed(names));
    process::succeed(apt().arg("update"), "'apt-get update'")
        .map_err(|failure| failure.within(&help()))?;
    let mut command = apt();
    command
        .args(["install", "--yes", "--no-install-recommends"])
        .args(names);
    process::succeed(&mut command, "'apt-get install'").map_err(|failure| failure.within(&help()))
}

fn apt() -> Command {
    let mut command = process::command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn typed(names: &[&str]) -> String {
    format!(
        "    sudo apt-get update\n    sudo apt-get install --no-install-recommends {}{}",
        names.join(" "),
        services_line(names)
    )
}

/// The services that Debian starts by itself; ours need none of them, and they hold ports 80, 9090, 9100 and 9093.
fn services_line(names: &[&str]) -> String {
    let services: Vec<&str> = [
        "nginx",
        "prometheus",
        "prometheus-alertmanager",
        "victoria-metrics",
    ]
    .into_iter()
    .filter(|service| names.contains(service))
    .collect();
    if services.is_empty() || !Path::new("/run/systemd/system").is_dir() {
        return String::new();
    }
    format!("\n    sudo systemctl disable --now {}", services.join(" "))
}

fn tell_of_services(names: &[&str]) {
    let line = services_line(names);
    if !line.is_empty() {
        println!(
            "Set-up: Debian has started its own services (such as nginx on port 80, Prometheus on 9090, Alertmanager on 9093).\n\
             Set-up: the portal does not need them; this switches them off:{line}"
        );
    }
}
