//! Just enough of a shell's and SQL's form to see where a command ends; knows no command's meaning.

/// What is still open after the lines that were fed.
#[derive(Default)]
pub struct Shell {
    quote: Option<char>,
    /// Loops and conditions that have not ended.
    depth: usize,
    /// The line ended with a backslash or an operator that wants more.
    continued: bool,
    /// The word that ends a here-document.
    here: Option<String>,
}

impl Shell {
    /// Takes the next line of a command.
    pub fn feed(&mut self, line: &str) {
        if let Some(end) = &self.here {
            if line.trim() == end {
                self.here = None;
            }
            return;
        }
        self.continued = false;
        let mut word = String::new();
        let mut command = self.quote.is_none();
        let mut last = ' ';
        let mut here = false;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            if let Some(quote) = self.quote {
                match c {
                    '\\' if quote == '"' => drop(chars.next()),
                    c if c == quote => self.quote = None,
                    _ => {}
                }
                word.push(c);
                continue;
            }
            match c {
                '\\' => match chars.next() {
                    Some(next) => word.push(next),
                    None => self.continued = true,
                },
                '\'' | '"' | '`' => {
                    self.quote = Some(c);
                    word.push(c);
                }
                '#' if word.is_empty() => break,
                '<' if chars.peek() == Some(&'<') => {
                    chars.next();
                    chars.next_if(|next| *next == '-');
                    here = chars.peek() != Some(&'<');
                }
                c if c.is_whitespace() || ";|&()".contains(c) => {
                    self.word(&mut word, &mut command, &mut here);
                    command |= !c.is_whitespace();
                }
                c => word.push(c),
            }
            if !c.is_whitespace() {
                last = c;
            }
        }
        self.word(&mut word, &mut command, &mut here);
        self.continued |= self.quote.is_none() && (last == '|' || line.trim_end().ends_with("&&"));
    }

    /// A word is complete; keywords count only where a command may begin.
    fn word(&mut self, word: &mut String, command: &mut bool, here: &mut bool) {
        let done = std::mem::take(word);
        if done.is_empty() {
            return;
        }
        if std::mem::take(here) {
            self.here = Some(done.trim_matches(['\'', '"']).to_owned());
            return;
        }
        if !*command {
            return;
        }
        match done.as_str() {
            "for" | "case" | "select" => {
                self.depth += 1;
                *command = false;
            }
            "while" | "until" | "if" | "{" => self.depth += 1,
            "done" | "fi" | "esac" | "}" => {
                self.depth = self.depth.saturating_sub(1);
                *command = false;
            }
            "do" | "then" | "else" | "elif" | "!" => {}
            _ => *command = false,
        }
    }

    /// Whether a command ends here.
    pub fn is_complete(&self) -> bool {
        self.quote.is_none() && self.depth == 0 && !self.continued && self.here.is_none()
    }
}

/// Whether a line of a shell block is the first of a SQL statement: those are written in capitals there.
pub fn begins_sql(line: &str) -> bool {
    const FIRST: [&str; 16] = [
        "SELECT", "SHOW", "EXPLAIN", "WITH", "INSERT", "UPDATE", "DELETE", "ALTER", "CREATE",
        "DROP", "TRUNCATE", "VACUUM", "ANALYZE", "REINDEX", "BEGIN", "COMMIT",
    ];
    let word = line.split([' ', ';', '(']).next().unwrap_or_default();
    FIRST.contains(&word)
}

/// The byte after the first `;` that ends a statement, given whether a quote is open; updates that.
pub fn sql_end(text: &str, quoted: &mut bool) -> Option<usize> {
    for (at, c) in text.char_indices() {
        match c {
            '\'' => *quoted = !*quoted,
            ';' if !*quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}
