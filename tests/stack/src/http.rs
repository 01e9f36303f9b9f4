//! A small HTTP client for tests and for asking whether a server is there. It must not know any server's interface.

use std::time::Duration;

/// An answer: any status is one, also 404 and 502.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Names in lower case with their values, in the order sent.
    pub headers: Vec<(String, String)>,
    /// The body as it came, not decompressed.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header, or of several of one name joined by a comma.
    pub fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The body as text, with what is no UTF-8 replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, `Null` when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// Asks servers on this machine; keeps connections open between requests. No redirects, no decompression, 10 s at most.
#[derive(Debug, Clone)]
pub struct Client(ureq::Agent);

impl Default for Client {
    fn default() -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(10)))
            .build();
        Self(config.into())
    }
}

impl Client {
    /// GET without more. The error is a sentence about the connection.
    pub fn get(&self, url: &str) -> Result<Answer, String> {
        self.send("GET", url, &[], "")
    }

    /// Any method, with headers and, unless it is empty, a body.
    pub fn send(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Answer, String> {
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(body.to_owned())
            .map_err(|error| format!("{method} {url} cannot be asked: {error}"))?;
        // Tests try methods with and without a body, sensible or not.
        let request = self
            .0
            .configure_request(request)
            .allow_non_standard_methods(true)
            .build();
        let failed = |error: ureq::Error| format!("{method} {url}: {error}");
        let mut response = self.0.run(request).map_err(failed)?;
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        Ok(Answer {
            status: response.status().as_u16(),
            headers,
            body: response.body_mut().read_to_vec().map_err(failed)?,
        })
    }
}
