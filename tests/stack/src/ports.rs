//! Ports of 127.0.0.1. It must not know who listens on them.

use crate::error::StackError;
use std::io;
use std::net::{Ipv4Addr, TcpListener};

/// How often a server is started anew on another port when somebody else was quicker.
const TRIES: usize = 5;

/// A port that nobody listens on right now. Somebody may be quicker than the caller: see `claim`.
pub fn unused() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// Whether nobody listens on `port` right now.
pub fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Calls `start` with a port: `wanted` when it is free, else one that nobody uses, and anew on another one when
/// the server lost the race for it.
pub fn claim<T>(
    wanted: Option<u16>,
    mut start: impl FnMut(u16) -> Result<T, StackError>,
) -> Result<T, StackError> {
    let mut wanted = wanted.filter(|port| is_free(*port));
    let mut tries = 0;
    loop {
        let port = match wanted.take() {
            Some(port) => port,
            None => unused().map_err(StackError::file("a port of 127.0.0.1".as_ref()))?,
        };
        tries += 1;
        match start(port) {
            Err(StackError::Child { log, .. }) if tries < TRIES && is_race(&log) => {}
            result => return result,
        }
    }
}

/// Go's words and nginx's.
fn is_race(log: &str) -> bool {
    log.to_lowercase().contains("address already in use")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_race_takes_another_port() {
        let mut seen = Vec::new();
        let port = claim(None, |port| {
            seen.push(port);
            if seen.len() < 3 {
                Err(StackError::Child {
                    name: "server".into(),
                    what: "ended".into(),
                    log: "bind() failed (98: Address already in use)".into(),
                })
            } else {
                Ok(port)
            }
        });
        assert_eq!(port.unwrap(), seen[2]);
    }
}
