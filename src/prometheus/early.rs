//! Answers to what was asked while the program was still on its way; `public/questions.js` asked. Understands no answer.

use gloo_net::http::Response;
use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = firstQuestions, catch)]
    fn take(address: &str, end: Option<&AbortSignal>) -> Result<Option<Promise>, JsValue>;
}

/// The answer from this address, each once; `None` when it was not asked, or gave none, and then no other is under way. Waiting
/// for it ends with `end`.
pub async fn answer(address: &str, end: Option<&AbortSignal>) -> Option<Response> {
    let promise = take(address, end).ok()??;
    let answer: web_sys::Response = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    Some(answer.into())
}
