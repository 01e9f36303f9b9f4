//! Who gets in, and in which order.

use futures_util::{FutureExt, future::LocalBoxFuture};
use sre_portal::prometheus::gate::{Gate, Place, Urgency};

fn enter(gate: &'static Gate, urgency: Urgency) -> LocalBoxFuture<'static, Place<'static>> {
    gate.enter(urgency).boxed_local()
}

#[test]
fn the_most_urgent_waits_least_and_equals_keep_their_order() {
    let gate: &'static Gate = Box::leak(Box::new(Gate::new(2)));
    let first = enter(gate, Urgency::Unseen)
        .now_or_never()
        .expect("there is room");
    let second = enter(gate, Urgency::Unseen)
        .now_or_never()
        .expect("there is room");
    let mut waiting: Vec<_> = [
        Urgency::Unseen,
        Urgency::Seen,
        Urgency::Status,
        Urgency::Seen,
    ]
    .into_iter()
    .map(|urgency| Some(enter(gate, urgency)))
    .collect();
    let mut inside = Vec::new();
    let mut look = |inside: &mut Vec<(usize, Place<'static>)>| {
        for (index, one) in waiting.iter_mut().enumerate() {
            if let Some(place) = one.as_mut().and_then(FutureExt::now_or_never) {
                inside.push((index, place));
                *one = None;
            }
        }
    };
    look(&mut inside);
    assert!(inside.is_empty(), "no third one at a time");
    drop(first);
    look(&mut inside);
    drop(second);
    look(&mut inside);
    assert_eq!(
        inside.iter().map(|(index, _)| *index).collect::<Vec<_>>(),
        [2, 1]
    );
    inside.clear();
    look(&mut inside);
    assert_eq!(
        inside.iter().map(|(index, _)| *index).collect::<Vec<_>>(),
        [0, 3]
    );
}

#[test]
fn who_gives_up_waiting_blocks_nobody() {
    let gate: &'static Gate = Box::leak(Box::new(Gate::new(1)));
    let first = enter(gate, Urgency::Seen)
        .now_or_never()
        .expect("there is room");
    let mut given_up = enter(gate, Urgency::Status);
    assert!((&mut given_up).now_or_never().is_none());
    let mut next = enter(gate, Urgency::Unseen);
    assert!((&mut next).now_or_never().is_none());
    drop(given_up);
    drop(first);
    assert!((&mut next).now_or_never().is_some());
}
