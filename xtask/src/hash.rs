//! A hash that every machine and every compiler calculates alike. It must not be used against anybody's will.

/// FNV-1a, 64 bits.
pub struct Hash(u64);

impl Hash {
    /// Of nothing yet.
    pub fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    /// Takes more bytes in.
    pub fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Of all that was taken in.
    pub fn value(&self) -> u64 {
        self.0
    }
}
