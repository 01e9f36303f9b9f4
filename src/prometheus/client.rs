//! The one place that asks a server: a request out, bytes or a fault back. Understands no answer.

use super::{
    fault::Fault,
    query::{LONGEST_URL, Request},
};
use gloo_net::http::{Method, RequestBuilder};
use gloo_timers::callback::Timeout;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal};

/// A question is given up after this many seconds.
const PATIENCE: u32 = 10;

/// Where Prometheus' API is.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// Without a slash at the end.
    pub base: String,
}

/// Aborts what was asked with its signal when it is dropped: a view that is left wants no answers.
pub struct Abort(AbortController);

impl Abort {
    /// A new one; `None` where the browser has no `AbortController`.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    /// What requests are given.
    pub fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Client {
    /// Sends a request and returns the body of its answer. Long ones go as a form POST.
    ///
    /// # Errors
    /// Every answer that is no success, and every way to get none; see [`Fault`].
    pub async fn ask(
        &self,
        request: &Request,
        view: Option<&AbortSignal>,
    ) -> Result<Vec<u8>, Fault> {
        let parameters = request.encoded();
        let url = format!("{}/{}", self.base, request.path);
        let timed_out = Rc::new(Cell::new(false));
        let own = AbortController::new().map_err(no_answer)?;
        let _timer = {
            let (own, timed_out) = (own.clone(), timed_out.clone());
            Timeout::new(PATIENCE * 1000, move || {
                timed_out.set(true);
                own.abort();
            })
        };
        // The view's end ends the request too; one listener on each, gone with the request's own controller.
        let _forward = view.map(|view| forward(view, &own));
        let built = if url.len() + parameters.len() > LONGEST_URL {
            builder(&url, Method::POST, &own)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(parameters)
        } else {
            builder(&format!("{url}?{parameters}"), Method::GET, &own).build()
        };
        let fault = |error: gloo_net::Error| match timed_out.get() {
            true => Fault::TimedOut { seconds: PATIENCE },
            false => Fault::NoAnswer {
                words: error.to_string(),
            },
        };
        let response = built.map_err(fault)?.send().await.map_err(fault)?;
        let content_type = response.headers().get("Content-Type").unwrap_or_default();
        let body = response.binary().await.map_err(fault)?;
        if !response.ok() {
            return Err(Fault::from_http(response.status(), &content_type, &body));
        }
        if !content_type.contains("json") {
            return Err(Fault::not_prometheus(
                response.status(),
                &content_type,
                &body,
            ));
        }
        Ok(body)
    }
}

fn builder(url: &str, method: Method, abort: &AbortController) -> RequestBuilder {
    RequestBuilder::new(url)
        .method(method)
        .header("Accept", "application/json")
        .cache(web_sys::RequestCache::NoStore)
        .abort_signal(Some(&abort.signal()))
}

fn no_answer(error: JsValue) -> Fault {
    Fault::NoAnswer {
        words: format!("{error:?}"),
    }
}

/// Keeps the listener that passes a view's end on; takes it away again when dropped.
struct Forward {
    view: AbortSignal,
    listener: wasm_bindgen::closure::Closure<dyn FnMut()>,
}

fn forward(view: &AbortSignal, to: &AbortController) -> Forward {
    use wasm_bindgen::JsCast;
    let to = to.clone();
    let listener = wasm_bindgen::closure::Closure::<dyn FnMut()>::new(move || to.abort());
    // Adding a listener fails for no signal.
    let _ = view.add_event_listener_with_callback("abort", listener.as_ref().unchecked_ref());
    Forward {
        view: view.clone(),
        listener,
    }
}

impl Drop for Forward {
    fn drop(&mut self) {
        use wasm_bindgen::JsCast;
        let _ = self
            .view
            .remove_event_listener_with_callback("abort", self.listener.as_ref().unchecked_ref());
    }
}
