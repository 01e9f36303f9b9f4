//! Whether a port can be had, asked before the long build. It must not know who will listen there.

use crate::failure::Failure;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};

/// Fails when `port` of 127.0.0.1 is taken or not ours to take, and says what to do.
pub fn must_be_free(port: u16) -> Result<(), Failure> {
    let Err(error) = TcpListener::bind((Ipv4Addr::LOCALHOST, port)) else {
        return Ok(());
    };
    let other = if port == 8080 { 8081 } else { 8080 };
    Err(Failure::new(match error.kind() {
        ErrorKind::AddrInUse => format!(
            "Port {port} of 127.0.0.1 is in use: another program listens there (`ss -ltnp 'sport = :{port}'` names it).\n\
             End that program, or take another port: cargo xtask run --port {other}"
        ),
        ErrorKind::PermissionDenied => format!(
            "Port {port} may be opened by root only.\nTake a port above 1023: cargo xtask run --port {other}"
        ),
        _ => format!(
            "Port {port} of 127.0.0.1 cannot be opened: {error}.\nTake another port: cargo xtask run --port {other}"
        ),
    }))
}

/// A port that nobody listens on now.
pub fn free() -> Result<u16, Failure> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|any| any.local_addr());
    let address = listener
        .map_err(|error| Failure::new(format!("No port of 127.0.0.1 can be opened: {error}.")))?;
    Ok(address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_in_use_is_named_with_what_to_do() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let message = must_be_free(port).unwrap_err().to_string();
        assert!(message.contains(&format!("Port {port} ")), "{message}");
        assert!(message.contains("--port 8080"), "{message}");
        drop(listener);
        assert!(must_be_free(port).is_ok());
    }
}
