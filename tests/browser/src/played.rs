//! A played Prometheus that gives every question the same answer, good or bad. It must not know what is asked.

use crate::failure::Failure;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};

/// A server on a free port. Its thread ends after the first question that comes when this is dropped.
#[derive(Debug)]
pub struct Played {
    address: SocketAddr,
    asked: Receiver<String>,
}

impl Played {
    /// Starts it. `status` is a status line's end such as `422 Unprocessable Entity`, `kind` the content type.
    pub fn start(
        status: &'static str,
        kind: &'static str,
        body: &'static str,
    ) -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (sender, asked) = mpsc::channel();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let question = read(&stream);
                let length = body.len();
                // Who does not wait for the answer needs none.
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
                );
                if sender.send(question).is_err() {
                    return;
                }
            }
        });
        Ok(Self { address, asked })
    }

    /// Where it listens, `127.0.0.1:40123`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The next question, head and body, as it came; waits for one.
    pub fn asked(&self) -> Result<String, Failure> {
        Ok(self.asked.recv()?)
    }
}

fn read(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap_or(0) > 0 {}
    let length = head.lines().find_map(|line| {
        let line = line.to_lowercase();
        line.strip_prefix("content-length: ")?.parse().ok()
    });
    let mut body = vec![0; length.unwrap_or(0)];
    let _ = reader.read_exact(&mut body);
    head + &String::from_utf8_lossy(&body)
}
