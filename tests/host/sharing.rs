//! Links and files that carry an incident: there and back, and what hostile ones can do: nothing.

use crate::incident::Case;
use proptest::prelude::*;
use sre_portal::{
    domain::{severity::Severity, time::Moment},
    incident::{event::Kind, export, link},
};
use std::{
    io::Write,
    process::{Command, Stdio},
};

fn case() -> Case {
    let mut case = Case::new(Severity::Sev1, Moment(1_795_000_000_000));
    case.at(2, Kind::Acknowledged);
    case.at(3, Kind::Note("Größe – 測試 <b>".to_owned()));
    case.at(30, Kind::Resolved);
    case
}

#[test]
fn a_link_brings_the_whole_incident() {
    let mut case = case();
    let other = Case::new(Severity::Sev4, Moment(1_795_000_500_000));
    let alone = case.record.clone();
    case.record.merge(&other.record);
    let fragment = link::write(&case.record, case.id).expect("is short");
    assert!(
        link::is_one(&fragment) && fragment.len() < 2_000,
        "{}",
        fragment.len()
    );
    let legal = |c: char| c.is_ascii_alphanumeric() || "=._-".contains(c);
    assert!(fragment.chars().all(legal));
    let opened = link::read(&fragment).expect("was written by us");
    assert_eq!((opened.record, opened.incident), (alone, case.id));
    assert_eq!(opened.aside, []);
}

#[test]
fn a_long_incident_is_no_link() {
    let mut case = case();
    let mut noise = String::new();
    let mut minute = 0;
    let length = loop {
        noise = format!(
            "{:?}{:?}",
            sre_portal::incident::id::Id::of(noise.as_bytes()),
            minute
        );
        case.at(minute, Kind::Note(noise.clone()));
        minute += 1;
        if let Err(length) = link::write(&case.record, case.id) {
            break length;
        }
    };
    assert!(
        length > link::LONGEST_WRITTEN && minute > 70,
        "{minute} notes, {length}"
    );
}

#[test]
fn hostile_links_give_a_message() {
    let fragment = link::write(&case().record, case().id).expect("is short");
    let cut = |length: usize| fragment[..length].to_owned();
    let zeros = vec![b'0'; 80 << 20];
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&zeros, 9);
    let packed = |bytes: &[u8]| format!("incident=1.{}", base64url(bytes));
    let pack = |text: &str| {
        packed(&miniz_oxide::deflate::compress_to_vec_zlib(
            text.as_bytes(),
            9,
        ))
    };
    let two = {
        let mut record = case().record;
        record.merge(&Case::new(Severity::Sev2, Moment(5)).record);
        pack(&record.write())
    };
    let orphan = {
        let mut other = Case::new(Severity::Sev2, Moment(5));
        other.at(2, Kind::Resolved);
        let resolved = other.record.events()[1].text().to_owned();
        let mine = case().record.write();
        pack(&format!("{},{resolved}]", mine.trim_end_matches(']')))
    };
    for (what, fragment, message) in [
        ("empty", String::new(), "form"),
        (
            "another version",
            fragment.replacen("=1.", "=2.", 1),
            "form",
        ),
        ("nothing", cut(11), "damaged"),
        ("truncated", cut(fragment.len() / 2), ""),
        ("last digit gone", cut(fragment.len() - 1), ""),
        (
            "not base64",
            fragment.replacen("=1.", "=1.%", 1),
            "characters",
        ),
        ("padded", format!("{fragment}="), "characters"),
        ("huge", format!("incident=1.{}", "A".repeat(70_000)), "long"),
        (
            "a bomb",
            packed(&bomb[..40_000.min(bomb.len())]),
            "unpacks to more",
        ),
        (
            "no text",
            packed(&miniz_oxide::deflate::compress_to_vec_zlib(
                &[0xff, 0xfe],
                9,
            )),
            "no text",
        ),
        ("no events", pack("[]"), "0 incidents"),
        ("no JSON", pack("hello"), "0 incidents"),
        ("two incidents", two, "2 incidents"),
        ("another's event", orphan, "other incidents"),
    ] {
        let error = link::read(&fragment).expect_err(what);
        assert!(
            error.contains(message) && error.contains("Nothing was changed"),
            "{what}: {error}"
        );
    }
    // Each single character changed: refused, or still one incident of events with their own names.
    for (index, _) in fragment.char_indices().skip(11) {
        let mut changed = fragment.clone().into_bytes();
        changed[index] = if changed[index] == b'A' { b'B' } else { b'A' };
        if let Ok(opened) = link::read(&String::from_utf8(changed).expect("ASCII")) {
            assert_eq!(opened.record, case().record, "{index}");
        }
    }
}

proptest! {
    #[test]
    fn no_fragment_and_no_file_panics(text in ".{0,200}", digits in "[A-Za-z0-9_-]{0,300}", bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(link::read(&text).is_err());
        let fragment = format!("incident=1.{digits}");
        prop_assert!(link::read(&fragment).is_err());
        prop_assert!(export::read(&bytes).is_err());
        let mut file = b"PK".to_vec();
        file.extend(bytes);
        file.extend(b"PK\x05\x06");
        prop_assert!(export::read(&file).is_err());
    }

    #[test]
    fn damaged_archives_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut archive = archive();
        let index = at.index(archive.len());
        archive[index] = byte;
        if let Ok((record, _)) = export::read(&archive) {
            prop_assert_eq!(record, case().record);
        }
        archive.truncate(cut.index(archive.len()));
        prop_assert!(export::read(&archive).is_err());
    }
}

fn archive() -> Vec<u8> {
    let pictures = vec![("pictures/p95.svg".to_owned(), b"<svg/>".to_vec())];
    export::write(&case().record, case().id, "# Post-mortem\n", pictures).expect("is small")
}

#[test]
fn an_export_imports_again() {
    let (record, aside) = export::read(&archive()).expect("was written by us");
    assert_eq!((record, aside), (case().record, Vec::new()));
    let (record, _) = export::read(case().record.write().as_bytes()).expect("the JSON alone");
    assert_eq!(record, case().record);
    for (bytes, message) in [
        (b"".as_slice(), "no list of events"),
        (b"[]", "no events"),
        (b"PK\x03\x04 and nothing more", "no .zip"),
        (b"\xff\xd8\xff", "no text"),
    ] {
        let error = export::read(bytes).expect_err("is no export");
        assert!(error.contains(message), "{error}");
    }
}

/// The archive is a .zip for others, and what others pack is read: compressed, in a folder, with a comment.
#[test]
fn other_programs_agree_on_the_archive() {
    let script = r#"
import io, sys, zipfile
given = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert given.testzip() is None
assert given.namelist() == ["post-mortem.md", "incident.json", "pictures/p95.svg"], given.namelist()
assert given.read("pictures/p95.svg") == b"<svg/>"
again = io.BytesIO()
with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as out:
    out.comment = b"packed again"
    for name in given.namelist():
        out.writestr("my incident/" + name, given.read(name))
sys.stdout.buffer.write(again.getvalue())
"#;
    let mut python = Command::new("python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is installed by the set-up");
    let mut input = python.stdin.take().expect("is piped");
    input.write_all(&archive()).expect("python reads");
    drop(input);
    let output = python.wait_with_output().expect("python ends");
    assert!(output.status.success());
    let (record, aside) = export::read(&output.stdout).expect("a .zip of another program");
    assert_eq!((record, aside), (case().record, Vec::new()));
}

fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let digit = |chunk: &[u8]| {
        (0..6).fold(0, |digit, bit| {
            digit << 1 | chunk.get(bit).copied().unwrap_or(0)
        })
    };
    bits.chunks(6)
        .map(|chunk| char::from(DIGITS[usize::from(digit(chunk))]))
        .collect()
}
