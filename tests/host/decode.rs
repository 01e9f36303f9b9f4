//! Answers of the query API, and all that may be wrong with them.

use sre_portal::{
    domain::{
        series::{Grid, is_gap},
        time::Moment,
    },
    prometheus::{
        decode::{matrix, vector},
        fault::Fault,
    },
};

const GRID: Grid = Grid {
    start: Moment(1_700_000_000_000),
    step: 15_000,
    len: 4,
};

#[test]
fn a_matrix_becomes_columns_on_the_grid() {
    let body = br#"{"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"a","service":"x"},"values":[[1700000000,"1"],[1700000030.000,"2.5e-7"],[1700000045,"+Inf"]]},
        {"metric":{},"values":[[1700000015,"NaN"]]}]},"future":{"field":[1,{"b":null}]}}"#;
    let answer = matrix(body, GRID).expect("decodes");
    let first = &answer.data.series[0];
    assert_eq!(first.labels.get("service"), Some("x"));
    assert_eq!(first.values[0], 1.0);
    assert!(is_gap(first.values[1]), "no sample is a gap");
    assert_eq!(first.values[2], 2.5e-7);
    assert_eq!(first.values[3], f64::INFINITY);
    let second = &answer.data.series[1].values;
    assert!(
        second[1].is_nan() && !is_gap(second[1]),
        "a measured NaN is no gap"
    );
    assert!(answer.warnings.is_empty());
}

#[test]
fn samples_off_the_grid_are_left_out() {
    let body = br#"{"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{},"values":[[1600000000,"1"],[1700000060,"2"],[1e300,"3"],[-1,"4"]]}]}}"#;
    let answer = matrix(body, GRID).expect("decodes");
    assert!(
        answer.data.series[0]
            .values
            .iter()
            .all(|value| is_gap(*value))
    );
}

#[test]
fn vectors_and_scalars_are_samples() {
    let body = br#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"job":"a"},"value":[1,"0"]}]}}"#;
    assert_eq!(vector(body).expect("decodes").data[0].value, 0.0);
    let scalar =
        br#"{"status":"success","data":{"resultType":"scalar","result":[1700000000.5,"42"]}}"#;
    let samples = vector(scalar).expect("decodes").data;
    assert_eq!((samples.len(), samples[0].value), (1, 42.0));
    let empty = br#"{"status":"success","data":{"resultType":"vector","result":[]}}"#;
    assert!(vector(empty).expect("decodes").data.is_empty());
}

#[test]
fn what_makes_an_answer_incomplete_is_said() {
    let of = |body: &str| vector(body.as_bytes()).expect("decodes").warnings;
    let result = r#""data":{"resultType":"vector","result":[]}"#;
    assert_eq!(
        of(&format!(
            r#"{{"status":"success",{result},"warnings":["1 of 2 stores"]}}"#
        )),
        ["1 of 2 stores"]
    );
    assert_eq!(
        of(&format!(
            r#"{{"status":"success","isPartial":true,{result}}}"#
        ))
        .len(),
        1
    );
    assert_eq!(
        of(&format!(
            r#"{{"status":"success",{result},"warnings":null,"infos":null,"isPartial":false}}"#
        ))
        .len(),
        0
    );
    let thanos =
        r#"{"status":"success","data":{"resultType":"vector","result":[],"warnings":["partial"]}}"#;
    assert_eq!(of(thanos), ["partial"]);
    let native = r#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{"count":"3"}]}]}}"#;
    assert_eq!(of(native).len(), 1);
    let infos = vector(
        format!(r#"{{"status":"success",{result},"infos":["metric might not be a counter"]}}"#)
            .as_bytes(),
    );
    let infos = infos.expect("decodes");
    assert_eq!(
        (infos.infos.len(), infos.warnings.len()),
        (1, 0),
        "an info is a note, not partial"
    );
}

#[test]
fn an_error_is_an_error_whatever_stands_beside_it() {
    let body = br#"{"status":"error","data":{"result":[]},"errorType":"timeout","error":"query timed out"}"#;
    let fault = vector(body).expect_err("is an error");
    assert!(
        matches!(&fault, Fault::Refused { kind, .. } if kind == "timeout"),
        "{fault:?}"
    );
}

#[test]
fn damaged_bodies_are_damaged_and_never_a_panic() {
    let whole = br#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1700000000,"1"]]}]}}"#;
    for end in 0..whole.len() {
        let outcome = matrix(&whole[..end], GRID);
        assert!(
            matches!(outcome, Err(Fault::Damaged { .. })),
            "cut at {end}: {outcome:?}"
        );
    }
    for body in [
        "null",
        "[]",
        "42",
        "\"x\"",
        "{}",
        r#"{"status":"success"}"#,
        r#"{"status":"success","data":null}"#,
        r#"{"status":"success","data":{"result":{}}}"#,
        r#"{"status":"success","data":{"result":[{"metric":{},"values":[[1,2]]}]}}"#,
        r#"{"status":"success","data":{"result":[{"metric":{},"values":[["1","2"]]}]}}"#,
        r#"{"status":"success","data":{"result":[{"metric":{},"values":[[1,"1 2"]]}]}}"#,
        r#"{"status":"success","data":{"result":[]}} trailing"#,
    ] {
        assert!(matrix(body.as_bytes(), GRID).is_err(), "{body}");
    }
    let deep = format!(
        r#"{{"status":"success","data":{{"x":{}1{}}}}}"#,
        "[".repeat(20_000),
        "]".repeat(20_000)
    );
    assert!(matrix(deep.as_bytes(), GRID).is_err(), "nesting ends");
}
