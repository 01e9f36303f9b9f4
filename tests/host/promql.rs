//! Every selector carries `$scope`, and what does not is found.

use sre_portal::handbook::promql::check;

#[test]
fn whole_expressions_pass() {
    for text in [
        "up{$scope}",
        "sum by (service) (rate(http_requests_total{status_code=~\"5..\",$scope}[$window]))",
        "sum(rate(a{$scope}[5m])) by (le, service) / on (x) group_left () b{$scope} > 0.05",
        "histogram_quantile(0.95, sum by (le) (rate(a_bucket{x!~\"}{\",$scope}[$window])))",
        "time() - max by (service) (start{$scope})",
        "label_replace(0 * sum(a{$scope}), \"b\", \"no errors\", \"\", \"\") or vector(1)",
        "a{$scope} offset 1d unless on () b{$scope}",
    ] {
        assert_eq!(check(text), Ok(()), "{text}");
    }
}

#[test]
fn faults_are_found_where_they_stand() {
    for (text, offset, found) in [
        ("up", 0, "up"),
        ("sum(up)", 4, "up"),
        ("a{$scope} / b", 12, "b"),
        ("a{job=\"x\"}", 1, "{job=\"x\"}"),
        ("sum(a{$scope}", 3, "("),
        ("a{$scope})", 9, ")"),
        ("a{b=\"c", 1, "{b=\"c"),
        ("rate(a{$scope}[5m)", 14, "[5m)"),
        ("sum by (x) (b)", 12, "b"),
    ] {
        let fault = check(text).expect_err(text);
        assert_eq!(
            (fault.offset, fault.found.as_str()),
            (offset, found),
            "{text}"
        );
    }
}
