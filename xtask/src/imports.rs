//! Gives what a program takes from the browser short names: wasm-bindgen's end in sixteen digits each, which do not compress and
//! stand in the program and in its script. It must not know what the functions do.

use crate::failure::Failure;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// The section of a program that lists what it takes from outside.
const IMPORTS: u8 = 2;

/// What begins a program, before its sections.
const HEADER: usize = 8;

/// Renames the functions that `program` takes from the module of `script`, in both.
pub fn shorten(program: &Path, script: &Path) -> Result<(), Failure> {
    let read = |path: &Path| {
        fs::read(path).map_err(|error| Failure::new(format!("{}: {error}.", path.display())))
    };
    let write = |path: &Path, bytes: &[u8]| {
        fs::write(path, bytes)
            .map_err(|error| Failure::new(format!("{}: {error}.", path.display())))
    };
    let unknown = || {
        Failure::new(format!(
            "{} is not as wasm-bindgen writes it.\nInstall the version that Cargo.lock names.",
            program.display()
        ))
    };
    let text = String::from_utf8_lossy(&read(script)?).into_owned();
    let (shorter, names) = renamed(&read(program)?).ok_or_else(unknown)?;
    let text = replaced(&text, &names).ok_or_else(unknown)?;
    write(program, &shorter)?;
    write(script, text.as_bytes())
}

/// The new names of functions by their old ones.
type Names = HashMap<String, String>;

/// The program with new names, and these; `None` when it is no program.
fn renamed(program: &[u8]) -> Option<(Vec<u8>, Names)> {
    let mut names = Names::new();
    let mut made = program.get(..HEADER)?.to_vec();
    let mut rest = Bytes(program.get(HEADER..)?);
    while let Some(id) = rest.byte() {
        let length = rest.number()?;
        let body = rest.take(length)?;
        let section = match id {
            IMPORTS => imports(body, &mut names)?,
            _ => body.to_vec(),
        };
        made.push(id);
        write_number(section.len(), &mut made);
        made.extend(section);
    }
    Some((made, names))
}

fn imports(section: &[u8], names: &mut Names) -> Option<Vec<u8>> {
    let mut rest = Bytes(section);
    let count = rest.number()?;
    let mut made = Vec::new();
    write_number(count, &mut made);
    for _ in 0..count {
        let module = rest.text()?;
        let name = rest.text()?;
        let is_ours = module.ends_with("_bg.js") && name.starts_with("__wb");
        let short = match is_ours {
            true => {
                let next = format!("i{}", names.len());
                names.entry(name.to_owned()).or_insert(next).clone()
            }
            false => name.to_owned(),
        };
        for text in [module, &short] {
            write_number(text.len(), &mut made);
            made.extend(text.as_bytes());
        }
        let before = rest.0;
        match rest.byte()? {
            // A function: its type.
            0 => drop(rest.number()?),
            // A table or a memory: its limits, a table's after the kind of what it holds.
            kind @ (1 | 2) => {
                if kind == 1 {
                    rest.byte()?;
                }
                let has_most = rest.byte()? & 1 == 1;
                rest.number()?;
                if has_most {
                    rest.number()?;
                }
            }
            // A global: its type, and whether it changes.
            3 => drop(rest.take(2)?),
            _ => return None,
        }
        made.extend(before.get(..before.len() - rest.0.len())?);
    }
    Some(made)
}

/// The script with the new names, each of which stood there.
fn replaced(script: &str, names: &Names) -> Option<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut made = String::with_capacity(script.len());
    let mut found = 0;
    let mut rest = script;
    while let Some(start) = rest.find("__wb") {
        let (before, word) = rest.split_at(start);
        let end = word.find(|c| !is_name(c)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        let whole = !before.ends_with(is_name);
        let new = names.get(word).filter(|_| whole);
        found += usize::from(new.is_some());
        made.push_str(before);
        made.push_str(new.map_or(word, String::as_str));
        rest = after;
    }
    made.push_str(rest);
    (found == names.len()).then_some(made)
}

/// What is still to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of at most 32 bits, seven in a byte.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for place in 0..5 {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << (7 * place);
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}

fn write_number(mut number: usize, to: &mut Vec<u8>) {
    loop {
        let byte = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            return to.push(byte);
        }
        to.push(byte | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program with one section of imports and one of something else.
    fn program(imports: &[(&str, &str, &[u8])]) -> Vec<u8> {
        let mut section = vec![imports.len() as u8];
        for (module, name, kind) in imports {
            for text in [module, name] {
                section.push(text.len() as u8);
                section.extend(text.as_bytes());
            }
            section.extend(*kind);
        }
        let mut all = b"\0asm\x01\0\0\0\x02".to_vec();
        write_number(section.len(), &mut all);
        all.extend(section);
        all.extend(b"\x05\x03\x01\x00\x01");
        all
    }

    #[test]
    fn functions_of_the_script_get_short_names_in_both() {
        let long = "__wbg_instanceof_CanvasRenderingContext2d_769208c72dcbf5e6";
        let before = program(&[
            ("./a_bg.js", long, b"\0\x80\x01"),
            ("__wasm_split", "table", b"\x01\x70\x01\x02\x80\x02"),
            ("./a_bg.js", "__wbg_log_1", b"\0\x02"),
            ("env", "memory", b"\x02\0\x11"),
            ("env", "__wbg_log_1", b"\x03\x7f\x01"),
        ]);
        let after = program(&[
            ("./a_bg.js", "i0", b"\0\x80\x01"),
            ("__wasm_split", "table", b"\x01\x70\x01\x02\x80\x02"),
            ("./a_bg.js", "i1", b"\0\x02"),
            ("env", "memory", b"\x02\0\x11"),
            ("env", "__wbg_log_1", b"\x03\x7f\x01"),
        ]);
        let (made, names) = renamed(&before).unwrap();
        assert_eq!(made, after);
        let script = format!("{{ {long}: f, __wbg_log_1(a) {{ wasm.__wbg_log_10(a_{long}); }} }}");
        assert_eq!(
            replaced(&script, &names).unwrap(),
            format!("{{ i0: f, i1(a) {{ wasm.__wbg_log_10(a_{long}); }} }}")
        );
    }

    #[test]
    fn what_does_not_belong_together_is_refused() {
        let (_, names) = renamed(&program(&[("./a_bg.js", "__wbg_log_1", b"\0\x02")])).unwrap();
        assert!(replaced("nothing of it", &names).is_none());
        assert!(renamed(b"\0asm").is_none());
        assert!(renamed(b"\0asm\x01\0\0\0\x02\x09\x01").is_none());
        assert!(renamed(&program(&[("m", "tag", b"\x04\0\0")])).is_none());
    }
}
