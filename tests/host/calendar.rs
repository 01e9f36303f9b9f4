//! Dates and times of day as the configuration writes them: one form each.

use sre_portal::domain::calendar::{date, time};

#[test]
fn a_date_has_one_form() {
    for right in ["2026-12-25", "2024-02-29", "0001-01-01", "9999-12-31"] {
        let read = date(right).expect(right);
        assert_eq!(read.to_string(), right);
    }
    for wrong in [
        "",
        "2026-12-5",
        "2026-1-25",
        "26-12-25",
        "20261225",
        "2026-12-25T00:00",
        "2026-12-25 ",
        " 2026-12-25",
        "+2026-12-2",
        "-026-12-25",
        "2026-+1-25",
        "2026-13-01",
        "2026-00-01",
        "2026-02-29",
        "2026-11-31",
        "2026-11-00",
        "2026/12/25",
        "2026-W51-5",
        "\u{663}026-12-25",
        "é26-12-25",
        "20é6-12-25",
    ] {
        assert_eq!(date(wrong), None, "{wrong}");
    }
}

#[test]
fn a_time_of_day_has_one_form() {
    for (right, hour, minute) in [("00:00", 0, 0), ("09:05", 9, 5), ("23:59", 23, 59)] {
        let read = time(right).expect(right);
        assert_eq!((read.hour(), read.minute()), (hour, minute), "{right}");
    }
    for wrong in [
        "", "9:00", "24:00", "09:60", "09:00:00", "+9:00", "09.00", "é:00",
    ] {
        assert!(
            time(wrong).is_err_and(|words| words.contains("09:00")),
            "{wrong}"
        );
    }
}
