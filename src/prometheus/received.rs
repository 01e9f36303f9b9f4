//! A body that was received and is left with the browser, which gives memory back, as WebAssembly never does. Understands
//! nothing of it.

use super::body::Body;
use js_sys::Uint8Array;

/// A body in the parts in which it came.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// Each with its length: the browser is not asked again.
    parts: Vec<(Uint8Array, usize)>,
    length: usize,
}

impl Received {
    /// Adds what came behind the others.
    pub fn push(&mut self, part: Uint8Array) {
        let length = part.length() as usize;
        self.length += length;
        self.parts.push((part, length));
    }
}

impl From<Uint8Array> for Received {
    fn from(part: Uint8Array) -> Self {
        let mut received = Self::default();
        received.push(part);
        received
    }
}

impl Body for Received {
    fn length(&self) -> usize {
        self.length
    }

    fn copy(&self, from: usize, to: &mut [u8]) {
        let (mut from, mut to) = (from, to);
        for (part, length) in &self.parts {
            let length = *length;
            if from >= length {
                from -= length;
                continue;
            }
            let end = length.min(from + to.len());
            let (here, behind) = to.split_at_mut(end - from);
            // Of no more than 16 MiB every place is a number of 32 bits.
            part.subarray(from as u32, end as u32).copy_to(here);
            if behind.is_empty() {
                return;
            }
            (from, to) = (0, behind);
        }
    }
}
