//! The alerts of a body, each by itself: so that thousands of them are decoded in slices. Whatever looks otherwise than
//! servers write it is left whole. Knows what an alert's text begins and ends with, and nothing else.

use super::fault::Fault;
use crate::domain::slices::Slices;
use serde_json::Value;
use std::ops::Range;

/// What stands before a list of alerts. In valid JSON it stands nowhere within a string, whose quotes are escaped.
const KEY: &[u8] = b"\"alerts\":[";

/// A body, and where its alerts stand.
pub struct Pieces<'a> {
    body: &'a [u8],
    /// The body with `[first,count]` in the place of each list; `None` when it is left whole.
    rest: Option<Vec<u8>>,
    alerts: Vec<Range<usize>>,
}

impl<'a> Pieces<'a> {
    /// Cuts out all lists that are called alerts.
    pub fn called_alerts(body: &'a [u8]) -> Self {
        Self::new(body, cut)
    }

    /// Cuts a body that is itself a list of alerts.
    pub fn bare(body: &'a [u8]) -> Self {
        Self::new(body, |body, alerts| {
            let body = body.trim_ascii_end();
            let end = objects(body, body.starts_with(b"[").then_some(1)?, alerts)?;
            let rest = format!("[0,{}]", alerts.len()).into_bytes();
            (end + 1 == body.len()).then_some(rest)
        })
    }

    fn new(
        body: &'a [u8],
        cut: impl FnOnce(&[u8], &mut Vec<Range<usize>>) -> Option<Vec<u8>>,
    ) -> Self {
        let mut alerts = Vec::new();
        let rest = cut(body, &mut alerts);
        Self { body, rest, alerts }
    }

    /// What is decoded at once.
    pub fn rest(&self) -> &[u8] {
        self.rest.as_deref().unwrap_or(self.body)
    }

    /// Gives `take` each alert of a list of the rest.
    ///
    /// # Errors
    /// [`Fault::Damaged`] when one of them is no JSON.
    pub async fn each(
        &self,
        list: &[Value],
        slices: Slices<'_>,
        mut take: impl FnMut(&Value),
    ) -> Result<(), Fault> {
        let place = match list {
            [first, count] => first.as_u64().zip(count.as_u64()),
            _ => None,
        };
        // A list that was not cut out stands in the rest as it was.
        let Some((first, count)) = place.filter(|_| self.rest.is_some()) else {
            list.iter().for_each(take);
            return Ok(());
        };
        for piece in self.alerts.iter().skip(first as usize).take(count as usize) {
            let text = self.body.get(piece.clone()).unwrap_or_default();
            take(&serde_json::from_slice(text).map_err(damaged)?);
            slices.pause().await;
        }
        Ok(())
    }
}

/// What is said of a body that is no JSON.
pub fn damaged(error: serde_json::Error) -> Fault {
    Fault::Damaged {
        words: error.to_string(),
    }
}

/// Takes all lists of alerts out of a body; `None` when one of them looks unlike a list of objects.
fn cut(body: &[u8], alerts: &mut Vec<Range<usize>>) -> Option<Vec<u8>> {
    let mut rest = Vec::new();
    let mut from = 0;
    while let Some(found) = find(body, from) {
        let start = found + KEY.len();
        rest.extend_from_slice(body.get(from..start)?);
        let first = alerts.len();
        from = objects(body, start, alerts)?;
        let place = format!("{first},{}", alerts.len() - first);
        rest.extend_from_slice(place.as_bytes());
    }
    rest.extend_from_slice(body.get(from..)?);
    Some(rest)
}

/// Where the key stands next.
fn find(body: &[u8], from: usize) -> Option<usize> {
    let rest = body.get(from..)?;
    let found = rest.windows(KEY.len()).position(|part| part == KEY)?;
    Some(from + found)
}

/// Takes the objects of the list that begins at `start`, and returns where its `]` stands.
fn objects(body: &[u8], start: usize, found: &mut Vec<Range<usize>>) -> Option<usize> {
    let mut at = start;
    if body.get(at) == Some(&b']') {
        return Some(at);
    }
    loop {
        let end = object(body, at)?;
        found.push(at..end);
        match body.get(end)? {
            b',' => at = end + 1,
            b']' => return Some(end),
            _ => return None,
        }
    }
}

/// Where the object that begins at `start` ends.
fn object(body: &[u8], start: usize) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, start);
    loop {
        match body.get(at)? {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.checked_sub(1)?;
            }
            b'"' => at = string(body, at)?,
            _ if depth == 0 => return None,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

/// Where the quote stands that ends the string that begins at `start`.
fn string(body: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        match body.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}
