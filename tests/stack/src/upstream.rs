//! The address of somebody's own Prometheus, taken apart. It must not ask the server anything.

use crate::error::StackError;
use std::net::ToSocketAddrs;

/// An upstream for nginx.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upstream {
    /// `http` or `https`.
    pub scheme: &'static str,
    /// Name or address, as typed; an IPv6 address in brackets.
    pub host: String,
    /// The port, the scheme's own when none was typed.
    pub port: u16,
    /// What stands before `/api/v1`, without a slash at its end; may be empty.
    pub prefix: String,
    /// The header that stands for `name:password@` in the address; may be empty.
    pub authorization: String,
}

impl Upstream {
    /// The simplest one: a server of ours.
    pub fn local(port: u16) -> Self {
        Self {
            scheme: "http",
            host: "127.0.0.1".to_owned(),
            port,
            prefix: String::new(),
            authorization: String::new(),
        }
    }

    /// Parses an address such as `https://prometheus.example.org/prometheus`. An error says what is wanted instead.
    pub fn parse(url: &str) -> Result<Self, StackError> {
        let wrong = |why: &str| {
            StackError::Url(format!(
                "'{url}' is not the address of a Prometheus: {why}.\n\
                 Wanted is something like http://localhost:9090 or https://example.org/prometheus"
            ))
        };
        let (scheme, rest) = match url.split_once("://") {
            Some(("http", rest)) => ("http", rest),
            Some(("https", rest)) => ("https", rest),
            _ => return Err(wrong("it does not begin with http:// or https://")),
        };
        // These end up in nginx's configuration.
        let plain = |c: char| c.is_ascii_graphic() && !"\"'\\;{}$?#<>".contains(c);
        if !rest.chars().all(plain) {
            return Err(wrong("it holds a blank, a quote, '?', '#' or the like"));
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (authorization, address) = match authority.rsplit_once('@') {
            Some((user, address)) => (format!("Basic {}", base64(user.as_bytes())), address),
            None => (String::new(), authority),
        };
        let (host, port) = match address.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                let port = port
                    .parse()
                    .map_err(|_| wrong("its port is no number up to 65535"))?;
                (host, port)
            }
            _ => (address, if scheme == "https" { 443 } else { 80 }),
        };
        if host.is_empty() {
            return Err(wrong("it names no host"));
        }
        let path = path.trim_end_matches('/');
        Ok(Self {
            scheme,
            host: host.to_owned(),
            port,
            // The address of the interface itself is a likely thing to paste.
            prefix: path.strip_suffix("/api/v1").unwrap_or(path).to_owned(),
            authorization,
        })
    }

    /// Fails when the host's name is not known here, since nginx would refuse to start.
    pub fn must_resolve(&self) -> Result<(), StackError> {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        match (host, self.port).to_socket_addrs() {
            Ok(addresses) if addresses.len() > 0 => Ok(()),
            result => Err(StackError::Url(format!(
                "The host '{host}' is not known here{}.\nCheck its spelling, and that this machine can resolve it: getent hosts {host}",
                result
                    .err()
                    .map(|error| format!(" ({error})"))
                    .unwrap_or_default()
            ))),
        }
    }

    /// `host:port`, as nginx wants it.
    pub fn server(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The Host header: without the port where it is the scheme's own.
    pub fn host_header(&self) -> String {
        match (self.scheme, self.port) {
            ("http", 80) | ("https", 443) => self.host.clone(),
            _ => self.server(),
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0_usize, |group, index| {
            group << 8 | usize::from(chunk.get(index).copied().unwrap_or(0))
        });
        for index in 0..4 {
            let digit = DIGITS[group >> (18 - 6 * index) & 63];
            text.push(if index <= chunk.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str, expected: (&str, &str, &str)) {
        let upstream = Upstream::parse(url).unwrap();
        let actual = (
            format!("{}://{}", upstream.scheme, upstream.server()),
            upstream.prefix.clone(),
            upstream.host_header(),
        );
        let expected = (
            expected.0.to_owned(),
            expected.1.to_owned(),
            expected.2.to_owned(),
        );
        assert_eq!(actual, expected, "{url}");
    }

    #[test]
    fn addresses_are_taken_apart() {
        check(
            "http://localhost:9090",
            ("http://localhost:9090", "", "localhost:9090"),
        );
        check(
            "https://example.org/prometheus/",
            ("https://example.org:443", "/prometheus", "example.org"),
        );
        check(
            "http://10.0.0.1/select/0/prometheus/api/v1",
            ("http://10.0.0.1:80", "/select/0/prometheus", "10.0.0.1"),
        );
        check(
            "http://[::1]:9090/",
            ("http://[::1]:9090", "", "[::1]:9090"),
        );
        check("http://[::1]", ("http://[::1]:80", "", "[::1]"));
    }

    #[test]
    fn a_password_becomes_a_header() {
        let upstream = Upstream::parse("http://me:s3cret@host:9090").unwrap();
        assert_eq!(upstream.host, "host");
        assert_eq!(upstream.authorization, "Basic bWU6czNjcmV0");
        assert_eq!(base64(b"a"), "YQ==");
        assert_eq!(base64(b"ab"), "YWI=");
    }

    #[test]
    fn what_is_no_address_says_why() {
        for (url, why) in [
            ("localhost:9090", "does not begin with http://"),
            ("ftp://host", "does not begin with http://"),
            ("http://", "names no host"),
            ("http://host:99999", "port is no number"),
            ("http://host/a;b", "holds a blank"),
            ("http://host/?x=1", "holds a blank"),
        ] {
            let message = Upstream::parse(url).unwrap_err().to_string();
            assert!(message.contains(why), "{url}: {message}");
            assert!(message.contains("http://localhost:9090"), "{message}");
        }
    }
}
