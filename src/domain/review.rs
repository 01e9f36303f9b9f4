//! Whether a document must be read again: how long ago somebody did, and what has happened since. Is told the present
//! moment.

use super::time::{Moment, Zone};
use jiff::{ToSpan, civil::Date};

/// What is known of a document's last review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// Nothing is due before the end of this day.
    Due(Date),
    /// It was due on this day, which is over.
    Overdue(Date),
    /// A SEV1 named the document after it was last reviewed.
    NamedBySev1,
}

/// Judges a review of the local day `reviewed` that is good for `months`. `named` is the last moment at which a SEV1
/// named the document; one on the day of the review itself is taken for what led to it.
pub fn review(
    reviewed: Date,
    months: i32,
    named: Option<Moment>,
    now: Moment,
    zone: &Zone,
) -> Review {
    let due = reviewed.saturating_add(months.months());
    let over = |day: Date, moment: Moment| {
        let end = day.saturating_add(1.day());
        zone.moment_at(&end.to_string(), "00:00")
            .is_some_and(|end| moment >= end)
    };
    if named.is_some_and(|named| over(reviewed, named)) {
        Review::NamedBySev1
    } else if over(due, now) {
        Review::Overdue(due)
    } else {
        Review::Due(due)
    }
}

/// Months between two reviews, from the word in the handbook: `Quarterly or after major incidents` is 3.
pub fn months(words: &str) -> Option<i32> {
    let first = words.split(|c: char| !c.is_ascii_alphabetic()).next()?;
    match first.to_ascii_lowercase().as_str() {
        "monthly" => Some(1),
        "quarterly" => Some(3),
        "yearly" | "annually" => Some(12),
        _ => None,
    }
}
