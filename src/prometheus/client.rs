//! The one place that asks a server: a request out, bytes or a fault back. Understands no answer.

use super::{
    body::Body,
    early,
    fault::Fault,
    gate::{Gate, Urgency},
    query::{LONGEST_URL, Request},
    received::Received,
};
use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use js_sys::{Reflect, Uint8Array};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader, ResponseType};

/// A question is given up after this many seconds.
const PATIENCE: u32 = 10;

/// A larger body is cut off while it comes (MiB).
const LARGEST: usize = 16;

/// A body of so few bytes on the way holds no more than [`LARGEST`] once it is unpacked: deflate makes at most 1,032 of one.
const SMALL: usize = (LARGEST << 20) / 1032;

/// Browsers open six connections to one server; more requests would only wait there, out of our order.
const AT_A_TIME: usize = 6;

thread_local! {
    static GATE: &'static Gate = Box::leak(Box::new(Gate::new(AT_A_TIME)));
}

/// Where Prometheus' API is.
#[derive(Clone, Debug, PartialEq)]
pub struct Client {
    /// Without a slash at the end.
    pub base: String,
    /// Headers of every request.
    pub headers: Vec<(String, String)>,
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
        urgency: Urgency,
    ) -> Result<Received, Fault> {
        let _place = GATE.with(|gate| *gate).enter(urgency).await;
        if view.is_some_and(AbortSignal::aborted) {
            return Err(Fault::NoAnswer {
                words: "no longer wanted".to_owned(),
            });
        }
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
        let address = format!("{url}?{parameters}");
        let fault = |error: gloo_net::Error| match timed_out.get() {
            true => Fault::TimedOut { seconds: PATIENCE },
            false => Fault::NoAnswer {
                words: error.to_string(),
            },
        };
        let response = match early::answer(&address, Some(&own.signal())).await {
            Some(response) => response,
            None => {
                let built = if address.len() > LONGEST_URL {
                    self.builder(&url, Method::POST, &own)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .body(parameters)
                } else {
                    self.builder(&address, Method::GET, &own).build()
                };
                // Where an early answer took too long, this ends at once.
                built.map_err(fault)?.send().await.map_err(fault)?
            }
        };
        let content_type = response.headers().get("Content-Type").unwrap_or_default();
        let (ok, status) = (response.ok(), response.status());
        let body = match read(response).await {
            Err(_) if timed_out.get() => Err(Fault::TimedOut { seconds: PATIENCE }),
            body => body,
        }?;
        if !ok {
            return Err(Fault::from_http(status, &content_type, &body.whole()));
        }
        if body.length() == 0 || !content_type.contains("json") {
            return Err(Fault::not_prometheus(status, &content_type, &body.whole()));
        }
        Ok(body)
    }

    fn builder(&self, url: &str, method: Method, abort: &AbortController) -> RequestBuilder {
        let plain = RequestBuilder::new(url)
            .method(method)
            .header("Accept", "application/json")
            .cache(web_sys::RequestCache::NoStore)
            .abort_signal(Some(&abort.signal()));
        self.headers
            .iter()
            .fold(plain, |request, (name, value)| request.header(name, value))
    }
}

/// The body, as long as it is no larger than allowed. One that cannot be larger is read at once: a stream costs
/// several tasks.
async fn read(response: Response) -> Result<Received, Fault> {
    if let Some(length) = small(&response) {
        let ended = |_: JsValue| Fault::Damaged {
            words: format!("the connection ended before all {length} bytes had come"),
        };
        let bytes = web_sys::Response::from(response).array_buffer();
        let bytes = JsFuture::from(bytes.map_err(ended)?).await.map_err(ended)?;
        return Ok(Uint8Array::new(&bytes).into());
    }
    let mut body = Received::default();
    let Some(stream) = response.body() else {
        return Ok(body);
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let part = JsFuture::from(reader.read())
            .await
            .map_err(|_| Fault::Damaged {
                words: format!("the connection ended after {} bytes", body.length()),
            })?;
        let chunk = Reflect::get(&part, &"value".into()).ok();
        let Some(chunk) = chunk.and_then(|chunk| chunk.dyn_into::<Uint8Array>().ok()) else {
            return Ok(body);
        };
        body.push(chunk);
        if body.length() > LARGEST << 20 {
            // What is still under way is not wanted; whether cancelling works does not matter any more.
            let _ = reader.cancel();
            return Err(Fault::TooLarge { limit: LARGEST });
        }
    }
}

/// The bytes on the way where these are known to be few and packed by nothing but deflate. An answer of another origin does
/// not show how it is packed.
fn small(response: &Response) -> Option<usize> {
    let headers = response.headers();
    let length = headers.get("Content-Length")?.parse().ok()?;
    let packed = headers.get("Content-Encoding");
    let is_deflate = matches!(packed.as_deref(), None | Some("gzip" | "deflate"));
    (length <= SMALL && is_deflate && response.type_() == ResponseType::Basic).then_some(length)
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
        let _ = self
            .view
            .remove_event_listener_with_callback("abort", self.listener.as_ref().unchecked_ref());
    }
}
