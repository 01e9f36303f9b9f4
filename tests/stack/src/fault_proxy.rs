//! A proxy in front of a real Prometheus that spoils its answers while it is told to. It must not know who asks.
//!
//! What a real server sends only in trouble, or what Debian's version of it never sends, comes from here.

use crate::http::{Answer, Client};
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What is done to each answer of the query API while the fault is on.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// It comes so much later.
    Delay(Duration),
    /// The connection is reset after half of the body.
    Reset,
    /// The body ends half way, and the length in the head says so: for HTTP all is well.
    Truncated,
    /// The real server is not asked: status line's end, content type and body.
    Instead(&'static str, &'static str, &'static str),
    /// So many bytes that look like the beginning of an answer, without a length in the head.
    Endless(u64),
    /// Each series comes twice, the second time with other values.
    Duplicates,
    /// Questions that name one of these metrics get this; the others get their answers.
    Some(&'static [&'static str], Box<Self>),
    /// The answer has a field more at its top, or one more element in the list that is there.
    Field(&'static str, Value),
}

impl Fault {
    /// 500 in Prometheus' own form.
    pub fn internal() -> Self {
        let body =
            r#"{"status":"error","errorType":"internal","error":"opening storage: no space left"}"#;
        Self::Instead("500 Internal Server Error", "application/json", body)
    }

    /// 422 in Prometheus' own form.
    pub fn refused() -> Self {
        let body = r#"{"status":"error","errorType":"execution","error":"too many samples"}"#;
        Self::Instead("422 Unprocessable Entity", "application/json", body)
    }
}

#[derive(Debug)]
struct Shared {
    upstream: String,
    fault: Mutex<Option<Fault>>,
    sent: AtomicU64,
    ended: AtomicBool,
}

/// A running proxy. Its thread ends when it is dropped.
#[derive(Debug)]
pub struct FaultProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl FaultProxy {
    /// Starts it, sound, on a free port. `upstream` is the real server's address without a slash at its end.
    pub fn start(upstream: &str) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            upstream: upstream.to_owned(),
            fault: Mutex::new(None),
            sent: AtomicU64::new(0),
            ended: AtomicBool::new(false),
        });
        let own = Arc::clone(&shared);
        std::thread::spawn(move || {
            let client = Client::default();
            for stream in listener.incoming().flatten() {
                if own.ended.load(Ordering::Relaxed) {
                    return;
                }
                let (shared, client) = (Arc::clone(&own), client.clone());
                // Who does not wait for the answer needs none.
                std::thread::spawn(move || serve(&shared, &client, stream));
            }
        });
        Ok(Self { address, shared })
    }

    /// Its own address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Switches a fault on, or with `None` off. It holds for what is asked from now on.
    pub fn set(&self, fault: Option<Fault>) {
        let mut now = self
            .shared
            .fault
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *now = fault;
    }

    /// How many bytes of endless bodies were taken by somebody so far.
    pub fn sent(&self) -> u64 {
        self.shared.sent.load(Ordering::Relaxed)
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        // Wakes the thread; when that fails it is gone.
        let _ = TcpStream::connect(self.address);
    }
}

struct Question {
    method: String,
    target: String,
    body: String,
}

impl Question {
    fn read(stream: &TcpStream) -> io::Result<Self> {
        let mut reader = BufReader::new(stream);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head)? > 0 {}
        let length = head.lines().find_map(|line| {
            let line = line.to_lowercase();
            line.strip_prefix("content-length: ")?.parse().ok()
        });
        let mut body = vec![0; length.unwrap_or(0)];
        reader.read_exact(&mut body)?;
        let mut words = head.split(' ');
        let mut word = || words.next().unwrap_or_default().to_owned();
        Ok(Self {
            method: word(),
            target: word(),
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    fn is_query(&self) -> bool {
        self.target.contains("/api/v1/query")
    }

    /// Names of metrics are never percent-encoded.
    fn names(&self, metric: &str) -> bool {
        self.target.contains(metric) || self.body.contains(metric)
    }

    fn forward(&self, shared: &Shared, client: &Client) -> Result<Answer, String> {
        let url = format!("{}{}", shared.upstream, self.target);
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let headers = if self.body.is_empty() {
            &[][..]
        } else {
            &form[..]
        };
        client.send(&self.method, &url, headers, &self.body)
    }
}

fn serve(shared: &Shared, client: &Client, mut stream: TcpStream) -> io::Result<()> {
    let question = Question::read(&stream)?;
    let fault = shared
        .fault
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
        .filter(|_| question.is_query());
    let fault = match fault {
        Some(Fault::Some(metrics, fault)) => metrics
            .iter()
            .any(|metric| question.names(metric))
            .then_some(*fault),
        fault => fault,
    };
    match fault {
        Some(Fault::Instead(status, kind, body)) => {
            return send(&mut stream, status, kind, body.as_bytes());
        }
        Some(Fault::Endless(bytes)) => return endless(shared, &mut stream, bytes),
        Some(Fault::Delay(delay)) => std::thread::sleep(delay),
        _ => {}
    }
    let answer = match question.forward(shared, client) {
        Ok(answer) => answer,
        Err(words) => {
            return send(
                &mut stream,
                "502 Bad Gateway",
                "text/plain",
                words.as_bytes(),
            );
        }
    };
    let status = format!("{} Answered", answer.status);
    let kind = answer.header("content-type").unwrap_or_default();
    let half = answer.body.get(..answer.body.len() / 2).unwrap_or_default();
    match fault {
        Some(Fault::Reset) => {
            head(&mut stream, &status, &kind, answer.body.len())?;
            stream.write_all(half)?;
            // Without lingering the end is a reset. What was written is with the reader by then: there is no network between.
            Ok(rustix::net::sockopt::set_socket_linger(
                &stream,
                Some(Duration::ZERO),
            )?)
        }
        Some(Fault::Truncated) => send(&mut stream, &status, &kind, half),
        Some(Fault::Duplicates) => send(&mut stream, &status, &kind, &edited(&answer, duplicate)),
        Some(Fault::Field(name, value)) => {
            let body = edited(&answer, |answer| add(answer, name, &value));
            send(&mut stream, &status, &kind, &body)
        }
        _ => send(&mut stream, &status, &kind, &answer.body),
    }
}

fn head(stream: &mut TcpStream, status: &str, kind: &str, length: usize) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )
}

fn send(stream: &mut TcpStream, status: &str, kind: &str, body: &[u8]) -> io::Result<()> {
    head(stream, status, kind, body.len())?;
    stream.write_all(body)
}

fn endless(shared: &Shared, stream: &mut TcpStream, bytes: u64) -> io::Result<()> {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";
    let begin = r#"{"status":"success","data":{"resultType":"matrix","result":["#;
    write!(stream, "{head}{begin}")?;
    let piece = vec![b' '; 1 << 16];
    let mut left = bytes;
    while left > 0 {
        stream.write_all(&piece)?;
        shared.sent.fetch_add(piece.len() as u64, Ordering::Relaxed);
        left = left.saturating_sub(piece.len() as u64);
    }
    Ok(())
}

/// The body with its JSON changed; as it was when it is none.
fn edited(answer: &Answer, edit: impl FnOnce(&mut Value)) -> Vec<u8> {
    match answer.json() {
        Value::Null => answer.body.clone(),
        mut json => {
            edit(&mut json);
            json.to_string().into_bytes()
        }
    }
}

fn add(answer: &mut Value, name: &str, value: &Value) {
    match (answer[name].as_array_mut(), value) {
        (Some(list), Value::Array(more)) => list.extend(more.iter().cloned()),
        _ => answer[name] = value.clone(),
    }
}

fn duplicate(answer: &mut Value) {
    let Some(result) = answer["data"]["result"].as_array_mut() else {
        return;
    };
    let mut twins = result.clone();
    for twin in &mut twins {
        if let Some(value) = twin.pointer_mut("/value/1") {
            *value = json!("12345");
        }
        for value in twin["values"].as_array_mut().into_iter().flatten() {
            value[1] = json!("12345");
        }
    }
    result.extend(twins);
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = r#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":"b"},"value":[1,"2"]}]},"warnings":["one"]}"#;

    /// A server that always gives the same answer.
    fn upstream() -> FaultProxy {
        let server = FaultProxy::start("http://127.0.0.1:9").unwrap();
        server.set(Some(Fault::Instead("200 OK", "application/json", ANSWER)));
        server
    }

    fn ask(fault: Fault, query: &str) -> Result<Answer, String> {
        let upstream = upstream();
        let proxy = FaultProxy::start(&upstream.url()).unwrap();
        proxy.set(Some(fault));
        Client::default().get(&format!("{}/api/v1/query?query={query}", proxy.url()))
    }

    #[test]
    fn without_a_fault_it_passes_everything_on() {
        let upstream = upstream();
        let proxy = FaultProxy::start(&upstream.url()).unwrap();
        let url = format!("{}/api/v1/query?query=up", proxy.url());
        assert_eq!(Client::default().get(&url).unwrap().text(), ANSWER);
        proxy.set(Some(Fault::internal()));
        assert_eq!(Client::default().get(&url).unwrap().status, 500);
        proxy.set(None);
        assert_eq!(Client::default().get(&url).unwrap().text(), ANSWER);
    }

    #[test]
    fn each_fault_does_what_its_name_says() {
        assert!(ask(Fault::Reset, "up").unwrap_err().contains("GET"));
        let half = ask(Fault::Truncated, "up").unwrap().text();
        assert_eq!(half, ANSWER[..ANSWER.len() / 2]);
        let twice = ask(Fault::Duplicates, "up").unwrap().json();
        assert_eq!(twice["data"]["result"][0]["value"], json!([1, "2"]));
        assert_eq!(twice["data"]["result"][1]["value"], json!([1, "12345"]));
        let more = ask(Fault::Field("warnings", json!(["two"])), "up").unwrap();
        assert_eq!(more.json()["warnings"], json!(["one", "two"]));
        let partial = ask(Fault::Field("isPartial", json!(true)), "up").unwrap();
        assert_eq!(partial.json()["isPartial"], json!(true));
        let endless = ask(Fault::Endless(1 << 20), "up").unwrap();
        assert!(endless.body.len() > 1 << 20);
    }

    #[test]
    fn some_questions_fail_and_others_do_not() {
        let some = || Fault::Some(&["queue_size"], Box::new(Fault::refused()));
        assert_eq!(ask(some(), "sum(queue_size)").unwrap().status, 422);
        assert_eq!(ask(some(), "up").unwrap().status, 200);
    }
}
