//! Answers to what was asked while the program was still on its way; `public/questions.js` asked. Understands no answer.

use crate::domain::time::Moment;
use gloo_net::http::Response;
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = firstQuestions, catch)]
    fn take(address: &str, end: Option<&AbortSignal>) -> Result<Option<Promise>, JsValue>;
    #[wasm_bindgen(js_namespace = firstQuestions, js_name = "moment", catch)]
    fn asked_at() -> Result<Option<f64>, JsValue>;
}

/// The moment that ranges were asked up to, as long as some of what was asked waits to be taken.
pub fn moment() -> Option<Moment> {
    let milliseconds = asked_at().ok()??;
    Some(Moment(milliseconds as i64))
}

/// The answer from this address, each once; `None` when it was not asked, or gave none, and then no other is under way. Waiting
/// for it ends with `end`.
pub async fn answer(address: &str, end: Option<&AbortSignal>) -> Option<Response> {
    let promise = take(address, end).ok()??;
    let answer: web_sys::Response = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    Some(answer.into())
}
